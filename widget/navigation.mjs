/** Owns which state is shown: links that are followed, answers put in place, focus, and the tab's history. */

import { engine } from "./engine-client.mjs";
import { focusHeading } from "./focus-heading.mjs";
import { keepUp } from "./keeping.mjs";
import { kept } from "./kept-orders.mjs";
import { details } from "./order-details.mjs";
import { keepPageAround, writePageAround } from "./page-around.mjs";
import { typedBeside } from "./paste.mjs";
import { stateAddress } from "./state-address.mjs";
import { today } from "./today.mjs";
import { parseHtml } from "./trusted-types.mjs";

/** @typedef {import("./engine-client.mjs").Answer} Answer */
/** @typedef {import("./engine-client.mjs").Hello} Hello */

/** @typedef {ReturnType<typeof createNavigation>} Navigation */

/**
 * The states of one element.
 * @param {HTMLElement} element
 * @param {(cause: unknown) => void} fail what to do when the engine is lost
 * @param {(word: string) => void} say
 */
export function createNavigation(element, fail, say) {
  const { dataset } = element;
  /** What the page came with, to go back to. */
  const first = { path: location.pathname, html: element.innerHTML, restorePage: keepPageAround() };
  /** The last answer; and read, as it was made: what stands in the page, translators and extensions may have changed. */
  let { html } = first;
  /** @type {DocumentFragment | undefined} */
  let made;
  let shown = first.path;
  /** The state shown. */
  let state = "";
  /** Every answer given on this page: offered again when a change brings its question back. */
  const given = new Map();

  const navigation = {
    element,
    addressOf,
    fail,
    say,
    /** @type {Hello | undefined} */
    hello: undefined,
    /** Asks once more, for the parts that may have changed. */
    refresh() {},
    /** The newest request; older answers are no longer wanted. */
    turn: 0,
    /** The calendar file of what is shown. */
    calendar: "",
    /** In which languages the case sheet is shown, if it is. */
    sheet: "",

    get lang() {
      return dataset.lang ?? document.documentElement.lang;
    },

    /** What the device keeps of the order shown. */
    kept: () => kept.all().get(details.case),

    /** What is shown, as it was made. */
    asMade() {
      made ??= parseHtml(html);
      return made;
    },

    /** Takes another answer to the same request, for the parts that changed; gives it read. @param {Answer} answer */
    renew(answer) {
      navigation.calendar = answer.calendar ?? "";
      made = parseHtml(answer.html);
      return made;
    },

    /** From now on the engine answers. @param {Hello} hello */
    begin(hello) {
      navigation.hello = hello;
      remember(addressOf(location.pathname) ?? dataset.address ?? "");
    },

    /**
     * What is asked about a state. A link that answers a question carries earlier answers on, as far as they still fit;
     * one that starts again forgets them, and what was typed.
     * @param {string} [address] else that of the state shown
     * @param {DOMStringMap} [link] the data of the link that was followed, if one was
     */
    request(address, link = {}) {
      const { base = "/", headingLevel } = dataset;
      const isNew = "restart" in link;
      return {
        address: address ?? state,
        base,
        lang: navigation.lang,
        sheet: address === undefined ? navigation.sheet : "",
        heading: Number(headingLevel) || 1,
        given: isNew ? {} : Object.fromEntries(given),
        advance: "option" in link || "read" in link,
        details: isNew ? {} : details.read(),
        today: today(),
        case: details.case,
        kept: "framed" in dataset ? false : navigation.kept(),
      };
    },

    /** A link has been pressed. @param {MouseEvent} event @param {HTMLAnchorElement} link */
    follow(event, link) {
      const { read } = link.dataset;
      const isBegun = read !== undefined || ("option" in link.dataset && !details.case);
      if (isBegun || "restart" in link.dataset) {
        given.clear();
        details.begin();
      }
      if (read !== undefined) {
        give(read);
        details.write(typedBeside(link));
      }
      if (isBegun) details.mark();
      if (dataset.engine !== "ready") {
        details.carry();
        return;
      }
      const address = addressOf(link.pathname);
      if (address === undefined) return;
      event.preventDefault();
      go(navigation.request(address, link.dataset), "pushState", () => link.click());
    },

    /**
     * Works a kept order out anew, from some answers, as in an address, and its days.
     * @param {string} answers
     * @param {"pushState" | "replaceState"} write
     * @param {() => void} otherwise
     * @param {() => void} [same] see `go`
     */
    reopen(answers, write, otherwise, same) {
      given.clear();
      give(answers);
      go(navigation.request(answers, { read: "" }), write, otherwise, same);
    },

    /** The address of the page has changed under us: Back, Forward, or an unknown address that we stand for. */
    travel() {
      const { case: owner } = history.state ?? {};
      if (typeof owner === "string" && owner !== details.case) {
        details.case = owner;
        details.opened = undefined;
        given.clear();
      }
      const address = addressOf(location.pathname);
      if ("fromAddress" in dataset && shown === first.path && address !== undefined) {
        go(navigation.request(address), "replaceState", () => {});
      } else if (location.pathname === shown) navigation.turn++;
      else if (dataset.engine !== "ready") location.reload();
      else if (address !== undefined) go(navigation.request(address), "replaceState", () => location.reload());
      else if (location.pathname === first.path) restore();
      else location.reload();
    },
  };
  return navigation;

  /** The part of a path that names a state, or undefined for a page that is none. @param {string} path */
  function addressOf(path) {
    if (!navigation.hello) return undefined;
    const { base = "/" } = dataset;
    const folder = navigation.lang === navigation.hello.languages[0] ? "" : `${navigation.lang}/`;
    return stateAddress(path, `${base}${folder}check/`);
  }

  /**
   * Shows a state, and puts its address into the page's.
   * @param {object} request
   * @param {"pushState" | "replaceState"} write
   * @param {() => void} otherwise what to do when no answer comes
   * @param {() => void} [same] what to do when it is the state shown, which then stays
   */
  async function go(request, write, otherwise, same) {
    const turn = ++navigation.turn;
    try {
      const answer = await engine.ask(request);
      if (turn !== navigation.turn) return;
      if (answer.fault) throw new Error(answer.fault);
      if (same && answer.address === state) same();
      else show(answer, write);
    } catch (error) {
      if (turn !== navigation.turn) return;
      fail(error);
      otherwise();
    }
  }

  function restore() {
    navigation.turn++;
    first.restorePage();
    state = dataset.address ?? "";
    put(first.html, parseHtml(first.html));
  }

  /**
   * @param {Answer} answer
   * @param {"pushState" | "replaceState"} write
   */
  function show(answer, write) {
    const path = "framed" in dataset ? location.pathname : (answer.paths[navigation.lang] ?? answer.root);
    const read = parseHtml(answer.html);
    try {
      // First, because the browser notes with it how far the page that is left was scrolled.
      if (path !== location.pathname) history[write]({ case: details.case }, "", path);
      else details.mark();
    } catch {
      // Safari allows 100 of these in 30 s: the page that the link leads to has the answer, too.
      location.assign(path);
      return;
    }
    writePageAround(answer, navigation.hello?.languages[0] ?? "");
    remember(answer.address, answer.by_days);
    navigation.calendar = answer.calendar ?? "";
    put(answer.html, read);
    if (keepUp(answer)) navigation.refresh();
  }

  /** @param {string} markup @param {DocumentFragment} read the same, read */
  function put(markup, read) {
    html = markup;
    made = undefined;
    navigation.sheet = "";
    shown = location.pathname;
    element.replaceChildren(read);
    focusHeading(element);
  }

  /**
   * @param {string} address
   * @param {string[]} [byDays] questions that no reader has answered
   */
  function remember(address, byDays) {
    state = address;
    give(address, byDays);
  }

  /**
   * @param {string} address answers, as in an address
   * @param {string[]} [byDays] questions that no reader has answered
   */
  function give(address, byDays = []) {
    for (const part of address.split("/")) {
      const [question, option] = part.split(".");
      if (option && !byDays.includes(question)) given.set(question, option);
    }
  }
}

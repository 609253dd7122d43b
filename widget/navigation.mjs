/** Owns which state is shown: links that are followed, answers put in place, focus, and the tab's history. */

import { engine } from "./engine-client.mjs";
import { details } from "./order-details.mjs";
import { keepPageAround, writePageAround } from "./page-around.mjs";
import { typedBeside } from "./paste.mjs";
import { parseHtml } from "./trusted-types.mjs";

/** @typedef {import("./engine-client.mjs").Answer} Answer */
/** @typedef {import("./engine-client.mjs").Hello} Hello */

/** The reader's own date. */
function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Moves the focus to the new heading: that alone tells a screen reader what has changed. @param {HTMLElement} element */
export function focusHeading(element) {
  const heading = element.querySelector(".sit-heading");
  if (!(heading instanceof HTMLElement)) return;
  // An outcome begins above its heading, with yes or no.
  const first = heading.closest(".sit-verdict") ?? heading;
  const { top } = first.getBoundingClientRect();
  // The margin keeps it clear of the site's header, which stays at the top.
  const seen = top >= parseFloat(getComputedStyle(first).scrollMarginTop) && top <= innerHeight / 2;
  // Set after reading the layout, which would be computed twice otherwise.
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  // A frame on another site is as high as what is in it: only the browser knows what of it is in sight.
  if ("framed" in element.dataset) first.scrollIntoView({ behavior: "instant", block: "nearest" });
  else if (!seen) first.scrollIntoView({ behavior: "instant" });
}

/** @typedef {ReturnType<typeof createNavigation>} Navigation */

/**
 * The states of one element.
 * @param {HTMLElement} element
 * @param {(cause: unknown) => void} fail what to do when the engine is lost
 */
export function createNavigation(element, fail) {
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
    fail,
    /** @type {Hello | undefined} */
    hello: undefined,
    /** The newest request; older answers are no longer wanted. */
    turn: 0,
    /** The calendar file of what is shown. */
    calendar: "",
    /** In which languages the case sheet is shown, if it is. */
    sheet: "",

    get lang() {
      return dataset.lang ?? document.documentElement.lang;
    },

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
      if (dataset.engine !== "ready") return;
      const address = addressOf(link.pathname);
      if (address === undefined) return;
      event.preventDefault();
      go(navigation.request(address, link.dataset), "pushState", () => link.click());
    },

    /** The address of the page has changed under us: Back, Forward, or an unknown address that we stand for. */
    travel() {
      const { case: owner } = history.state ?? {};
      if (typeof owner === "string" && owner !== details.case) {
        details.case = owner;
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
    // Where the checker starts in this page's language.
    const root = `${base}${navigation.lang === navigation.hello.languages[0] ? "" : `${navigation.lang}/`}check/`;
    if (!`${path}/`.startsWith(root)) return undefined;
    const address = path.slice(root.length).replace(/\/$/, "");
    try {
      return decodeURIComponent(address);
    } catch {
      return address;
    }
  }

  /**
   * Shows a state, and puts its address into the page's.
   * @param {object} request
   * @param {"pushState" | "replaceState"} write
   * @param {() => void} otherwise what to do when no answer comes
   */
  async function go(request, write, otherwise) {
    const turn = ++navigation.turn;
    try {
      const answer = await engine.ask(request);
      if (turn !== navigation.turn) return;
      if (answer.fault) throw new Error(answer.fault);
      show(answer, write);
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

/**
 * Owns the element <still-in-time>, the checker on a page: its life and its events; other modules do the rest.
 *
 * The element arrives with its answer already inside, written at build time, and every link in it works as a link. Once
 * the engine (Python in a worker) is up, links into the checker are answered in place. If anything fails, they are
 * links again. README.md has the attributes that the page gives.
 */

import { say } from "./announce.mjs";
import { copy, save, share } from "./copy-and-save.mjs";
import { engine, LIMITS, renewEngine } from "./engine-client.mjs";
import { focusHeading } from "./focus-heading.mjs";
import "./kept-presses.mjs";
import { createKeeping } from "./keeping.mjs";
import { createLiveParts } from "./live-parts.mjs";
import { createNavigation } from "./navigation.mjs";
import { keepCopy } from "./offline-copy.mjs";
import { details } from "./order-details.mjs";
import { createPaste } from "./paste.mjs";
import { brokenStart, isSnapshotWorthIt, startInTime } from "./start-policy.mjs";

/** The link that a plain left click follows on this site, if it is one. @param {MouseEvent} event */
function followed(event) {
  const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[href]"));
  if (!link || event.defaultPrevented || event.button) return undefined;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  if ((link.target && link.target !== "_self") || link.origin !== location.origin || link.hash) return undefined;
  return link;
}

class StillInTime extends HTMLElement {
  /** @type {AbortController | undefined} */
  #listening;
  /** Whether the engine ended when the page was left. */
  #rested = false;
  #navigation = createNavigation(
    this,
    (cause) => this.#fail(cause),
    (word) => this.#say(word),
  );
  #parts = createLiveParts(this.#navigation);
  #keeping = createKeeping(this.#navigation, this.#parts, (word) => this.#say(word));
  #paste = createPaste(this.#navigation);

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.addEventListener("click", (event) => this.#click(event), { signal });
    this.addEventListener("submit", (event) => this.#submit(event), { signal });
    for (const kind of ["input", "change", "focusout"]) {
      this.addEventListener(kind, (event) => this.#parts.type(event), { signal });
    }
    this.#paste.listen(signal);
    this.#keeping.watch(signal);
    document.getElementById("orders")?.addEventListener("click", (event) => this.#open(event), { signal });
    addEventListener("popstate", () => this.#navigation.travel(), { signal });
    addEventListener("pagehide", () => this.#rest(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.#rested && this.#start(), { signal });
    details.resume(this.dataset.address === "");
    this.toggleAttribute("data-no-print", !self.print);
    this.dataset.engine = "static";
    startInTime(this, () => this.#start(), signal);
  }

  disconnectedCallback() {
    this.#listening?.abort();
  }

  /** Ends the engine of a page that is left: browsers may keep the page, and its memory, for Back. */
  #rest() {
    this.#rested = ["starting", "ready"].includes(this.dataset.engine ?? "");
    if (!this.#rested) return;
    brokenStart(false);
    this.#navigation.turn++;
    renewEngine();
    this.dataset.engine = "static";
  }

  async #start() {
    if (this.dataset.engine !== "static") return;
    this.dataset.engine = "starting";
    const own = engine;
    const url = (/** @type {string | undefined} */ part) => new URL(part ?? "", document.baseURI).href;
    const { engineUrl, pythonUrl, snapshotUrl, readingUrl, situationsUrl, workerUrl, offlineUrl } = this.dataset;
    const { startLimit, answerLimit, policy } = this.dataset;
    const snapshot = snapshotUrl && (await isSnapshotWorthIt(url(snapshotUrl))) ? url(snapshotUrl) : undefined;
    // The page was left meanwhile: a start noted now would never end, and the tab's next page would wait for a touch.
    if (own !== engine) return;
    const limits = { start: Number(startLimit) || LIMITS.start, answer: Number(answerLimit) || LIMITS.answer };
    try {
      brokenStart(true);
      const where = {
        engine: url(engineUrl),
        python: url(pythonUrl),
        snapshot,
        reading: url(readingUrl),
        situations: url(situationsUrl),
      };
      const hello = await own.start(url(workerUrl), where, limits);
      if (policy && policy !== hello.policy)
        throw new Error(`the page has policy ${policy}, the engine ${hello.policy}`);
      if (own !== engine) return;
      this.#navigation.begin(hello);
    } catch (error) {
      if (own === engine) this.#fail(error);
      return;
    }
    brokenStart(false);
    this.dataset.engine = "ready";
    say("", false);
    if (offlineUrl) keepCopy(url(offlineUrl), snapshot);
    if ("fromAddress" in this.dataset) this.#navigation.travel();
    else this.#keeping.begin();
    this.#paste.begin();
  }

  /**
   * From now on links are links. The fields, which nobody reads any more, go; a reader who was typing is told.
   * @param {unknown} cause
   */
  #fail(cause) {
    if (this.dataset.engine === "failed") return;
    const held = document.activeElement;
    this.dataset.engine = "failed";
    brokenStart(false);
    console.error("still-in-time: the engine failed, links open their pages instead.", cause);
    engine.stop();
    this.#paste.lose();
    if (!this.contains(held) || held?.getClientRects().length) return;
    focusHeading(this);
    this.#say("engine-lost");
  }

  /** A press in the list of kept orders. @param {MouseEvent} event */
  #open(event) {
    const link = followed(event);
    if (link?.dataset.way) this.#keeping.open(event, link);
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    this.#keeping.press(/** @type {HTMLElement} */ (event.target).dataset);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest("button, [data-share], [data-mail]"));
    const link = followed(event);
    if (button) this.#press(event, button);
    else if (link) this.#navigation.follow(event, link);
  }

  /** @param {MouseEvent} event @param {HTMLElement} button */
  async #press(event, button) {
    const made = this.#navigation.asMade();
    const { calendar } = this.#navigation;
    const { copy: name, sheet } = button.dataset;
    if (name !== undefined) {
      const [text, shown] = [made, this].map((place) => place.querySelector(name));
      if (text && shown) this.#say(await copy(text, shown));
    } else if ("print" in button.dataset) print();
    else if (sheet !== undefined) this.#parts.showSheet(sheet);
    else if ("forget" in button.dataset) {
      this.#parts.forget();
      this.#say("forgotten");
    } else if ("calendar" in button.dataset) {
      if (calendar) this.#say(await save(calendar, made.querySelector(".sit-when")));
    } else if ("share" in button.dataset || "mail" in button.dataset) this.#handOn(event, button);
    else this.#keeping.press(button.dataset);
  }

  /** Only the answer's address goes out, and what the answer is called. @param {MouseEvent} event @param {HTMLElement} button */
  async #handOn(event, button) {
    const href = /** @type {HTMLAnchorElement | null} */ (this.querySelector("a[data-share]"))?.href ?? "";
    const title = this.#navigation.asMade().querySelector(".sit-heading")?.textContent ?? "";
    if (button instanceof HTMLAnchorElement && "mail" in button.dataset) {
      button.href = `mailto:?${new URLSearchParams({ subject: title, body: href })}`.replaceAll("+", "%20");
      return;
    }
    event.preventDefault();
    this.#say(await share({ title, url: href }, href));
  }

  /** @param {string} word one of the engine's, by its id */
  #say(word) {
    const { hello, lang } = this.#navigation;
    say(hello?.words?.[lang]?.[word] ?? "", this.dataset.engine !== "failed");
  }
}

customElements.define("still-in-time", StillInTime);

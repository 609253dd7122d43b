/**
 * <still-in-time>: the checker on a page.
 *
 * The element arrives with its answer already inside, written at build time, and every link in it works as a link. Once
 * the engine (Python in a worker) is up, links into the checker are answered in place. If anything fails, they are
 * links again.
 *
 * The page gives data-base, data-lang, data-engine-url, data-python-url and data-worker-url; README.md has the details.
 */

/**
 * @typedef {object} Hello What the engine says of itself.
 * @property {string[]} languages the default first
 * @property {string} policy its edition
 * @property {Record<string, Record<string, string>>} words by language: what the page itself says
 */
/**
 * @typedef {object} Answer
 * @property {string} html
 * @property {string} title
 * @property {string} address the state, without the site's paths
 * @property {Record<string, string>} paths where the state lives, by language
 * @property {string} root where the start lives in this language
 * @property {string} [calendar] an iCalendar file
 * @property {string[]} [by_days] questions that typed days have answered: worked out anew each time
 * @property {string} [fault] why the checker itself failed
 */

/** In milliseconds. A cold start on a slow phone takes seconds, an answer takes some thousandths of one. */
const LIMITS = { start: 60_000, answer: 3_000 };
const STORE = "still-in-time";
/** Stands in the tab's storage while Python starts: a browser that gives up the page then opens it again. */
const STARTING = "still-in-time-starting";
/** Where the reader's wish to have nothing kept is kept (the page about us has the switch). */
const OFFLINE = "still-in-time-offline";
const LONGEST = 200;
/** Files of fewer bytes say nothing of the line. */
const NOTABLE = 10_000;
/** In Mbit/s: on a slower line nobody gets Python unasked. */
const SLOW = 0.5;
/** How long, in milliseconds, words about a press stay, beside what each letter takes to be read; and before they come. */
const STAYS = 4_000;
const LETTER = 80;
const PAUSE = 100;

/** The one door for text that becomes markup or code: Python has escaped the markup, a worker comes from our host. */
const rules = {
  /** @param {string} html */
  createHTML(html) {
    if (/<(?:meta|base|iframe)\b/i.test(html)) throw new TypeError("markup that no answer has");
    return html;
  },
  /** @param {string} url */
  createScriptURL(url) {
    if (new URL(url).origin !== location.origin) throw new TypeError(`not our own: ${url}`);
    return url;
  },
};
const trusted = self.trustedTypes?.createPolicy("still-in-time", rules) ?? rules;

/** @param {unknown} value @returns {value is string} */
const isText = (value) => typeof value === "string";

/** @param {unknown} value A path on this site, just as a browser reads it: nothing to leave out, to follow, or to take for a host. */
const isPath = (value) => isText(value) && !value.includes("//") && new URL(value, location.origin).pathname === value;

/**
 * Reads what the engine says of itself, as it came from the worker.
 * @param {unknown} text
 * @returns {Hello}
 */
function readHello(text) {
  const hello = JSON.parse(String(text));
  if (!(hello.languages?.length && hello.languages.every(isText))) throw new TypeError("the engine says no languages");
  return hello;
}

/**
 * Reads an answer as it came from the worker.
 * @param {unknown} text
 * @returns {Answer}
 */
function readAnswer(text) {
  const answer = JSON.parse(String(text));
  const whole =
    [answer.html, answer.title, answer.address].every(isText) &&
    isPath(answer.root) &&
    Object.values(answer.paths).every(isPath);
  if (!whole) throw new TypeError("the engine's answer has an unknown shape");
  return answer;
}

const { connection: line, userAgentData } = /** @type {any} */ (navigator);
/** Tablets of Apple say that they are Macs, which have no touch screens. */
const isPhone =
  userAgentData?.mobile ??
  (/Mobi|Android/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1));

/** From so many Mbit/s on, a snapshot is worth its bytes: a slow processor gains more by it. */
const GOOD = isPhone ? 8 : 20;
/** The browser's own estimate ends here. */
const MOST = 10;

/** How fast the larger files of this page have come, in Mbit/s; none of those that the browser had. */
function speeds() {
  const files = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource"));
  const come = files.filter((file) => file.transferSize > NOTABLE);
  return come.map((file) => (file.encodedBodySize * 8) / 1000 / (file.responseEnd - file.responseStart));
}

/** Whether Python would be a burden on the line: it says so, or what has come of the page was slow. */
function isSlow() {
  const found = speeds();
  return line?.saveData || /2g$/.test(line?.effectiveType) || (found.length && found.every((speed) => speed < SLOW));
}

/**
 * Whether a snapshot of started Python is worth its bytes here: it starts sooner than what it was started from, but weighs
 * more. It is, where it is kept already, and where the line is known to be good: by the browser's estimate, or by how the
 * files of this page have come.
 * @param {string} url
 */
async function isWorthIt(url) {
  if (line?.saveData) return false;
  if (line?.downlink >= Math.min(GOOD, MOST) || speeds().some((speed) => speed > GOOD)) return true;
  return Boolean(await self.caches?.match(url).catch(() => undefined));
}

/**
 * Has the site kept for visits without a network, now that the checker has been used, unless the reader does not want it.
 * The snapshot is kept with it where its bytes cost nothing: on a computer, on a phone's Wi-Fi, or when they are here.
 * @param {string} url of the service worker
 * @param {string} [snapshot] what Python has been started from
 */
function keep(url, snapshot) {
  try {
    if (line?.saveData || localStorage.getItem(OFFLINE) === "off") return;
    const part = !isPhone || snapshot || line?.type === "wifi" ? "snapshot" : "python";
    const worker = trusted.createScriptURL(`${url}?keep=${part}`);
    navigator.serviceWorker.register(worker, { updateViaCache: "none" }).catch(() => {});
  } catch {
    // Service workers or storage are forbidden here: the site does without.
  }
}

/** Python in a worker, seen from the page: start it once, ask it many times. */
class Engine {
  /** @type {Promise<Hello> | undefined} */
  #start;
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Map<number, {resolve(answer: Answer): void, reject(cause: Error): void}>} */
  #waiting = new Map();
  #last = 0;
  /** Why there will be no more answers. @type {Error | undefined} */
  #lost;
  #limits = LIMITS;

  /**
   * @param {string} worker
   * @param {{engine: string, python: string, snapshot?: string}} where
   * @param {{start: number, answer: number}} limits in milliseconds
   * @returns {Promise<Hello>}
   */
  start(worker, where, limits) {
    this.#limits = limits;
    this.#start ??= new Promise((resolve, reject) => {
      const fail = (/** @type {unknown} */ cause) => {
        const error = cause instanceof Error ? cause : new Error(String(cause));
        this.#lost ??= error;
        clearTimeout(limit);
        this.#worker?.terminate();
        reject(error);
        for (const { reject } of this.#waiting.values()) reject(error);
        this.#waiting.clear();
      };
      const limit = setTimeout(fail, limits.start, `no start within ${limits.start / 1000} s`);
      try {
        this.#worker = new Worker(trusted.createScriptURL(worker), { type: "module" });
      } catch (error) {
        fail(error);
        return;
      }
      this.#worker.onerror = (event) => fail(event.message || `${worker} did not run`);
      this.#worker.onmessageerror = () => fail("a message could not be read");
      this.#worker.onmessage = ({ data }) => {
        try {
          if (data.type === "ready") {
            clearTimeout(limit);
            resolve(readHello(data.hello));
          } else if (data.type === "answered") {
            this.#waiting.get(data.id)?.resolve(readAnswer(data.answer));
          } else fail(data.cause);
        } catch (error) {
          fail(error);
        }
      };
      this.#worker.postMessage({ type: "start", ...where });
    });
    return this.#start;
  }

  /**
   * @param {object} request
   * @returns {Promise<Answer>} rejected when the engine fails or takes too long
   */
  ask(request) {
    const id = ++this.#last;
    const { answer } = this.#limits;
    return new Promise((resolve, reject) => {
      if (this.#lost) throw this.#lost;
      const done = (/** @type {Function} */ next) => (/** @type {any} */ value) => {
        clearTimeout(limit);
        this.#waiting.delete(id);
        next(value);
      };
      const limit = setTimeout(done(reject), answer, new Error(`no answer within ${answer / 1000} s`));
      this.#waiting.set(id, { resolve: done(resolve), reject: done(reject) });
      const around = { id, case: details.case, origin: location.origin, now: new Date().toISOString() };
      this.#worker?.postMessage({ type: "answer", request: { ...request, ...around } });
    });
  }

  stop() {
    this.#worker?.terminate();
    for (const { reject } of this.#waiting.values()) reject(new Error("stopped"));
  }
}

/** One engine for the page, however many elements it has; a page that comes back gets another. */
let engine = new Engine();

/**
 * What the reader has typed: in this tab only, gone with it. It belongs to one order, and so does each entry of the tab's
 * history: an entry of another order finds nothing typed.
 */
const details = {
  /** The order that the page shows; "" where the first question begins one. Says nothing of it. */
  case: "",
  /** Stands in for the tab's storage where that is forbidden. @type {string | undefined} */
  memory: undefined,

  /** @returns {{case?: string, typed?: Record<string, string>}} */
  kept() {
    try {
      return JSON.parse(details.memory ?? sessionStorage.getItem(STORE) ?? "{}") ?? {};
    } catch {
      return {};
    }
  },

  /** @returns {Record<string, string>} */
  read() {
    const { case: owner, typed } = details.kept();
    if (owner !== details.case) return {};
    return Object.fromEntries(Object.entries(typed ?? {}).filter(([, value]) => isText(value)));
  },

  /** @param {Record<string, string>} typed */
  write(typed) {
    const kept = JSON.stringify({ case: details.case, typed });
    try {
      sessionStorage.setItem(STORE, kept);
    } catch {
      details.memory = kept;
    }
  },

  /** Another order: nothing is known of it. */
  begin() {
    details.case = Math.random().toString(36).slice(2);
    details.write({});
  },

  /** Goes on with the order of this entry of the history, else with the last one. @param {boolean} isStart */
  resume(isStart) {
    const known = history.state?.case ?? (isStart ? "" : details.kept().case);
    if (isText(known)) details.case = known;
    else details.begin();
    details.mark();
  },

  /** Says in the history whose entry this is. */
  mark() {
    if (!details.case || history.state?.case === details.case) return;
    try {
      history.replaceState({ ...history.state, case: details.case }, "");
    } catch {
      // Some browsers allow so many of these in a while: the last order is taken for this entry's then.
    }
  },
};

/**
 * Whether a mark was in the tab's storage, and puts it there or takes it away.
 * @param {string} key
 * @param {boolean} [isSet]
 */
function flag(key, isSet) {
  try {
    const was = sessionStorage.getItem(key) !== null;
    if (isSet) sessionStorage.setItem(key, "");
    else if (isSet === false) sessionStorage.removeItem(key);
    return was;
  } catch {
    return false;
  }
}

/** When the page has nothing better to do, or soon anyway: a page hardly in sight may never be told that it is idle. */
const SOON = 2_000;
/** @param {() => void} task */
const idle = (task) => void (self.requestIdleCallback ? requestIdleCallback(task, { timeout: SOON }) : setTimeout(task));

/** The reader's own date. */
function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Links outside of the element that name this page, in each language: the switcher, and the head's. */
const elsewhere = () =>
  /** @type {NodeListOf<HTMLAnchorElement | HTMLLinkElement>} */ (
    document.querySelectorAll("header a[hreflang], head link[rel=alternate][hreflang], head link[rel=canonical]")
  );

class StillInTime extends HTMLElement {
  /** @type {AbortController | undefined} */
  #listening;
  /** @type {Hello | undefined} */
  #hello;
  /** What the page came with, to go back to. */
  #first = { path: location.pathname, html: this.innerHTML, title: document.title, links: [...elsewhere()].map(({ href }) => href) };
  /** The last answer; and read, as it was made: what stands in the page, translators and extensions may have changed. */
  #html = this.#first.html;
  /** @type {DocumentFragment | undefined} */
  #made;
  #shown = location.pathname;
  /** The state shown. */
  #state = "";
  /** The newest request; older answers are no longer wanted. */
  #turn = 0;
  /** @type {"idle" | "asking" | "again"} */
  #filling = "idle";
  /** Whether the engine ended when the page was left. */
  #rested = false;
  /** Whether a text is being typed, which is not judged before its field is left. */
  #typing = false;
  #calendar = "";
  /** Every answer given on this page: offered again when a change brings its question back. */
  #given = new Map();

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.addEventListener("click", (event) => this.#click(event), { signal });
    this.addEventListener("submit", (event) => event.preventDefault(), { signal });
    for (const kind of ["input", "change", "focusout"]) this.addEventListener(kind, (event) => this.#type(event), { signal });
    addEventListener("popstate", () => this.#travel(), { signal });
    addEventListener("pagehide", () => this.#rest(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.#rested && this.#start(), { signal });
    details.resume(this.dataset.address === "");
    this.toggleAttribute("data-no-print", !self.print);
    this.dataset.engine = "static";
    this.#wait(signal);
  }

  disconnectedCallback() {
    this.#listening?.abort();
  }

  /** Ends the engine of a page that is left: browsers may keep the page, and its memory, for Back. */
  #rest() {
    this.#rested = ["starting", "ready"].includes(this.dataset.engine ?? "");
    if (!this.#rested) return;
    flag(STARTING, false);
    this.#turn++;
    engine.stop();
    engine = new Engine();
    this.dataset.engine = "static";
  }

  /**
   * Starts the engine when the page has nothing better to do, or when the reader first touches the checker. On a slow
   * or costly line, and where the last start never ended, only then. A page that stands for an unknown address needs it at once.
   * @param {AbortSignal} signal
   */
  #wait(signal) {
    const start = () => this.#start();
    for (const touch of ["pointerdown", "keydown", "focusin"]) {
      this.addEventListener(touch, start, { signal, once: true, passive: true });
    }
    if (flag(STARTING)) return;
    if ("fromAddress" in this.dataset) {
      start();
      return;
    }
    const unasked = () => void (isSlow() || idle(start));
    if (document.readyState === "complete") unasked();
    else addEventListener("load", unasked, { signal, once: true });
  }

  async #start() {
    if (this.dataset.engine !== "static") return;
    this.dataset.engine = "starting";
    const own = engine;
    const url = (/** @type {string | undefined} */ part) => new URL(part ?? "", document.baseURI).href;
    const { engineUrl, pythonUrl, snapshotUrl, workerUrl, offlineUrl, startLimit, answerLimit, policy } =
      this.dataset;
    const snapshot = snapshotUrl && (await isWorthIt(url(snapshotUrl))) ? url(snapshotUrl) : undefined;
    const limits = { start: Number(startLimit) || LIMITS.start, answer: Number(answerLimit) || LIMITS.answer };
    try {
      flag(STARTING, true);
      const hello = await own.start(url(workerUrl), { engine: url(engineUrl), python: url(pythonUrl), snapshot }, limits);
      if (policy && policy !== hello.policy) throw new Error(`the page has policy ${policy}, the engine ${hello.policy}`);
      this.#hello = hello;
    } catch (error) {
      if (own === engine) this.#fail(error);
      return;
    }
    if (own !== engine) return;
    flag(STARTING, false);
    this.dataset.engine = "ready";
    say("", false);
    if (offlineUrl) keep(url(offlineUrl), snapshot);
    this.#remember(this.#address(location.pathname) ?? this.dataset.address ?? "");
    if ("fromAddress" in this.dataset) this.#travel();
    else this.#fill();
  }

  /**
   * From now on links are links. The fields, which nobody reads any more, go; a reader who was typing is told.
   * @param {unknown} cause
   */
  #fail(cause) {
    if (this.dataset.engine === "failed") return;
    const held = document.activeElement;
    this.dataset.engine = "failed";
    flag(STARTING, false);
    console.error("still-in-time: the engine failed, links open their pages instead.", cause);
    engine.stop();
    if (!this.contains(held) || held?.getClientRects().length) return;
    this.#arrive();
    this.#say("engine-lost");
  }

  /** The part of a path that names a state, or undefined for a page that is none. @param {string} path */
  #address(path) {
    const root = this.#root;
    if (!root || !`${path}/`.startsWith(root)) return undefined;
    const address = path.slice(root.length).replace(/\/$/, "");
    try {
      return decodeURIComponent(address);
    } catch {
      return address;
    }
  }

  get #lang() {
    return this.dataset.lang ?? document.documentElement.lang;
  }

  /** Where the checker starts in this page's language. */
  get #root() {
    const { base = "/" } = this.dataset;
    return this.#hello && `${base}${this.#lang === this.#hello.languages[0] ? "" : `${this.#lang}/`}check/`;
  }

  /**
   * What is asked about a state. A link that answers a question carries earlier answers on, as far as they still fit;
   * one that starts again forgets them, and what was typed.
   * @param {string} address
   * @param {DOMStringMap} [link] the data of the link that was followed, if one was
   */
  #request(address, link = {}) {
    const { base = "/", headingLevel } = this.dataset;
    const isNew = "restart" in link;
    const given = isNew ? {} : Object.fromEntries(this.#given);
    const heading = Number(headingLevel) || 1;
    const advance = "option" in link;
    const typed = isNew ? {} : details.read();
    return { address, base, lang: this.#lang, heading, given, advance, details: typed, today: today() };
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (
      target.closest("[data-copy], [data-print], [data-calendar], [data-forget]")
    );
    if (button && "copy" in button.dataset) this.#copy(button);
    else if (button && "print" in button.dataset) print();
    else if (button && "forget" in button.dataset) this.#forget();
    else if (button && this.#calendar) {
      event.preventDefault();
      this.#save();
    }
    const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a[href]"));
    if (!link || button || event.defaultPrevented || event.button) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if ((link.target && link.target !== "_self") || link.origin !== location.origin || link.hash) return;
    const isBegun = "option" in link.dataset && !details.case;
    if (isBegun || "restart" in link.dataset) {
      this.#given.clear();
      details.begin();
    }
    if (isBegun) details.mark();
    if (this.dataset.engine !== "ready") return;
    const address = this.#address(link.pathname);
    if (address === undefined) return;
    event.preventDefault();
    const request = this.#request(address, link.dataset);
    this.#go(request, "pushState", () => link.click());
  }

  /** The address of the page has changed under us: Back, Forward, or an unknown address that we stand for. */
  #travel() {
    const { case: owner } = history.state ?? {};
    if (isText(owner) && owner !== details.case) {
      details.case = owner;
      this.#given.clear();
    }
    const address = this.#address(location.pathname);
    if ("fromAddress" in this.dataset && this.#shown === this.#first.path && address !== undefined) {
      this.#go(this.#request(address), "replaceState", () => {});
    } else if (location.pathname === this.#shown) this.#turn++;
    else if (this.dataset.engine !== "ready") location.reload();
    else if (address !== undefined) this.#go(this.#request(address), "replaceState", () => location.reload());
    else if (location.pathname === this.#first.path) this.#restore();
    else location.reload();
  }

  /**
   * Shows a state, and puts its address into the page's.
   * @param {object} request
   * @param {"pushState" | "replaceState"} write
   * @param {() => void} otherwise what to do when no answer comes
   */
  async #go(request, write, otherwise) {
    const turn = ++this.#turn;
    try {
      const answer = await engine.ask(request);
      if (turn !== this.#turn) return;
      if (answer.fault) throw new Error(answer.fault);
      this.#show(answer, write);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#fail(error);
      otherwise();
    }
  }

  #restore() {
    this.#turn++;
    const { html, title, links } = this.#first;
    this.replaceChildren(read(html));
    this.#shown = location.pathname;
    this.#html = html;
    this.#made = undefined;
    this.#state = this.dataset.address ?? "";
    document.title = title;
    elsewhere().forEach((link, place) => (link.href = links[place]));
    this.#arrive();
  }

  /**
   * @param {Answer} answer
   * @param {"pushState" | "replaceState"} write
   */
  #show(answer, write) {
    const path = "framed" in this.dataset ? location.pathname : (answer.paths[this.#lang] ?? answer.root);
    const made = read(answer.html);
    try {
      // First, because the browser notes with it how far the page that is left was scrolled.
      if (path !== location.pathname) history[write]({ case: details.case }, "", path);
      else details.mark();
    } catch {
      // Safari allows 100 of these in 30 s: the page that the link leads to has the answer, too.
      location.assign(path);
      return;
    }
    this.#name(answer);
    this.#html = answer.html;
    this.#made = undefined;
    this.replaceChildren(made);
    this.#shown = path;
    this.#remember(answer.address, answer.by_days);
    this.#calendar = answer.calendar ?? "";
    this.#arrive();
  }

  /**
   * Writes what is shown into the page around the element: its title, its links to other languages, its own address.
   * @param {Answer} answer
   */
  #name(answer) {
    document.title = answer.title;
    const first = this.#hello?.languages[0] ?? "";
    for (const link of elsewhere()) {
      const { hreflang } = link;
      const path = hreflang ? answer.paths[hreflang === "x-default" ? first : hreflang] : location.pathname;
      if (path) link.href = new URL(path, link.href).href;
    }
  }

  /**
   * @param {string} address
   * @param {string[]} [byDays] questions that no reader has answered
   */
  #remember(address, byDays = []) {
    this.#state = address;
    for (const part of address.split("/")) {
      const [question, option] = part.split(".");
      if (option && !byDays.includes(question)) this.#given.set(question, option);
    }
  }

  /** Moves the focus to the new heading: that alone tells a screen reader what has changed. */
  #arrive() {
    const heading = this.querySelector(".sit-heading");
    if (!(heading instanceof HTMLElement)) return;
    // An outcome begins above its heading, with yes or no.
    const first = heading.closest(".sit-verdict") ?? heading;
    const { top } = first.getBoundingClientRect();
    // The margin keeps it clear of the site's header, which stays at the top.
    const seen = top >= parseFloat(getComputedStyle(first).scrollMarginTop) && top <= innerHeight / 2;
    // Only now: asked for after it, the place would be worked out twice.
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    // A frame on another site is as high as what is in it: only the browser knows what of it is in sight.
    if ("framed" in this.dataset) first.scrollIntoView({ behavior: "instant", block: "nearest" });
    else if (!seen) first.scrollIntoView({ behavior: "instant" });
  }

  /** @param {Event} event */
  #type(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (!field.name || !field.closest("form[data-details]")) return;
    // The year of a date counts from its first digit on: one that begins with a nought is unfinished until the field is left.
    if ((event.type === "focusout") !== (field.type === "date" && field.value.startsWith("0"))) return;
    this.#typing = event.type === "input" && field.type === "text";
    details.write({ ...details.read(), [field.name]: field.value.slice(0, LONGEST) });
    this.#refresh();
  }

  /** Brings what the reader has typed, on an earlier page, into the answer; what they have not, out of the fields. */
  #fill() {
    const known = details.read();
    const fields = this.#fields();
    const stale = fields.filter((field) => field.value !== (known[field.name] ?? ""));
    for (const field of stale) field.value = known[field.name] ?? "";
    if (stale.length || (fields.length && Object.values(known).some(Boolean))) this.#refresh();
  }

  #fields() {
    return /** @type {HTMLInputElement[]} */ ([...this.querySelectorAll("form[data-details] [name]")]);
  }

  #forget() {
    details.write({});
    const fields = this.#fields();
    for (const field of fields) field.value = "";
    fields[0]?.focus({ preventScroll: true });
    this.#refresh();
    this.#say("forgotten");
  }

  /** Renews what hangs on the reader's details and leaves the rest alone, the field with the focus above all. */
  async #refresh() {
    if (this.dataset.engine !== "ready") return;
    if (this.#filling !== "idle") {
      this.#filling = "again";
      return;
    }
    const turn = this.#turn;
    try {
      do {
        this.#filling = "asking";
        const answer = await engine.ask(this.#request(this.#state));
        if (turn !== this.#turn) break;
        if (answer.fault) console.error("still-in-time:", answer.fault);
        else this.#renew(answer);
      } while (/** @type {string} */ (this.#filling) === "again");
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    } finally {
      this.#filling = "idle";
    }
  }

  #asMade() {
    return (this.#made ??= read(this.#html));
  }

  /** @param {Answer} answer */
  #renew(answer) {
    this.#calendar = answer.calendar ?? "";
    const last = this.#asMade();
    const fresh = (this.#made = read(answer.html));
    for (const part of this.querySelectorAll("[data-part]")) {
      const name = `[data-part="${CSS.escape(part.getAttribute("data-part") ?? "")}"]`;
      const [was, next] = [last, fresh].map((made) => made.querySelector(name));
      if (!next || was?.isEqualNode(next)) continue;
      if (was && this.#typing && part.getAttribute("data-part") === "problems") {
        next.replaceWith(was);
        continue;
      }
      const place = focusable(part).indexOf(/** @type {HTMLElement} */ (document.activeElement));
      // The part itself stays: only a region that was there before its words is read out.
      part.replaceChildren(...next.cloneNode(true).childNodes);
      if (place >= 0) (focusable(part)[place] ?? this.querySelector(".sit-heading"))?.focus({ preventScroll: true });
    }
    const by = fresh.querySelector("[data-answered-by]")?.getAttribute("data-answered-by");
    if (by) this.querySelector("[data-answered-by]")?.setAttribute("data-answered-by", by);
  }

  /** Copies a text as it was made, one line for each of its parts. @param {HTMLElement} button */
  async #copy(button) {
    const name = /** @type {string} */ (button.dataset.copy);
    const [source, made] = [this, this.#asMade()].map((place) => place.querySelector(name));
    if (!source || !made) return;
    const lines = made.children.length ? [...made.children] : [made];
    let said = "copied";
    try {
      await navigator.clipboard.writeText(lines.map((each) => each.textContent?.trim()).join("\n"));
    } catch {
      getSelection()?.selectAllChildren(source);
      said = "copy-failed";
    }
    this.#say(said);
  }

  /** @param {string} word one of the engine's, by its id */
  #say(word) {
    say(this.#hello?.words?.[this.#lang]?.[word] ?? "", this.dataset.engine !== "failed");
  }

  /** Hands out the dates as a calendar file. */
  #save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.#calendar], { type: "text/calendar;charset=utf-8" }));
    link.download = "still-in-time.ics";
    link.click();
    setTimeout(URL.revokeObjectURL, 10_000, link.href);
    this.#say("saved");
  }
}

/** What comes and goes in the region below. */
let saying = 0;

/**
 * Tells a screen reader, and shows, what a press has done: in a region that was there before its words. The same words are
 * heard again only when they had gone.
 * @param {string} words
 * @param {boolean} isPassing whether they go after a while
 */
function say(words, isPassing) {
  const known = document.getElementById("still-in-time-said");
  const region = known ?? document.body.appendChild(document.createElement("p"));
  region.id = "still-in-time-said";
  region.setAttribute("role", "status");
  region.className = "sit-said";
  region.textContent = "";
  clearTimeout(saying);
  saying = setTimeout(() => {
    region.textContent = words;
    if (isPassing) saying = setTimeout(() => (region.textContent = ""), STAYS + LETTER * words.length);
  }, PAUSE);
}

/** What in a part can hold the focus, in order. @param {Element} part */
const focusable = (part) =>
  /** @type {HTMLElement[]} */ ([...part.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]);

/** @param {string} html */
function read(html) {
  const template = document.createElement("template");
  template.innerHTML = /** @type {string} */ (trusted.createHTML(html));
  return template.content;
}

customElements.define("still-in-time", StillInTime);

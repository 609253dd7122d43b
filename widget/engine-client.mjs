/** Owns the worker with Python, seen from the page: starts it once, asks it many times, checks what it says. */

import { trusted } from "./trusted-types.mjs";

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
 * @property {Omit<import("./kept-orders.mjs").Order, "revision" | "label" | "since" | "details" | "sent"> | null} [keep] what
 *   the device is to keep of it; checked before it is kept
 * @property {string[]} [by_days] questions that typed days have answered: worked out anew each time
 * @property {string} [fault] why the checker itself failed
 */

/** In milliseconds. A cold start on a slow phone takes seconds, an answer takes some thousandths of one. */
export const LIMITS = { start: 60_000, answer: 3_000 };

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

/**
 * Reads the reply to a text.
 * @param {unknown} text
 * @returns {{html: string, fault?: string}}
 */
function readReply(text) {
  const reply = JSON.parse(String(text));
  if (!isText(reply.html)) throw new TypeError("the engine's reply has an unknown shape");
  return reply;
}

/** Another kind of message (README.md) is a method beside `ask`, with its own type and reader of what comes back. */
class Engine {
  /** @type {Promise<Hello> | undefined} */
  #start;
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Map<number, {read(text: unknown): unknown, resolve(answer: unknown): void, reject(cause: Error): void}>} */
  #waiting = new Map();
  #last = 0;
  /** Why there will be no more answers. @type {Error | undefined} */
  #lost;
  #limits = LIMITS;

  /**
   * @param {string} worker
   * @param {{engine: string, python: string, snapshot?: string, reading: string, situations: string}} where
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
            const waiting = this.#waiting.get(data.id);
            waiting?.resolve(waiting.read(data.answer));
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
    return this.#send("answer", request, this.#limits.answer, readAnswer);
  }

  /**
   * What Python has understood of a text. The first time it has to get ready for that.
   * @param {object} request
   * @returns {Promise<ReturnType<typeof readReply>>} rejected when the engine fails or takes too long
   */
  read(request) {
    return this.#send("read", request, this.#limits.start, readReply);
  }

  /**
   * @template T
   * @param {string} type
   * @param {object} request
   * @param {number} patience in milliseconds
   * @param {(text: unknown) => T} read what comes back
   * @returns {Promise<T>}
   */
  #send(type, request, patience, read) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      if (this.#lost) throw this.#lost;
      const done = (/** @type {Function} */ next) => (/** @type {any} */ value) => {
        clearTimeout(limit);
        this.#waiting.delete(id);
        next(value);
      };
      const limit = setTimeout(done(reject), patience, new Error(`no answer within ${patience / 1000} s`));
      this.#waiting.set(id, { read, resolve: done(resolve), reject: done(reject) });
      const around = { id, origin: location.origin, now: new Date().toISOString() };
      this.#worker?.postMessage({ type, request: { ...request, ...around } });
    });
  }

  stop() {
    this.#worker?.terminate();
    for (const { reject } of this.#waiting.values()) reject(new Error("stopped"));
  }
}

/** One engine for the page, however many elements it has. */
export let engine = new Engine();

/** Ends the engine; a page that comes back gets another. */
export function renewEngine() {
  engine.stop();
  engine = new Engine();
}

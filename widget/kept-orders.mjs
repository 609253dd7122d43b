/**
 * Owns the orders that a reader has asked to keep: one record in the browser's storage, read as if a stranger had written it.
 *
 * The record is read anew before each change, and only one order of it is changed, so tabs do not overwrite each other.
 * What cannot be read is set aside under another name. README.md has the record's shape.
 */

import { ASIDE, STORE, VERSION } from "./kept-store.mjs";

/**
 * @typedef {[string, string]} Pair
 * @typedef {object} Order
 * @property {number} revision counts the changes; of two copies of an order, the higher one is newer
 * @property {string} label
 * @property {string} since the day on which its reader last said how it stands
 * @property {string} answers the reader's own, as an address; the days answer the rest
 * @property {string} address the state kept
 * @property {Record<string, string>} details what was typed, by field
 * @property {Pair[]} days of deadlines: the day, and "from" or "by"
 * @property {Pair[]} states the states by the date alone: their first day, and the address
 * @property {[string, string, string][]} happened what may happen: its name, the state then, and from which day, or ""
 * @property {string} rule of the answer that its reader has seen
 * @property {string} version of the policy of that answer
 * @property {Pair[]} sent messages: their id, and the day
 */

/** @typedef {(value: any) => boolean} Check */
/** @param {RegExp} shape @returns {Check} */
const like = (shape) => (value) => typeof value === "string" && shape.test(value);
/** @param {number} most @param {...Check} parts @returns {Check} */
const rows =
  (most, ...parts) =>
  (value) =>
    Array.isArray(value) &&
    value.length <= most &&
    value.every((row) => Array.isArray(row) && row.length === parts.length && parts.every((is, at) => is(row[at])));

/** Characters of a label. */
export const LONGEST_LABEL = 60;
const ID = /^[a-z0-9-]{1,40}$/;
/** @type {Check} */
const day = (value) => like(/^\d{4}-\d\d-\d\d$/)(value) && Date.parse(value) > 0;
const word = like(ID);
const address = like(/^(?!.{1000})(?:[a-z-]+\.[a-z0-9-]+(?:\/(?=.)|$))*$/);

/** @type {Record<keyof Order, Check>} */
const SHAPE = {
  revision: (value) => Number.isSafeInteger(value) && value > 0,
  label: (value) => like(/\S/)(value) && value.length <= LONGEST_LABEL,
  since: day,
  answers: address,
  address,
  details: (value) =>
    value?.constructor === Object && rows(30, like(/^[a-z]{1,20}$/), like(/^.{0,200}$/s))(Object.entries(value)),
  days: rows(50, day, word),
  states: rows(20, day, address),
  happened: rows(9, word, address, like(/^(?:\d{4}-\d\d-\d\d)?$/)),
  rule: word,
  version: like(/^[\d.]{1,20}$/),
  sent: rows(50, word, day),
};
const FIELDS = /** @type {(keyof Order)[]} */ (Object.keys(SHAPE));
const MOST = 200;

/** An order with its own fields alone; nothing where one is not as it has to be. @param {any} order */
function fitting(order) {
  if (!FIELDS.every((field) => SHAPE[field](order?.[field]))) return undefined;
  return /** @type {Order} */ (Object.fromEntries(FIELDS.map((field) => [field, order[field]])));
}

/**
 * The orders in a text. `state`: "" where all of it could be read, "newer" for a shape of a later edition, else "broken".
 * Never throws.
 * @param {string} text
 * @returns {{state: "" | "newer" | "broken", orders: Map<string, Order>}}
 */
export function parse(text) {
  /** @type {Map<string, Order>} */
  const orders = new Map();
  try {
    const record = JSON.parse(text);
    if (Number.isSafeInteger(record.version) && record.version > VERSION) return { state: "newer", orders };
    const found = Object.entries(record.orders);
    for (const [id, order] of found.slice(0, MOST)) {
      const fit = ID.test(id) && fitting(order);
      if (fit) orders.set(id, fit);
    }
    return { state: record.version === VERSION && orders.size === found.length ? "" : "broken", orders };
  } catch {
    return { state: "broken", orders };
  }
}

/** The orders as a text. @param {Map<string, Order>} orders */
export const write = (orders) => JSON.stringify({ version: VERSION, orders: Object.fromEntries(orders) });

/** The browser's storage; none in a frame of another site, or where early.js had to put something in its place. */
function storage() {
  try {
    if (self === top && localStorage instanceof Storage) return localStorage;
  } catch {
    // Asking alone is forbidden.
  }
  return undefined;
}

/** Lets the list of this page know that something has changed. */
const changed = () => document.getElementById("orders")?.dispatchEvent(new Event("kept"));

/**
 * What is kept, read anew. `state`: "" where it can be changed, else why not: "forbidden", "newer" or "full".
 * @returns {{state: string, orders: Map<string, Order>}}
 */
function load() {
  const store = storage();
  const text = store?.getItem(STORE);
  if (!store || text === null || text === undefined) return { state: store ? "" : "forbidden", orders: new Map() };
  const { state, orders } = parse(text);
  if (state !== "broken") return { state, orders };
  try {
    store.setItem(`${ASIDE}-${Math.random().toString(36).slice(2)}`, text);
    store.setItem(STORE, write(orders));
    changed();
    return { state: "", orders };
  } catch {
    return { state: "full", orders };
  }
}

/** @param {Map<string, Order>} orders */
function store(orders) {
  try {
    localStorage.setItem(STORE, write(orders));
    changed();
    return "";
  } catch {
    return "full";
  }
}

/** The names of what was set aside. */
const aside = () => Object.keys(storage() ?? {}).filter((name) => name.startsWith(ASIDE));

export const kept = {
  /** Every order, by id. */
  all: () => load().orders,

  /** The texts that were set aside. */
  aside: () => aside().map((name) => localStorage.getItem(name)),

  /**
   * Changes one order; of others, what other tabs have written stays. Gives "", or why it was not done: "forbidden",
   * "newer", "full", or "gone" where there is no such order any more.
   * @param {string} id
   * @param {(order: Order | undefined) => Omit<Order, "revision"> | undefined} change makes the order from what is kept
   */
  change(id, change) {
    const { state, orders } = load();
    if (state) return state;
    const was = orders.get(id);
    const next = fitting({ revision: 1, ...change(was) });
    if (!next) return "gone";
    if (was) next.revision = was.revision;
    if (JSON.stringify(was) === JSON.stringify(next)) return "";
    if (was) next.revision++;
    orders.set(id, next);
    return store(orders);
  },

  /** Gives "", or why it was not done. @param {string} id */
  forget(id) {
    const { state, orders } = load();
    if (state) return state;
    orders.delete(id);
    if (orders.size) return store(orders);
    localStorage.removeItem(STORE);
    changed();
    return "";
  },

  /** Forgets all orders, and what was set aside. */
  forgetAll() {
    for (const name of [STORE, ...aside()]) storage()?.removeItem(name);
    changed();
  },

  /** Takes over the orders of a text; of two copies of one, the newer stays. Gives "" or why not. @param {string} text */
  take(text) {
    const given = parse(text);
    if (given.state) return given.state;
    const { state, orders } = load();
    if (state) return state;
    for (const [id, order] of given.orders) {
      if (order.revision > (orders.get(id)?.revision ?? 0)) orders.set(id, order);
    }
    return store(orders);
  },

  /** Says when another tab has changed something. @param {() => void} listener @param {AbortSignal} [signal] */
  watch(listener, signal) {
    addEventListener("storage", ({ key }) => (key === STORE || key === null) && listener(), { signal });
  },
};

/** Owns what the reader has typed: in this tab, gone with it, and in the order, if it is kept. Fields are live-parts.mjs. */

import { kept } from "./kept-orders.mjs";
import { TAB } from "./kept-store.mjs";

/** Says in the history whose entry this is. @param {string} owner */
function sign(owner) {
  try {
    history.replaceState({ ...history.state, case: owner }, "");
  } catch {
    // Some browsers allow so many of these in a while: the last order is taken for this entry's then.
  }
}

/**
 * What is typed belongs to one order, and so does each entry of the tab's history: an entry of another order finds
 * nothing typed.
 */
export const details = {
  /** The order that the page shows; "" where the first question begins one. Says nothing of it. */
  case: "",
  /** Stands in for the tab's storage where that is forbidden. @type {string | undefined} */
  memory: undefined,

  /**
   * Why a kept order was opened: "look" to see how it stands; "happened" to say so, which the next answer settles.
   * @type {string | undefined}
   */
  opened: undefined,

  /**
   * What the tab knows; `opened` for the next page alone.
   * @returns {{case?: string, typed?: Record<string, string>, opened?: string}}
   */
  tab() {
    try {
      return JSON.parse(details.memory ?? sessionStorage.getItem(TAB) ?? "{}") ?? {};
    } catch {
      return {};
    }
  },

  /** @returns {Record<string, string>} */
  read() {
    const { case: owner, typed } = details.tab();
    if (owner !== details.case) return { ...kept.all().get(details.case)?.details };
    return Object.fromEntries(Object.entries(typed ?? {}).filter(([, value]) => typeof value === "string"));
  },

  /** What the tab is to know. @param {Record<string, string>} typed @param {string} [opened] */
  write(typed, opened) {
    const tab = JSON.stringify({ case: details.case, typed, opened });
    try {
      sessionStorage.setItem(TAB, tab);
    } catch {
      details.memory = tab;
    }
  },

  /**
   * Takes what was typed into a field, into the order, too, if it is kept. Gives "", or why the order was not changed.
   * @param {string} name @param {string} value
   */
  put(name, value) {
    const typed = { [name]: value };
    details.write({ ...details.read(), ...typed });
    if (!kept.all().has(details.case)) return "";
    return kept.change(details.case, (order) => order && { ...order, details: { ...order.details, ...typed } });
  },

  /** Forgets what was typed, in the kept order, too. */
  clear() {
    details.write({});
    kept.change(details.case, (order) => order && { ...order, details: {} });
  },

  /** Lets the next page know why the order was opened. */
  carry() {
    if (details.opened) details.write(details.read(), details.opened);
  },

  /** The tab knows of no order any more. */
  drop() {
    details.memory = undefined;
    try {
      sessionStorage.removeItem(TAB);
    } catch {
      // Nothing could be kept there.
    }
  },

  /** Another order: nothing is known of it. */
  begin() {
    details.case = Math.random().toString(36).slice(2);
    details.opened = undefined;
    details.write({});
  },

  /** What has been typed so far belongs to a new order. */
  adopt() {
    const typed = details.read();
    details.begin();
    details.write(typed);
    details.mark();
  },

  /** Goes on with the order of this entry of the history, else with the last one. @param {boolean} isStart */
  resume(isStart) {
    const { case: owner, opened } = details.tab();
    const known = history.state?.case ?? (isStart && !opened ? "" : owner);
    if (typeof known === "string") details.case = known;
    else details.begin();
    details.mark();
    if (opened) details.take();
  },

  /** Goes on, on this page, with the order that the list has told the tab of; Back finds this entry's own. */
  take() {
    if (!details.case) sign("");
    const { case: owner = "", opened } = details.tab();
    details.case = owner;
    details.opened = opened;
    details.write(details.read());
  },

  /** Says in the history whose entry this is. */
  mark() {
    if (details.case && history.state?.case !== details.case) sign(details.case);
  },
};

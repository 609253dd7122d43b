/** Owns what the reader has typed: in this tab only, gone with it. Fields themselves are live-parts.mjs. */

const STORE = "still-in-time";

/**
 * What is typed belongs to one order, and so does each entry of the tab's history: an entry of another order finds
 * nothing typed.
 */
export const details = {
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
    return Object.fromEntries(Object.entries(typed ?? {}).filter(([, value]) => typeof value === "string"));
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
    if (typeof known === "string") details.case = known;
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

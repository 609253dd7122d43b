/** Owns where the browser keeps what: the orders of a reader's wish, and what the tab knows of one (order-details.mjs). */

export const STORE = "still-in-time-orders";
/** The newest shape that is understood. A record of a newer one stays as it is. */
export const VERSION = 1;
/** Beginning of the names under which lies what could not be read. */
export const ASIDE = `${STORE}-aside`;
export const TAB = "still-in-time";

/** Owns the page's side of the copy for visits without a network; the copy itself is sw.js. */

import { connection, isPhone } from "./start-policy.mjs";
import { trusted } from "./trusted-types.mjs";

/** Where the reader's wish to have nothing kept is kept (the page about us has the switch). */
const OFFLINE = "still-in-time-offline";

/**
 * Has the site kept, now that the checker has been used, unless the reader does not want it. The snapshot is kept with it
 * where its bytes cost nothing: on a computer, on a phone's Wi-Fi, or when they are here.
 * @param {string} url of the service worker
 * @param {string} [snapshot] what Python has been started from
 */
export function keepCopy(url, snapshot) {
  try {
    if (connection?.saveData || localStorage.getItem(OFFLINE) === "off") return;
    const part = !isPhone || snapshot || connection?.type === "wifi" ? "snapshot" : "python";
    const worker = trusted.createScriptURL(`${url}?keep=${part}`);
    navigator.serviceWorker.register(worker, { updateViaCache: "none" }).catch(() => {});
  } catch {
    // Service workers or storage are forbidden here: the site does without.
  }
}

/** Owns when Python starts, and from what: by the device, its connection, and how the tab's last start ended. */

/** Stands in the tab's storage while Python starts: a browser that gives up the page then opens it again. */
const STARTING = "still-in-time-starting";
/** Files of fewer bytes say nothing of the connection. */
const NOTABLE = 10_000;
/** In Mbit/s: on a slower connection nobody gets Python unasked. */
const SLOW = 0.5;
/** In milliseconds: a page hardly in sight may never be told that it is idle. */
const SOON = 2_000;

const { connection: reported, userAgentData } = /** @type {any} */ (navigator);
export const connection = reported;
/** Tablets of Apple say that they are Macs, which have no touch screens. */
export const isPhone =
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

/** Whether Python would be a burden on the connection: it says so, or what has come of the page was slow. */
function isSlow() {
  const found = speeds();
  return (
    connection?.saveData ||
    /2g$/.test(connection?.effectiveType) ||
    (found.length && found.every((speed) => speed < SLOW))
  );
}

/**
 * Whether a snapshot of started Python is worth its bytes here: it starts sooner than what it was started from, but weighs
 * more. It is, where it is kept already, and where the connection is known to be good: by the browser's estimate, or by how
 * the files of this page have come.
 * @param {string} url
 */
export async function isSnapshotWorthIt(url) {
  if (connection?.saveData) return false;
  if (connection?.downlink >= Math.min(GOOD, MOST) || speeds().some((speed) => speed > GOOD)) return true;
  return Boolean(await self.caches?.match(url).catch(() => undefined));
}

/**
 * Whether the tab's last start never ended; a value notes that one begins or has ended.
 * @param {boolean} [isStarting]
 */
export function brokenStart(isStarting) {
  try {
    const was = sessionStorage.getItem(STARTING) !== null;
    if (isStarting) sessionStorage.setItem(STARTING, "");
    else if (isStarting === false) sessionStorage.removeItem(STARTING);
    return was;
  } catch {
    return false;
  }
}

/**
 * Starts the engine when the page has nothing better to do, or when the reader first touches the checker. On a slow or
 * costly connection, and where the last start never ended, only then. A page that stands for an unknown address needs it
 * at once.
 * @param {HTMLElement} element
 * @param {() => void} start
 * @param {AbortSignal} signal
 */
export function startInTime(element, start, signal) {
  for (const touch of ["pointerdown", "keydown", "focusin"]) {
    element.addEventListener(touch, start, { signal, once: true, passive: true });
  }
  if (brokenStart()) return;
  if ("fromAddress" in element.dataset) {
    start();
    return;
  }
  const unasked = () => {
    if (isSlow()) return;
    if ("requestIdleCallback" in self) requestIdleCallback(start, { timeout: SOON });
    else setTimeout(start);
  };
  if (document.readyState === "complete") unasked();
  else addEventListener("load", unasked, { signal, once: true });
}

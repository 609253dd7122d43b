/**
 * Keeps the site for the next visit and for when there is no network: the guide's pages, what they load, the engine.
 *
 * An edition is kept whole or not at all, under its own name; VERSION and FILES are written by site_build/offline.py. A
 * new one is fetched beside the old one. Then every page that is opened is of the new one, and the old one goes when none
 * of its pages is open any more. Nothing that a reader does is kept: the list is the same for everybody. Where a state of
 * the checker is asked for without a network, the checker's start page stands in for it, and Python finds the state from
 * the address.
 */
const VERSION = "";
const FILES = { always: [""], python: [""], snapshot: [""] };
const ROOTS = [""];

const PREFIX = "still-in-time ";
const NAME = PREFIX + VERSION;
/** What the engine starts from on this device: "python" or "snapshot", as the page has chosen. */
const kept = new URL(location.href).searchParams.get("keep") === "snapshot" ? "snapshot" : "python";
/** The file for an address, with any query: workers are given theirs in it. */
const ANY = { ignoreSearch: true };
const scope = new URL("./", location.href);

async function fill() {
  const cache = await caches.open(NAME);
  const asked = [...FILES.always, ...FILES[kept]].map((file) => {
    // Names with a hash may come from the browser's own cache, all else must be as the server has it now.
    const cache = /\.[0-9a-f]{8,}\.|\/engine\//.test(file) ? "default" : "reload";
    return new Request(new URL(file, scope), { cache });
  });
  await cache.addAll(asked);
}

/** Removes older editions, once no page of theirs is open: the one that is being left does not count. */
async function clear() {
  if ((await clients.matchAll()).length > 1) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)));
}

/** The start page of the checker, told to find its state from the address. */
async function standIn(cache, path) {
  const root = ROOTS.findLast((root) => path.startsWith(scope.pathname + root));
  const page = root !== undefined && (await cache.match(new URL(root, scope)));
  if (!page) return undefined;
  const text = (await page.text()).replace("<still-in-time ", "<still-in-time data-from-address ");
  return new Response(text, { headers: page.headers });
}

async function open(request) {
  const cache = await caches.open(NAME);
  const page = await cache.match(request, ANY);
  if (page) return page;
  try {
    return await fetch(request);
  } catch (error) {
    const stand = await standIn(cache, new URL(request.url).pathname);
    if (stand) return stand;
    throw error;
  }
}

/**
 * A page of an older edition finds its files, too: their names hold what is in them. A worker takes its address from its
 * file's answer; a new answer has none of its own, so that the worker finds its query.
 */
async function load(request) {
  const cache = await caches.open(NAME);
  const file = (await cache.match(request, ANY)) ?? (await caches.match(request, ANY));
  if (!file) return fetch(request);
  return new URL(request.url).search ? new Response(file.body, file) : file;
}

addEventListener("install", (event) => event.waitUntil(fill().then(skipWaiting)));
addEventListener("activate", (event) => event.waitUntil(clear()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope.href)) return;
  if (request.mode !== "navigate") return event.respondWith(load(request));
  event.respondWith(open(request));
  event.waitUntil(clear());
});

/**
 * Keeps the site for the next visit and for when there is no network: the guide's pages, what they load, the engine.
 *
 * An edition is kept whole or not at all, under its own name. VERSION, FILES (each with its digest), ROOTS and OLD are
 * written by site_build/assets/service_worker.py. A new one is fetched beside the old one. Then every page that is
 * opened is of the new one, and the old one goes when none of its pages is open any more. Nothing that a reader does is
 * kept: the list is the same for everybody. Where a state of the checker is asked for without a network, the checker's
 * start page stands in for it, and Python finds the state from the address. See adr/0015 for when a copy is no longer
 * shown, and when it goes.
 */
const VERSION = "";
const FILES = { always: { "": "" }, python: { "": "" }, snapshot: { "": "" } };
const ROOTS = [""];
/** @type {Record<string, string>} */
const OLD = { en: "{day}" };

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const scope = new URL("./", location.href);
/** Other sites on this host, ours among them, have caches, too. */
const PREFIX = `still-in-time ${scope.pathname} `;
const NAME = PREFIX + VERSION;
const OWN = { cacheName: NAME };
/** @type {Record<string, string>} */
const DIGESTS = { ...FILES.always, ...FILES.python, ...FILES.snapshot };
const HASHED = /\.[0-9a-f]{8,}\.|\/engine\//;
/** What the engine starts from on this device: "python" or "snapshot", as the page has chosen. */
const kept = new URL(location.href).searchParams.get("keep") === "snapshot" ? "snapshot" : "python";
/** Where the moment stands at which the server last had this edition, in milliseconds. */
const SEEN = new URL(location.pathname, scope).href;
const DAY = 86_400_000;
const LONGEST = 30 * DAY;

/** The address of a request below the scope, without its query: workers are given theirs in it. @param {Request} request */
const below = ({ url }) => new URL(url).pathname.slice(scope.pathname.length);

/**
 * Whether an answer is what the build wrote under its own address, and nobody else's.
 * @param {Response | undefined} answer
 * @param {string} file
 * @returns {Promise<boolean>}
 */
async function isTrue(answer, file) {
  if (!answer?.ok || answer.redirected || answer.url !== new URL(file, scope).href) return false;
  const digest = await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer());
  return btoa(String.fromCharCode(...new Uint8Array(digest, 0, 12))) === DIGESTS[file];
}

async function see() {
  const cache = await caches.open(NAME);
  await cache.put(SEEN, new Response(String(Date.now())));
}

async function seen() {
  return Number(await (await caches.match(SEEN, OWN))?.text());
}

async function fill() {
  const files = Object.keys({ ...FILES.always, ...FILES[kept] });
  const fetched = files.map(async (file) => {
    // Names with a hash may come from the browser's own cache, all else must be as the server has it now.
    const cache = HASHED.test(file) ? "default" : "reload";
    const answer = await fetch(new URL(file, scope), { cache });
    if (!(await isTrue(answer, file))) throw new Error(`not of this edition: ${file}`);
    return answer;
  });
  const answers = await Promise.all(fetched);
  const cache = await caches.open(NAME);
  await Promise.all(answers.map((answer) => cache.put(answer.url, answer)));
  await see();
}

/** Removes the caches of this site, or all but one of them. @param {string} [but] */
async function remove(but) {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== but).map((name) => caches.delete(name)));
}

/** Removes older editions, once no page of theirs is open: the one that is being left does not count. */
async function clear() {
  if ((await worker.clients.matchAll()).length <= 1) await remove(NAME);
}

/** @param {number} time @param {number} since both in milliseconds */
function isWithin(time, since) {
  const age = Date.now() - since;
  return age >= 0 && age < time;
}

/** Once a day, asks whether the site is still there. Where it is gone, or another one stands in its place, the copy goes. */
async function ask() {
  if (isWithin(DAY, await seen())) return;
  const answer = await fetch(location.href, { cache: "no-store", redirect: "manual" }).catch(() => undefined);
  const text = answer?.ok ? await answer.text() : "";
  if (text.includes(VERSION)) await see();
  else if (text ? !text.includes("still-in-time") : [404, 410].includes(answer?.status ?? 0)) {
    await worker.registration.unregister();
    await remove();
  }
}

/** The kept answer for an address, if it is still what was kept. @param {string} file */
async function own(file) {
  const answer = Object.hasOwn(DIGESTS, file) ? await caches.match(new URL(file, scope), OWN) : undefined;
  return (await isTrue(answer, file)) ? answer : undefined;
}

/** A file of an older edition, for a page that is still open: its name holds what is in it. @param {string} file */
async function older(file) {
  if (Object.hasOwn(DIGESTS, file) || !HASHED.test(file)) return undefined;
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  const found = names.map((cacheName) => caches.match(new URL(file, scope), { cacheName }));
  return (await Promise.all(found)).find(Boolean);
}

/** @param {Response} page @param {(text: string) => string} change */
async function changed(page, change) {
  return new Response(change(await page.text()), { headers: page.headers });
}

/** The start page of the checker, told to find its state from the address. @param {string} path */
async function standIn(path) {
  const root = ROOTS.findLast((root) => `${path}/`.startsWith(root));
  const page = root !== undefined && (await own(root));
  return page && changed(page, (text) => text.replace("<still-in-time ", "<still-in-time data-from-address "));
}

/** A page that says of which day it is. @param {Response} page @param {number} since */
function dated(page, since) {
  return changed(page, (text) => {
    const lang = /<html [^>]*?lang="([^"]*)"/.exec(text)?.[1] ?? "";
    const day = new Date(since).toLocaleDateString(lang === "en" ? "en-GB" : lang, { dateStyle: "long" });
    const line = `<p class="copy-day md-grid">${OLD[lang].replace("{day}", day)}</p>`;
    return text.replace(/<main [^>]*>/, (main) => main + line);
  });
}

/** @param {Request} request */
async function open(request) {
  const path = below(request);
  const since = await seen();
  const isFresh = isWithin(LONGEST, since);
  const page = await own(path);
  if (page && isFresh) return page;
  const answer = await fetch(request).catch(() => undefined);
  if (answer) return answer;
  // Without a network, addresses without their last slash lead where a server leads them.
  const folder = path.replace(/(^|\/)index\.html$/, "$1");
  const named = [folder, `${folder}/`].find((file) => file !== path && Object.hasOwn(DIGESTS, file));
  if (named !== undefined) return Response.redirect(new URL(named + new URL(request.url).search, scope).href);
  const shown = page ?? (await standIn(path));
  if (!shown) return Response.error();
  return isFresh ? shown : dated(shown, since);
}

/**
 * A worker takes its address from its file's answer; a new answer has none of its own, so that the worker finds its query.
 * @param {Request} request
 */
async function load(request) {
  const path = below(request);
  const file = (await own(path)) ?? (await older(path));
  if (!file) return fetch(request);
  return new URL(request.url).search ? new Response(file.body, file) : file;
}

worker.addEventListener("install", (event) => event.waitUntil(fill().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(clear()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope.href)) return;
  if (request.mode !== "navigate") return event.respondWith(load(request));
  event.respondWith(open(request));
  event.waitUntil(Promise.all([clear(), ask()]));
});

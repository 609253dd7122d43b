/**
 * The engine: Python in a module worker. It owns Pyodide and knows nothing of the page; the page owns the document and
 * knows nothing of Python. What goes between them stands in README.md.
 */

/** Pyodide asks for its lock file's head even when no package is ever loaded; given here, it is not fetched. */
const LOCK = {
  info: { abi_version: "2025_0", arch: "wasm32", platform: "emscripten_4_0_9", python: "3.13.2" },
  packages: {},
};

/** The smallest WebAssembly module there is: tells at once whether the browser lets us run any. */
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** @type {{answer_text(request: string): string} | undefined} */
let live;

/** @param {any} cause An error, a text, or what Emscripten throws: an object with a message. */
const fail = (cause) => postMessage({ type: "failed", cause: String(cause?.stack ?? cause?.message ?? cause) });

/**
 * Pyodide waits for ever for a file that does not come, or does not compile; these two tell the page at once. A host
 * that does not know WebAssembly's type is no reason to fail.
 */
const reach = self.fetch;
self.fetch = async (...request) => {
  const response = await reach(...request).catch((error) => {
    fail(`${error} (${request[0]})`);
    throw error;
  });
  if (!response.ok) fail(`${response.status} ${response.url}`);
  if (!response.url.endsWith(".wasm")) return response;
  return new Response(response.body, { headers: { "Content-Type": "application/wasm" } });
};
const warn = console.warn;
let doomed = false;
console.warn = (...words) => {
  warn(...words);
  // Two warnings come: that it failed, and why.
  if (doomed) fail(words.join(" "));
  doomed = words[0] === "wasm instantiation failed!";
};

/** @param {{engine: string, python: string}} where */
async function start({ engine, python }) {
  await WebAssembly.instantiate(EMPTY);
  // Asked for now, so that it comes along with pyodide.mjs and not after it. Whoever needs it reports its failure.
  import(`${engine}pyodide.asm.js`).catch(() => {});
  const { loadPyodide, version } = await import(`${engine}pyodide.mjs`);
  const pyodide = await loadPyodide({
    indexURL: engine,
    packageBaseUrl: engine,
    stdLibURL: python,
    lockFileContents: LOCK,
  });
  const session = pyodide.pyimport("checker.live").start(`pyodide ${version}`);
  live = session;
  postMessage({ type: "ready", version, hello: session.hello() });
}

self.addEventListener("message", ({ data }) => {
  if (data?.type === "start") start(data).catch(fail);
  else if (data?.type === "answer") {
    try {
      postMessage({ type: "answered", id: data.request.id, answer: live.answer_text(JSON.stringify(data.request)) });
    } catch (error) {
      fail(error);
    }
  }
});

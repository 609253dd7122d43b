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

const WASM = "application/wasm";

/** What a snapshot starts with: "SiT1". Its form stands in site_build/snapshot.mjs. */
const MAGIC = 0x31546953;
/** Bytes of memory that a restored Python starts with, and of its snapshot's head: both are taken before it is here. */
const MEMORY = 32 * 2 ** 20;
const HEAD = 4096;

/** @type {{answer_text(request: string): string} | undefined} */
let live;

/**
 * Not every browser's stack holds the message, which has Python's own traceback.
 * @param {any} cause An error, a text, or what Emscripten throws: an object with a message.
 */
function fail(cause) {
  const { name, message = cause, stack } = cause ?? {};
  postMessage({ type: "failed", cause: [name, message, stack].join("\n").trim() });
}

/** What is at hand already, by address: whoever asks for it first gets it without the network. */
const early = new Map();

/** Pyodide tries this first, which no module worker has: refused here, it is not reported as an address that is not allowed. */
self.importScripts = () => {
  throw new TypeError("a module worker imports");
};

/** Emscripten makes hundreds of tiny modules at its start, most of them equal: compiled once, they are used again. */
const TINY = 256;
const tiny = new Map();
const { Module } = WebAssembly;
/** @param {BufferSource} code @this {unknown} */
function KeptModule(code) {
  if (!(code instanceof Uint8Array && code.length < TINY)) return new Module(code);
  const text = code.join();
  if (!tiny.has(text)) tiny.set(text, new Module(code));
  return tiny.get(text);
}
KeptModule.prototype = Module.prototype;
WebAssembly.Module = Object.setPrototypeOf(KeptModule, Module);

/** Pyodide waits for ever for a file that does not come, or does not compile; these two tell the page at once. */
const reach = self.fetch;
self.fetch = async (...request) => {
  const address = String(request[0]);
  const asked = early.get(address) ?? reach(...request);
  early.delete(address);
  const response = await asked.catch((/** @type {unknown} */ error) => {
    fail(`${error} (${address})`);
    throw error;
  });
  if (!response.ok) fail(`${response.status} ${response.url}`);
  return response;
};
const warn = console.warn;
let doomed = false;
console.warn = (...words) => {
  warn(...words);
  // Two warnings come: that it failed, and why.
  if (doomed) fail(words.join(" "));
  doomed = words[0] === "wasm instantiation failed!";
};

/**
 * Compiles the runtime while everything else is still on its way; Pyodide would begin only after that. A host that does
 * not know WebAssembly's type is no reason to fail.
 * @param {string} url
 */
function compileEarly(url) {
  const compiled = self.fetch(url).then((file) => {
    // The browser keeps what it has compiled from its own answers only.
    const isKnown = file.headers.get("Content-Type")?.startsWith(WASM);
    return WebAssembly.compileStreaming(
      isKnown ? file : new Response(file.body, { headers: { "Content-Type": WASM } }),
    );
  });
  compiled.catch(() => {});
  WebAssembly.instantiateStreaming = async (_file, imports) => {
    const module = await compiled;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}

/**
 * Gets a snapshot; the browser checks it by the SHA-256 in its name.
 * @param {string} url
 */
async function download(url) {
  const digest = (/\.([0-9a-f]{64})\./.exec(url)?.[1] ?? "").match(/../g) ?? [];
  const base64 = btoa(String.fromCharCode(...digest.map((byte) => parseInt(byte, 16))));
  const response = await reach(url, { integrity: `sha256-${base64}` });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  const file = await response.arrayBuffer();
  const [magic, memory, head, count] = new Uint32Array(file, 0, 4);
  if (magic !== MAGIC || memory > MEMORY || head > HEAD) throw new Error(`${url} is no snapshot that fits`);
  const table = 16 + head;
  return {
    head: new Uint8Array(file, 16, head),
    spans: new Uint32Array(file, table, 2 * count),
    data: new Uint8Array(file, table + 8 * count),
  };
}

/**
 * Lets the next start of Pyodide find its memory as a snapshot has it. The start need not wait for the snapshot: only
 * when everything else is done, its memory is filled in.
 * @param {ReturnType<typeof download>} coming
 * @returns {Uint8Array} what Pyodide is to be given as the snapshot; whole when it is read
 */
function restore(coming) {
  const scope = /** @type {any} */ (self);
  const create = scope._createPyodideModule;
  const given = new Uint8Array(HEAD);
  scope._createPyodideModule = async (/** @type {any} */ settings) => {
    scope._createPyodideModule = create;
    settings.INITIAL_MEMORY = MEMORY;
    const module = await create(settings);
    const { head, spans, data } = await coming;
    for (let span = 0, from = 0; span < spans.length; span += 2) {
      module.HEAPU8.set(data.subarray(from, from + spans[span + 1]), spans[span]);
      from += spans[span + 1];
    }
    given.set(head);
    // Where memory begins in it: at its end, since memory has been filled already.
    new Uint32Array(given.buffer)[1] = HEAD;
    return module;
  };
  return given;
}

/** @param {{engine: string, python: string, snapshot?: string}} where */
async function start({ engine, python, snapshot }) {
  await WebAssembly.instantiate(EMPTY);
  const asm = `${engine}pyodide.asm.js`;
  const wasm = `${engine}pyodide.asm.wasm`;
  // Asked for now, so that all come along together and not one after the other. Whoever needs one reports its failure.
  compileEarly(wasm);
  import(asm).catch(() => {});
  const image = snapshot ? download(snapshot) : undefined;
  image?.catch(() => {});
  if (!image) early.set(python, reach(python));
  const { loadPyodide, version } = await import(`${engine}pyodide.mjs`);
  const boot = async (/** @type {typeof image} */ coming = undefined) => {
    early.set(wasm, Promise.resolve(new Response()));
    let head;
    if (coming) {
      await import(asm);
      head = restore(coming);
      early.set(python, Promise.resolve(new Response()));
    }
    const pyodide = await loadPyodide({
      indexURL: engine,
      packageBaseUrl: engine,
      stdLibURL: python,
      lockFileContents: LOCK,
      _loadSnapshot: head,
    });
    const session = pyodide.pyimport("checker.live").start(`pyodide ${version}`);
    return { session, hello: session.hello() };
  };
  const begun = await boot(image).catch((error) => {
    if (!image) throw error;
    console.info("The snapshot does not start:", error);
    return boot();
  });
  live = begun.session;
  postMessage({ type: "ready", version, hello: begun.hello });
}

addEventListener("message", ({ data }) => {
  if (data?.type === "start") start(data).catch(fail);
  else if (data?.type === "answer") {
    try {
      if (!live) throw new TypeError("asked before the start");
      postMessage({ type: "answered", id: data.request.id, answer: live.answer_text(JSON.stringify(data.request)) });
    } catch (error) {
      fail(error);
    }
  }
});

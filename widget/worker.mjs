/**
 * The engine: Python in a module worker. It owns Pyodide and knows nothing of the page; the page owns the document and
 * knows nothing of Python. What goes between them stands in README.md.
 */

import "./pyodide-patches/equal-modules.mjs";
import "./pyodide-patches/import-scripts.mjs";
import { fromSnapshot } from "../site_build/engine/snapshot/restore.mjs";
import { compileEarly } from "./pyodide-patches/compile-early.mjs";
import { early, reach } from "./pyodide-patches/failed-files.mjs";
import { fail } from "./report-failure.mjs";

/** Pyodide asks for its lock file's head even when no package is ever loaded; given here, it is not fetched. */
const LOCK = {
  info: { abi_version: "2025_0", arch: "wasm32", platform: "emscripten_4_0_9", python: "3.13.2" },
  packages: {},
};

/** The smallest WebAssembly module there is: tells at once whether the browser lets us run any. */
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** Where Python finds what only reading needs. */
const READING = "/lib/reading.zip";

/** @type {{answer_text(request: string): string, understand_text(request: string): string}} */
let live;
/** Gets what only reading needs. @type {() => Promise<void>} */
let learn;
/** @type {Promise<void> | undefined} */
let learned;

/** @param {{engine: string, python: string, snapshot?: string, reading: string, situations: string}} where */
async function start({ engine, python, snapshot, reading, situations }) {
  await WebAssembly.instantiate(EMPTY);
  const asm = `${engine}pyodide.asm.js`;
  const wasm = `${engine}pyodide.asm.wasm`;
  // Asked for now, so that all come along together and not one after the other. Whoever needs one reports its failure.
  compileEarly(wasm);
  import(asm).catch(() => {});
  /** @type {(() => Promise<object>) | undefined} */
  let prepare;
  if (snapshot) prepare = fromSnapshot(snapshot, { asm, python });
  if (!prepare) early.set(python, reach(python));
  const { loadPyodide, version } = await import(`${engine}pyodide.mjs`);
  const boot = async (options = {}) => {
    early.set(wasm, Promise.resolve(new Response()));
    const pyodide = await loadPyodide({
      indexURL: engine,
      packageBaseUrl: engine,
      stdLibURL: python,
      lockFileContents: LOCK,
      ...options,
    });
    const checker = pyodide.pyimport("checker.live");
    const session = checker.start(`pyodide ${version}`);
    learn = async () => {
      const table = reach(situations).catch(() => null);
      const file = await reach(reading);
      if (!file.ok) throw new Error(`${file.status} ${reading}`);
      pyodide.FS.writeFile(READING, new Uint8Array(await file.arrayBuffer()));
      checker.extend(READING);
      const found = await table;
      // Without it, orders are read. It is asked for again with the next text.
      if (found?.ok) session.learn(await found.text());
      else learned = undefined;
    };
    return { session, hello: session.hello() };
  };
  const again = (/** @type {unknown} */ error) => {
    console.info("The snapshot does not start:", error);
    return boot();
  };
  const begun = await (prepare ? prepare().then(boot).catch(again) : boot());
  live = begun.session;
  postMessage({ type: "ready", version, hello: begun.hello });
}

/** @param {{id: number}} request */
async function read(request) {
  let answer;
  try {
    learned ??= learn();
    await learned;
    answer = live.understand_text(JSON.stringify(request));
  } catch (error) {
    // Questions can still be answered, and the next text may be read.
    learned = undefined;
    answer = JSON.stringify({ html: "", fault: String(error) });
  }
  postMessage({ type: "answered", id: request.id, answer });
}

addEventListener("message", ({ data }) => {
  if (data?.type === "start") start(data).catch(fail);
  else if (data?.type === "read") read(data.request);
  else if (data?.type === "answer") {
    try {
      postMessage({ type: "answered", id: data.request.id, answer: live.answer_text(JSON.stringify(data.request)) });
    } catch (error) {
      fail(error);
    }
  }
});

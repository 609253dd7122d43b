/**
 * Starts Python once under Node, runs a script, and writes a snapshot of its memory to `task.out` for restore.mjs.
 *
 * The task comes as JSON on standard input:
 *   pyodide  folder of the Pyodide files
 *   lock     its lock file
 *   python   zip with all Python
 *   script   Python source that imports and runs what the restored Python needs
 *   out      file to write
 */
import { readFile, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { encode } from "./format.mjs";

/** Bytes that are compared at a time; a span costs eight. */
const BLOCK = 32;
/** The largest small object of Python's own allocator, and its step. */
const SMALL = 512;
const STEP = 16;

// Fixed clocks and random numbers, so that equal inputs give equal memory.
Date.now = () => 0;
performance.now = () => 0;
Math.random = () => 0.5;

// Python stores the path of the program that started it, which would reveal where the site was built.
process.argv.length = 1;

const task = JSON.parse(await text(process.stdin));
const { loadPyodide } = await import(pathToFileURL(`${task.pyodide}/pyodide.mjs`).href);
const lock = JSON.parse(await readFile(task.lock, "utf8"));
const options = {
  indexURL: task.pyodide,
  stdLibURL: task.python,
  lockFileContents: { info: lock.info, packages: {} },
  env: { PYTHONHASHSEED: "0" },
};

/** Fills free memory with zeros: allocates it piece by piece, clears it and frees it. */
function wipe(module) {
  const end = module._sbrk(0);
  const take = (size, malloc) => {
    const place = malloc(size);
    module.HEAPU8.fill(0, place, place + size);
    return place;
  };
  const small = [];
  for (let size = STEP; size <= SMALL; size += STEP) {
    for (let count = 0; count < 200; count++) small.push(take(size, module._PyObject_Malloc));
  }
  for (const place of small.reverse()) module._PyObject_Free(place);
  const large = [];
  for (let size = 1 << 15; size >= STEP; size >>= 1) {
    const before = module._sbrk(0);
    do large.push(take(size, module._PyMem_RawMalloc));
    while (module._sbrk(0) === before);
  }
  for (const place of large.reverse()) module._PyMem_RawFree(place);
  module.HEAPU8.fill(0, module._emscripten_stack_get_end(), module._emscripten_stack_get_current());
  return module._sbrk(0) - end;
}

async function main() {
  const pyodide = await loadPyodide({ ...options, _makeSnapshot: true });
  pyodide.runPython(task.script);
  wipe(pyodide._module);
  const taken = pyodide.makeMemorySnapshot();
  const headLength = new Uint32Array(taken.buffer, 0, 4)[1];
  const memory = taken.slice(headLength);

  /** A second start, from the snapshot, shows what memory contains before a restore. */
  let fresh;
  const create = globalThis._createPyodideModule;
  globalThis._createPyodideModule = async (settings) => {
    const module = await create(settings);
    fresh = module.HEAPU8.slice();
    // Memory after the constants is zero in every browser, but not always here.
    fresh.fill(0, module._emscripten_stack_get_end());
    return module;
  };
  await loadPyodide({ ...options, _loadSnapshot: taken });

  const now = new Uint32Array(memory.buffer);
  const then = new Uint32Array(fresh.buffer);
  const spans = [];
  const step = BLOCK / 4;
  for (let place = 0; place < now.length; place += step) {
    let same = true;
    for (let word = place; same && word < place + step; word++) same = now[word] === then[word];
    if (same) continue;
    const last = spans.at(-1);
    if (last && last[0] + last[1] === place * 4) last[1] += BLOCK;
    else spans.push([place * 4, BLOCK]);
  }
  const head = taken.slice(0, headLength);
  await writeFile(task.out, Buffer.concat(encode(memory, head, spans)));
}

try {
  await main();
} catch (error) {
  // By default Node prints the line that threw: a megabyte of minified JavaScript.
  process.stderr.write(`${error.name === "PythonError" ? error.message : (error.stack ?? error)}\n`.slice(-4000));
  process.exitCode = 1;
}

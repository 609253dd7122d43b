/**
 * Owns a start from a snapshot, in the worker: gets the file, and fills Python's memory from it.
 *
 * Symptom: Pyodide takes a snapshot only whole, and its start waits for it. Upstream: snapshots are experimental
 * (pyodide/pyodide#4652); INITIAL_MEMORY is ignored by newer versions (#6254). Remove when: loadPyodide() takes a
 * promise of a snapshot in parts, or ADR 9 is given up.
 */
import { early, reach } from "../../../widget/pyodide-patches/failed-files.mjs";
import { decode, HEAD, MEMORY } from "./format.mjs";

/**
 * Asks for a snapshot, so that Python can start from it in place of its zip.
 * @param {string} url
 * @param {{asm: string, python: string}} where the runtime's script, and the zip that is not needed then
 * @returns {() => Promise<object>} to be called right before the start: gives what loadPyodide() needs to know besides
 */
export function fromSnapshot(url, { asm, python }) {
  const coming = download(url);
  // Whoever needs it reports its failure.
  coming.catch(() => {});
  return async () => {
    await import(asm);
    early.set(python, Promise.resolve(new Response()));
    return { _loadSnapshot: restore(coming) };
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
  const image = decode(await response.arrayBuffer());
  if (!image) throw new Error(`${url} is no snapshot that fits`);
  return image;
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

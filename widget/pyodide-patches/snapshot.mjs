/**
 * Symptom: Pyodide takes a snapshot only whole, and its start waits for it. Upstream: snapshots are experimental
 * (pyodide/pyodide#4652); INITIAL_MEMORY is ignored by newer versions (#6254). Remove when: loadPyodide() takes a
 * promise of a snapshot in parts, or ADR 9 is given up. The form of the file stands in
 * site_build/engine/snapshot/take.mjs.
 */
import { reach } from "./failed-files.mjs";

/** What a snapshot starts with: "SiT1". */
const MAGIC = 0x31546953;
/** Bytes of memory that a restored Python starts with, and of its snapshot's head: both are taken before it is here. */
const MEMORY = 32 * 2 ** 20;
const HEAD = 4096;

/**
 * Gets a snapshot; the browser checks it by the SHA-256 in its name.
 * @param {string} url
 */
export async function download(url) {
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
export function restore(coming) {
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

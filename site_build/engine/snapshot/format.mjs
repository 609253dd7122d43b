/**
 * Owns the form of the snapshot's file: `encode` writes it when the site is built, `decode` reads it in a browser.
 *
 * All numbers have 32 bits and are little-endian:
 *   header   SIGNATURE, bytes of memory, bytes of head, number of spans
 *   head     the beginning of Pyodide's own snapshot: its version, what JavaScript holds for Python; padded to 4
 *   spans    for each: where in memory, how many bytes
 *   data     of all spans, one after the other
 * All other memory is as after a fresh start: zero, or the constants of the .wasm.
 */

/** Goes up with every change of the form. */
export const VERSION = 1;
/** What a file starts with: "SiT" and the version as a digit. */
export const SIGNATURE = 0x00546953 | ((0x30 + VERSION) << 24);
const HEADER_BYTES = 16;
const SPAN_BYTES = 8;
/** Bytes of memory that a restored Python starts with, and of its snapshot's head: both are taken before it is here. */
export const MEMORY = 32 * 2 ** 20;
export const HEAD = 4096;

/**
 * @param {Uint8Array} memory all of it
 * @param {Uint8Array} head
 * @param {number[][]} spans where in memory, and how many bytes
 * @returns {Uint8Array[]} the file in parts
 */
export function encode(memory, head, spans) {
  if (memory.length > MEMORY || head.length > HEAD) {
    throw new Error(`${memory.length} bytes of memory, ${head.length} of head: raise MEMORY or HEAD in format.mjs`);
  }
  const bytes = (/** @type {number[]} */ numbers) => new Uint8Array(Uint32Array.from(numbers).buffer);
  return [
    bytes([SIGNATURE, memory.length, head.length, spans.length]),
    head,
    bytes(spans.flat()),
    ...spans.map(([place, length]) => memory.subarray(place, place + length)),
  ];
}

/**
 * @param {ArrayBuffer} file
 * @returns {{head: Uint8Array, spans: Uint32Array, data: Uint8Array} | undefined} nothing for a file of another form
 */
export function decode(file) {
  const [signature, memory, head, count] = new Uint32Array(file, 0, HEADER_BYTES / 4);
  if (signature !== SIGNATURE || memory > MEMORY || head > HEAD) return undefined;
  const table = HEADER_BYTES + head;
  return {
    head: new Uint8Array(file, HEADER_BYTES, head),
    spans: new Uint32Array(file, table, (SPAN_BYTES / 4) * count),
    data: new Uint8Array(file, table + SPAN_BYTES * count),
  };
}

/**
 * Symptom: Emscripten compiles hundreds of tiny WebAssembly modules at its start, most of them equal: 7 to 12 % of a start
 * from the snapshot (ADR 9). Upstream: no issue found (November 2026). Remove when: a start compiles each once.
 */
const TINY = 256;
const compiled = new Map();
const { Module } = WebAssembly;
/** @param {BufferSource} code @this {unknown} */
function KeptModule(code) {
  if (!(code instanceof Uint8Array && code.length < TINY)) return new Module(code);
  const text = code.join();
  if (!compiled.has(text)) compiled.set(text, new Module(code));
  return compiled.get(text);
}
KeptModule.prototype = Module.prototype;
WebAssembly.Module = Object.setPrototypeOf(KeptModule, Module);

/**
 * Symptom: Pyodide compiles its runtime only after everything else has come. Upstream: no option for a module that is
 * compiled already (November 2026). Remove when: loadPyodide() takes one.
 */
const WASM = "application/wasm";

/**
 * Compiles the runtime while everything else is still on its way. A host that does not know WebAssembly's type is no reason
 * to fail.
 * @param {string} url
 */
export function compileEarly(url) {
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

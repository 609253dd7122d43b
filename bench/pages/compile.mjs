// The floor: the runtime is compiled, nothing is started.
self.onmessage = async ({ data }) => {
  await WebAssembly.compileStreaming(fetch(`${data.engine}pyodide.asm.wasm`));
  postMessage({ type: "compiled" });
};

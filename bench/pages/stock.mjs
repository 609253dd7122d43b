// Pyodide as its documentation has it, in a worker: load it, unpack the application, import it.
import { loadPyodide } from "./pyodide/pyodide.mjs";

let live;
self.onmessage = async ({ data }) => {
  try {
    if (data.type === "start") {
      const pyodide = await loadPyodide();
      const archive = await fetch("app.zip");
      pyodide.unpackArchive(await archive.arrayBuffer(), "zip");
      live = pyodide.pyimport("checker.live").start("stock");
      postMessage({ type: "ready" });
    } else postMessage({ type: "answered", answer: live.answer_text(JSON.stringify(data.request)) });
  } catch (error) {
    postMessage({ type: "failed", cause: String(error.stack ?? error) });
  }
};

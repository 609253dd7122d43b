/**
 * Symptom: loadPyodide() waits for ever for a file that does not come, or does not compile; both are told to the page at
 * once. Upstream: pyodide/pyodide#6296 (closed unmerged), #6288. Remove when: loadPyodide() rejects; `early` and `reach`
 * then need another place.
 */
import { fail } from "../report-failure.mjs";

/** What is at hand already, by address: whoever asks for it first gets it without the network. */
export const early = new Map();
/** The browser's own fetch. */
export const reach = self.fetch;
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

const { warn } = console;
let doomed = false;
console.warn = (...words) => {
  warn(...words);
  // Two warnings come: that it failed, and why.
  if (doomed) fail(words.join(" "));
  doomed = words[0] === "wasm instantiation failed!";
};

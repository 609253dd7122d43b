/** Owns how the worker says that the engine is lost. */

/**
 * Not every browser's stack holds the message, which has Python's own traceback.
 * @param {any} cause An error, a text, or what Emscripten throws: an object with a message.
 */
export function fail(cause) {
  const { name, message = cause, stack } = cause ?? {};
  postMessage({ type: "failed", cause: [name, message, stack].join("\n").trim() });
}

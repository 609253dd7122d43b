/**
 * Symptom: Pyodide tries importScripts() first, which no module worker can; the browser reports it as a violation of the
 * Content-Security-Policy. Upstream: pyodide/pyodide#2220, #6111. Remove when: Pyodide is a version with #6111, which tells
 * module workers apart.
 */
self.importScripts = () => {
  throw new TypeError("a module worker imports");
};

/**
 * Runs one Python script inside Pyodide under Node and prints the text that it returns.
 *
 * The task comes as JSON on standard input:
 *   pyodide  folder of the Pyodide files
 *   python   zip to use as the standard library; left out, Pyodide's own
 *   mounts   { folder inside: folder outside }
 *   path     folders to put in front of sys.path
 *   env      environment variables for Python
 *   script   Python source; it finds `args` and its last expression is the answer, a str
 *   args     a JSON text, handed on as it is
 * What Python prints goes to standard error, so that standard output holds the answer alone.
 */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const task = JSON.parse(await text(process.stdin));
const say = (line) => process.stderr.write(`${line}\n`);

async function run() {
  const { loadPyodide } = await import(pathToFileURL(`${task.pyodide}/pyodide.mjs`).href);
  const lock = JSON.parse(await readFile(task.lock, "utf8"));
  const pyodide = await loadPyodide({
    indexURL: task.pyodide,
    stdLibURL: task.python ?? undefined,
    lockFileContents: { info: lock.info, packages: {} },
    env: task.env,
    stdout: say,
    stderr: say,
  });
  for (const [inside, outside] of Object.entries(task.mounts)) pyodide.mountNodeFS(inside, outside);
  pyodide.globals.set("path", pyodide.toPy(task.path));
  pyodide.globals.set("args", task.args);
  pyodide.runPython("import sys; sys.path[:0] = path");
  return pyodide.runPython(task.script);
}

try {
  process.stdout.write(String(await run()));
} catch (error) {
  // By default Node prints the line that threw: a megabyte of minified JavaScript.
  say(error.name === "PythonError" ? error.message : (error.stack ?? error));
  process.exitCode = 1;
}

// Starts an engine at once, asks it one question, shows the answer; `started` holds milliseconds since the page was opened.
const settings = JSON.parse(document.getElementById("settings").textContent);
window.blocked = [];
new PerformanceObserver((list) => window.blocked.push(...list.getEntries().map(({ duration }) => duration))).observe({
  type: "longtask",
  buffered: true,
});
const request = { id: 1, address: "stage.shipped/trouble.unwanted", lang: "es", base: "/", today: "2026-11-24" };
const show = (html) => {
  document.getElementById("answer").innerHTML = html;
  if (!document.querySelector("[data-outcome]")) throw new Error("no outcome in the answer");
  window.started = performance.now();
};
const where = (path) => new URL(path, location.href).href;
const worker = new Worker(settings.worker, { type: "module" });
worker.onerror = (event) => (window.failed = event.message ?? "the worker failed");
worker.onmessage = ({ data }) => {
  if (data.type === "failed") window.failed = data.cause;
  if (data.type === "ready") worker.postMessage({ type: "answer", request });
  if (data.type === "answered") show(JSON.parse(data.answer).html);
  if (data.type === "compiled") window.started = performance.now();
};
const { engine, python, snapshot } = settings;
worker.postMessage({
  type: "start",
  engine: where(engine),
  python: python && where(python),
  snapshot: snapshot && where(snapshot),
});

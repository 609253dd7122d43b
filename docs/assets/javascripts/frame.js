/**
 * On the page that other sites show in a frame: takes the colours that they ask for, and tells them how high it is.
 *
 * That height is all that they are told. It is rounded up, so that it does not give away a line more or less of what somebody
 * has typed, and told once things have come to rest. It follows from the width alone, never from the height of the frame.
 */
(() => {
  const { body } = document;
  const [, colours] = /^#(light|dark)$/.exec(location.hash) ?? [];
  if (colours) {
    body.dataset.mdColorScheme = colours === "dark" ? "slate" : "default";
    body.dataset.mdColorMedia = "";
  }
  if (parent === self) return;

  const STEP = 50;
  const REST = 80;
  /** Who is told: the page around, and nobody who takes its place. Not every browser says who that is. */
  const receiver = location.ancestorOrigins?.[0] ?? "*";
  let told = 0;
  let waiting;

  function tell() {
    const height = Math.ceil(body.offsetHeight / STEP) * STEP;
    if (height !== told) parent.postMessage({ type: "still-in-time-height", height }, receiver);
    told = height;
  }
  new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, REST);
  }).observe(body);
})();

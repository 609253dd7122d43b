/** On the page that other sites show in a frame: takes the colours that they ask for. */
(() => {
  document.documentElement.classList.add("scripts");
  const { body } = document;
  const [, colours] = /^#(light|dark)$/.exec(location.hash) ?? [];
  if (!colours) return;
  body.dataset.mdColorScheme = colours === "dark" ? "slate" : "default";
  body.dataset.mdColorMedia = "";
})();

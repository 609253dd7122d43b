/**
 * Copy buttons on pages without the checker (which has its own). They are hidden in the page and shown here, so that
 * nobody meets a button that cannot do anything.
 */
(() => {
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  status.className = "sit-hidden";

  /** @param {HTMLElement} button @param {Element} source @param {string} text */
  async function copy(button, source, text) {
    let { copied: said = "" } = button.dataset;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection()?.selectAllChildren(source);
      said = button.dataset.selected ?? "";
    }
    const words = button.textContent;
    button.textContent = said;
    status.textContent = said;
    setTimeout(() => {
      button.textContent = words;
      status.textContent = "";
    }, 4000);
  }

  const hidden = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("button[data-copy][hidden]"));
  const buttons = [...hidden].filter((button) => !button.closest("still-in-time"));
  if (buttons.length) document.body.append(status);
  for (const button of buttons) {
    button.hidden = false;
    const source = document.querySelector(button.dataset.copy ?? "");
    if (!source) continue;
    // As it was made: a browser that translates the page may change it.
    const text = source.textContent?.trim() ?? "";
    button.addEventListener("click", () => {
      // A second press while the answer is still shown would keep it for good.
      if (!status.textContent) copy(button, source, text);
    });
  }
})();

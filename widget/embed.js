/**
 * <still-in-time-embed>: the checker on another site, in a frame that is as high as what is in it.
 *
 * For pages of others: no dependencies, one element, one listener. TITLES is written by site_build/embed.py: how the frame
 * is called, by language, the default one first. adr/0011 says what the page around it learns.
 */
(() => {
  const TITLES = { en: "" };
  const NAME = "still-in-time-embed";
  if (customElements.get(NAME)) return;
  const site = new URL("../", document.currentScript.src);
  const frames = new Set();

  customElements.define(NAME, class extends HTMLElement {
    connectedCallback() {
      const [first] = Object.keys(TITLES);
      const wanted = this.closest("[lang]")?.lang.toLowerCase().split("-")[0];
      const lang = Object.hasOwn(TITLES, wanted) ? wanted : first;
      const colours = this.getAttribute("colours");
      const frame = document.createElement("iframe");
      frame.title = TITLES[lang];
      frame.lang = lang;
      frame.loading = "lazy";
      frame.allow = "clipboard-write";
      frame.referrerPolicy = "no-referrer";
      frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals";
      frame.style.cssText = "display: block; width: 100%; height: 45rem; border: 0";
      frame.src = new URL(`${lang === first ? "" : `${lang}/`}embed/${colours ? `#${colours}` : ""}`, site);
      frames.add(frame);
      this.replaceChildren(frame);
    }

    disconnectedCallback() {
      frames.delete(this.firstChild);
    }
  });

  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== site.origin || data?.type !== "still-in-time-height") return;
    for (const frame of frames) if (frame.contentWindow === source) frame.style.height = `${Number(data.height)}px`;
  });
})();

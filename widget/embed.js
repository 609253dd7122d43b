/**
 * <still-in-time-embed>: the checker on another site, in a frame.
 *
 * For pages of others: no dependencies, one element. SITE says where the frame's page lies. TITLES says how the frame
 * is called, by language, the default one first. Both are written by site_build/postprocess/embed_page.py, so that
 * nothing on the page around can stand in for them. See adr/0011 for what that page learns.
 */
(() => {
  const SITE = "";
  /** @type {Record<string, string>} */
  const TITLES = { en: "" };
  const NAME = "still-in-time-embed";
  if (customElements.get(NAME)) return;

  customElements.define(
    NAME,
    class extends HTMLElement {
      connectedCallback() {
        const [first] = Object.keys(TITLES);
        const around = /** @type {HTMLElement | null} */ (this.closest("[lang]"));
        const wanted = around?.lang.toLowerCase().split("-")[0] ?? "";
        const lang = Object.hasOwn(TITLES, wanted) ? wanted : first;
        const colours = this.getAttribute("colours");
        const frame = document.createElement("iframe");
        frame.title = TITLES[lang];
        frame.lang = lang;
        frame.loading = "lazy";
        frame.allow = "clipboard-write";
        frame.referrerPolicy = "no-referrer";
        frame.sandbox =
          "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals";
        frame.style.cssText = "display: block; width: 100%; height: 45rem; border: 0";
        frame.src = `${SITE}${lang === first ? "" : `${lang}/`}embed/${colours ? `#${colours}` : ""}`;
        this.replaceChildren(frame);
      }
    },
  );
})();

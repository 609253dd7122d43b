/** Owns the page's Trusted Types policy: the one door for text that becomes markup or code. */

/** Python has escaped the markup, and a worker comes from our host. */
const rules = {
  /** @param {string} html */
  createHTML(html) {
    if (/<(?:meta|base|iframe)\b/i.test(html)) throw new TypeError("markup that no answer has");
    return html;
  },
  /** @param {string} url */
  createScriptURL(url) {
    if (new URL(url).origin !== location.origin) throw new TypeError(`not our own: ${url}`);
    return url;
  },
};
export const trusted = self.trustedTypes?.createPolicy("still-in-time", rules) ?? rules;

/** @param {string} html */
export function parseHtml(html) {
  const template = document.createElement("template");
  template.innerHTML = trusted.createHTML(html);
  return template.content;
}

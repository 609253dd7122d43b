/** Owns which path of the site names which state. */

/**
 * The part of a path that names a state, or undefined for a page that is none.
 * @param {string} path
 * @param {string} root where the checker starts in the page's language
 */
export function stateAddress(path, root) {
  if (!`${path}/`.startsWith(root)) return undefined;
  const address = path.slice(root.length).replace(/\/$/, "");
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

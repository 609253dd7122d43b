/** What the browser and the theme give our scripts, and TypeScript's libraries do not know. */

interface TrustedTypePolicyFactory {
  /** What a policy gives counts as trusted; it is used like a text. */
  createPolicy<Rules>(name: string, rules: Rules): Rules;
}
declare var trustedTypes: TrustedTypePolicyFactory | undefined;

/** The theme: what it keeps under a name, and the root of the site. */
declare function __md_get(name: string): { index: number } | undefined;
declare var __md_scope: URL;

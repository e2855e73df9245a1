import { HEADLESS_SCRIPT_FILE } from '../core/artifacts.js';
import { permitScript } from './content-policy.js';

export interface HeadlessPageParts {
  /** The app's own page, whose content security policy is taken over; null where there is none. */
  readonly appHtml: string | null;
  /** The text of the page's script, whose hash a policy may need. */
  readonly script: string;
  /** The app's own nonce (Vite's `html.cspNonce`). */
  readonly nonce: string | undefined;
}

/**
 * Returns the page that a native web view loads while nobody looks. It has a head, because Capacitor puts its bridge there; no inline script,
 * and the app's own content security policy, so that tasks may do what the app may do.
 */
export function headlessPage({ appHtml, script, nonce }: HeadlessPageParts): string {
  const permission = permitScript(appHtml, script);
  const attributes = { nonce: permission.nonce ?? nonce, integrity: permission.integrity ?? undefined };
  const shown = Object.entries(attributes).map(([name, value]) => (value === undefined ? '' : ` ${name}="${value}"`));
  return [
    '<!doctype html>',
    '<html lang="en">',
    '  <head>',
    '    <meta charset="utf-8">',
    ...permission.policyTags.map((tag) => `    ${tag}`),
    '    <meta name="robots" content="noindex">',
    '    <title>Background tasks</title>',
    `    <script defer src="./${HEADLESS_SCRIPT_FILE}"${shown.join('')}></script>`,
    '  </head>',
    '  <body></body>',
    '</html>',
    '',
  ].join('\n');
}

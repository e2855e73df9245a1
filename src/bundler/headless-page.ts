import { PAGE_SCRIPT_FILE } from './files.js';

/**
 * The page that a native web view loads while nobody looks. It has a head, because Capacitor puts its bridge there; no inline script, and
 * the app's own content security policy, so that tasks may do what the app may do.
 */
export function headlessPage(appHtml: string | null, nonce: string | undefined): string {
  const policies = appHtml === null ? [] : policyTags(appHtml);
  const attribute = nonce === undefined ? '' : ` nonce="${nonce}"`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '  <head>',
    '    <meta charset="utf-8">',
    ...policies.map((tag) => `    ${tag}`),
    '    <meta name="robots" content="noindex">',
    '    <title>Background tasks</title>',
    `    <script defer src="./${PAGE_SCRIPT_FILE}"${attribute}></script>`,
    '  </head>',
    '  <body></body>',
    '</html>',
    '',
  ].join('\n');
}

/** `<meta http-equiv="Content-Security-Policy" …>`, each as it stands in the app's page. */
function policyTags(html: string): string[] {
  const tags = html.replace(/<!--[\s\S]*?-->/g, '').match(/<meta\b(?:"[^"]*"|'[^']*'|[^>"'])*>/gi) ?? [];
  return tags.filter((tag) => /\bhttp-equiv\s*=\s*["']?content-security-policy["'\s>/]/i.test(tag));
}

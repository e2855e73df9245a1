import { createHash } from 'node:crypto';

/** What a page needs so that its one script runs under the app's content security policies. */
export interface ScriptPermission {
  /** The policies' tags, as they stand in the app's page unless one had to be widened. */
  readonly policyTags: readonly string[];
  readonly nonce: string | null;
  /** `sha256-…`, for the attribute of the script that a hash in the policy stands for; null where no policy needs it. */
  readonly integrity: string | null;
}

/** Lets one script of the page's own origin run: by the policy as it is, by the nonce in it, or by adding the script's hash. */
export function permitScript(appHtml: string | null, script: string): ScriptPermission {
  const hash = `sha256-${createHash('sha256').update(script).digest('base64')}`;
  let nonce: string | null = null;
  let integrity: string | null = null;
  const tags = (appHtml === null ? [] : policyTagsOf(appHtml)).map((tag) => {
    const policy = contentOf(tag);
    const directive = scriptDirective(policy);
    if (directive === null || allowsOwnScripts(directive.sources)) return tag;
    const given = directive.sources.map((source) => /^'nonce-(.+)'$/.exec(source)?.[1]).find((value) => value !== undefined);
    if (given !== undefined && (nonce === null || nonce === given)) {
      nonce = given;
      return tag;
    }
    integrity = hash;
    return policyTag(widened(policy, directive, `'${hash}'`));
  });
  return { policyTags: tags, nonce, integrity };
}

interface Directive {
  readonly name: string;
  readonly sources: readonly string[];
}

const directivesOf = (policy: string): Directive[] =>
  policy.split(';').flatMap((text) => {
    const [name, ...sources] = text.trim().split(/\s+/);
    return name === undefined || name === '' ? [] : [{ name: name.toLowerCase(), sources }];
  });

/** The directive that decides about scripts with an address; the first of a name counts. */
function scriptDirective(policy: string): Directive | null {
  const directives = directivesOf(policy);
  const named = (name: string): Directive | undefined => directives.find((directive) => directive.name === name);
  return named('script-src-elem') ?? named('script-src') ?? named('default-src') ?? null;
}

function allowsOwnScripts(sources: readonly string[]): boolean {
  // Beside 'strict-dynamic' browsers pass over every source that names a place.
  if (sources.includes("'strict-dynamic'")) return false;
  return sources.some((source) => ["'self'", '*'].includes(source.toLowerCase()));
}

/** Adds a source to the directive that decides; what followed `default-src` gets a directive of its own, so that nothing else is widened. */
function widened(policy: string, directive: Directive, source: string): string {
  const sources = [...directive.sources.filter((one) => one.toLowerCase() !== "'none'"), source].join(' ');
  if (directive.name === 'default-src') return `${policy.trim().replace(/;$/, '')}; script-src ${sources}`;
  return directivesOf(policy)
    .map(({ name, sources: given }) => (name === directive.name ? `${name} ${sources}` : [name, ...given].join(' ')))
    .join('; ');
}

/** `<meta http-equiv="Content-Security-Policy" …>`, each as it stands in the page. */
function policyTagsOf(html: string): string[] {
  const tags = html.replace(/<!--[\s\S]*?-->/g, '').match(/<meta\b(?:"[^"]*"|'[^']*'|[^>"'])*>/gi) ?? [];
  return tags.filter((tag) => /\bhttp-equiv\s*=\s*["']?content-security-policy["'\s>/]/i.test(tag));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&apos;': "'",
  '&amp;': '&',
};

function contentOf(tag: string): string {
  const [, double, single] = /\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag) ?? [];
  return (double ?? single ?? '').replace(/&(?:quot|apos|amp|#34|#39|#x27);/gi, (entity) => ENTITIES[entity.toLowerCase()] ?? entity);
}

const policyTag = (policy: string): string =>
  `<meta http-equiv="Content-Security-Policy" content="${policy.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`;

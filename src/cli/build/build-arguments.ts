export interface BuildArguments {
  readonly root: string | undefined;
  readonly json: boolean;
  readonly watch: boolean;
  /** Relative to the app's folder; the usual places when undefined. */
  readonly tasks: string | undefined;
  /** Where the files go; the Capacitor config's `webDir` when undefined. */
  readonly out: string | undefined;
  /** The URL path under which index.html is published; its `<base href>`, else `/`, when undefined. */
  readonly base: string | undefined;
  readonly define: Readonly<Record<string, string>>;
}

export type ParsedBuildArguments =
  { readonly ok: true; readonly arguments: BuildArguments } | { readonly ok: false; readonly reason: string };

const VALUES = ['root', 'tasks', 'out', 'base', 'define'] as const;
type ValueName = (typeof VALUES)[number];

/** Reads what follows `build` on the command line. */
export function parseBuildArguments(argv: readonly string[]): ParsedBuildArguments {
  const values: Partial<Record<ValueName, string>> = {};
  const define: Record<string, string> = {};
  const flags = { json: false, watch: false };
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? '';
    const [, word = '', inline] = /^--([a-z]+)(?:=([^]*))?$/.exec(argument) ?? [];
    if ((word === 'json' || word === 'watch') && inline === undefined) flags[word] = true;
    else if (isValueName(word)) {
      if (inline === undefined) at += 1;
      const value = inline ?? argv[at];
      if (value === undefined || (inline === undefined && value.startsWith('--'))) return { ok: false, reason: `--${word} needs a value` };
      if (word !== 'define') values[word] = value;
      else {
        const [, name, replacement] = /^([\w$.]+)=([^]+)$/.exec(value) ?? [];
        if (name === undefined || replacement === undefined)
          return { ok: false, reason: `--define needs NAME=VALUE, such as __API__='"https://api.example.com"', not ${value}` };
        define[name] = replacement;
      }
    } else return { ok: false, reason: `build does not know ${argument}` };
  }
  const { root, tasks, out, base } = values;
  return { ok: true, arguments: { ...flags, root, tasks, out, base, define } };
}

function isValueName(word: string): word is ValueName {
  return VALUES.some((name) => name === word);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './cli-process.js';

export interface CodeBlock {
  readonly file: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** What a comment just before the block (`<!-- declares … -->`, not shown to readers) says of the names that it takes for granted. */
  readonly declares: string;
}

/** The fenced code blocks of a page of this repository. */
export function codeBlocks(file: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = readFileSync(join(repository, file), 'utf8').split('\n');
  let open: { readonly line: number; readonly language: string; readonly text: string[] } | undefined;
  for (const [index, line] of lines.entries()) {
    const fence = /^```(\w*)\s*$/.exec(line);
    if (!fence) open?.text.push(line);
    else if (open) {
      blocks.push({
        file,
        line: open.line,
        language: open.language,
        text: `${open.text.join('\n')}\n`,
        declares: declarationsBefore(lines, open.line - 1),
      });
      open = undefined;
    } else open = { line: index + 1, language: fence[1] ?? '', text: [] };
  }
  if (open) throw new Error(`${file}:${open.line}: the code block is not closed`);
  return blocks;
}

function declarationsBefore(lines: readonly string[], fence: number): string {
  if (lines[fence - 1] !== '-->') return '';
  const start = lines.lastIndexOf('<!-- declares', fence - 1);
  return start === -1 ? '' : lines.slice(start + 1, fence - 1).join('\n');
}

import * as vite from 'vite';
import { hasRolldown } from './bundler-kind.js';

export interface TransformedCode {
  readonly code: string;
  readonly map: string;
}

/**
 * Takes out what a condition that is known now never reaches, for a module with an `await` at its top level: Rollup (Vite 6 and 7) refuses the
 * `await` before it looks whether anything reaches it. Returns null with Vite 8, whose Rolldown looks first.
 */
export async function withoutDeadCode(code: string, id: string): Promise<TransformedCode | null> {
  if (hasRolldown()) return null;
  const options = { loader: 'js', format: 'esm', target: 'esnext', minifySyntax: true, sourcemap: true } as const;
  const transformed = await vite.transformWithEsbuild(code, id, options);
  return { code: transformed.code, map: JSON.stringify(transformed.map) };
}

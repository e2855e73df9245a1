import { createLogger } from 'vite';
import type { Plugin } from 'vite';
import { describe, expect, it } from 'vitest';
import { buildApp } from './build-app.ts';

/** The page's own scripts, wherever the build put them. */
const pageScripts = ({ names, text }: { names: readonly string[]; text: (name: string) => string }): string =>
  names
    .filter((name) => /^assets.*\.js$/.test(name))
    .map(text)
    .join('\n');

/** A plugin whose name gives a framework away, as the framework's own does. */
const ofFramework = (name: string): Plugin => ({ name });

describe('a framework that makes its pages without Vite', () => {
  it.each([
    ['"/sub"', '/sub/'],
    ['""', '/'],
  ])('SvelteKit with the base %s: the tasks module puts the tag into the page', async (base, content) => {
    const app = await buildApp(
      {},
      { base: './', define: { __SVELTEKIT_PATHS_BASE__: base }, plugins: [ofFramework('vite-plugin-sveltekit-setup')] },
    );
    expect(pageScripts(app)).toMatch(new RegExp(`capgo-background-task.+content: ?["\`']${content}["\`']`, 's'));
    expect(app.text('background-task-sw.js')).not.toContain('createElement');
  });

  it('where Vite makes the page, the tag stands in it, and the tasks module stays as it is', async () => {
    const app = await buildApp({});
    expect(app.text('index.html')).toContain('<meta name="capgo-background-task" content="/">');
    expect(pageScripts(app)).not.toContain('createElement("meta")');
  });

  it('Nuxt: one line says what to do instead, and nothing is made', async () => {
    const warnings: string[] = [];
    const customLogger = { ...createLogger('silent'), warn: (message: string) => void warnings.push(message) };
    const failure = await buildApp({}, { customLogger, plugins: [ofFramework('nuxt:components')] }).catch((error: unknown) =>
      String(error),
    );
    expect(failure).toContain('made no background-task.json');
    expect(warnings).toEqual([
      expect.stringMatching(/^backgroundTask\(\) makes nothing in Nuxt.*"nuxt generate && capacitor-background-task build"\.$/),
    ]);
  });
});

import { builtinModules } from 'node:module';

const output = process.env.BUILD_FOLDER ?? 'dist';
const plain = { sourcemap: true, codeSplitting: false, globals: { '@capacitor/core': 'capacitorExports' } };

/** Without blanks and comments it is a quarter smaller; the names stay, for the stack of an error that somebody reports. */
const withNames = { compress: false, mangle: false, codegen: { removeWhitespace: true } };

// Only what must be one file. What is not minified, or what a page never loads, needs no map. `dist/esm` is what tsc writes, module by module: an app's bundler then puts each where it is needed, and
// drops from the worker what the tasks do not use.
/** @type {import("rolldown").RolldownOptions[]} */
export default [
  {
    input: 'src/index.ts',
    platform: 'browser',
    external: ['@capacitor/core'],
    output: [
      { ...plain, file: `${output}/plugin.js`, format: 'iife', name: 'capacitorBackgroundTask', minify: true },
      { ...plain, sourcemap: false, file: `${output}/plugin.cjs.js`, format: 'cjs', minify: withNames },
    ],
  },
  {
    input: 'src/plugin.worker.ts',
    platform: 'browser',
    output: {
      ...plain,
      sourcemap: false,
      file: `${output}/plugin.worker.js`,
      format: 'iife',
      name: 'capacitorBackgroundTask',
      minify: true,
    },
  },
  {
    input: 'src/testing/index.ts',
    output: { ...plain, sourcemap: false, file: `${output}/testing.cjs.js`, format: 'cjs', minify: withNames },
  },
  {
    input: 'src/testing/drawing/forecast-page-entry.ts',
    platform: 'browser',
    output: { ...plain, sourcemap: false, file: `${output}/forecast-page.js`, format: 'iife', minify: true },
  },
  {
    input: 'src/cli/main.ts',
    platform: 'node',
    // Vite is an optional peer, which only the part behind `build` imports.
    external: [...builtinModules, /^node:/, 'vite'],
    output: {
      dir: `${output}/cli`,
      format: 'es',
      entryFileNames: 'index.js',
      chunkFileNames: '[name].js',
      minify: withNames,
      banner: ({ isEntry }) => (isEntry ? '#!/usr/bin/env node' : ''),
    },
  },
];

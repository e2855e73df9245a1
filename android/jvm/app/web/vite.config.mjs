import { backgroundTask } from '@capgo/capacitor-background-task/vite';
import { defineConfig } from 'vite';

// eslint-disable-next-line no-restricted-syntax -- Vite reads the default export
export default defineConfig({
  logLevel: 'warn',
  build: { minify: false },
  plugins: [backgroundTask({ tasks: 'src/background-tasks.ts' })],
  // The package is linked from the folder above, where another copy of Capacitor's core is at hand.
  resolve: {
    dedupe: ['@capacitor/core', '@capgo/capacitor-background-task'],
    alias: { '#reference': new URL('node_modules/@capgo/capacitor-background-task/test/reference/run.ts', import.meta.url).pathname },
  },
});

import { backgroundTask } from '@capgo/capacitor-background-task/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [backgroundTask({ tasks: 'src/background-tasks.ts' })],
  // The package is linked from the folder above, where another copy of Capacitor's core is at hand.
  resolve: { dedupe: ['@capacitor/core'] },
});

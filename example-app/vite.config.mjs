import { backgroundTask } from '@capgo/capacitor-background-task/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [backgroundTask({ tasks: 'src/background-tasks.ts' })],
  // The package is linked from the folder above: there another copy of Capacitor's core is at hand, and the package does not find itself by its name.
  resolve: { dedupe: ['@capacitor/core', '@capgo/capacitor-background-task'] },
});

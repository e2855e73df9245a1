import { realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import type { AppFolder } from '../../bundler/app-folder.js';
import { repository } from './cli-process.js';

/** Puts the command into the app's node_modules, beside a Vite or, with null, without one. Returns its path. */
export async function installCommand(app: AppFolder, { vite = 'vite' }: { vite?: string | null } = {}): Promise<string> {
  const folder = app.path('node_modules/@capgo/capacitor-background-task/dist/cli');
  const bundle = await rolldown({ input: join(repository, 'src/cli/main.ts'), platform: 'node', external: [/^node:/, 'vite'] });
  await bundle.write({ dir: folder, format: 'es', entryFileNames: 'index.js', chunkFileNames: '[name].js' });
  await bundle.close();
  if (vite !== null) symlinkSync(realpathSync(join(repository, 'node_modules', vite)), app.path('node_modules/vite'), 'junction');
  return join(folder, 'index.js');
}

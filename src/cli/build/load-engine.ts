import type * as engine from './build-app.js';
import { BuildRefusal } from './build-refusal.js';

/** The engine is Vite, an optional peer: it comes with the app or is asked for. */
export async function loadEngine(): Promise<typeof engine> {
  try {
    return await import('./build-app.js');
  } catch (error: unknown) {
    if (!/'vite'/.test(String(error))) throw error;
    throw new BuildRefusal('The command build needs Vite, which is not installed here. Run: npm install --save-dev vite');
  }
}

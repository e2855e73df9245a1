import { COMMAND } from '../package-facts.js';

/** For what the sync's own step puts in. */
export const CONFIGURE_REMEDY = `Run "${COMMAND} configure" (npx cap sync does it too).`;

export function syncRemedy(platform: 'ios' | 'android'): string {
  return `Run npx cap sync ${platform}.`;
}

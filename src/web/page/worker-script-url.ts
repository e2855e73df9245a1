import { WORKER_FILE } from '../../core/artifacts.js';
import { shared } from '../../runner/shared.js';

/** The name that a page's content security policy allows with `trusted-types capgo-background-task`. */
export const TRUSTED_TYPES_POLICY = 'capgo-background-task';

interface PolicyLike {
  createScriptURL(url: string): unknown;
}

interface TrustedTypesLike {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): PolicyLike;
}

/** Returns the worker's URL as the browser accepts it: where Trusted Types are enforced, made by the policy of this package. */
export function workerScriptUrl(base: string): string {
  const url = new URL(WORKER_FILE, base).href;
  // A TrustedScriptURL; the DOM library types the parameter of `register` as text.
  return (shared('trusted-types-policy', createPolicy)?.createScriptURL(url) ?? url) as string;
}

/** Null where there are no Trusted Types, and where the page's policy does not allow this name: `register` then says what it thinks of plain text. */
function createPolicy(): PolicyLike | null {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypesLike };
  try {
    return trustedTypes?.createPolicy(TRUSTED_TYPES_POLICY, { createScriptURL: workerOnly }) ?? null;
  } catch {
    return null;
  }
}

function workerOnly(url: string): string {
  if (url.endsWith(`/${WORKER_FILE}`)) return url;
  throw new TypeError(`Only ${WORKER_FILE} is made a script URL here, not ${url}.`);
}

import type { PendingKinds } from './scenario.ts';

// An entry leaves this list in the commit that mends the fault.

/** Beside these, what a platform does not have (a lock on Android and iOS, say) its runner passes over. */
export const PENDING: { readonly [platform in 'web' | 'android' | 'ios']: PendingKinds } = {
  web: {},
  android: {},
  ios: {},
};

/** Whose model plays items. */
export const PLAYS_ITEMS: { readonly [platform in 'web' | 'android' | 'ios']: boolean } = { web: true, android: true, ios: true };

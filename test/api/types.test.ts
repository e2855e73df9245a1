import { expectTypeOf, it } from 'vitest';
import type { PUBLIC_MEMBERS } from '../../src/api/public-members.js';
import type { BackgroundTaskCallback, BackgroundTaskOptions, BackgroundTaskPlugin, BackgroundTaskResult } from '../../src/definitions.js';

// Checked by the compiler (tsconfig.test.json); at run time there is nothing to do.
it('the list of public members names every member of the interface', () => {
  expectTypeOf<(typeof PUBLIC_MEMBERS)[number]>().toEqualTypeOf<keyof BackgroundTaskPlugin>();
});

it('J02: options are numbers and booleans, callbacks return a result or nothing', () => {
  expectTypeOf<BackgroundTaskOptions['minimumInterval']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<BackgroundTaskOptions['requiresNetwork']>().toEqualTypeOf<boolean | undefined>();
  expectTypeOf<() => Promise<void>>().toExtend<BackgroundTaskCallback>();
  expectTypeOf<() => Promise<BackgroundTaskResult>>().toExtend<BackgroundTaskCallback>();
  expectTypeOf<() => BackgroundTaskResult.Failed>().toExtend<BackgroundTaskCallback>();
  expectTypeOf<() => Promise<Response>>().not.toExtend<BackgroundTaskCallback>();
  expectTypeOf<{ minimumInterval: string }>().not.toExtend<BackgroundTaskOptions>();
  expectTypeOf<{ requiresNetwork: number }>().not.toExtend<BackgroundTaskOptions>();
});

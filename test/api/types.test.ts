import { expectTypeOf, it } from 'vitest';
import type { BackgroundTaskCallback, BackgroundTaskOptions, BackgroundTaskResult } from '../../src/definitions.js';

// Checked by the compiler (tsconfig.test.json); at run time there is nothing to do.
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

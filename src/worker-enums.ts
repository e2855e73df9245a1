// What the enums of the public API are at run time. A bundler keeps all that TypeScript makes of an enum, used or not; of these it drops
// what the tasks module does not name.
import type * as enums from './definitions.js';

export const BackgroundTaskResult: typeof enums.BackgroundTaskResult = { Success: 1, Failed: 2, 1: 'Success', 2: 'Failed' };
export const BackgroundTaskStatus: typeof enums.BackgroundTaskStatus = { Restricted: 1, Available: 2, 1: 'Restricted', 2: 'Available' };

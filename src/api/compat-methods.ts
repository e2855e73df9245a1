import { COMPAT_TASK_NAME } from '../core/constants.js';
import { parseCompatOptions } from '../core/options.js';
import type { ParsedOptions } from '../core/options.js';
import type { BackgroundTaskPlugin, BackgroundTaskStatusDetails, CompatStatus } from '../definitions.js';
import { BackgroundTaskStatus } from '../definitions.js';

/** What the compatibility needs of the ordinary API. */
export interface CompatPorts {
  readonly register: (name: string, parse: () => ParsedOptions) => Promise<void>;
  readonly unregister: (name: string) => Promise<void>;
  readonly status: () => Promise<BackgroundTaskStatusDetails>;
}

/** For these reasons the user has switched background work off, and can switch it on again. No other reason is in the user's hands. */
const DENIED = ['BACKGROUND_REFRESH_DENIED', 'BACKGROUND_RESTRICTED', 'PERIODIC_SYNC_NOT_PERMITTED'];

export function createCompatMethods(ports: CompatPorts): Pick<BackgroundTaskPlugin, 'schedule' | 'cancel' | 'statusAsync'> {
  return {
    schedule: async (options) => ports.register(COMPAT_TASK_NAME, () => parseCompatOptions(options)),
    cancel: () => ports.unregister(COMPAT_TASK_NAME),
    async statusAsync(): Promise<CompatStatus> {
      const { status, reasons } = await ports.status();
      if (status === BackgroundTaskStatus.Available) return { available: true };
      return { available: false, unavailableReason: reasons.some(({ code }) => DENIED.includes(code)) ? 'denied' : 'restricted' };
    },
  };
}

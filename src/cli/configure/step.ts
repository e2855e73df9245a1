/** What configure did, would do, or could not do with one file or platform. */
export interface Step {
  readonly id: 'info-plist' | 'app-delegate' | 'android' | 'web';
  readonly platform: 'ios' | 'android' | 'web';
  /** Relative to the project; empty when the step has no file of its own. */
  readonly file: string;
  /**
   * `ready`: nothing to do. `changed`: written. `missing`: would be written (`--check`). `manual`: left for a person
   * to do. `off`: something is missing and the app's configuration forbids to write it. `skipped`: no such platform.
   */
  readonly status: 'ready' | 'changed' | 'missing' | 'manual' | 'off' | 'skipped';
  readonly message: string;
  readonly changes: readonly string[];
  /** Lines for a person to paste. */
  readonly paste: readonly string[];
}

export interface ConfigureOptions {
  /** Tell, do not write. */
  readonly check: boolean;
}

/** Whether a person or a further run has something left to do. */
export function isOpen(step: Step): boolean {
  return step.status === 'missing' || step.status === 'manual' || step.status === 'off';
}

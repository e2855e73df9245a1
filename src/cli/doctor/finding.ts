export type Severity = 'error' | 'warning' | 'note';

/** One thing that doctor found. `id` is stable: documents and scripts may name it. */
export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  readonly platform: 'all' | 'ios' | 'android' | 'web';
  /** What is the case, with names and places. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
  readonly link: string;
}

export interface DoctorReport {
  /** Whether no error was found. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** Exact commands that make a run happen now, by platform. */
  readonly force: readonly ForceCommand[];
  readonly device: DeviceReport;
}

export interface ForceCommand {
  readonly platform: 'ios' | 'android' | 'web';
  readonly where: string;
  readonly commands: readonly string[];
}

export interface ScheduledJob {
  readonly id: string;
  /** Android 14 and newer keep WorkManager's jobs in a namespace, which `cmd jobscheduler` must be told. */
  readonly namespace: string | undefined;
  readonly required: readonly string[];
  readonly unsatisfied: readonly string[];
  /** Time from now as the system prints it, for example "+12m30s0ms"; undefined when it may run at once. */
  readonly earliest: string | undefined;
  readonly standbyBucket: string | undefined;
  readonly ready: boolean;
}

export type DeviceReport =
  | { readonly state: 'no-adb' | 'no-device' | 'no-app-id' }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'read'; readonly appId: string; readonly jobs: readonly ScheduledJob[]; readonly restrictions: readonly string[] };

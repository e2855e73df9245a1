import type {
  AttachRequest,
  AttachResult,
  ClaimRunRequest,
  ClaimRunResult,
  DeclineRunRequest,
  FinishRunRequest,
  RunOffer,
  RunPlatform,
  SetProgressRequest,
} from '../../src/core/platform.js';

/** Records every call; a test replaces an answer by setting the `on…` function. */
export class FakePlatform implements RunPlatform {
  readonly attached: AttachRequest[] = [];
  readonly claims: ClaimRunRequest[] = [];
  readonly declined: DeclineRunRequest[] = [];
  readonly finished: FinishRunRequest[] = [];
  readonly progress: SetProgressRequest[] = [];
  deadline = Number.POSITIVE_INFINITY;
  timeoutMs: number | null = null;

  onAttach: () => Promise<AttachResult> = async () => ({ contractVersion: 2, runs: [] });
  onClaim: (request: ClaimRunRequest) => Promise<ClaimRunResult> = async ({ taskId }) => ({
    claimed: true,
    token: tokenOf(taskId),
    deadline: this.deadline,
    timeoutMs: this.timeoutMs,
  });
  onDecline: () => Promise<void> = async () => undefined;
  onProgress: () => Promise<unknown> = async () => undefined;
  onFinish: (request: FinishRunRequest) => Promise<{ accepted: boolean }> = async () => ({ accepted: true });

  attach(request: AttachRequest): Promise<AttachResult> {
    this.attached.push(request);
    return this.onAttach();
  }

  claimRun(request: ClaimRunRequest): Promise<ClaimRunResult> {
    this.claims.push(request);
    return this.onClaim(request);
  }

  declineRun(request: DeclineRunRequest): Promise<void> {
    this.declined.push(request);
    return this.onDecline();
  }

  finishRun(request: FinishRunRequest): Promise<{ accepted: boolean }> {
    this.finished.push(request);
    return this.onFinish(request);
  }

  setProgress(request: SetProgressRequest): Promise<unknown> {
    this.progress.push(request);
    return this.onProgress();
  }

  get outcomes(): string[] {
    return this.finished.map(({ taskId, outcome }) => `${taskId}:${outcome}`);
  }
}

export function tokenOf(taskId: string): string {
  return `token-${taskId}`;
}

export function offerOf(taskName: string, taskId = `${taskName}-1`): RunOffer {
  return { taskId, taskName, trigger: 'timer', test: false, attempt: 1, timestamp: 1_700_000_000_000 };
}

export const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

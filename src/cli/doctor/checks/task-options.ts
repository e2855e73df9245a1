import { parseEnqueueOptions, parseTaskOptions } from '../../../core/options.js';
import { isTaskName } from '../../../core/task-name.js';
import { BackgroundTaskError } from '../../../errors.js';
import { shown } from '../../project/project.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';
import type { TaskCall } from '../sources/task-calls.js';

const base = { platform: 'all', link: LINKS.api } as const;
const VERBS: Readonly<Record<TaskCall['method'], string>> = {
  defineTask: 'defines',
  registerTaskAsync: 'registers',
  enqueueTaskAsync: 'enqueues',
};

/** Names and options that the package itself would refuse or warn of, as far as they stand in the code as literals. */
export function checkTaskOptions({ project, calls }: DoctorContext): Finding[] {
  return calls.flatMap((call): Finding[] => {
    const what = `${shown(project, call.path)} ${VERBS[call.method]} ${call.task === undefined ? 'a task' : JSON.stringify(call.task)}`;
    if (call.task !== undefined && !isTaskName(call.task)) {
      const remedy = 'Give a name of 1 to 128 characters without control characters.';
      return [{ ...base, id: 'task-name-refused', severity: 'error', message: `${what}, which is refused as a name`, remedy }];
    }
    const { refusal, warnings } = judged(call);
    return [
      ...(refusal === undefined
        ? []
        : [
            {
              ...base,
              id: 'options-refused',
              severity: 'error',
              message: `${what} with options that are refused: ${refusal}`,
              remedy: 'Correct the option: the call rejects with INVALID_OPTIONS.',
            } as const,
          ]),
      ...warnings.map((warning): Finding => ({
        ...base,
        id: 'options-doubtful',
        severity: 'warning',
        message: `${what}: ${warning}`,
        remedy: remedyOf(call),
      })),
    ];
  });
}

function judged({ method, literal }: TaskCall): { readonly refusal?: string; readonly warnings: readonly string[] } {
  try {
    // The web has the lowest limits: what it clamps is wrong everywhere.
    if (method === 'registerTaskAsync') return parseTaskOptions(literal, 'web');
    if (method === 'enqueueTaskAsync') return parseEnqueueOptions(literal, 'web', () => 'new');
    return { warnings: [] };
  } catch (error: unknown) {
    if (error instanceof BackgroundTaskError) return { refusal: error.message, warnings: [] };
    throw error;
  }
}

/** People take the options of the one call for those of the other. */
function remedyOf({ method, literal }: TaskCall): string {
  const keys = Object.keys(literal ?? {});
  if (method === 'registerTaskAsync' && keys.some((key) => ['id', 'data', 'existing'].includes(key)))
    return 'A registration carries no data: call enqueueTaskAsync for work that happens once.';
  if (method === 'enqueueTaskAsync' && keys.some((key) => ['minimumInterval', 'window'].includes(key)))
    return 'An enqueued item runs once, as soon as its conditions hold: call registerTaskAsync for a schedule, or give initialDelay.';
  return 'Correct the option.';
}

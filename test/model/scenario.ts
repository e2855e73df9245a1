// The one language of the model tests, and its one generator. Nothing is imported: Node.js runs this file as it is when it writes scenarios for the
// Java and the Swift core (write-scenarios.mjs). contract/scenario.schema.json is the language as a schema.

/** Two windows of the app, and the runtime that nobody sees: the service worker or the headless web view. */
export type ViewName = 'one' | 'two';
export type ContextName = ViewName | 'unseen';

export type Behaviour =
  | 'succeeds'
  | 'fails'
  /** Ends when told (`end-callbacks`), or as soon as its signal aborts. */
  | 'waits'
  /** As `waits`, and returns an explicit success when its signal aborts. */
  | 'saves'
  /** Does not honour its signal: ends only when told. */
  | 'ignores';

export type Step =
  /** Time goes on, and timers fire in time. */
  | { readonly step: 'pass'; readonly ms: number }
  /** The machine sleeps, or the process is suspended: the wall clock goes on, timers and callbacks stand still. */
  | { readonly step: 'sleep'; readonly ms: number }
  /** Somebody sets the wall clock; timers do not notice. */
  | { readonly step: 'jump'; readonly ms: number }
  /** The system gives a chance to run: a work, a processing or (`short`) a refresh task, a `periodicsync` event. `twice`: two at the same moment. */
  | { readonly step: 'wake'; readonly short: boolean; readonly twice: boolean }
  /** The system takes the newest chance back. */
  | { readonly step: 'stop-wake' }
  /** A page comes on screen or is loaded hidden, and looks for due tasks by itself. */
  | { readonly step: 'open-view'; readonly view: ViewName; readonly visible: boolean }
  | { readonly step: 'close-view'; readonly view: ViewName }
  /** The page looks for due tasks. */
  | { readonly step: 'visit'; readonly view: ViewName }
  | { readonly step: 'show-view' | 'hide-view'; readonly view: ViewName }
  /** Nothing of it goes on, and its messages wait; it is not dead. */
  | { readonly step: 'freeze'; readonly context: ContextName }
  | { readonly step: 'thaw'; readonly context: ContextName }
  /** What says that the context lives is taken from it, although it lives. */
  | { readonly step: 'lose-lock'; readonly context: ContextName }
  /** A context that has died says what it still had to say. */
  | { readonly step: 'speak-after-death'; readonly context: ContextName }
  /** The process or the whole browser dies; what comes next starts it anew. */
  | { readonly step: 'kill' }
  /** How the unseen runtime starts from now on. */
  | { readonly step: 'unseen'; readonly as: 'starts' | 'is-silent' | 'fails' }
  | { readonly step: 'unseen-dies' }
  /** Which tasks a context has callbacks for; contexts that start later have them too. */
  | { readonly step: 'define'; readonly context: ContextName; readonly tasks: readonly string[] }
  | { readonly step: 'behave'; readonly task: string; readonly as: Behaviour }
  /** The callbacks that wait return. */
  | { readonly step: 'end-callbacks'; readonly outcome: 'success' | 'failed' }
  | { readonly step: 'storage'; readonly as: 'works' | 'fails' | 'hangs' }
  | { readonly step: 'empty-storage' }
  /** A later version of the app has written a record for this task. */
  | { readonly step: 'newer-record'; readonly task: string }
  | { readonly step: 'register'; readonly task: string }
  | { readonly step: 'unregister'; readonly task: string }
  | { readonly step: 'unregister-all' }
  /** One piece of work for a task, which need not be registered. */
  | {
      readonly step: 'enqueue';
      readonly task: string;
      readonly id: string;
      readonly existing: 'replace' | 'keep';
      readonly retries: number;
    }
  /** The items of a task are taken out of the queue. */
  | { readonly step: 'cancel-items'; readonly task: string }
  /** `triggerTaskWorkerForTestingAsync`. */
  | { readonly step: 'trigger'; readonly unseen: boolean };

export interface ScenarioTask {
  readonly name: string;
  readonly minimumIntervalMs: number;
  readonly maximumRetries: number;
  readonly timeLimitMs: number | null;
}

export interface Scenario {
  readonly version: 1;
  readonly seed: number;
  readonly tasks: readonly ScenarioTask[];
  readonly steps: readonly Step[];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** More than run at once (4), now and then. */
const TASKS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const DURATIONS = [1, 500, SECOND, 3 * SECOND, 9 * SECOND, 31 * SECOND, 3 * MINUTE, 11 * MINUTE, HOUR, 13 * HOUR];
const SLEEPS = [10 * SECOND, 3 * MINUTE, 11 * MINUTE, 13 * HOUR, 3 * DAY];
const JUMPS = [5 * SECOND, MINUTE, HOUR, DAY, YEAR, 10 * YEAR];

/** Mulberry32: small, and the same numbers everywhere. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Makes the scenario of a seed, the same one each time. */
export function makeScenario(seed: number): Scenario {
  const random = randomOf(seed);
  const below = (end: number): number => Math.floor(random() * end);
  const pick = <T>(values: readonly [T, ...T[]] | readonly T[]): T => values[below(values.length)] as T;
  const chance = (part: number): boolean => random() < part;
  const view = (): ViewName => pick(['one', 'two']);
  const context = (): ContextName => pick(['one', 'two', 'unseen']);
  const names = TASKS.slice(0, chance(0.2) ? TASKS.length : 3);
  const task = (): string => pick(names);

  const jump = (): Step => {
    const sizeMs = pick(JUMPS);
    return { step: 'jump', ms: chance(0.5) ? -sizeMs : sizeMs };
  };
  const makers: readonly (readonly [number, () => Step])[] = [
    [16, () => ({ step: 'pass', ms: pick(DURATIONS) })],
    [4, () => ({ step: 'sleep', ms: pick(SLEEPS) })],
    [4, jump],
    [10, () => ({ step: 'wake', short: chance(0.4), twice: chance(0.2) })],
    [3, () => ({ step: 'stop-wake' })],
    [5, () => ({ step: 'open-view', view: view(), visible: chance(0.7) })],
    [2, () => ({ step: 'close-view', view: view() })],
    [4, () => ({ step: 'visit', view: view() })],
    [1, () => ({ step: 'show-view', view: view() })],
    [1, () => ({ step: 'hide-view', view: view() })],
    [2, () => ({ step: 'freeze', context: context() })],
    [2, () => ({ step: 'thaw', context: context() })],
    [1, () => ({ step: 'lose-lock', context: context() })],
    [2, () => ({ step: 'speak-after-death', context: context() })],
    [1, () => ({ step: 'kill' })],
    [2, () => ({ step: 'unseen', as: pick(['starts', 'starts', 'is-silent', 'fails'] as const) })],
    [1, () => ({ step: 'unseen-dies' })],
    [2, () => ({ step: 'define', context: context(), tasks: names.filter(() => chance(0.7)) })],
    [6, () => ({ step: 'behave', task: task(), as: pick(['succeeds', 'fails', 'waits', 'waits', 'saves', 'ignores'] as const) })],
    [3, () => ({ step: 'end-callbacks', outcome: pick(['success', 'failed'] as const) })],
    [2, () => ({ step: 'storage', as: pick(['works', 'works', 'fails', 'hangs'] as const) })],
    [0.3, () => ({ step: 'empty-storage' })],
    [0.3, () => ({ step: 'newer-record', task: task() })],
    [3, () => ({ step: 'register', task: task() })],
    [2, () => ({ step: 'unregister', task: task() })],
    [0.5, () => ({ step: 'unregister-all' })],
    [1, () => ({ step: 'trigger', unseen: chance(0.5) })],
    [8, () => ({ step: 'enqueue', task: task(), id: pick(['x', 'y']), existing: chance(0.8) ? 'replace' : 'keep', retries: below(3) })],
    [1, () => ({ step: 'cancel-items', task: task() })],
  ];
  const total = makers.reduce((sum, [weight]) => sum + weight, 0);
  const nextStep = (): Step => {
    let left = random() * total;
    for (const [weight, make] of makers) {
      left -= weight;
      if (left < 0) return make();
    }
    return { step: 'pass', ms: SECOND };
  };

  const tasks = names.map((name) => ({
    name,
    minimumIntervalMs: pick([15 * MINUTE, HOUR]),
    maximumRetries: below(3),
    timeLimitMs: chance(0.2) ? 5 * SECOND : null,
  }));
  // A task is registered and due before anything goes wrong: otherwise most scenarios are about nothing.
  const opening: Step[] = [...names.map((name): Step => ({ step: 'register', task: name })), { step: 'pass', ms: HOUR }];
  const length = 10 + below(40);
  return { version: 1, seed, tasks, steps: [...opening, ...Array.from({ length }, nextStep)] };
}

/** The scenario as a person reads it: one line for each step. */
export function describeScenario({ seed, tasks, steps }: Scenario): string {
  const lines = steps.map((step, index) => {
    const { step: name, ...rest } = step;
    return `${String(index + 1).padStart(4)}  ${name} ${Object.entries(rest)
      .map(([key, value]) => `${key}=${shown(key, value)}`)
      .join(' ')}`.trimEnd();
  });
  const intro = tasks.map(
    (one) =>
      `      task ${one.name}: every ${shown('ms', one.minimumIntervalMs)}, ${one.maximumRetries} retries, time limit ${shown('ms', one.timeLimitMs)}`,
  );
  return [`scenario of seed ${seed}`, ...intro, ...lines].join('\n');
}

function shown(key: string, value: unknown): string {
  if (typeof value !== 'number' || key !== 'ms') return Array.isArray(value) ? `[${value.join(' ')}]` : String(value);
  const size = Math.abs(value);
  for (const [unit, name] of [
    [YEAR, 'y'],
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
    [SECOND, 's'],
  ] as const) {
    if (size >= unit) return `${Math.round((value / unit) * 100) / 100} ${name}`;
  }
  return `${value} ms`;
}

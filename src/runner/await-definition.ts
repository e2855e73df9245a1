import { LATE_DEFINITION_MS } from '../core/constants.js';
import type { Definition, RunnerPorts } from './ports.js';
import { alarm } from './timed.js';

/** Waits a short grace for a late definition: a lazy chunk, a router. */
export function awaitDefinition(
  { definitions, clock }: Pick<RunnerPorts, 'definitions' | 'clock'>,
  name: string,
): Promise<Definition | undefined> {
  const definition = definitions.get(name);
  if (definition !== undefined) return Promise.resolve(definition);
  return new Promise((resolve) => {
    const end = (late: Definition | undefined): void => {
      cancel();
      off();
      resolve(late);
    };
    const cancel = alarm(clock, LATE_DEFINITION_MS, () => end(undefined));
    const off = definitions.onDefine((late) => late.name === name && end(late));
  });
}

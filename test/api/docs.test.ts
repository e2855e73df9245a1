import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  COMPAT_TASK_NAME,
  EXPIRY_GRACE_MS,
  LATE_DEFINITION_MS,
  MAXIMUM_CONCURRENT_RUNS,
  MAXIMUM_ERROR_LENGTH,
  MAXIMUM_INTERRUPTIONS,
  MAXIMUM_TASKS,
} from '../../src/core/constants.js';
import { ERROR_CODES } from '../../src/errors.js';

const page = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

it('docs/errors.md has every code once, with a text of its own, and no other', () => {
  const sections = page('errors.md').split(/^### /m).slice(1);
  const described = sections.map((section) => /^`([A-Z_]+)`\n\n(.+)/s.exec(section));
  expect(described.map((match) => match?.[1]).sort()).toEqual([...ERROR_CODES].sort());
  for (const match of described) expect(match?.[2]?.length).toBeGreaterThan(60);
});

it('docs/semantics.md states the constants that hold', () => {
  const text = page('semantics.md').replaceAll(/\s+/g, ' ');
  expect(text).toContain(`at the same time, at most ${MAXIMUM_CONCURRENT_RUNS},`);
  expect(text).toContain(`has ${EXPIRY_GRACE_MS.web / 1000} seconds (iOS: ${EXPIRY_GRACE_MS.ios / 1000})`);
  expect(text).toContain(`waits ${LATE_DEFINITION_MS / 1000} seconds`);
  expect(text).toContain(`(${MAXIMUM_ERROR_LENGTH} characters;`);
  expect(text).toContain(`at most ${MAXIMUM_INTERRUPTIONS} further attempts`);
  expect(text).toContain(`the name \`${COMPAT_TASK_NAME}\``);
  expect(page('errors.md')).toContain(`${MAXIMUM_TASKS} tasks are registered`);
});

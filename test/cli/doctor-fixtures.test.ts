import { beforeAll, describe, expect, it } from 'vitest';
import type { DoctorReport } from '../../src/cli/doctor/finding.js';
import { BROKEN_PROJECTS } from './support/broken/index.js';
import { idsOf, useDoctor, type Elsewhere } from './support/doctor-runs.js';
import { HEALTHY_PROJECTS } from './support/healthy/index.js';
import { healthyProject } from './support/projects.js';

const { project, diagnose, diagnoseAll } = useDoctor();
const ELSEWHERE: readonly Elsewhere[] = ['CRLF', 'Windows', 'Windows and CRLF'];

describe('an app with a fault', () => {
  it.each(BROKEN_PROJECTS)('$name', ({ id, change, severity = 'error', says }) => {
    const { status, report } = diagnose(project(change(healthyProject())));
    const found = report.findings.filter((finding) => finding.id === id);
    expect(report.findings.map((finding) => finding.id)).toContain(id);
    expect(found[0]).toMatchObject({ severity });
    expect(found[0]?.message).toMatch(says);
    expect(found[0]?.remedy).not.toBe('');
    expect(found[0]?.link).toMatch(/^https:\/\//);
    expect(status).toBe(report.ok ? 0 : 1);
    if (severity === 'error') expect(status).toBe(1);
  });

  it('is of at least 20 kinds', () => {
    const errors = BROKEN_PROJECTS.filter(({ severity = 'error' }) => severity === 'error');
    expect(new Set(errors.map(({ id }) => id)).size).toBeGreaterThanOrEqual(20);
  });
});

describe('an app of an odd shape without a fault', () => {
  it.each(HEALTHY_PROJECTS)('$name', ({ files, notes = [] }) => {
    const { status, report } = diagnose(project(files()));
    expect(idsOf(report, 'error', 'warning')).toEqual([]);
    expect(idsOf(report, 'note')).toEqual(expect.arrayContaining([...notes]));
    expect(status).toBe(0);
  });
});

const APPS = [
  ...BROKEN_PROJECTS.map(({ name, change }) => ({ name, files: change(healthyProject()) })),
  ...HEALTHY_PROJECTS.map(({ name, files }) => ({ name, files: files() })),
];
const reports = new Map<Elsewhere, DoctorReport[]>();

beforeAll(() => {
  for (const place of ['here', ...ELSEWHERE] as const)
    reports.set(
      place,
      diagnoseAll(
        APPS.map(({ files }) => files),
        place,
      ),
    );
}, 240_000);

describe.each(ELSEWHERE)('with %s', (elsewhere) => {
  it.each(APPS.map(({ name }, index) => ({ name, index })))('doctor finds the same: $name', ({ index }) => {
    const [here, there] = [reports.get('here')?.[index], reports.get(elsewhere)?.[index]];
    expect(here?.findings.length).toBeGreaterThan(0);
    expect(there?.findings).toEqual(here?.findings);
    expect(there?.force).toEqual(here?.force);
  });
});

/** What doctor finds in the fixtures whose names begin with the id of a fault. */
function findingsOf(fault: string, place: Elsewhere): DoctorReport[] {
  const found = APPS.flatMap(({ name }, index) => (name.startsWith(`${fault}:`) ? (reports.get(place)?.[index] ?? []) : []));
  expect(found.length).toBeGreaterThan(0);
  return found;
}

it('F-W01: on Windows an import of a folder leads to its index file', () => {
  for (const report of findingsOf('F-W01', 'Windows')) expect(idsOf(report, 'error', 'warning')).toEqual([]);
});

it("F-C04: the iOS target of the app's own target counts, and no stale Podfile", () => {
  for (const report of findingsOf('F-C04', 'here')) expect(idsOf(report, 'error', 'warning')).toEqual([]);
});

it('F-P24: CapacitorHttp in the configuration gets a note', () => {
  for (const report of findingsOf('F-P24', 'here')) expect(idsOf(report, 'note')).toContain('capacitor-http');
});

it('F-W03: a name in other letter case is the only thing that doctor says of it, on Windows too', () => {
  for (const place of ['here', 'Windows'] as const)
    for (const report of findingsOf('F-W03', place)) expect(idsOf(report, 'error', 'warning')).toEqual(['letter-case']);
});

import { existsSync } from 'node:fs';
import { isInsideProject, shown, type Project } from '../project/project.js';
import { readTextFile, replaceText } from '../project/text-file.js';
import type { ConfigureOptions, Step } from './step.js';

export type EditResult =
  { readonly ok: true; readonly text: string; readonly changes: readonly string[] } | { readonly ok: false; readonly reason: string };

interface EditStep {
  readonly id: Step['id'];
  readonly path: string;
  readonly paste: readonly string[];
  /** What the pasted lines are for, after "Add this". */
  readonly place: string;
  readonly edit: (text: string) => EditResult;
}

/** Reads a file of the iOS project, edits it and writes it back, or says why not and what to do by hand. */
export function runEditStep(project: Project, { check }: ConfigureOptions, step: EditStep): Step {
  const file = shown(project, step.path);
  const base = { id: step.id, platform: 'ios', file } as const;
  const byHand = (reason: string): Step => ({
    ...base,
    status: 'manual',
    message: `${file} was left as it is: ${reason}. Add this ${step.place}:`,
    changes: [],
    paste: step.paste,
  });

  // An absent file is outside of nothing; everything else is judged by where its links lead.
  if (existsSync(step.path) && !isInsideProject(project, step.path)) return byHand('it is a link to a file outside the project');
  const current = readTextFile(step.path);
  if (current.state === 'absent') return byHand('it does not exist');
  if (current.state === 'unreadable') return byHand(current.reason);
  const result = step.edit(current.text);
  if (!result.ok) return byHand(result.reason);
  const changes = result.changes;
  if (result.text === current.text) return { ...base, status: 'ready', message: `${file} is ready`, changes, paste: [] };
  if (!project.config.configure) {
    const message = `${file} is not ready, and plugins.CapgoBackgroundTask.configure is false. Add this ${step.place}:`;
    return { ...base, status: 'off', message, changes, paste: step.paste };
  }
  const summary = changes.join('; ');
  if (check) return { ...base, status: 'missing', message: `${file} would change: ${summary}`, changes, paste: [] };
  const hindrance = replaceText(step.path, current.text, result.text);
  if (hindrance !== undefined) return byHand(hindrance);
  return { ...base, status: 'changed', message: `${file}: ${summary}`, changes, paste: [] };
}

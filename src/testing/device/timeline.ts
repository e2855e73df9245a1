import type { Zone } from '../../core/daily-window.js';
import { localText } from './instants.js';

export type TimelineKind = 'device' | 'app' | 'wake' | 'run' | 'death' | 'report';

/** Describes one thing that happened. */
export interface TimelineEntry {
  /** Tells when it happened, in epoch milliseconds. */
  readonly at: number;
  readonly kind: TimelineKind;
  /** Names the task that it concerns; null when it concerns none. */
  readonly taskName: string | null;
  readonly text: string;
}

export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  /** Returns one line for each entry, with the device's local time. */
  toString(): string;
}

export function timelineOf(entries: readonly TimelineEntry[], zone: (near: number) => Zone): Timeline {
  return {
    entries,
    toString: () => entries.map(({ at, kind, text }) => `${localText(at, zone(at))}  ${kind.padEnd(6)} ${text}`).join('\n'),
  };
}

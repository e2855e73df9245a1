import type { Zone } from '../../core/daily-window.js';
import { localText } from './instants.js';

export type TimelineKind = 'device' | 'app' | 'wake' | 'run' | 'death' | 'report';

/** One thing that happened. */
export interface TimelineEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: TimelineKind;
  /** The task that it is about, or null. */
  readonly taskName: string | null;
  readonly text: string;
}

export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  /** One line for each entry, in the device's local time. */
  toString(): string;
}

export function timelineOf(entries: readonly TimelineEntry[], zone: (near: number) => Zone): Timeline {
  return {
    entries,
    toString: () => entries.map(({ at, kind, text }) => `${localText(at, zone(at))}  ${kind.padEnd(6)} ${text}`).join('\n'),
  };
}

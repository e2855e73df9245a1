/**
 * Tells where a value is from: `source` is the system's own code, `documented` the vendor's page; `assumed` means that nobody says, and `range` shows
 * how far off it may be.
 */
export type RuleStanding = 'source' | 'documented' | 'assumed';

/** Describes one row of the table of platform rules, which the virtual device and the forecast share. */
export interface Rule<Value = number> {
  readonly id: string;
  readonly about: string;
  readonly value: Value;
  /** Names in words the versions of the system for which the rule holds. */
  readonly versions: string;
  readonly standing: RuleStanding;
  /** Names the file of the system's code, or the address of the vendor's page. */
  readonly source: string;
  /** Gives the lowest and the highest value that seem possible, where the value is assumed. */
  readonly range?: readonly [low: Value, high: Value];
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

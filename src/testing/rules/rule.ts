/** Where a value is from. `source`: the system's own code. `documented`: the vendor's page. `assumed`: nobody says; the range shows how much it may be off. */
export type RuleStanding = 'source' | 'documented' | 'assumed';

/** One row of the table of platform rules, which the virtual device and the forecast share. */
export interface Rule<Value = number> {
  readonly id: string;
  readonly about: string;
  readonly value: Value;
  /** The versions of the system that it holds for, as people write them. */
  readonly versions: string;
  readonly standing: RuleStanding;
  /** The file of the system's code, or the address of the vendor's page. */
  readonly source: string;
  /** Lowest and highest value that is believed possible, where the value is assumed. */
  readonly range?: readonly [low: Value, high: Value];
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

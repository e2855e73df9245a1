/** The exit codes of the command, as documented in its help. The hook always ends with 0. */
export const EXIT = {
  /** Nothing is left to do; doctor found no error. */
  done: 0,
  /** Something is left for a person, or for a run without `--check`; doctor found an error. */
  open: 1,
  /** The command line was not understood. */
  usage: 2,
  /** No Capacitor project was found. */
  noProject: 3,
  /** A defect of this command. */
  defect: 70,
} as const;

export const HELP = `Sets up @capgo/capacitor-background-task in a Capacitor app, and finds out why a task does not run.

Usage: npx capacitor-background-task <command> [options]

Commands
  configure   Add to Info.plist and AppDelegate.swift what is missing; check Android and the web build.
              "npx cap sync" does the same, except in an Nx workspace, where plugin hooks do not run.
  doctor      Look for everything that keeps a task from running. Writes nothing, runs none of the app's code.

Options
  --check         configure: tell what would change, write nothing
  --json          print one JSON object
  --root <dir>    the app's folder (default: the nearest with a capacitor.config)
  --help, --version

Exit codes
  0   nothing is left to do; doctor found no error
  1   something is left to do by hand or, with --check, by configure; doctor found an error
  2   the command line was not understood
  3   no Capacitor project was found
  70  a defect of this command
`;

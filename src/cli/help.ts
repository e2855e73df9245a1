export const HELP = `Sets up @capgo/capacitor-background-task in a Capacitor app, and finds out why a task does not run.

Usage: npx capacitor-background-task <command> [options]

Commands
  configure   Add to Info.plist and AppDelegate.swift what is missing; check Android and the web build.
              "npx cap sync" does the same, except in an Nx workspace, where plugin hooks do not run.
  build       Make the service worker, the headless page and background-task.json from the tasks module, beside the built index.html,
              for apps without the Vite plugin. Needs Vite, installed in the app.
  doctor      Look for everything that keeps a task from running. Writes nothing, runs none of the app's code.
  forecast    Draw what a week brings on devices of one kind: when tasks run, what they wait for, how old the data is. A model.

Options
  --details       doctor: all of it: links, notes on the platforms, the commands that force a run
  --check         configure: tell what would change, write nothing
  --tasks <file>  build: the tasks module (default: src/background-tasks.ts, .js, .mts or .mjs)
  --out <dir>     build: where the files go (default: webDir of the Capacitor config)
  --base <path>   build: the URL path of index.html (default: its <base href>, else /)
  --define <name>=<value>
                  build: replace a name in the code; may be given more than once
  --watch         build: build again after each change
  --task <name:minutes,…>
                  forecast: a task, with offline, unmetered, charging, battery, storage, idle after the minutes; may be given
                  more than once (default: the registerTaskAsync calls that the app's code shows)
  --from <file>   forecast: a report of getReportAsync(): the tasks, the history and the platform of a real device
  --device <id>   forecast: pixel-commuter (the usual one), samsung-rare, iphone-night, web-installed, browser-tab
  --days <n>, --seeds <n>
                  forecast: how long (default 7), on how many devices (default 200)
  --svg <file>, --html <file>
                  forecast: the picture; a page on which all of it can be moved by hand
  --fleet <n>     forecast: what so many devices ask of the server; --svg then draws that
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

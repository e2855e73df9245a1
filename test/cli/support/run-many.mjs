// Runs the command many times in one process: jobs as JSON on standard input, results as JSON on standard output.
// A process for each of hundreds of fixtures would take minutes. Its first argument is the bundle that exports `run`.
import { readFileSync } from 'node:fs';

const { run } = await import(process.argv[2]);
const jobs = JSON.parse(readFileSync(0, 'utf8'));
const results = [];
for (const { args, cwd, env } of jobs) {
  const stdout = [];
  const stderr = [];
  process.chdir(cwd);
  const status = await run(args, {
    workingFolder: cwd,
    environment: env,
    terminal: { colours: false, out: (line) => stdout.push(line), error: (line) => stderr.push(line) },
  });
  results.push({ status, stdout: stdout.join('\n'), stderr: stderr.join('\n') });
}
process.stdout.write(JSON.stringify(results));

// What a long queue costs on iOS: the Swift core on its own files, compiled as for the App Store, on Linux.
import { join } from 'node:path';
import { findToolchain, runSwift, runTool } from '../scripts/ios/toolchain.mjs';
import { figure, report } from './figure.mjs';

const toolchain = findToolchain();
const scratch = join(toolchain.build, 'release');
const args = ['build', '--package-path', join(toolchain.repository, 'ios'), '--scratch-path', scratch, '-c', 'release', '-j', '2'];
const lines = [];
const built = await runSwift(toolchain, [...args, '-Xswiftc', '-enable-testing', '--product', 'BackgroundTaskProcess'], (line) =>
  lines.push(line),
);
if (built !== 0) throw new Error(lines.join('\n'));

const printed = [];
const status = await runTool(toolchain, join(scratch, 'release/BackgroundTaskProcess'), ['cost'], (line) => printed.push(line));
if (status !== 0) throw new Error(`the process ended with ${status}`);
const { few, many, startFew, startMany, kilobytes } = JSON.parse(printed.at(-1));

report([
  figure('iOS core: open, claim and finish one of 1,000 items of 8 kB', {
    value: many,
    unit: 'ms',
    limit: 2 * few,
    base: few,
    note: 'beside one of 10',
  }),
  figure('iOS core: read 1,000 items at the start of a process', {
    value: startMany - startFew,
    unit: 'ms',
    limit: 250,
    note: 'beside 10; their data stays in its files',
  }),
  figure('iOS core: 1,000 items of 8 kB on disk', { value: kilobytes, unit: 'kB', limit: 9000 }),
]);

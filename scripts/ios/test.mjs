// Builds and tests the iOS sources with Swift on Linux (ios/Package.swift).
// Exit codes: 0 green, 1 red, 77 not run (no Swift here).
// With arguments only the tests of these names run; with --threads all but three suites under the thread sanitizer, as LONG=1 does at the end. With
// --no-model the scenarios of test/model are left out, which another suite plays.
import { join } from 'node:path';
import { checkPackaging } from './check-packaging.mjs';
import { checkFormat } from './format.mjs';
import { checkProtocol } from './protocol/check-protocol.mjs';
import { checkShell } from './shell/check-shell.mjs';
import { writeScenarios } from '../../test/model/write-scenarios.mjs';
import { root } from '../setup/paths.mjs';
import { secondEngine } from '../test/needs.mjs';
import { findToolchain, installObstacles, installToolchain, runSwift } from './toolchain.mjs';

const NOT_RUN = 77;
const threadsOnly = process.argv.includes('--threads');
const playsModel = !process.argv.includes('--no-model');
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

const requireToolchain = () => {
  const found = findToolchain();
  if (found) return found;
  const obstacles = installObstacles();
  if (obstacles.length === 0) return installToolchain();
  console.log('The iOS tests were not run: there is no Swift toolchain here.');
  for (const obstacle of obstacles) console.log(`- ${obstacle}`);
  console.log('Install Swift 6 so that `swift` is in the PATH (https://www.swift.org/install), or run as root on Debian:');
  console.log('  sh scripts/ios/install-swift.sh .cache/swift');
  process.exit(NOT_RUN);
};

const counts = { passed: 0, failed: 0 };

/** Follows XCTest's output. A test case that starts and does not end has crashed. */
const makeTestReader = () => {
  const running = new Set();
  const read = (line) => {
    if (line.includes('WARNING: ThreadSanitizer')) counts.failed += 1;
    const match = /^Test Case '([^']+)' (started|passed|failed|skipped)/.exec(line);
    if (!match) {
      if (!/^Test Suite|^\s+Executed |^◇|^✔|^Building for|^Build complete|^\[\d+\/\d+\]/.test(line)) console.log(line);
      return;
    }
    const [, name, state] = match;
    if (state === 'started') {
      running.add(name);
      return;
    }
    running.delete(name);
    // A skipped test proves nothing, so it does not count as passed.
    if (state === 'passed') counts.passed += 1;
    else {
      counts.failed += 1;
      console.log(`${state}: ${name}`);
    }
  };
  const end = (exitCode) => {
    for (const name of running) {
      counts.failed += 1;
      console.log(`crashed: ${name}`);
    }
    if (exitCode !== 0 && counts.failed === 0) {
      counts.failed += 1;
      console.log(`swift test ended with exit code ${exitCode}`);
    }
  };
  return { read, end };
};

/**
 * Runs `swift test`. With `threads` it runs under the thread sanitizer, without the suites whose child processes the sanitizer's handlers keep from
 * ending, and without the model, which has only one thread.
 */
const runXCTest = async (toolchain, { threads = false } = {}) => {
  const reader = makeTestReader();
  const scratch = threads ? join(toolchain.build, 'threads') : toolchain.build;
  const args = ['test', '--package-path', join(toolchain.repository, 'ios'), '--scratch-path', scratch, '--disable-swift-testing'];
  args.push('-Xswiftc', '-warnings-as-errors', '-j', '2');
  if (threads) args.push('--sanitize=thread', '--skip', 'TrapTests', '--skip', 'KillTests');
  if (threads || !playsModel) args.push('--skip', 'ModelTests');
  for (const filter of filters) args.push('--filter', filter);
  reader.end(await runSwift(toolchain, args, reader.read));
};

const add = ({ passed, failed }) => {
  counts.passed += passed;
  counts.failed += failed;
};

const runProtocol = async (toolchain) => {
  const missing = secondEngine();
  if (missing === null) {
    return checkProtocol(toolchain).catch((error) => {
      console.log(`failed: the protocol end to end\n  ${error.stack}`);
      return { passed: 0, failed: 1 };
    });
  }
  console.log(`The protocol end to end was not run: it needs ${missing}`);
  // In CI a check that was not run counts as a failure.
  return { passed: 0, failed: process.env.CI ? 1 : 0 };
};

const toolchain = requireToolchain();
writeScenarios(join(root, '.cache', 'scenarios', 'ios.json'));
if (threadsOnly || filters.length > 0) {
  await runXCTest(toolchain, { threads: threadsOnly });
} else {
  add(await checkPackaging(toolchain));
  add(await checkFormat(toolchain));
  add(await checkShell(toolchain));
  await runXCTest(toolchain);
  add(await runProtocol(toolchain));
  if (process.env.LONG === '1') await runXCTest(toolchain, { threads: true });
}

console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;

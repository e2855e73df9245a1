// Checks the protocol end to end: the real Swift core answers the example app's headless page and Capacitor's native-bridge.js in WebKit.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNotesServer } from '../../../example-app/server/notes-server.mjs';
import { until } from '../../../test/drivers/until.ts';
import { WebKit } from '../../../test/drivers/webkit.ts';
import { root } from '../../setup/paths.mjs';
import { cacheFolder } from '../toolchain.mjs';
import { startBridge } from './bridge-server.mjs';
import { buildExample } from './example-page.mjs';
import { startSwift } from './swift-process.mjs';

const DEFAULT_SERVER = 'http://localhost:4180';
const OPTIONS = {
  minimumIntervalMs: 1, requiresNetwork: true, requiresUnmeteredNetwork: false, requiresCharging: false, requiresBatteryNotLow: false,
  requiresStorageNotLow: false, requiresDeviceIdle: false, maximumRetries: 0, timeLimitMs: null, timeoutMs: null,
};
/** Runs in the page, and stores a note as if it had been written offline, in the example's own database. */
const seed = (id, text) =>
  new Promise((done) => {
    const request = indexedDB.open('offline-notes', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('notes', { keyPath: 'id' });
      request.result.createObjectStore('feed', { keyPath: 'id' });
    };
    request.onsuccess = () => {
      const transaction = request.result.transaction('notes', 'readwrite');
      transaction.objectStore('notes').put({ id, text, createdAt: 1, uploadedAt: null });
      transaction.oncomplete = () => { request.result.close(); done('stored'); };
    };
    request.onerror = () => done(String(request.error));
  });

const equal = (actual, expected, what) => {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what}: ${a}, not ${e}`);
};

/** Starts the example's server, which leaves requests unanswered that a test holds back. */
const startNotes = async (folder) => {
  const { server: inner, notes, marks } = createNotesServer({ folder });
  const held = { path: null, requests: [] };
  const server = createServer((request, response) => {
    if (held.path === null || request.method === 'OPTIONS' || !request.url.startsWith(held.path)) return inner.emit('request', request, response);
    const one = { aborted: false };
    response.on('close', () => (one.aborted = !response.writableEnded));
    return held.requests.push(one);
  });
  await new Promise((settle) => server.listen(0, '127.0.0.1', () => settle(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => {
    server.closeAllConnections();
    server.close();
    inner.emit('close');
  };
  return { origin: `http://localhost:${port}`, notes, marks, held, close };
};

const makeWorld = async (toolchain) => {
  const example = buildExample(root, cacheFolder);
  const folder = mkdtempSync(join(tmpdir(), 'protocol-'));
  const notes = await startNotes(folder);
  const webKit = await WebKit.launch();
  const state = { completed: [], headless: [], ready: false };
  let bridge;
  const swift = startSwift(toolchain, (message) => {
    if (message.ready) state.ready = true;
    if ('completed' in message) state.completed.push(message.completed);
    if (message.event && message.runtime === 'headless') bridge.notify(message.event, message.payload);
    if (message.headless) state.headless.push(message.headless);
  });
  const methods = /static let names = \[([^\]]*)\]/.exec(readFileSync(join(root, 'ios/Sources/CapgoBackgroundTaskPlugin/Core/Engine/MethodTable.swift'), 'utf8'))[1];
  bridge = await startBridge({
    folder: example.folder,
    scripts: {
      own: join(root, 'scripts/ios/protocol'),
      nativeBridge: join(root, 'node_modules/@capacitor/ios/Capacitor/Capacitor/assets/native-bridge.js'),
    },
    methods: [...methods.matchAll(/"(\w+)"/g)].map(([, name]) => name),
    rewrite: (text) => text.replaceAll(DEFAULT_SERVER, notes.origin),
    pass: (method, argument) => swift.call('headless', method, argument),
  });
  await until('the Swift process is ready', () => state.ready);

  const world = {
    example, notes, webKit, swift, bridge, state,
    /** Plays a wake up to the moment at which the page is loaded. */
    wake: async (kind = 'processing') => {
      state.completed.length = 0;
      state.headless.length = 0;
      bridge.messages.length = 0;
      swift.send({ wake: kind });
      await until('the headless page is wanted', () => state.headless.includes('start'));
      await webKit.goto(`${bridge.origin}/background-task.html`);
    },
    ended: () => until('the system is answered', () => state.completed.length > 0),
    calls: (method) => bridge.messages.filter((one) => one.methodName === method).map((one) => one.options),
    /** Registers a task and waits until it is due, because the answer may come within the same millisecond as the registration. */
    register: async (name, options = {}) => {
      await swift.call('page', 'registerTask', { name, options: { ...OPTIONS, ...options } });
      const { task } = await swift.call('page', 'getTask', { name });
      await until('the task is due', () => Date.now() >= task.nextEligibleAt);
    },
    newestRun: async () => (await swift.call('page', 'getRuns', { state: 'settled', limit: 1 })).runs[0],
    /** Restores the state before each test: nothing is registered, no request is held back, and no page is open. */
    reset: async () => {
      notes.held.path = null;
      notes.held.requests.length = 0;
      await webKit.goto('about:blank');
      swift.send({ gone: 'headless' });
      await swift.call('page', 'unregisterAllTasks', {});
    },
    close: async () => {
      swift.close();
      bridge.close();
      notes.close();
      await webKit.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
};

const tests = {
  'a wake runs the callback of the headless page, and the upload reaches the server': async (world) => {
    await world.webKit.goto(`${world.bridge.origin}/seed.html`);
    equal(await world.webKit.evaluate(seed, 'note-1', 'written offline'), 'stored', 'the seed');
    await world.register('sync-notes');
    await world.wake();
    await world.ended();
    equal(world.state.completed, [true], 'setTaskCompleted');
    equal(world.notes.notes.map(({ id, text }) => [id, text]), [['note-1', 'written offline']], 'notes on the server');
    equal(world.notes.marks.map(({ phase, trigger, runtime }) => [phase, trigger, runtime]), [['start', 'processing', 'headless'], ['end', 'processing', 'headless']], 'what the callback was told');
    const [attach] = world.calls('attach');
    equal([attach.runtime, [...attach.taskNames].sort()], ['headless', world.example.tasks], 'attach');
    const run = await world.newestRun();
    equal([run.taskName, run.outcome, run.runtime, run.attempt], ['sync-notes', 'success', 'headless', 1], 'the run');
    await until('the page is released', () => world.state.headless.includes('stop'));
  },
  'an enqueued item runs once in a wake, with the data that it was given, and says how far it is': async (world) => {
    await world.webKit.goto(`${world.bridge.origin}/seed.html`);
    equal(await world.webKit.evaluate(seed, 'note-2', 'sent alone'), 'stored', 'the seed');
    const { minimumIntervalMs: _, maximumRetries, timeLimitMs, timeoutMs: __, ...constraints } = OPTIONS;
    const item = { taskName: 'send-note', id: 'once', existing: 'replace', data: '{"id":"note-2"}', initialDelayMs: 0, constraints, maximumRetries, timeLimitMs };
    const { id, change } = await world.swift.call('page', 'enqueueTask', item);
    equal([id, change], ['once', 'created'], 'enqueued');
    const { items } = await world.swift.call('page', 'getEnqueued', { limit: 100, includeData: true });
    equal(items.map(({ taskName, running, blockedBy, data }) => [taskName, running, blockedBy, data]), [['send-note', false, [], item.data]], 'the queue');
    await world.wake();
    await world.ended();
    equal(world.state.completed, [true], 'setTaskCompleted');
    equal(world.notes.notes.some((note) => note.id === 'note-2' && note.text === 'sent alone'), true, 'the note is on the server');
    const run = await world.newestRun();
    equal([run.outcome, run.enqueuedId, run.final, run.trigger, run.progress], ['success', 'once', true, 'processing', '"sent"'], 'the run');
    equal(await world.swift.call('page', 'getEnqueued', { limit: 100, includeData: false }), { items: [] }, 'the queue afterwards');
  },
  'the system takes the wake back: the signal aborts, the request ends, the run expires': async (world) => {
    await world.register('refresh-feed');
    world.notes.held.path = '/feed';
    await world.wake();
    await until('the callback waits for the server', () => world.notes.held.requests.length === 1);
    world.swift.send({ expire: true });
    await world.ended();
    equal(world.state.completed, [false], 'setTaskCompleted');
    await until('the request was aborted', () => world.notes.held.requests[0].aborted);
    const run = await world.newestRun();
    equal([run.outcome, run.error.code], ['expired', 'EXPIRED'], 'the run');
  },
  'a finish that comes too late, or with another token, is not accepted and changes nothing': async (world) => {
    await world.register('refresh-feed');
    world.notes.held.path = '/feed';
    await world.wake();
    await until('the callback waits for the server', () => world.notes.held.requests.length === 1);
    const [claim] = world.calls('claimRun');
    const finish = (token) => world.swift.call('headless', 'finishRun', { taskId: claim.taskId, taskName: claim.taskName, token, outcome: 'success', error: null });
    equal(await finish('another'), { accepted: false }, 'another token');
    world.swift.send({ expire: true });
    await world.ended();
    const [own] = world.calls('finishRun');
    equal(await finish(own?.token ?? 'none'), { accepted: false }, 'late');
    equal((await world.newestRun()).outcome, 'expired', 'the run');
  },
  'the deadline of a task with a time limit aborts in JavaScript, without the system': async (world) => {
    await world.register('refresh-feed', { timeLimitMs: 1000 });
    world.notes.held.path = '/feed';
    await world.wake();
    await world.ended();
    equal(world.state.completed, [false], 'setTaskCompleted');
    equal(world.calls('finishRun').map(({ outcome }) => outcome), ['expired'], 'finished by JavaScript');
    await until('the request was aborted', () => world.notes.held.requests[0].aborted);
    const run = await world.newestRun();
    equal([run.outcome, run.deadline - run.claimedAt], ['expired', 1000], 'the run');
  },
  'a page that goes away during its run loses it': async (world) => {
    await world.register('refresh-feed');
    world.notes.held.path = '/feed';
    await world.wake();
    await until('the callback waits for the server', () => world.notes.held.requests.length === 1);
    await world.webKit.goto('about:blank');
    world.swift.send({ gone: 'headless' });
    await world.ended();
    const run = await world.newestRun();
    equal([run.outcome, run.error.code], ['lost', 'RUNTIME_DIED'], 'the run');
  },
  'a registered task that the bundle does not define is undefined, and the system is told success': async (world) => {
    await world.register('not-in-the-bundle');
    await world.wake('refresh');
    await world.ended();
    equal(world.state.completed, [true], 'setTaskCompleted');
    equal(world.calls('declineRun').map(({ reason }) => reason), ['undefined'], 'declined');
    const run = await world.newestRun();
    equal([run.outcome, run.error.code, run.trigger], ['undefined', 'TASK_NOT_DEFINED', 'app-refresh'], 'the run');
  },
};

export const checkProtocol = async (toolchain) => {
  const counts = { passed: 0, failed: 0 };
  const world = await makeWorld(toolchain);
  try {
    for (const [name, test] of Object.entries(tests)) {
      try {
        await test(world);
        counts.passed += 1;
      } catch (error) {
        counts.failed += 1;
        console.log(`failed: ${name}\n  ${error.message}`);
      }
      await world.reset();
    }
  } finally {
    await world.close();
  }
  return counts;
};

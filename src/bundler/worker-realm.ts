/** What the thread is given, and what it answers with. */
export interface RealmTask {
  readonly code: string;
  readonly fileName: string;
  /** Of the definitions that all copies of the package in one context share. */
  readonly definitionsKey: string;
}
export type RealmAnswer =
  | { readonly taskNames: readonly string[] }
  | { readonly thrown: { readonly name: string; readonly message: string; readonly stack: string } };

/**
 * Evaluates a worker's file in a realm that has what a service worker has, and neither window nor document. It is sent to a thread as
 * text, so it uses nothing from outside: a tasks module may loop, throw later or leave promises rejected without harm to the build.
 */
export function evaluateInThread(): void {
  // Neither import nor require: a bundler would rewrite them into something from outside.
  const threads = process.getBuiltinModule('node:worker_threads');
  const vm = process.getBuiltinModule('node:vm');
  const { code, fileName, definitionsKey } = threads.workerData as RealmTask;
  process.on('unhandledRejection', () => undefined);

  // Stands for everything that answers later: any property, any call, and a promise that never settles.
  const silent: unknown = new Proxy(function silent() {}, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => '' : silent),
    set: () => true,
    apply: () => silent,
    construct: () => silent as object,
  });
  const copied =
    'AbortController AbortSignal Blob ByteLengthQueuingStrategy CompressionStream CountQueuingStrategy Crypto CryptoKey CustomEvent DOMException ' +
    'DecompressionStream Event EventTarget File FormData Headers Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver ' +
    'ReadableStream ReadableStreamBYOBReader ReadableStreamDefaultReader Request Response SubtleCrypto TextDecoder TextDecoderStream TextEncoder ' +
    'TextEncoderStream TransformStream URL URLSearchParams WebAssembly WritableStream WritableStreamDefaultWriter atob btoa crypto performance ' +
    'queueMicrotask structuredClone';
  const classes =
    'BroadcastChannel Cache CacheStorage Client Clients ExtendableEvent ExtendableMessageEvent FetchEvent FileReader FontFace IDBCursor ' +
    'IDBCursorWithValue IDBDatabase IDBFactory IDBIndex IDBKeyRange IDBObjectStore IDBOpenDBRequest IDBRequest IDBTransaction IDBVersionChangeEvent ' +
    'ImageBitmap ImageData Lock LockManager MessageChannel MessageEvent MessagePort NavigationPreloadManager NetworkInformation Notification ' +
    'OffscreenCanvas PeriodicSyncEvent PeriodicSyncManager PermissionStatus Permissions PushManager PushSubscription ServiceWorker ' +
    'ServiceWorkerGlobalScope ServiceWorkerRegistration StorageManager SyncEvent SyncManager WebSocket WebTransport WindowClient WorkerGlobalScope ' +
    'WorkerLocation WorkerNavigator';
  const objects = 'caches clients cookieStore indexedDB registration scheduler serviceWorker trustedTypes';
  const functions =
    'addEventListener clearInterval clearTimeout createImageBitmap dispatchEvent fetch importScripts removeEventListener reportError setInterval ' +
    'setTimeout skipWaiting';

  const scope: Record<string, unknown> = {};
  const host = globalThis as unknown as Record<string, unknown>;
  // At the first use: to make some of them Node.js loads much.
  for (const name of copied.split(' ')) {
    if (!(name in host)) continue;
    const define = (property: PropertyDescriptor): object => Object.defineProperty(scope, name, { ...property, configurable: true });
    define({ get: () => host[name], set: (value: unknown) => void define({ value, writable: true }) });
  }
  for (const name of classes.split(' ')) scope[name] = { [name]: class extends EventTarget {} }[name];
  for (const name of `${objects} ${functions}`.split(' ')) scope[name] = silent;
  scope['console'] = silent;
  scope['isSecureContext'] = true;
  scope['origin'] = 'https://localhost';
  scope['location'] = new URL(`https://localhost/${fileName}`);
  scope['navigator'] = new Proxy(
    { onLine: true, language: 'en', languages: ['en'], userAgent: 'background-task-build', hardwareConcurrency: 1 },
    {
      get: (known, key) => (key in known ? known[key as keyof typeof known] : silent),
    },
  );
  const realm = vm.createContext(scope);
  const send = (answer: RealmAnswer): void => threads.parentPort?.postMessage(answer);
  try {
    vm.runInContext('globalThis.self = globalThis', realm);
    vm.runInContext(code, realm, { filename: fileName });
  } catch (error: unknown) {
    const known = (typeof error === 'object' && error !== null ? error : {}) as { name?: unknown; message?: unknown; stack?: unknown };
    const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);
    send({ thrown: { name: text(known.name, 'Thrown'), message: text(known.message, String(error)), stack: text(known.stack, '') } });
    return;
  }
  // A task may be defined behind an inlined import(): a few turns later.
  let turns = 20;
  const later = (): void => {
    turns -= 1;
    if (turns > 0) return void setImmediate(later);
    const definitions = (realm as Record<symbol, { names(): string[] } | undefined>)[Symbol.for(definitionsKey)];
    send({ taskNames: definitions === undefined ? [] : [...definitions.names()] });
  };
  later();
}

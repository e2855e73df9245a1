// One classic script for a service worker that no bundler made: `importScripts('plugin.worker.js')`.
export * from './index.worker.js';
export { listen } from './web/worker/index.js';

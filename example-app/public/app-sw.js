// The app's own worker, written by hand: it opens the app without a network. The worker of the background tasks is another one, in a
// scope of its own, and neither knows of the other.
const CACHE = 'offline-notes';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(fromNetwork(request).catch(() => fromCache(request)));
});

async function fromNetwork(request) {
  const response = await fetch(request);
  if (response.ok) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}

async function fromCache(request) {
  return (await caches.match(request)) ?? Response.error();
}

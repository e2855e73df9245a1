// Stands for Capacitor's bridge on iOS: serves the page with Capacitor's real native-bridge.js before it, and keeps the listener tables
// and the shape of answers as CAPPlugin.m and CapacitorBridge.swift have them. It hands calls to our plugin to `pass`.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const PLUGIN = 'CapgoBackgroundTask';
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.css': 'text/css' };

/** Returns what Capacitor's JSExport.exportJS would: a script with the plugin's object, its methods and its header. */
const pluginScript = (name, methods) => {
  const own = methods.map((method) => `t['${method}'] = function(_options) { return w.Capacitor.nativePromise('${name}', '${method}', _options); };`);
  const header = { name, methods: [{ name: 'addListener' }, { name: 'removeListener' }, ...['removeAllListeners', ...methods].map((method) => ({ name: method, rtype: 'promise' }))] };
  return `(function(w) { var a = (w.Capacitor = w.Capacitor || {}); var p = (a.Plugins = a.Plugins || {}); var t = (p['${name}'] = {});
t.addListener = function(eventName, callback) { return w.Capacitor.addListener('${name}', eventName, callback); };
${own.join('\n')}
(a.PluginHeaders = a.PluginHeaders || []).push(${JSON.stringify(header)}); })(window);\n`;
};

const bodyOf = async (request) => {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
};

export const startBridge = async ({ folder, scripts, methods, rewrite, pass }) => {
  let listeners = [];
  let results;
  const messages = [];
  const toJavaScript = (call, answer) =>
    results?.write(`data: ${JSON.stringify({ callbackId: call.callbackId, pluginId: call.pluginId, methodName: call.methodName, ...answer })}\n\n`);

  const handle = (call) => {
    messages.push(call);
    if (call.pluginId !== PLUGIN) return;
    if (call.methodName === 'addListener') {
      listeners.push({ call, eventName: call.options.eventName });
    } else if (call.methodName === 'removeListener') {
      listeners = listeners.filter((one) => one.call.callbackId !== call.options.callbackId);
    } else {
      pass(call.methodName, call.options).then(
        (data) => toJavaScript(call, { save: false, success: true, data }),
        ({ message, code }) => toJavaScript(call, { success: false, error: { message, errorMessage: message, code } }),
      );
    }
  };

  const files = {
    '/bridge/shim.js': () => readFileSync(join(scripts.own, 'shim.js'), 'utf8'),
    '/bridge/native-bridge.js': () => readFileSync(scripts.nativeBridge, 'utf8'),
    '/bridge/plugins.js': () => pluginScript(PLUGIN, methods) + pluginScript(`${PLUGIN}Headless`, []),
    '/seed.html': () => '<!doctype html><title>seed</title>',
  };
  const tags = ['shim', 'native-bridge', 'plugins'].map((name) => `<script src="/bridge/${name}.js"></script>`).join('');

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/bridge/message') {
      const call = JSON.parse(await bodyOf(request));
      response.end();
      return handle(call);
    }
    if (pathname === '/bridge/results') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      response.write(':\n\n');
      // A navigation of the web view resets the bridge, so the listeners of the page before are gone.
      listeners = [];
      results = response;
      return undefined;
    }
    try {
      const text = files[pathname]?.() ?? rewrite(readFileSync(join(folder, pathname), 'utf8'));
      response.writeHead(200, { 'Content-Type': TYPES[extname(pathname)] ?? 'application/octet-stream' });
      return response.end(pathname === '/background-task.html' ? text.replace('<head>', `<head>${tags}`) : text);
    } catch {
      response.writeHead(404);
      return response.end();
    }
  });
  await new Promise((settle) => server.listen(0, '127.0.0.1', () => settle(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://localhost:${port}`,
    /** Holds what JavaScript has sent since the last reset. */
    messages,
    /** Sends an event to its listeners, as Capacitor's notifyListeners does. */
    notify: (eventName, data) => {
      for (const one of listeners) if (one.eventName === eventName) toJavaScript(one.call, { save: true, success: true, data });
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

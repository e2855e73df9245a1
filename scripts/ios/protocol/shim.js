// What WKWebView gives a page: a message handler, and scripts evaluated by the app. Served before Capacitor's native-bridge.js.
(() => {
  let last = Promise.resolve();
  const postMessage = (message) => {
    const body = JSON.stringify(message);
    // One after the other, as the real message handler keeps the order.
    last = last.then(() => fetch('/bridge/message', { method: 'POST', body })).catch(() => undefined);
  };
  window.webkit = { messageHandlers: { bridge: { postMessage } } };
  // Capacitor's synchronous questions come as prompts; the app's delegate answers that neither plugin is switched on.
  window.prompt = (text) => (/"type":"Capacitor(?:Cookies\.isEnabled|Http)"/.test(text) ? 'false' : null);
  // As Capacitor's JSExport.exportCapacitorGlobalJS.
  window.Capacitor = { DEBUG: false, isLoggingEnabled: false, Plugins: {} };
  window.WEBVIEW_SERVER_URL = location.origin;
  new EventSource('/bridge/results').onmessage = ({ data }) => window.Capacitor.fromNative(JSON.parse(data));
})();

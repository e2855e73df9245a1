// Gives the page what WKWebView gives it: a message handler, and scripts that the app evaluates. It is served before Capacitor's native-bridge.js.
(() => {
  let last = Promise.resolve();
  const postMessage = (message) => {
    const body = JSON.stringify(message);
    // Messages are sent one after the other, because the real message handler keeps their order.
    last = last.then(() => fetch('/bridge/message', { method: 'POST', body })).catch(() => undefined);
  };
  window.webkit = { messageHandlers: { bridge: { postMessage } } };
  // Capacitor asks synchronous questions by prompts; the app's delegate answers that neither CapacitorCookies nor CapacitorHttp is switched on.
  window.prompt = (text) => (/"type":"Capacitor(?:Cookies\.isEnabled|Http)"/.test(text) ? 'false' : null);
  // This is what Capacitor's JSExport.exportCapacitorGlobalJS defines.
  window.Capacitor = { DEBUG: false, isLoggingEnabled: false, Plugins: {} };
  window.WEBVIEW_SERVER_URL = location.origin;
  new EventSource('/bridge/results').onmessage = ({ data }) => window.Capacitor.fromNative(JSON.parse(data));
})();

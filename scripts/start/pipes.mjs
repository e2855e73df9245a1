/** The debugging protocol over the browser's pipes: JSON messages, each ended by a NUL. */
export function connectPipes(writing, reading, gone) {
  const waiting = new Map();
  const listeners = new Map();
  let lastId = 0;
  let rest = '';

  const receive = (text) => {
    const { id, method, params, result, error } = JSON.parse(text);
    if (id === undefined) return listeners.get(method)?.forEach((listener) => listener(params));
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error) reject?.(new Error(error.message));
    else resolve?.(result);
  };
  reading.setEncoding('utf8').on('data', (text) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop();
    messages.forEach(receive);
  });
  for (const pipe of [reading, writing]) pipe.on('error', () => {});
  void gone.then(() => {
    for (const { reject } of waiting.values()) reject(new Error('the browser has ended'));
    waiting.clear();
  });

  return {
    on: (method, listener) => listeners.set(method, [...(listeners.get(method) ?? []), listener]),
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        writing.write(`${JSON.stringify({ id: lastId, method, params, ...(sessionId && { sessionId }) })}\0`);
      }),
  };
}

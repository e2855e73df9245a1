// Runs the Swift side of the protocol: the real engine in a process that reads and writes lines of JSON (ios/TestProcess/ProtocolServer.swift).
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export const startSwift = (toolchain, onMessage) => {
  const [command, args] = toolchain.command(`${toolchain.build}/debug/BackgroundTaskProcess`, ['serve']);
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const close = () => child.kill('SIGKILL');
  process.once('exit', close);
  const calls = new Map();
  let count = 0;
  const send = (message) => child.stdin.write(`${JSON.stringify(message)}\n`);

  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line);
    if (!('answer' in message)) return onMessage(message);
    const call = calls.get(message.answer);
    calls.delete(message.answer);
    if (message.error) call.reject(Object.assign(new Error(message.error.message), message.error));
    else call.resolve(message.value);
  });

  return {
    send,
    call: (runtime, method, argument) =>
      new Promise((resolve, reject) => {
        count += 1;
        calls.set(count, { resolve, reject });
        send({ call: count, runtime, method, argument });
      }),
    close: () => {
      process.off('exit', close);
      close();
    },
  };
};

const CHANNEL = 'offline-notes';

/** Tells every open page that the stored notes or the feed changed. */
export function announce(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('changed');
  channel.close();
}

export function onChange(listener: () => void): void {
  new BroadcastChannel(CHANNEL).onmessage = listener;
}

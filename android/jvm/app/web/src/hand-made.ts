import { registerPlugin } from '@capacitor/core';
import { BackgroundTask } from '@capgo/capacitor-background-task';
import { outcomeOf, tell } from './server';

/** A plugin in the app's own native code, which MainActivity registers. */
const HandMade = registerPlugin<{ greet(): Promise<{ greeting: string }> }>('HandMade');

BackgroundTask.defineTask('hand-made', async () => {
  await tell('hand-made', { greeting: await outcomeOf(HandMade.greet()) });
});

// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { BackgroundTask, BackgroundTaskResult } from '../../src/index.js';

it('in jsdom import and defineTask are inert and asynchronous methods reject UNAVAILABLE', async () => {
  expect(typeof window).toBe('object');
  BackgroundTask.defineTask('jsdom-task', () => BackgroundTaskResult.Success);
  await expect(BackgroundTask.registerTaskAsync('jsdom-task')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(BackgroundTask.addExpirationListener(() => undefined)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(BackgroundTask.isHeadless).toBe(false);
});

import { BackgroundTask } from '@capgo/capacitor-background-task';
import './background-tasks';
import { runSnippets } from '#reference';
import { officialPlugins } from './official-plugins';

if (!BackgroundTask.isHeadless) {
  localStorage.setItem('rig', 'stored by the page');
  // What the tests ask the page on screen to do.
  Object.assign(window, { BackgroundTask, officialPlugins, runSnippets });
}

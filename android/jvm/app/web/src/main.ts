import { BackgroundTask } from '@capgo/capacitor-background-task';
import './background-tasks';

if (!BackgroundTask.isHeadless) {
  localStorage.setItem('rig', 'stored by the page');
  // What the tests ask the page on screen to do.
  Object.assign(window, { BackgroundTask });
}

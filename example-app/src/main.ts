import './background-tasks';
import { BackgroundTask } from '@capgo/capacitor-background-task';

// A wake needs the tasks, not the user interface.
if (!BackgroundTask.isHeadless) void import('./ui/app').then(({ startApp }) => startApp());

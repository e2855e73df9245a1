// A page loads all of this in one part, at its first asynchronous call or once it has attached.
export { createAsyncMethods } from './async-methods.js';
export { warnOfUndefinedTasks } from './undefined-tasks.js';

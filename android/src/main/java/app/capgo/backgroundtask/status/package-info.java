/** Asks the device for its state, and tells JavaScript of the device, of tasks and of runs. */
package app.capgo.backgroundtask.status;

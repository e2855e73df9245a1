/** What the device tells, and what JavaScript is told of the device, of tasks and of runs. */
package app.capgo.backgroundtask.status;

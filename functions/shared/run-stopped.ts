/** The run was stopped before its next step; the mission goes to its state `Stopped` by this name. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

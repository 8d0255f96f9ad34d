import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Ends `child` when this process ends, killed outright too. The child cannot see to it: it computes for minutes without
 * turning to its event loop, and a thread that watched would count in its memory, which is measured. So a shell waits for the
 * end of a pipe that only this process holds open.
 */
export function endWithParent(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const watch = spawn('/bin/sh', ['-c', 'read -r line; kill -KILL "$1"', 'sh', `${child.pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.once('exit', () => watch.kill('SIGKILL'));
}

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endWithParent } from './end-with-parent.ts';

/**
 * Runs a file of this folder in a process of its own, with memory and compiled code that are not shared, and hands over each
 * message it sends. Ended after `limitSeconds`, if given, and with this process.
 *
 * @throws Error where it failed; a process that was ended at its limit did not
 */
export function runChild(
  file: string,
  task: unknown,
  onMessage: (message: unknown) => void,
  limitSeconds?: number,
): Promise<void> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = fork(path, [JSON.stringify(task)]);
    endWithParent(child);
    let ended = false;
    const end =
      limitSeconds === undefined
        ? undefined
        : setTimeout(() => {
            ended = true;
            child.kill('SIGKILL');
          }, 1000 * limitSeconds);
    child.on('message', onMessage);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearTimeout(end);
      if (code === 0 || ended) resolve();
      else reject(new Error(`${file} ended with ${signal ?? `code ${code}`} on ${JSON.stringify(task)}`));
    });
  });
}

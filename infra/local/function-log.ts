import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps what functions print, one file per function. */
export function functionLog(folder: string): (functionName: string, line: string) => void {
  mkdirSync(folder, { recursive: true });
  return (functionName, line) => appendFileSync(join(folder, `${functionName}.log`), `${line}\n`);
}

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { canonicalText } from '../../core/trace/canonical.ts';

/** What makes a copy beside a sound export and changes it there. Answers the copy's directory. */
export function changedExport(sound: string) {
  let copies = 0;
  return (change: (at: (file: string) => string) => void): string => {
    copies += 1;
    const directory = `${sound}-changed-${copies}`;
    cpSync(sound, directory, { recursive: true });
    change((file) => join(directory, file));
    return directory;
  };
}

/** Writes a JSON file anew, changed. */
export function edit<T>(path: string, contract: z.ZodType<T>, change: (value: T) => unknown): void {
  writeFileSync(path, canonicalText(change(contract.parse(JSON.parse(readFileSync(path, 'utf8'))))));
}

/** What is wrong, check by check; empty: nothing. */
export function wrongIn(
  checks: readonly { readonly name: string; readonly wrong: readonly string[] }[],
): Record<string, string> {
  return Object.fromEntries(checks.flatMap(({ name, wrong }) => (wrong.length > 0 ? [[name, wrong.join('\n')]] : [])));
}

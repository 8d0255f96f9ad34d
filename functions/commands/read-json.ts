import { readFileSync, statSync } from 'node:fs';
import { parseJson } from '../../core/model/parse-json.ts';
import type { Parsed } from '../../core/model/violation.ts';
import { shown } from '../../core/model/violation.ts';
import { inert } from '../../core/report/inert.ts';
import { InputError, violationsError } from './input-error.ts';

/** Larger documents do not fit into one string of this runtime with room to work. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * The JSON value in a file; a byte order mark is skipped.
 * @throws InputError where it is empty, too large, not UTF-8, not JSON or says a name twice in one object; the file system's own error where it cannot be read.
 */
export function readJson(file: string): unknown {
  const found = statSync(file);
  if (found.isDirectory()) throw new InputError(`${file} is a directory; name a JSON file`);
  const { size } = found;
  if (size === 0) throw new InputError(`${file} is empty; give a JSON document`);
  if (size > MAX_BYTES) throw new InputError(`${file} has ${size} bytes; give at most ${MAX_BYTES}, or split it`);
  const outcome = parsed(file, decoded(file, readFileSync(file)));
  if (!outcome.ok) throw violationsError(file, 'JSON document', outcome.violations);
  return outcome.value;
}

function parsed(file: string, text: string): Parsed<unknown> {
  try {
    return parseJson(text);
  } catch (error) {
    const why = inert(error instanceof Error ? error.message : String(error));
    throw new InputError(`${file} is not JSON: ${why}; give one whole JSON document`);
  }
}

/** The file's value under its contract, or an InputError that lists every violation. */
export function readContract<T>(file: string, contract: string, read: (value: unknown) => Parsed<T>): T {
  const outcome = read(readJson(file));
  if (!outcome.ok) throw violationsError(file, contract, outcome.violations);
  return outcome.value;
}

function decoded(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    if (isGzip(bytes)) throw new InputError(`${file} is compressed; unpack it with gunzip`);
    throw new InputError(`${file} is not UTF-8, it begins with ${shown([...bytes.slice(0, 4)])}; save it as UTF-8`);
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

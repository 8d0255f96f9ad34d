import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../core/model/parse-json.ts';
import { Flags, PolicySet } from '../../core/model/policy.ts';

/** The configuration as AppConfig stores it, checked against the contracts. */
export interface ConfigurationDocuments {
  readonly flags: string;
  readonly policy: string;
  /** JSON Schema of a policy set in draft 4, the one dialect AppConfig reads. */
  readonly policySchema: string;
}

/**
 * Reads the flags and policies that are deployed.
 * @param policies file with a policy set instead of `policy.json`
 * @throws Error naming the file and every place in it that breaks the contract
 */
export function readConfiguration(policies = join(import.meta.dirname, 'policy.json')): ConfigurationDocuments {
  const flags = checked(join(import.meta.dirname, 'flags.json'), z.looseObject({ values: Flags }));
  const policy = checked(policies, PolicySet);
  // What people write, not what parsing makes of it: fields with a default may be absent.
  const schema = z.toJSONSchema(PolicySet, { target: 'draft-4', io: 'input' });
  return { flags, policy, policySchema: JSON.stringify(schema) };
}

function checked(path: string, contract: z.ZodType): string {
  const read = parseJson(readFileSync(path, 'utf8'));
  if (!read.ok) throw broken(path, read.violations.map((one) => `${one.path}: ${one.remedy}`).join('\n'));
  const parsed = contract.safeParse(read.value);
  if (!parsed.success) throw broken(path, z.prettifyError(parsed.error));
  return JSON.stringify(read.value);
}

function broken(path: string, places: string): Error {
  return new Error(`${path} breaks its contract:\n${places}`);
}

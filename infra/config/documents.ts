import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Flags, PolicySet } from '../../core/model/policy.ts';
import type { PromotionTerms } from '../../core/model/promotion-terms.ts';

/** The configuration as AppConfig stores it, checked against the contracts. */
export interface ConfigurationDocuments {
  readonly flags: string;
  readonly policy: string;
  /** JSON Schema of a policy set in draft 4, the one dialect AppConfig reads. */
  readonly policySchema: string;
}

/** Terms of promotion as people write them. */
export type WrittenTerms = z.input<typeof PromotionTerms>;

/**
 * Reads `flags.json` and `policy.json` of a folder.
 * @param promotion terms that hold instead of those of the file
 * @throws Error naming the file and every place in it that breaks the contract
 */
export function readConfiguration(folder: string, promotion?: WrittenTerms): ConfigurationDocuments {
  const flags = checked(join(folder, 'flags.json'), z.looseObject({ values: Flags }));
  const policy = checked(join(folder, 'policy.json'), PolicySet, promotion === undefined ? {} : { promotion });
  // What people write, not what parsing makes of it: fields with a default may be absent.
  const schema = z.toJSONSchema(PolicySet, { target: 'draft-4', io: 'input' });
  return { flags, policy, policySchema: JSON.stringify(schema) };
}

function checked(path: string, contract: z.ZodType, instead: object = {}): string {
  const document = { ...z.looseObject({}).parse(JSON.parse(readFileSync(path, 'utf8'))), ...instead };
  const parsed = contract.safeParse(document);
  if (!parsed.success) throw new Error(`${path} breaks its contract:\n${z.prettifyError(parsed.error)}`);
  return JSON.stringify(document);
}

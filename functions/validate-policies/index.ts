import { z } from 'zod';
import { parse } from '../../core/model/parse.ts';
import { parseJson } from '../../core/model/parse-json.ts';
import { PolicySet } from '../../core/model/policy.ts';
import { setViolations } from '../../core/simulate/suites/set-invariants.ts';
import { logger } from '../shared/log.ts';

/** What AppConfig hands to a validator: the whole document, base64. */
const Asked = z.object({ content: z.base64(), configurationVersion: z.string().optional() });

/** A policy set that must not be deployed, by whomever, console included. */
class PolicySetRefused extends Error {
  override readonly name = 'PolicySetRefused';
}

/**
 * Asked by AppConfig before every deployment of policies: no name said twice, contract, and the invariants of every policy in the set. Whoever
 * deploys goes by here: there is no other way into force.
 * @throws PolicySetRefused naming every broken rule, which AppConfig shows to whoever deploys
 */
export async function handler(event: unknown): Promise<void> {
  const { content, configurationVersion } = Asked.parse(event);
  const document = parseJson(Buffer.from(content, 'base64').toString('utf8'));
  const parsed = document.ok ? parse(PolicySet, document.value) : document;
  const broken = parsed.ok
    ? setViolations(parsed.value)
    : parsed.violations.map(({ path, rule, received, remedy }) => `${path}: ${rule}, received ${received}; ${remedy}`);
  logger.info('policies validated', { version: configurationVersion, broken: broken.length });
  if (broken.length > 0) throw new PolicySetRefused(broken.join('\n'));
}

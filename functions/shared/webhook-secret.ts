import type { TenantId } from '../../core/model/ids.ts';
import { secrets } from './secrets.ts';

/** The tenant's signing secret as Standard Webhooks write it: `whsec_` and base64. Derived, so it is stored nowhere. */
export function webhookSecrets() {
  const keys = secrets('WEBHOOK_SECRET');
  return async (tenant: TenantId): Promise<string> =>
    `whsec_${Buffer.from(await keys.key(`webhook/${tenant}`)).toString('base64')}`;
}

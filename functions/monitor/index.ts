import { configuration } from '../shared/configuration.ts';
import { eachTenant } from '../shared/each-tenant.ts';
import { tenantWatch } from './tenant-watch.ts';

const config = configuration();
const watchTenant = tenantWatch(config);

/** Once an hour: what no alarm of a deployment covers. Unknown is neither an alarm nor a pass; a breach is rolled back. */
export async function handler(): Promise<{ done: number }> {
  return eachTenant(config, 'monitor', (tenant, { value: policy }) => watchTenant(tenant, policy));
}

import { api } from '../shared/api.ts';
import { json } from '../shared/api-response.ts';
import { configuration } from '../shared/configuration.ts';
import { webhookSecrets } from '../shared/webhook-secret.ts';

const config = configuration();
const secretOf = webhookSecrets();

/** Where the tenant's events go and the secret to verify them with. */
export const handler = api('read-webhook')({
  'GET /v1/webhook': async ({ caller }) => {
    const { value: policies } = await config.policies();
    const url = Object.hasOwn(policies.webhooks, caller.tenant) ? policies.webhooks[caller.tenant]?.url : undefined;
    return json(200, { url: url ?? null, secret: await secretOf(caller.tenant) });
  },
});

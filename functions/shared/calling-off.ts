import type { TenantId } from '../../core/model/ids.ts';
import { policyOfTenant } from '../../core/policy/policy-of-tenant.ts';
import { objectionMail } from '../../core/report/objection-mail.ts';
import { now } from './clock.ts';
import { configuration } from './configuration.ts';
import { environment } from './environment.ts';
import { evidenceStore } from './evidence-store.ts';
import { headStore } from './head-store.ts';
import { mailer } from './mailer.ts';
import { withdrawObjected } from './objected-meetings.ts';
import { objectionsOf } from './objections.ts';
import { type CallOff, outbox, outboxQueue } from './outbox.ts';
import { outcomeStore } from './outcome-store.ts';
import { runStore } from './run-store.ts';

/**
 * What follows from an objection: meetings with whoever objected leave calendars and CRM, and oversight is told. `expect` comes
 * before the objection is kept, so that the relay does it where whoever heard of it was killed; and does it once more when no
 * commit can be under way that had not read it yet.
 */
export function callingOff() {
  const { PUBLIC_URL } = environment('PUBLIC_URL');
  const store = outbox();
  const runs = runStore();
  const config = configuration();
  const mail = mailer();
  const withdraw = withdrawObjected({
    evidence: evidenceStore(),
    heads: headStore(),
    objections: objectionsOf(outcomeStore()),
    outbox: store,
    queue: outboxQueue(),
  });
  return {
    expect: (tenant: TenantId, correlation: string): Promise<void> =>
      store.beginCallOff({ tenant, correlation, at: now() }),

    /** Repeatable. False: something is left to do, and the relay goes on with it. */
    async perform({ tenant, correlation }: Pick<CallOff, 'tenant' | 'correlation'>): Promise<boolean> {
      const { run, complete, told } = await withdraw(tenant, correlation);
      if (run === null || told.size === 0) return complete;
      const { oversight } = policyOfTenant((await config.policies()).value, tenant);
      for (const [version, meetings] of Map.groupBy(told, ([, at]) => at)) {
        const engagements = meetings.map(([engagement]) => engagement);
        const letter = objectionMail({ run, engagements, link: `${PUBLIC_URL}/v1/runs/${run}` });
        for (const { id, email } of oversight)
          if (email !== undefined)
            await runs.once(tenant, run, `mail/objection/${version}/${id}`, () => mail({ to: email, ...letter }));
      }
      return complete;
    },
  };
}

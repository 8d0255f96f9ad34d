import type { Digest, PersonId } from '../../core/model/ids.ts';
import type { Approver } from '../../core/model/policy.ts';
import type { Run } from '../../core/model/run.ts';
import { decisionMail } from '../../core/report/decision-mail.ts';
import { configuration } from './configuration.ts';
import { environment } from './environment.ts';
import type { EvidenceStore } from './evidence-store.ts';
import { decisionInput } from './gate-brief.ts';
import type { Gate } from './gate-store.ts';
import { logger } from './log.ts';
import { mailer } from './mailer.ts';
import { references } from './reference.ts';
import type { RunStore } from './run-store.ts';

export interface DecisionAsked {
  readonly run: Run;
  readonly attempt: number;
  readonly plan: Digest;
  readonly gate: Gate;
  readonly approver: Approver;
}

/** Why a person is written to; each once per person and gate. */
export type Occasion =
  | { readonly why: 'decision' }
  | { readonly why: 'reminder' }
  | { readonly why: 'handed-over'; readonly by: PersonId };

/** Mails with a link of their own to whoever is to decide. Asked again for the same occasion, nothing is sent. */
export function decisionMails(stores: { readonly evidence: EvidenceStore; readonly runs: RunStore }) {
  const { PUBLIC_URL } = environment('PUBLIC_URL');
  const links = references();
  const mail = mailer();
  const config = configuration();
  return async ({ run, attempt, plan, gate, approver }: DecisionAsked, occasion: Occasion): Promise<void> => {
    const { tenant, id } = run;
    const to = await config.addressOf(tenant, approver.id);
    if (to === undefined) return logger.warn('an approver has left the configuration', { tenant, run: id });
    const from = occasion.why === 'handed-over' ? `/${occasion.by}` : '';
    await stores.runs.once(tenant, id, `mail/${occasion.why}/${attempt}/${approver.id}${from}`, async () => {
      const reference = { kind: 'decision' as const, tenant, run: id, gate: attempt, approver: approver.id, plan };
      const link = `${PUBLIC_URL}/v1/decisions/${await links.issue(reference, gate.expiresAt)}`;
      const shown = await decisionInput(stores.evidence, run, gate, approver.id);
      const reminder = occasion.why === 'reminder';
      const handedOver = occasion.why === 'handed-over' ? { handedOverBy: occasion.by } : {};
      await mail({ to, ...decisionMail({ ...shown, link, reminder, ...handedOver }) });
    });
  };
}

import type { PersonId, RunId, TenantId } from '../../core/model/ids.ts';
import { promotionMail } from '../../core/report/promotion/mail.ts';
import type { Configuration } from './configuration.ts';
import { environment } from './environment.ts';
import type { EvidenceStore } from './evidence-store.ts';
import type { Gate } from './gate-store.ts';
import { logger } from './log.ts';
import { mailer } from './mailer.ts';
import { proposalView } from './promotion-documents.ts';
import { references } from './reference.ts';
import type { RunStore } from './run-store.ts';

export interface PromotionAskedOf {
  readonly tenant: TenantId;
  readonly run: RunId;
  readonly gate: Gate;
  readonly approver: PersonId;
}

/** Where the approver of a candidate decides: the same references as those of plans, on a page of their own. */
export const PROMOTION_DECISIONS = '/v1/promotion-decisions';

/** Why a person is written to; each once per person. */
export type PromotionOccasion =
  | { readonly why: 'decision' }
  | { readonly why: 'reminder' }
  | { readonly why: 'handed-over'; readonly by: PersonId };

/** Mails with a link of their own to whoever is to decide on a candidate; each once per occasion. */
export function promotionMails(stores: {
  readonly evidence: EvidenceStore;
  readonly runs: RunStore;
  readonly config: Configuration;
}) {
  const { PUBLIC_URL } = environment('PUBLIC_URL');
  const links = references();
  const mail = mailer();
  const { evidence, runs, config } = stores;
  return async ({ tenant, run, gate, approver }: PromotionAskedOf, occasion: PromotionOccasion): Promise<void> => {
    const to = await config.addressOf(tenant, approver);
    if (to === undefined) return logger.warn('an approver has left the configuration', { tenant, run });
    const from = occasion.why === 'handed-over' ? `/${occasion.by}` : '';
    await runs.once(tenant, run, `mail/${occasion.why}/0/${approver}${from}`, async () => {
      const { expiresAt, plan } = gate;
      const reference = { kind: 'decision' as const, tenant, run, gate: 0, approver, plan };
      const link = `${PUBLIC_URL}${PROMOTION_DECISIONS}/${await links.issue(reference, expiresAt)}`;
      const handedOver = occasion.why === 'handed-over' ? { handedOverBy: occasion.by } : {};
      const shown = { link, expiresAt, reminder: occasion.why === 'reminder', ...handedOver };
      await mail({ to, ...promotionMail(await proposalView(evidence, tenant, plan), shown) });
    });
  };
}

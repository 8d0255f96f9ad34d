import { invalidBody } from '../../core/model/problem.ts';
import { PolicySubmission } from '../../core/model/promotion.ts';
import { termsViolations } from '../../core/policy/trial-terms.ts';
import { api } from '../shared/api.ts';
import { json, problem, problemOf } from '../shared/api-response.ts';
import { configuration } from '../shared/configuration.ts';
import { idempotencyKeyOf, keyReused } from '../shared/idempotency-key.ts';
import { promotionStart } from '../shared/promotion-start.ts';
import { jsonBody, MAX_RECEIVED } from '../shared/request-body.ts';

const config = configuration();
const start = promotionStart(config);
/** Who may put a candidate before all tenants: operators. */
const WHOLE_SET = 'policy-sets:write';

/** Takes a candidate and starts its promotion; nothing is in force by it. */
export const handler = api('submit-policy')({
  'POST /v1/policies': async (request) => {
    const { tenant, subject, scopes } = request.caller;
    const given = idempotencyKeyOf(request, { each: 'candidate', made: 'promotion' });
    if (!given.ok) return given.response;
    const idempotencyKey = given.key;
    const body = jsonBody(request, PolicySubmission, 'policy submission', MAX_RECEIVED);
    if (!body.ok) return body.response;
    const { policy, policySet } = body.value;
    if (policySet !== undefined && !scopes.includes(WHOLE_SET))
      return problem(403, 'missing-scope', 'The token may not do this', `A policy set needs the scope ${WHOLE_SET}.`);
    // Refused here already: no promotion of such a set could end well, since AppConfig would be told the same.
    const broken = policySet === undefined ? [] : termsViolations(policySet);
    if (broken.length > 0) {
      const placed = broken.map((violation) => ({ ...violation, path: `/policySet${violation.path}` }));
      return problemOf(invalidBody('policy submission', placed));
    }
    const { value: inForce } = await config.policies();
    const set = policySet ?? { ...inForce, tenants: policy === undefined ? {} : { [tenant]: policy } };
    const kind = policySet === undefined ? ('policy' as const) : ('policy-set' as const);
    const asked = { tenant, author: subject, kind, set, correlation: request.correlation, idempotencyKey };
    const outcome = await start(asked);
    switch (outcome.kind) {
      case 'accepted':
        return json(202, outcome.promotion, { location: `/v1/promotions/${outcome.promotion.id}` });
      case 'key-reused':
        return keyReused(`Promotion ${outcome.promotion.id}`, 'candidate');
      case 'under-way':
        return problem(
          409,
          'promotion-under-way',
          'Another promotion is under way',
          `Promotion ${outcome.by} has not ended; wait for it, or reject it.`,
        );
    }
  },
});

import { RunRequest } from '../../core/model/run.ts';
import { api } from '../shared/api.ts';
import { json, problem } from '../shared/api-response.ts';
import { configuration } from '../shared/configuration.ts';
import { idempotencyKeyOf, keyReused } from '../shared/idempotency-key.ts';
import { portfolioStore } from '../shared/portfolio-store.ts';
import { jsonBody } from '../shared/request-body.ts';
import { runStart } from '../shared/run-start.ts';

const portfolios = portfolioStore();
const config = configuration();
const start = runStart();

/** Asks for a run and answers at once; the run goes on by itself. */
export const handler = api('start-run')({
  'POST /v1/runs': async (request) => {
    const { tenant, subject } = request.caller;
    const given = idempotencyKeyOf(request, { each: 'run you want', made: 'run' });
    if (!given.ok) return given.response;
    const idempotencyKey = given.key;
    const body = jsonBody(request, RunRequest, 'run request');
    if (!body.ok) return body.response;
    const { portfolio, author = subject } = body.value;
    const head = await portfolios.head(tenant, portfolio);
    if (head === undefined)
      return problem(
        422,
        'unknown-portfolio',
        'No such portfolio',
        `There is no portfolio ${portfolio}; PUT it first.`,
      );
    const { value: policy } = await config.policyOf(tenant);
    // An approver asks in nobody else's name, save again for what they had asked for before they became one.
    const approver = policy.approvers.some(({ id }) => id === subject);
    if (author !== subject && approver && !(await start.known(tenant, idempotencyKey)))
      return problem(
        403,
        'author-is-another',
        'An approver asks in their own name',
        `You are an approver of the policy and named ${author} as the author; leave author out, or let ${author} ask.`,
      );
    const asked = { tenant, portfolio, author, askedBy: subject, correlation: request.correlation, idempotencyKey };
    const outcome = await start.ask(asked, head, policy.whileRunning);
    switch (outcome.kind) {
      case 'accepted':
        return json(202, outcome.run, { location: `/v1/runs/${outcome.run.id}` });
      case 'key-reused':
        return keyReused(`Run ${outcome.run.id}`, 'body');
      case 'under-way':
        return problem(
          409,
          'run-under-way',
          'Another run is under way',
          `Run ${outcome.by} has not ended; wait for it, stop it, or let the policy queue runs (whileRunning).`,
        );
    }
  },
});

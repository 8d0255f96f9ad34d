import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import ICAL from 'ical.js';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { Plan } from '../../core/model/plan.ts';
import { Run } from '../../core/model/run.ts';
import { Scorecard } from '../../core/model/scorecard.ts';
import { digest } from '../../core/trace/digest.ts';
import { verifyChain } from '../../core/trace/verify.ts';
import { smallPortfolio } from '../commands/small-portfolio.ts';
import { APPROVE, open, send } from '../e2e/approver.ts';
import { type Crm, crm } from '../e2e/crm.ts';
import { ONE_APPROVER, policiesOf } from '../e2e/policies.ts';
import type { webhookReceiver } from '../e2e/webhook-receiver.ts';
import { until } from '../local/fixture.ts';
import type { Step } from './checklist.ts';
import { redeploy } from './configuration.ts';
import type { Stacks } from './deployed.ts';
import { letters, linkOf } from './mailbox.ts';

export interface Around {
  readonly stacks: Stacks;
  /** address of the HTTP API, as the functions know it too */
  readonly api: string;
  /** endpoint of MiniStack */
  readonly endpoint: string;
  readonly mailFrom: string;
  token(tenant: string): Promise<string>;
  readonly receiver: Awaited<ReturnType<typeof webhookReceiver>>;
}

/** No tenant is known as it is deployed; this one is named by the first step, as an operator does. */
const TENANT = 'demo';
const Feeds = z.object({ feeds: z.array(z.object({ rep: z.string(), url: z.url() })) });

/** One portfolio from its upload to its published plan, as a CRM and an approver see it, then a second run, stopped. */
export function mission(around: Around): readonly Step[] {
  const { stacks, api, endpoint, receiver } = around;
  const portfolio = smallPortfolio();
  let demo: Crm;
  let run: Run;
  let queued: Run;
  let links: string[];
  let plan: Plan;
  const waits = async (id: string) => equal((await demo.run(id)).status, 'waiting-for-decision');

  return [
    [
      'a version of the policies that names a tenant, with a receiver of events, a queue for runs and a gate for each, is deployed',
      async () => {
        await redeploy(stacks, 'AWS.Freeform', (deployed) => {
          equal(JSON.stringify(deployed['tenants']), '{}');
          return {
            ...deployed,
            tenants: policiesOf({ [TENANT]: { whileRunning: 'queue', ...ONE_APPROVER } }),
            webhooks: { [TENANT]: { url: receiver.url } },
          };
        });
        return undefined;
      },
    ],
    [
      'a token of the issuer is let in, one that was tampered with is not',
      async () => {
        const token = await around.token(TENANT);
        demo = crm(api, token);
        equal((await crm(api, `${token.slice(0, -8)}AAAAAAAA`).call('GET', '/v1/runs')).status, 403);
        equal(JSON.stringify(await demo.json('/v1/runs')), '{"runs":[]}');
        return undefined;
      },
    ],
    [
      'a portfolio is stored, a broken one is refused with its violations',
      async () => {
        const broken = await demo.call('PUT', '/v1/portfolios/book', { body: '{"contract":"portfolio/1"}' });
        equal(broken.header('content-type'), 'application/problem+json');
        equal(broken.status, 422);
        const { accounts, engagements, reps } = portfolio;
        await demo.put('book', portfolio);
        return `${accounts.length} accounts, ${engagements.length} engagements, ${reps.length} reps`;
      },
    ],
    [
      'a run reaches its gate; asked for again under its key it is the same run',
      async () => {
        const { id } = Run.parse((await demo.ask('book', 'key-1')).json);
        equal(Run.parse((await demo.ask('book', 'key-1')).json).id, id);
        run = await demo.follow(id, 'waiting-for-decision');
        return id;
      },
    ],
    [
      'approvers have a mail each, with a link to the API',
      async () => {
        const all = await letters(endpoint);
        links = all.flatMap((letter) => linkOf(letter) ?? []);
        if (links.length === 0 || !links.every((link) => link.startsWith(`${api}/v1/decisions/`)))
          throw new Error(`links: ${links.join(', ')}`);
        for (const { Source } of all) if (!Source.includes(around.mailFrom)) throw new Error(`a mail from ${Source}`);
        return all.flatMap(({ To }) => To).join(', ');
      },
    ],
    [
      'the link opened twice shows the same page, HEAD nothing, and the run still waits',
      async () => {
        const link = links[0] ?? '';
        const [first, second] = [await open(link), await open(link)];
        equal(second.status, 200);
        equal(second.words, first.words);
        equal(first.fields?.get('plan'), run.planDigest);
        const head = await fetch(link, { method: 'HEAD' });
        equal(`${head.status} ${await head.text()}`, '200 ');
        await waits(run.id);
        return first.heading;
      },
    ],
    [
      'a second run of the tenant waits in line',
      async () => {
        queued = Run.parse((await demo.ask('book', 'key-2')).json);
        equal(queued.status, 'accepted');
        return queued.id;
      },
    ],
    [
      'approved through the form of its page, and once only, the run is done',
      async () => {
        const [mine = '', colleagues = ''] = links;
        const page = await open(mine);
        equal((await send(page, APPROVE)).status, 200);
        equal((await send(page, APPROVE)).status, 409);
        equal((await open(colleagues)).fields, undefined);
        run = await demo.follow(run.id, 'done');
        return undefined;
      },
    ],
    [
      'plan and scorecard have the digests of the record, the report its pictures',
      async () => {
        const text = await demo.read(run.id, 'plan');
        plan = Plan.parse(JSON.parse(text));
        equal(digest('plan/1', JSON.parse(text)), run.planDigest);
        const scorecard: unknown = JSON.parse(await demo.read(run.id, 'scorecard'));
        equal(digest('scorecard/1', Scorecard.parse(scorecard)), run.scorecardDigest);
        if (!(await demo.read(run.id, 'report')).includes('<svg')) throw new Error('the report has no picture');
        return `${plan.assignments.length} planned, ${plan.unscheduled.length} not, gap ${(plan.gap * 100).toFixed(2)} %`;
      },
    ],
    [
      'the trace is one unbroken chain up to the head of the record',
      async () => {
        const { entries } = await demo.trace(run.id);
        const verdict = verifyChain(entries, run.traceHead);
        if (!verdict.ok) throw new Error(JSON.stringify(verdict));
        return `${verdict.entries} entries`;
      },
    ],
    [
      'every rep has a calendar with the meetings of the plan',
      async () => {
        const { feeds } = Feeds.parse(await demo.json('/v1/feeds'));
        let events = 0;
        for (const { url } of feeds) {
          const calendar = new ICAL.Component(ICAL.parse(await (await fetch(url)).text()));
          events += calendar.getAllSubcomponents('vevent').length;
        }
        equal(events, plan.assignments.length);
        return `${feeds.length} calendars`;
      },
    ],
    [
      'events went through the queue to the receiver, signed with the secret of the tenant',
      async () => {
        const wanted = plan.assignments.length + 2;
        await until(() => (receiver.received.length >= wanted ? true : undefined), 60);
        const { secret } = z.object({ secret: z.string() }).parse(await demo.json('/v1/webhook'));
        for (const { body, headers } of receiver.received) new Webhook(secret).verify(body, headers);
        equal(new Set(receiver.received.map(({ event }) => event.id)).size, wanted);
        return `${wanted} events`;
      },
    ],
    [
      'the execution has succeeded; told so on the event bus, the application starts the run in line',
      async () => {
        const execution = await ended(stacks, run.id);
        const { Entries } = await new EventBridgeClient({}).send(
          new PutEventsCommand({
            Entries: [
              {
                Source: 'aws.states',
                DetailType: 'Step Functions Execution Status Change',
                Detail: JSON.stringify(execution),
              },
            ],
          }),
        );
        equal(Entries?.[0]?.ErrorCode, undefined);
        queued = await demo.follow(queued.id, 'waiting-for-decision');
        return undefined;
      },
    ],
    [
      'stopped at its gate, the second run ends with nothing published',
      async () => {
        equal((await demo.call('POST', `/v1/runs/${queued.id}/stop`, { body: '{}' })).status, 202);
        const stopped = await demo.follow(queued.id, 'stopped');
        const { entries } = await demo.trace(queued.id);
        if (entries.some(({ step }) => /commit|publish/.test(step))) throw new Error('it has published');
        return stopped.reason;
      },
    ],
    [
      'another tenant sees none of it; without an approver its own run is refused with the remedy',
      async () => {
        const other = crm(api, await around.token('stranger'));
        equal((await other.call('GET', `/v1/runs/${run.id}`)).status, 404);
        equal((await other.call('GET', `/v1/runs/${run.id}/plan`)).status, 404);
        const { id } = await other.start(portfolio);
        return (await other.follow(id, 'refused')).reason;
      },
    ],
  ];
}

/** The execution of a run as the event about its end tells it. @throws Error unless it has succeeded */
async function ended(stacks: Stacks, run: string) {
  const client = new SFNClient({});
  const stateMachineArn = stacks.one('AWS::StepFunctions::StateMachine', 'Mission').physicalId;
  for await (const { executions } of paginateListExecutions({ client }, { stateMachineArn })) {
    const found = executions?.find(({ name }) => name?.includes(run));
    if (found === undefined) continue;
    const { executionArn, name, status, input } = await until(async () => {
      const now = await client.send(new DescribeExecutionCommand({ executionArn: found.executionArn }));
      return now.status === 'RUNNING' ? undefined : now;
    }, 60);
    equal(status, 'SUCCEEDED');
    return { executionArn, stateMachineArn, name, status, input };
  }
  throw new Error(`no execution of ${run}`);
}

function equal(given: unknown, wanted: unknown): void {
  if (given !== wanted) throw new Error(`${JSON.stringify(given)} instead of ${JSON.stringify(wanted)}`);
}

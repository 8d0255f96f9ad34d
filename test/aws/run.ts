import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SCOPES } from '../../core/model/api-routes.ts';
import { type Issuer, openIssuer } from '../../infra/local/identity.ts';
import { webhookReceiver } from '../e2e/webhook-receiver.ts';
import { listen, shut } from '../support/dynalite.ts';
import { type Declared, fitTemplates } from './assembly.ts';
import { cdk } from './cdk.ts';
import { checklist, type Step } from './checklist.ts';
import { readStacks, type Stacks } from './deployed.ts';
import { printedErrors } from './function-errors.ts';
import { NOT_CHECKED } from './limits.ts';
import { resolveLocalhostNames } from './localhost-names.ts';
import { ACCOUNT, MINISTACK, type MiniStack, REGION, startMiniStack } from './ministack.ts';
import { mission } from './mission.ts';
import { REMEDIES } from './remedies.ts';
import { wiring } from './wiring.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const AUDIENCE = 'risk-aware-scheduling';
const MAIL_FROM = 'planner@example.com';

type Undo = () => Promise<void> | void;
/** What is to be undone at the end, last first; also when the end comes early. */
const undo: Undo[] = [];
let undone: Promise<void> | undefined;
/** Once, however many ask for it; each waits for its end. */
const cleanUp = () => {
  undone ??= (async () => {
    for (const one of undo.reverse()) await one();
  })();
  return undone;
};
const atEnd = (one: Undo) => {
  if (undone === undefined) undo.push(one);
  else void one();
};
const abort = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(name, () => {
    abort.abort();
    void cleanUp().finally(() => process.exit(130));
  });
}

const list = checklist();
const started = performance.now();
try {
  await test();
} catch (error) {
  list.count.failed += 1;
  console.error(error instanceof Error ? error.message : error);
} finally {
  await cleanUp();
}
const { passed, failed, notReached } = list.count;
const seconds = Math.round((performance.now() - started) / 1000);
console.log(`\n${passed} checks passed, ${failed} failed, ${notReached} not reached, in ${seconds} s`);
process.exit(abort.signal.aborted ? 130 : failed === 0 ? 0 : 1);

async function test(): Promise<void> {
  resolveLocalhostNames();
  const folder = mkdtempSync(join(tmpdir(), 'test-aws-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const issuer = await tokens(folder);
  const receiver = await webhookReceiver();
  atEnd(receiver.close);
  const ministack = await startMiniStack(ROOT, folder, atEnd);
  pointClientsTo(ministack);

  const command = cdk(ROOT, ministack.environment, abort.signal);
  const assembly = join(folder, 'assembly');
  let declared: Declared[] = [];
  let stacks: Stacks | undefined;
  await list.sequence(`deployment to MiniStack ${MINISTACK}`, [
    [
      'cdk synth',
      async () => {
        await command('synth', '--quiet', '--output', assembly);
        declared = fitTemplates(assembly);
        return `${new Set(declared.map(({ stack }) => stack)).size} stacks, ${declared.length} resources`;
      },
    ],
    ['cdk bootstrap', async () => void (await command('bootstrap', `aws://${ACCOUNT}/${REGION}`, '--app', assembly))],
    [
      'cdk deploy',
      async () => {
        const parameters = ['--parameters', `MailFrom=${MAIL_FROM}`, '--parameters', `IssuerUrl=${issuer.url}`];
        const words = ['--app', assembly, '--all', '--require-approval', 'never', '--progress', 'events'];
        await command('deploy', ...words, ...parameters);
        stacks = await readStacks(declared);
        return undefined;
      },
    ],
  ]);
  if (stacks !== undefined) await examine(stacks, ministack, { receiver, token: issuer.token });

  console.log('\nnot checked, because MiniStack cannot');
  for (const { what, instead } of NOT_CHECKED) console.log(`  ${what}\n    checked instead: ${instead}`);
  if (list.count.failed > 0) console.log(`\n${await printedErrors().catch(String)}\n${tail(ministack.log)}`);
}

async function examine(
  stacks: Stacks,
  { url: endpoint }: MiniStack,
  around: Pick<Parameters<typeof mission>[0], 'receiver' | 'token'>,
): Promise<void> {
  const { physicalId } = stacks.one('AWS::ApiGatewayV2::Api');
  const api = `http://${physicalId}.execute-api.localhost:${new URL(endpoint).port}`;
  const remedies = REMEDIES.map(({ dropped, apply }): Step => [dropped, () => apply(stacks)]);
  await list.sequence('dropped by MiniStack, applied through the SDK', remedies, { alone: true });
  await list.sequence('what is deployed', wiring(stacks, api), { alone: true });
  await list.sequence('a mission', mission({ ...around, stacks, api, endpoint, mailFrom: MAIL_FROM }));
}

async function tokens(folder: string): Promise<{ readonly url: string; token(tenant: string): Promise<string> }> {
  let url = '';
  const scope = SCOPES.join(' ');
  const issuer: Issuer = await openIssuer({ folder, url: () => url, audience: AUDIENCE, tenant: 'demo', scope });
  url = await listen(issuer.server);
  atEnd(() => shut(issuer.server));
  return { url, token: (tenant) => issuer.token({ tenant, subject: 'crm' }) };
}

/** The clients of this process read their environment; what this machine is set up for must not mix in. */
function pointClientsTo({ environment }: MiniStack): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  for (const [name, value] of Object.entries(environment)) if (name.startsWith('AWS_')) process.env[name] = value;
}

function tail(path: string): string {
  return ['the end of what MiniStack printed', ...readFileSync(path, 'utf8').split('\n').slice(-15)].join('\n  ');
}

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { startHost } from '../../infra/local/host.ts';
import { CREDENTIALS, type Fixture, fixture, lambda, machine, pathOf, REGION, role, until } from './fixture.ts';

// The mail is the channel here: what was sent before the kill must be answerable after it.
const MAIL = `
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
const client = new SESv2Client({});
export const handler = async ({ token, run, startedAt }) => {
  const Body = { Text: { Data: JSON.stringify({ token, run, startedAt }) } };
  await client.send(new SendEmailCommand({ FromEmailAddress: 'a@b.c', Destination: { ToAddresses: ['ann@example.org'] },
    Content: { Simple: { Subject: { Data: 'gate' }, Body } } }));
};`;
// Hangs at the first attempt only: the process is killed in the middle of it.
const COMMIT = `
import { existsSync, writeFileSync } from 'node:fs';
export const handler = async ({ mark, startedAt }) => {
  const first = !existsSync(mark);
  writeFileSync(mark, 'begun');
  if (first) await new Promise((resolve) => setTimeout(resolve, 60000));
  return { committed: true, startedAt };
};`;

const invoke = (suffix: string, name: string, payload: object, more: object) => ({
  Type: 'Task',
  Resource: `arn:aws:states:::lambda:invoke${suffix}`,
  Parameters: { FunctionName: name, Payload: { 'startedAt.$': '$$.Execution.StartTime', ...payload } },
  ...more,
});

function application(): Fixture {
  const definition = {
    StartAt: 'Ask',
    States: {
      Ask: invoke(
        '.waitForTaskToken',
        '${Mail}',
        { 'token.$': '$$.Task.Token', 'run.$': '$$.Execution.Name' },
        { TimeoutSeconds: 600, ResultPath: '$.decision', Next: 'Commit' },
      ),
      Commit: invoke(
        '',
        '${Commit}',
        { 'mark.$': '$.mark' },
        { TimeoutSeconds: 60, OutputPath: '$.Payload', End: true },
      ),
    },
  };
  return fixture(
    {
      Role: role,
      Mail: lambda('mail'),
      CommitFn: lambda('commit', {}, { Timeout: 60 }),
      Mission: machine(definition, { Mail: { Ref: 'Mail' }, Commit: { Ref: 'CommitFn' } }),
    },
    { mail: MAIL, commit: COMMIT },
  );
}

const children: ChildProcess[] = [];
const roots: Fixture[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) await ended(child, 'SIGKILL');
  for (const root of roots.splice(0)) root.remove();
});

type Running = { child: ChildProcess; sfn: SFNClient; inbox: string };

function run(root: string, port = 0): Promise<Running> {
  const child = spawn(process.execPath, [pathOf('./host-process.ts'), root, String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    let errors = '';
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    child.once('exit', () => reject(new Error(errors)));
    child.stdout?.once('data', (chunk) => {
      const doors = JSON.parse(String(chunk));
      const sfn = new SFNClient({ endpoint: doors.aws, region: REGION, credentials: CREDENTIALS, maxAttempts: 1 });
      resolve({ child, sfn, inbox: doors.inbox });
    });
  });
}

function ended(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

const mails = async (inbox: string) => JSON.parse(await (await fetch(`${inbox}/store`)).text()).emails;
const output = (sfn: SFNClient, executionArn: string | undefined) =>
  until(async () => {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return execution.status === 'SUCCEEDED' ? JSON.parse(execution.output ?? '') : undefined;
  });

describe('restart', () => {
  it('a run killed at its gate, and killed again in the middle of a step, still ends, with its first start time', async () => {
    const app = application();
    roots.push(app);
    const mark = join(app.root, 'mark');
    const first = await run(app.root);
    const stateMachineArn = `arn:aws:states:${REGION}:000000000000:stateMachine:Mission`;
    const input = JSON.stringify({ mark });
    const { executionArn, startDate } = await first.sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: 'run-1', input }),
    );
    const [mail] = await until(async () => {
      const found = await mails(first.inbox);
      return found.length === 0 ? undefined : found;
    });
    const { token, startedAt } = JSON.parse(mail.text);
    await ended(first.child, 'SIGKILL');

    const second = await run(app.root);
    await second.sfn.send(new SendTaskSuccessCommand({ taskToken: token, output: '{"approved":true}' }));
    await until(() => (existsSync(mark) ? true : undefined));
    await ended(second.child, 'SIGKILL');

    const third = await run(app.root);
    expect(await output(third.sfn, executionArn)).toEqual({ committed: true, startedAt });
    expect(new Date(startedAt)).toEqual(startDate);
    expect(await mails(third.inbox)).toHaveLength(1);
  });

  it('a host asked to end leaves no lock and no process behind', async () => {
    const app = application();
    roots.push(app);
    const { child } = await run(app.root);
    expect(existsSync(join(app.dataDir, 'host.lock'))).toBe(true);
    await ended(child, 'SIGTERM');
    expect(child.exitCode).toBe(0);
    expect(existsSync(join(app.dataDir, 'host.lock'))).toBe(false);
    await ended((await run(app.root)).child, 'SIGTERM');
  });

  it('a second host on the same data folder is refused, with the owner and the remedy', async () => {
    const app = application();
    roots.push(app);
    const { child } = await run(app.root);
    const message = `data folder ${app.dataDir} is in use by process ${child.pid}; stop that one, or choose another folder with --data`;
    await expect(startHost({ assembly: app.assembly, dataDir: app.dataDir, port: 0 })).rejects.toThrow(message);
  });

  it('a taken port is named with its remedy, and nothing stays behind', async () => {
    const app = application();
    roots.push(app);
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const address = blocker.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const start = startHost({ assembly: app.assembly, dataDir: app.dataDir, port: port - 1 });
    await expect(start).rejects.toMatchObject({
      name: 'PortTaken',
      message: expect.stringMatching(new RegExp(`port ${port} .* is taken .* --port`)),
    });
    blocker.close();
    expect(existsSync(join(app.dataDir, 'host.lock'))).toBe(false);
  });

  it('a fresh start keeps nothing of the folder', async () => {
    const app = application();
    roots.push(app);
    const open = (fresh: boolean) => startHost({ assembly: app.assembly, dataDir: app.dataDir, port: 0, fresh });
    const before = await open(false);
    const { secret } = before.client;
    await before.close();
    const after = await open(true);
    expect(after.client.secret).not.toBe(secret);
    await after.close();
    expect(readdirSync(app.dataDir)).not.toContain('host.lock');
  });

  it('a fresh start in a folder with files of others is refused, and removes nothing', async () => {
    const app = application();
    roots.push(app);
    mkdirSync(join(app.dataDir, 'mails'), { recursive: true });
    writeFileSync(join(app.dataDir, 'thesis.txt'), 'years of work');
    const opened = startHost({ assembly: app.assembly, dataDir: app.dataDir, port: 0, fresh: true });
    await expect(opened).rejects.toMatchObject({
      name: 'NotADataFolder',
      message: expect.stringMatching(/holds thesis\.txt.*choose another folder/),
    });
    expect(readdirSync(app.dataDir).sort()).toEqual(['mails', 'thesis.txt']);
  });
});

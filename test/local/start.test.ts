import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { listen, shut } from '../../infra/local/ports.ts';
import { pathOf } from './fixture.ts';

type Ended = { code: number | null; out: string; err: string };

/** `npm start` with an application that is one empty stack. */
function run(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [pathOf('./start-process.ts'), ...args]);
  const ended = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    ended.out += chunk;
    if (String(chunk).includes('Issuer')) child.kill('SIGINT');
  });
  child.stderr.on('data', (chunk) => {
    ended.err += chunk;
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, ...ended })));
}

describe('npm start', () => {
  it('--help explains the options and ends well', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('--approve') });
  });

  it.each([
    [['--port', 'many'], /--port many: use a number/],
    [['--speed', '3'], /Unknown option '--speed'/],
  ])('%j is refused with the remedy', async (args, words) => {
    const { code, out } = await run(args);
    expect([code, words.test(out)]).toEqual([2, true]);
  });

  it('a taken port ends it with one line that names port and remedy', async () => {
    const blocker = createServer();
    const url = await listen(blocker, 'api', 0);
    const { code, err } = await run(['--port', new URL(url).port, '--no-demo']);
    await shut(blocker);
    expect(code).toBe(1);
    expect(err).toMatch(/^port \d+ \(api\) is taken by another process; stop it, or start with --port N .*\n$/);
  });

  it('ctrl-C ends a running host well', async () => {
    const blocker = createServer();
    const free = Number(new URL(await listen(blocker, 'api', 0)).port);
    await shut(blocker);
    const { code, out } = await run(['--port', String(free), '--no-demo']);
    expect(out).toContain(`API      http://127.0.0.1:${free}`);
    expect(code).toBe(0);
  });
});

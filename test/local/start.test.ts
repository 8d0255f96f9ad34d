import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    const { code, out, err } = await run(args);
    expect([code, out, words.test(err)]).toEqual([2, '', true]);
  });

  it('a taken port ends it with one line that names port and remedy, before anything is built or emptied', async () => {
    const blocker = createServer();
    const taken = Number(new URL(await listen(blocker, 'issuer', 0)).port);
    const data = mkdtempSync(join(tmpdir(), 'local-data-'));
    writeFileSync(join(data, 'issuer.json'), '{}');
    const { code, out, err } = await run(['--port', String(taken - 4), '--no-demo', '--fresh', '--data', data]);
    await shut(blocker);
    expect([code, out, readdirSync(data)]).toEqual([1, '', ['issuer.json']]);
    expect(err).toMatch(/^port \d+ \(issuer\) is taken by another process; stop it, or start with --port N .*\n$/);
    rmSync(data, { recursive: true });
  });

  it('a data folder in use, or one that is a file, ends it with one line before anything is built', async () => {
    const data = mkdtempSync(join(tmpdir(), 'local-data-'));
    writeFileSync(join(data, 'host.lock'), JSON.stringify({ pid: process.pid }));
    const inUse = await run(['--no-demo', '--data', data]);
    expect([inUse.code, inUse.out]).toEqual([1, '']);
    expect(inUse.err).toMatch(/^data folder .* is in use by process \d+; stop that one, .* with --data\n$/);
    const file = await run(['--no-demo', '--data', join(data, 'host.lock')]);
    expect([file.code, file.out]).toEqual([1, '']);
    expect(file.err).toMatch(/^data folder .* cannot be used: .*; choose another folder with --data\n$/);
    rmSync(data, { recursive: true });
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

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SuiteResult } from '../../core/model/suite.ts';
import { emptyFolder, run } from '../commands/run-command.ts';

const SHORT = ['--seeds', '1', '--days', '7'];

describe('npm run simulate', () => {
  it('prints and writes the same on one thread, on two, and going on from what was kept', async () => {
    const [one, two] = [emptyFolder(), emptyFolder()];
    const [first, second] = await Promise.all([
      run('simulate', 'study', ...SHORT, '--threads', '1', '--out', one),
      run('simulate', 'study', ...SHORT, '--threads', '2', '--out', two),
    ]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(second.out.replaceAll(two, one)).toBe(first.out);
    expect(first.out).toContain('1 world of 7 days: too short to compare policies');
    const page = readFileSync(join(one, 'report.html'), 'utf8');
    expect(readFileSync(join(two, 'report.html'), 'utf8')).toBe(page);
    const kept = readdirSync(join(two, 'runs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json'),
    );
    expect(kept).toHaveLength(21);
    // One run is lost and one is half written: both are made again.
    rmSync(join(two, 'runs', kept[0]!));
    writeFileSync(join(two, 'runs', kept[1]!), '{"contract":"seed-run/1"');
    const again = await run('simulate', 'study', ...SHORT, '--out', two);
    expect(again.out).toBe(second.out);
  });

  it('passes the default policy in suite unit, and writes the result under its contract', async () => {
    const out = emptyFolder();
    const { code, out: text } = await run('simulate', 'unit', '--out', out);
    expect([code, text]).toEqual([0, expect.stringMatching(/^unit: pass {2}sha256:/)]);
    expect(SuiteResult.parse(JSON.parse(readFileSync(join(out, 'unit.json'), 'utf8'))).verdict).toBe('pass');
  });

  it('ends with 1 and the condition named where a policy is looser than the guardrails', async () => {
    const out = emptyFolder();
    const policy = join(out, 'policy.json');
    writeFileSync(policy, JSON.stringify({ contract: 'policy/1', contact: { minimumGapHours: 1 } }));
    const { code, out: text } = await run('simulate', 'unit', '--policy', policy, '--out', out);
    expect([code, text]).toEqual([1, expect.stringMatching(/fail +contact-minimumGapHours/)]);
  });

  it('refuses with 2 a directory without a recorded portfolio', async () => {
    const { code, err } = await run('simulate', 'integration', '--recorded', emptyFolder());
    expect([code, err]).toEqual([2, expect.stringContaining('--recorded takes a directory of portfolio/1 documents')]);
  });

  it('holds with 1 where one world is not enough, and refuses scenarios nobody has with 2', async () => {
    const out = emptyFolder();
    const [held, refused] = await Promise.all([
      run('simulate', 'simulation', ...SHORT, '--out', out),
      run('simulate', 'simulation', '--scenario', 'sunny', '--out', out),
    ]);
    expect([held.code, held.out]).toEqual([1, expect.stringContaining('simulation: not-enough-evidence')]);
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringContaining('--scenario takes one of steady, compact, scarce'),
    ]);
  });
});

import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** Plans one instance and prints the plan as it is; the same text in every process. */
const PROGRAM = `
import { planPortfolio } from './core/schedule/plan-portfolio.ts';
import { FAMILIES, familyBlock, familyPolicy } from './core/simulate/families/families.ts';
const family = FAMILIES.find(({ name }) => name === process.argv[1]);
const none = 'sha256:' + '0'.repeat(64);
const digests = { portfolio: none, policy: none, code: none };
const plan = planPortfolio({ portfolio: familyBlock(family, 1, 0), policy: familyPolicy(family), digests });
process.stdout.write(JSON.stringify(plan));
`;

function planOf(family: string, zone: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM, family], {
    encoding: 'utf8',
    env: { ...process.env, TZ: zone, LC_ALL: 'C' },
    maxBuffer: 64 * 1024 * 1024,
  });
}

describe.each(['all-100', 'count-100'])('%s planned in two processes', (family) => {
  it('gives the same bytes, also where the processes live in different time zones', () => {
    const first = planOf(family, 'UTC');
    expect(first).toContain('"assignments":[{');
    expect(planOf(family, 'Asia/Tokyo')).toBe(first);
  }, 60_000);
});

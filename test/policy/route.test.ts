import { describe, expect, it } from 'vitest';
import { AdverseKind, Autonomy, Flags, Impact, Policy, Posture } from '../../core/model/policy.ts';
import { stricter } from '../../core/policy/ceiling.ts';
import { routeRun } from '../../core/policy/route.ts';

const policy = Policy.parse({ contract: 'policy/1' });

/**
 * The default table, every cell, written out by hand: rows are posture, columns low, medium, high impact; each cell is
 * flag on / flag canary, then the same with someone adversely affected. a = autonomous, 1, 2 = approvers, x = blocked.
 */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  steady: ['a a 11', 'a 1 11', '1 1 11'],
  elevated: ['a a 11', '1 1 11', '1 1 11'],
  high: ['1 1 11', '1 1 11', '2 2 22'],
  critical: ['x x xx', 'x x xx', 'x x xx'],
};
const MEANING: Readonly<Record<string, string>> = {
  a: 'autonomous',
  1: 'one-approver',
  2: 'two-approvers',
  x: 'blocked',
};

/** Every way somebody can be affected, alone and together. */
const SUBSETS = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => AdverseKind.options.filter((_, n) => (bits >> n) % 2 === 1));

describe('routing by the default table', () => {
  for (const posture of Posture.options)
    for (const impact of Impact.options)
      for (const mode of ['on', 'canary'] as const)
        for (const adverse of [false, true]) {
          const ways = adverse ? SUBSETS.filter((kinds) => kinds.length > 0) : [[]];
          const cell = TABLE[posture]?.[Impact.options.indexOf(impact)]?.replaceAll(' ', '') ?? '';
          const expected = MEANING[cell.charAt((adverse ? 2 : 0) + (mode === 'on' ? 0 : 1))];
          it(`${posture}, ${impact} impact, flag ${mode}${adverse ? ', someone adversely affected' : ''}: ${expected}`, () => {
            for (const affected of ways)
              expect(routeRun({ posture, impact, mode, affected }, policy).autonomy).toBe(expected);
          });
        }

  it('is blocked with the flag off, whatever else', () => {
    for (const posture of Posture.options)
      for (const impact of Impact.options)
        expect(routeRun({ posture, impact, mode: 'off', affected: [] }, policy).autonomy).toBe('blocked');
  });

  it('is shadow with the flag on shadow, but a critical posture stays blocked', () => {
    for (const posture of Posture.options)
      expect(routeRun({ posture, impact: 'high', mode: 'shadow', affected: ['starved'] }, policy).autonomy).toBe(
        posture === 'critical' ? 'blocked' : 'shadow',
      );
  });
});

describe('routing by a table of the tenant', () => {
  it('is blocked when no row matches', () => {
    const empty = Policy.parse({ contract: 'policy/1', routing: [] });
    const verdict = routeRun({ posture: 'steady', impact: 'low', mode: 'on', affected: [] }, empty);
    expect(verdict).toMatchObject({ autonomy: 'blocked', row: -1 });
  });

  it('never lets an adverse effect or a critical posture pass without a person, whatever the table says', () => {
    for (const autonomy of Autonomy.options) {
      const lax = Policy.parse({ contract: 'policy/1', routing: [{ autonomy }] });
      for (const mode of Flags.shape.scheduling.shape.mode.unwrap().options) {
        expect(routeRun({ posture: 'steady', impact: 'low', mode, affected: ['starved'] }, lax).autonomy).not.toBe(
          'autonomous',
        );
        expect(routeRun({ posture: 'critical', impact: 'low', mode, affected: [] }, lax).autonomy).toBe('blocked');
      }
    }
  });
});

describe('routing by who is affected', () => {
  const rows = [
    { affected: ['vulnerable-passed-over'], autonomy: 'two-approvers' },
    { affected: ['mandatory-dropped', 'starved'], autonomy: 'one-approver' },
    { autonomy: 'autonomous' },
  ];
  const byKind = Policy.parse({ contract: 'policy/1', routing: rows });

  it.each(SUBSETS)('%j %j %j: the first row that names one of them decides, in every cell', (...affected) => {
    const expected = affected.includes('vulnerable-passed-over')
      ? 'two-approvers'
      : affected.length > 0
        ? 'one-approver'
        : 'autonomous';
    for (const posture of ['steady', 'elevated', 'high'] as const)
      for (const impact of Impact.options)
        for (const mode of ['on', 'canary'] as const)
          expect(routeRun({ posture, impact, mode, affected }, byKind).autonomy).toBe(expected);
  });

  it('says in words whom the row is about', () => {
    const { reason } = routeRun({ posture: 'steady', impact: 'low', mode: 'on', affected: ['starved'] }, byKind);
    expect(reason).toContain('a mandatory engagement is not held or an account is passed over once more');
  });

  it.each([
    [true, 'one-approver', 'someone is adversely affected'],
    [false, 'autonomous', 'nobody is adversely affected'],
  ] as const)('says in words whether the row is about somebody who is affected: %s', (adverse, autonomy, words) => {
    const table = Policy.parse({ contract: 'policy/1', routing: [{ adverse, autonomy }] });
    const affected = adverse ? (['starved'] as const) : [];
    const { reason } = routeRun({ posture: 'steady', impact: 'low', mode: 'on', affected }, table);
    expect(reason).toBe(`${words} (row 1 of the routing table)`);
  });

  it('gives a table that names some kinds no way to let another kind pass without a person', () => {
    const some = Policy.parse({ contract: 'policy/1', routing: [rows[0], { autonomy: 'autonomous' }] });
    const verdict = routeRun({ posture: 'steady', impact: 'low', mode: 'on', affected: ['starved'] }, some);
    expect(verdict.autonomy).toBe('one-approver');
  });
});

describe('the ceiling', () => {
  it('holds in every cell of the default table, whoever is affected: never more than it, never more than the table', () => {
    for (const posture of Posture.options)
      for (const impact of Impact.options)
        for (const mode of Flags.shape.scheduling.shape.mode.unwrap().options)
          for (const kind of [...AdverseKind.options, null])
            for (const atMost of Autonomy.options) {
              const question = { posture, impact, mode, affected: kind === null ? [] : [kind] };
              const free = routeRun(question, policy).autonomy;
              const held = routeRun({ ...question, ceiling: { atMost, reasons: ['held'] } }, policy);
              expect(held.autonomy).toBe(free === 'shadow' ? 'shadow' : stricter(free, atMost));
              if (held.autonomy !== free) expect(held.reason).toBe('held');
            }
  });
});

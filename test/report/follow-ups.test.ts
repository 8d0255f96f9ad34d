import { describe, expect, it } from 'vitest';
import { FollowUp } from '../../core/model/run.ts';
import { followUps } from '../../core/report/follow-ups.ts';
import { summary } from '../../core/report/summary.ts';
import { reportFixture } from '../support/report-fixture.ts';

const fixture = reportFixture();

describe('followUps', () => {
  const list = followUps(fixture);

  it('lists the mandatory first, then accounts without a meeting by what they may still lose', () => {
    expect(list[0]).toMatchObject({ kind: 'mandatory-unplaced', subject: 'E-1126-1', value: 320_016 });
    expect(list[0]?.text).toContain('With A-1126; mandatory');
    expect(list.filter(({ subject }) => subject === 'A-1126')).toEqual([]);
    const risks = list.filter(({ kind }) => kind === 'unresolved-risk');
    expect(risks.length).toBeGreaterThan(5);
    const values = risks.filter(({ subject }) => subject !== 'others').map(({ value }) => value ?? 0);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    for (const followUp of list) expect(FollowUp.parse(followUp)).toEqual(followUp);
  });

  it('does not chase customers who objected', () => {
    const objected = fixture.portfolio.accounts.filter(({ contact }) => contact.objected).map(({ id }) => String(id));
    expect(objected.length).toBeGreaterThan(0);
    expect(list.filter(({ subject }) => objected.includes(subject))).toEqual([]);
  });

  it('asks for more search only above a gap of one percent', () => {
    const kinds = (gap: number) => followUps({ ...fixture, plan: { ...fixture.plan, gap } }).map(({ kind }) => kind);
    expect(kinds(0.01)).not.toContain('optimisation');
    expect(kinds(0.011)).toContain('optimisation');
  });

  it('names groups under the floor and accounts without a forecast', () => {
    const parity = fixture.plan.parity.map((group, index) => (index === 1 ? { ...group, ratio: 0.5 } : group));
    const accounts = fixture.portfolio.accounts.map(({ loss, ...account }, index) =>
      index === 0 || !loss ? { ...account, features: {} } : { ...account, loss },
    );
    const found = followUps({
      ...fixture,
      portfolio: { ...fixture.portfolio, accounts },
      plan: { ...fixture.plan, parity },
    });
    expect(found.filter(({ kind }) => kind === 'parity')).toHaveLength(1);
    expect(found.find(({ kind }) => kind === 'data-quality')?.text).toContain('1 account without a chance of loss');
  });
});

describe('summary', () => {
  it('says of which plans the bound speaks where it counts on serving accounts passed over too often', () => {
    const certificate = { ...fixture.plan.certificate, starvedServed: 3 };
    expect(summary({ ...fixture, plan: { ...fixture.plan, certificate } })).toContain(
      'No plan that meets at least 3 accounts passed over too often can protect more than',
    );
  });
  it('fits a terminal and tells objective, gap, risk, who is full and what is left out', () => {
    const text = summary(fixture);
    expect(text).toContain('proven gap              0.38%. No plan can protect more than USD 13.3 M.');
    expect(text).toContain('Left out: 71 engagements of 343, 1 mandatory');
    expect(text).toContain('One more hour of R-1 on Monday 23 November is worth USD 19,000.');
    expect(text.split('\n').length).toBeLessThan(40);
    expect([...text].filter((character) => (character < ' ' && character !== '\n') || character === '\u00a0')).toEqual(
      [],
    );
    const load = fixture.plan.load.map((entry, index) =>
      index === 3 ? { ...entry, plannedMinutes: entry.capMinutes } : entry,
    );
    const full = summary({ ...fixture, plan: { ...fixture.plan, load } });
    expect(full).toContain('Busiest, of what daily limits allow: R-4 100%');
    expect(full).toContain('Full, nothing that waits fits: 0 of 92 rep-days');
  });
});

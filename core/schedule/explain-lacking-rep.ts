import type { Reason } from '../model/plan.ts';
import type { Engagement, Rep } from '../model/portfolio.ts';
import { type Explanation, NOTHING } from './explanation.ts';
import { unmetNeed } from './requirement-groups.ts';

/** No rep meets all needs: the need that the nearest one lacks; null: some rep does. */
export function explainLackingRep(reps: readonly Rep[], engagement: Engagement): Explanation | null {
  const needs = ['skill', 'language', 'role', 'team'] as const;
  let furthest = -1;
  let nearest: Rep | undefined;
  for (const rep of reps) {
    const unmet = unmetNeed(engagement, rep);
    if (unmet === null) return null;
    // Of reps equally far, one who lacks nothing but this: then a single change is enough.
    const rank = needs.indexOf(unmet) * 2 + (lacksOnly(engagement, rep, unmet) ? 1 : 0);
    if (rank > furthest) {
      furthest = rank;
      nearest = rep;
    }
  }
  const need = needs[Math.max(0, furthest >> 1)]!;
  const cause = `no-${need}` as const;
  const reason: Reason = { code: cause, numbers: { reps: reps.length }, refs: wanted(engagement, need) };
  if (nearest === undefined || furthest % 2 === 0) return { cause, reasons: [reason], cheapestChange: NOTHING };
  if (need === 'skill') return { cause, reasons: [reason], cheapestChange: { kind: 'rep-skill', rep: nearest.id } };
  if (need === 'language')
    return { cause, reasons: [reason], cheapestChange: { kind: 'rep-language', rep: nearest.id } };
  return { cause, reasons: [reason], cheapestChange: { kind: 'rule', rule: need } };
}

function lacksOnly(engagement: Engagement, rep: Rep, need: string): boolean {
  const cleared = {
    ...engagement,
    skills: need === 'skill' ? [] : engagement.skills,
    languages: need === 'language' ? [] : engagement.languages,
    roles: need === 'role' ? [] : engagement.roles,
    teams: need === 'team' ? [] : engagement.teams,
  };
  const missing = engagement.skills.filter((skill) => !rep.skills.includes(skill)).length;
  return unmetNeed(cleared, rep) === null && (need !== 'skill' || missing === 1);
}

function wanted(engagement: Engagement, need: 'skill' | 'language' | 'role' | 'team'): Record<string, string> {
  const list = {
    skill: engagement.skills,
    language: engagement.languages,
    role: engagement.roles,
    team: engagement.teams,
  }[need];
  return { wanted: list.join(', ') };
}

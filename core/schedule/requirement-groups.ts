import type { Engagement, Rep } from '../model/portfolio.ts';

/** Which reps may hold an engagement, by its skills, languages, roles and teams. Engagements of like needs share a group. */
export interface RequirementGroups {
  /** Group of each engagement. */
  readonly of: Int32Array;
  /** Indices of the eligible reps of each group, ascending. */
  readonly reps: readonly Int32Array[];
}

export function requirementGroups(engagements: readonly Engagement[], reps: readonly Rep[]): RequirementGroups {
  const known = new Map<string, number>();
  const groups: Int32Array[] = [];
  const of = new Int32Array(engagements.length);
  engagements.forEach((engagement, e) => {
    const key = requirementKey(engagement);
    let group = known.get(key);
    if (group === undefined) {
      group = groups.length;
      known.set(key, group);
      const eligible: number[] = [];
      reps.forEach((rep, r) => {
        if (unmetNeed(engagement, rep) === null) eligible.push(r);
      });
      groups.push(Int32Array.from(eligible));
    }
    of[e] = group;
  });
  return { of, reps: groups };
}

/** The first need of an engagement that a rep does not meet, in the order of the invariants; null: all are met. */
export function unmetNeed(engagement: Engagement, rep: Rep): 'skill' | 'language' | 'role' | 'team' | null {
  if (!engagement.skills.every((skill) => rep.skills.includes(skill))) return 'skill';
  if (engagement.languages.length > 0 && !engagement.languages.some((language) => rep.languages.includes(language)))
    return 'language';
  if (engagement.roles.length > 0 && (rep.role === undefined || !engagement.roles.includes(rep.role))) return 'role';
  if (engagement.teams.length > 0 && !engagement.teams.includes(rep.team)) return 'team';
  return null;
}

export function requirementKey({ skills, languages, roles, teams }: Engagement): string {
  return `${inOrder(skills)}\u0002${inOrder(languages)}\u0002${inOrder(roles)}\u0002${inOrder(teams)}`;
}

/** Every engagement asks, and most lists have one entry or none. */
function inOrder(needs: readonly string[]): string {
  return needs.length < 2 ? (needs[0] ?? '') : [...needs].sort().join('\u0001');
}

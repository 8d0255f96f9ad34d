import type { Engagement, Rep } from '../model/portfolio.ts';
import { SequenceNumbers } from '../numeric/sequence-numbers.ts';

/** Which reps may hold an engagement, by its skills, languages, roles and teams. Engagements of like needs share a group. */
export interface RequirementGroups {
  /** Group of each engagement. */
  readonly of: Int32Array;
  /** Indices of the eligible reps of each group, ascending. */
  readonly reps: readonly Int32Array[];
}

/** O(engagements · needs + groups · reps of the teams asked for). */
export function requirementGroups(engagements: readonly Engagement[], reps: readonly Rep[]): RequirementGroups {
  const numbers = new NeedNumbers();
  const teams = repsOfTeams(reps);
  const everyone = Int32Array.from(reps.keys());
  const groups: Int32Array[] = [];
  const of = new Int32Array(engagements.length);
  for (let e = 0; e < engagements.length; e++) {
    const engagement = engagements[e]!;
    const group = numbers.of(engagement);
    if (group === groups.length) {
      const candidates = engagement.teams.length === 0 ? everyone : membersOf(engagement.teams, teams);
      groups.push(candidates.filter((r) => unmetNeed(engagement, reps[r]!) === null));
    }
    of[e] = group;
  }
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

/** What engagements ask of a rep, for keys: equal texts ask for the same. */
export function requirementKey({ skills, languages, roles, teams }: Engagement): string {
  return [skills, languages, roles, teams].map((needs) => [...needs].sort().join('\u0001')).join('\u0002');
}

/** Numbers what engagements ask of a rep: equal numbers ask for the same, in whatever order they say it. */
class NeedNumbers {
  readonly #names = new Map<string, number>();
  readonly #numbers = new SequenceNumbers();
  readonly #asked: number[] = [];

  of({ skills, languages, roles, teams }: Engagement): number {
    this.#asked.length = 0;
    this.#ask(skills);
    this.#ask(languages);
    this.#ask(roles);
    this.#ask(teams);
    return this.#numbers.of(this.#asked);
  }

  #ask(needs: readonly string[]): void {
    this.#asked.push(needs.length);
    if (needs.length === 1) this.#asked.push(this.#named(needs[0]!));
    else if (needs.length > 1) this.#asked.push(...needs.map((need) => this.#named(need)).sort((a, b) => a - b));
  }

  #named(need: string): number {
    const known = this.#names.get(need);
    if (known !== undefined) return known;
    this.#names.set(need, this.#names.size);
    return this.#names.size - 1;
  }
}

function repsOfTeams(reps: readonly Rep[]): ReadonlyMap<string, readonly number[]> {
  const teams = new Map<string, number[]>();
  reps.forEach(({ team }, r) => {
    const known = teams.get(team);
    if (known === undefined) teams.set(team, [r]);
    else known.push(r);
  });
  return teams;
}

function membersOf(teams: readonly string[], members: ReadonlyMap<string, readonly number[]>): Int32Array {
  return Int32Array.from(new Set(teams.flatMap((team) => members.get(team) ?? []))).sort();
}

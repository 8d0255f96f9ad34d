import { describe, expect, it } from 'vitest';
import { makeTeam } from '../../core/simulate/team.ts';

const hours = [{ days: ['mo'], from: '09:00', to: '17:00' }];
const limits = { hours, maxMinutesPerDay: 240, maxEngagementsPerDay: 6 };
const place = (team: string, share?: number) => ({ team, timeZone: 'UTC', languages: ['en'], share });

describe('makeTeam', () => {
  it('spreads the reps by the shares of the places, any head of the list like the whole', () => {
    const team = makeTeam({ ...limits, reps: 12, places: [place('A', 3), place('B', 2), place('C', 1)] });
    const count = (reps: typeof team, name: string) => reps.filter(({ team: own }) => own === name).length;
    expect(['A', 'B', 'C'].map((name) => count(team, name))).toEqual([6, 4, 2]);
    expect(['A', 'B', 'C'].map((name) => count(team.slice(0, 6), name))).toEqual([3, 2, 1]);
  });

  it('takes the places in turn where they have no shares', () => {
    const team = makeTeam({ ...limits, reps: 5, places: [place('A'), place('B')] });
    expect(team.map(({ team: own }) => own)).toEqual(['A', 'B', 'A', 'B', 'A']);
  });

  it('gives ids of one width, so that their order by code point is their order', () => {
    const ids = makeTeam({ ...limits, reps: 11, places: [place('A')] }).map(({ id }) => id);
    expect([ids[0], ids[10], ids.toSorted().join() === ids.join()]).toEqual(['R-01', 'R-11', true]);
  });
});

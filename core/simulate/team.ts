/** Where a share of a generated team sits and what it speaks. */
export interface TeamPlace {
  readonly team: string;
  readonly timeZone: string;
  readonly languages: readonly string[];
  /** Its part of the reps relative to the others'; default 1. */
  readonly share?: number | undefined;
}

export interface TeamSpec {
  readonly reps: number;
  readonly places: readonly TeamPlace[];
  readonly hours: readonly { readonly days: readonly string[]; readonly from: string; readonly to: string }[];
  readonly maxMinutesPerDay: number;
  readonly maxEngagementsPerDay: number;
}

/**
 * Reps R-1 … R-n for a portfolio that comes without a team, as bodies of portfolio/1. Each rep joins the place that is
 * furthest behind its share, ties by the order of the places, so any head of the list is spread like the whole.
 * O(reps · places).
 */
export function makeTeam(spec: TeamSpec) {
  const places = spec.places.map((place) => ({ place, share: place.share ?? 1, reps: 0 }));
  const total = places.reduce((sum, { share }) => sum + share, 0);
  const width = String(spec.reps).length;
  return Array.from({ length: spec.reps }, (_, index) => {
    const behind = ({ share, reps }: { share: number; reps: number }) => (share / total) * (index + 1) - reps;
    const next = places.reduce((best, each) => (behind(each) > behind(best) ? each : best));
    next.reps += 1;
    return {
      id: `R-${String(index + 1).padStart(width, '0')}`,
      team: next.place.team,
      timeZone: next.place.timeZone,
      hours: spec.hours,
      languages: next.place.languages,
      maxMinutesPerDay: spec.maxMinutesPerDay,
      maxEngagementsPerDay: spec.maxEngagementsPerDay,
    };
  });
}

/** `Assess posture` of `0/assess-posture`; a later attempt of the run is named, and of a round or person nothing. */
export function stepName(step: string): string {
  const [, attempt, name = step] = /^(\d+)\/([^/]+)/.exec(step) ?? [];
  const words = name.replaceAll('-', ' ');
  const capital = words.charAt(0).toUpperCase() + words.slice(1);
  return attempt === undefined || attempt === '0' ? capital : `${capital}, attempt ${Number(attempt) + 1}`;
}

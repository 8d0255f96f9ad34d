import type { RestoredDocument, Rollback } from '../model/rollback.ts';

/** What a rollback did to flags and policy, for people. */
export function configurationSentence({
  baseline,
  flags,
  policy,
  stopped,
}: Pick<Rollback, 'baseline' | 'flags' | 'policy' | 'stopped'>): string {
  if (baseline === null || flags === null || policy === null)
    return 'There is no stable baseline yet: flags and policy stay as they are.';
  const stops = stopped.length === 0 ? '' : ` Deployment ${stopped.join(', ')} was stopped.`;
  return `Flags: ${became(flags)}; policy: ${became(policy)}.${stops}`;
}

function became({ outcome, from, to }: RestoredDocument): string {
  switch (outcome) {
    case 'as-baseline':
      return 'as in the stable baseline';
    case 'restored':
      return `back from version ${from ?? 'none'} to version ${to ?? 'none'} of the stable baseline`;
    case 'stricter-kept':
      return 'kept, since those of the baseline would allow more';
    case 'waiting':
      return 'to follow when the deployment that makes flags stricter is through';
  }
}

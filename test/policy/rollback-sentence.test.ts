import { describe, expect, it } from 'vitest';
import type { RestoredDocument } from '../../core/model/rollback.ts';
import { configurationSentence } from '../../core/policy/rollback-sentence.ts';

const document = (outcome: RestoredDocument['outcome'], from: string | null = '7', to: string | null = '3') => ({
  ...{ outcome, from, to },
});
const said = (flags: RestoredDocument | null, policy: RestoredDocument | null, stopped: readonly number[] = []) =>
  configurationSentence({ baseline: 2, flags, policy, stopped: [...stopped] });

describe('what a rollback did to flags and policy, for people', () => {
  it.each<[RestoredDocument, string]>([
    [document('as-baseline'), 'as in the stable baseline'],
    [document('restored'), 'back from version 7 to version 3 of the stable baseline'],
    [document('restored', null, null), 'back from version none to version none of the stable baseline'],
    [document('stricter-kept'), 'kept, since those of the baseline would allow more'],
    [document('waiting'), 'to follow when the deployment that makes flags stricter is through'],
  ])('says of %j: %s', (became, words) => {
    expect(said(became, document('as-baseline'))).toBe(`Flags: ${words}; policy: as in the stable baseline.`);
    expect(said(document('as-baseline'), became)).toBe(`Flags: as in the stable baseline; policy: ${words}.`);
  });

  it('names the deployments that were stopped', () => {
    const as = document('as-baseline');
    expect(said(as, as, [4, 5])).toMatch(/\. Deployment 4, 5 was stopped\.$/);
  });

  it('says that there was nothing to go back to', () => {
    expect(configurationSentence({ baseline: null, flags: null, policy: null, stopped: [] })).toMatch(
      /no stable baseline yet/,
    );
  });
});

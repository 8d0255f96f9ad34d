import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Flags } from '../../core/model/policy.ts';
import { allowsMore, isStricter } from '../../core/policy/flag-strictness.ts';
import { type ConfigurationState, restoreStep } from '../../core/policy/restore-step.ts';

const flags = (mode: string, more: { share?: number; segments?: string[]; stop?: boolean } = {}): Flags =>
  Flags.parse({
    scheduling: {
      enabled: mode !== 'disabled',
      mode: mode === 'disabled' ? 'on' : mode,
      share: more.share ?? 0,
      ...(more.segments ? { segments: more.segments } : {}),
    },
    stop: { enabled: more.stop ?? false },
  });
const anyFlags = fc
  .record({
    mode: fc.constantFrom('disabled', 'off', 'shadow', 'canary', 'on'),
    share: fc.constantFrom(0, 0.1, 0.5),
    stop: fc.boolean(),
    segments: fc.subarray(['region:emea', 'tier:smb']),
  })
  .map(({ mode, ...more }) => flags(mode, more));

describe('flags', () => {
  it.each([
    [flags('on'), flags('shadow'), true],
    [flags('shadow'), flags('on'), false],
    [flags('on'), flags('on', { stop: true }), true],
    [flags('on', { stop: true }), flags('on'), false],
    [flags('canary', { share: 0.2 }), flags('canary', { share: 0.1 }), true],
    [flags('canary', { share: 0.1, segments: ['region:emea'] }), flags('canary', { share: 0.1 }), true],
    [flags('off'), flags('disabled'), false],
    [flags('shadow', { share: 1 }), flags('shadow'), false],
  ])('%j allow more than %j: %s', (next, current, more) => {
    expect(allowsMore(next, current)).toBe(more);
  });

  it('never allow more than themselves, and are stricter only one way round', () => {
    fc.assert(
      fc.property(anyFlags, anyFlags, (a, b) => {
        expect(allowsMore(a, a)).toBe(false);
        expect(isStricter(a, b) && isStricter(b, a)).toBe(false);
      }),
    );
  });
});

/** AppConfig in a nutshell: versions by number, one deployment at a time. */
interface World {
  readonly flagVersions: readonly Flags[];
  flags: number;
  policy: number;
  underWay: { number: number; document: 'flags' | 'policy'; version: number } | null;
  overtaken?: number;
}
const BASELINE = { flags: 0, policy: 0 };

function stateOf(world: World): ConfigurationState {
  const document = (version: number, digest: string, baseline: string) => ({
    current: { version: String(version), digest },
    baseline: { version: '0', digest: baseline },
  });
  const text = (version: number) => JSON.stringify(world.flagVersions[version]);
  const then = world.flagVersions[BASELINE.flags];
  if (then === undefined) throw new Error('the baseline has flags');
  const { underWay } = world;
  return {
    flags: document(world.flags, text(world.flags), text(0)),
    policy: document(world.policy, String(world.policy), '0'),
    flagsNow: world.flagVersions[world.flags] ?? null,
    flagsThen: then,
    underWay:
      underWay === null
        ? null
        : {
            number: underWay.number,
            document: underWay.document,
            version: String(underWay.version),
            flags: underWay.document === 'flags' ? (world.flagVersions[underWay.version] ?? null) : null,
          },
    overtaken: overtakenIn(world),
  };
}

function overtakenIn({ overtaken, flagVersions }: World): ConfigurationState['overtaken'] {
  const found = overtaken === undefined ? undefined : flagVersions[overtaken];
  return found === undefined ? null : { version: String(overtaken), flags: found };
}

describe('a step back to the baseline', () => {
  const at = (world: Partial<World>) =>
    restoreStep(
      stateOf({
        flagVersions: [flags('on'), flags('shadow'), flags('on', { stop: true })],
        flags: 0,
        policy: 0,
        underWay: null,
        ...world,
      }),
    );

  it('is nothing where everything is as in the baseline', () => {
    expect(at({})).toEqual({ do: 'nothing', strictFlagsKept: false });
  });

  it('stops a deployment under way first', () => {
    expect(at({ policy: 1, underWay: { number: 7, document: 'policy', version: 2 } })).toEqual({
      do: 'stop',
      deployment: 7,
    });
  });

  it('waits for a deployment that brings what is wanted, as another rollback has started it', () => {
    expect(at({ policy: 1, underWay: { number: 7, document: 'policy', version: 0 } })).toEqual({
      do: 'wait',
      tightening: false,
    });
  });

  it('waits for stricter flags that are those of the baseline, and does not say that they hold it up', () => {
    const flagVersions = [flags('shadow'), flags('on')];
    expect(at({ flagVersions, flags: 1, underWay: { number: 7, document: 'flags', version: 0 } })).toEqual({
      do: 'wait',
      tightening: false,
    });
  });

  it('does not disturb a stop that is on its way', () => {
    expect(at({ policy: 1, underWay: { number: 7, document: 'flags', version: 2 } })).toEqual({
      do: 'wait',
      tightening: true,
    });
  });

  it('does not disturb stricter flags that are on their way, nor a stop that comes with flags that do more', () => {
    const flagVersions = [flags('on'), flags('shadow'), flags('canary', { stop: true })];
    const coming = (from: number, version: number) =>
      at({ flagVersions, flags: from, underWay: { number: 7, document: 'flags', version } });
    expect(coming(0, 1)).toEqual({ do: 'wait', tightening: true });
    expect(coming(1, 2)).toEqual({ do: 'wait', tightening: true });
    const loosening = { flagVersions: [flags('off'), flags('shadow'), flags('on')], flags: 1 };
    expect(at({ ...loosening, underWay: { number: 7, document: 'flags', version: 2 } })).toEqual({
      ...{ do: 'stop', deployment: 7 },
    });
  });

  it('keeps flags that allow less than those of the baseline, and still takes the policy back', () => {
    expect(at({ flags: 2, policy: 1 })).toEqual({ do: 'deploy', document: 'policy', version: '0' });
    expect(at({ flags: 2 })).toEqual({ do: 'nothing', strictFlagsKept: true });
  });

  it('brings back a stop that was deployed after the last look and replaced unseen, before anything else', () => {
    expect(at({ overtaken: 2, policy: 1 })).toEqual({ do: 'deploy', document: 'flags', version: '2' });
    expect(at({ overtaken: 1 })).toEqual({ do: 'deploy', document: 'flags', version: '1' });
  });

  it('lifts no stop to bring back flags that were overtaken', () => {
    const versions = [flags('on', { stop: true }), flags('off')];
    expect(at({ flagVersions: versions, overtaken: 1 })).toEqual({ do: 'nothing', strictFlagsKept: false });
  });

  it('leaves flags that were overtaken and allow no less where they are', () => {
    expect(at({ flags: 2, overtaken: 0 })).toEqual({ do: 'nothing', strictFlagsKept: true });
    expect(at({ flags: 0, overtaken: 0 })).toEqual({ do: 'nothing', strictFlagsKept: false });
  });

  it('from any state, by any number of rollbacks that take turns, ends at the baseline and never allows more', () => {
    const start = fc.record({
      flagVersions: fc.tuple(anyFlags, anyFlags, anyFlags),
      flags: fc.nat(2),
      policy: fc.nat(2),
      underWay: fc.option(
        fc.record({
          number: fc.constant(1),
          document: fc.constantFrom('flags' as const, 'policy' as const),
          version: fc.nat(2),
        }),
      ),
    });
    fc.assert(
      // 0 to 2: one of three rollbacks; from 3 on: a person deploys flags of their own.
      fc.property(start, fc.array(fc.nat(5), { maxLength: 40 }), (given, turns) => {
        const world: World = { ...given };
        let before = world.flagVersions[world.flags] ?? flags('off');
        const bringing = world.underWay?.document === 'flags' ? world.flagVersions[world.underWay.version] : undefined;
        // Flags deployed, in order; a rollback says how many there were at its last look, a person does not.
        const deployed: { version: number; after: number | null }[] = [{ version: world.flags, after: null }];
        const deploy = (version: number, after: number | null) => {
          const unseen = deployed.slice(after ?? deployed.length).findLast((one) => one.after === null);
          deployed.push({ version, after });
          world.flags = version;
          if (unseen === undefined) delete world.overtaken;
          else world.overtaken = unseen.version;
        };
        // What each of three rollbacks saw last; it acts on that, however old it is by now.
        const look = () => ({ step: restoreStep(stateOf(world)), flags: deployed.length });
        const seen = [look(), look(), look()];
        const act = (who: number) => {
          if (who > 2 && world.underWay === null) {
            deploy(who - 3, null);
            before = world.flagVersions[world.flags] ?? flags('off');
          }
          const last = seen[who];
          if (last === undefined) return;
          const { step } = last;
          if (step.do === 'stop' && world.underWay?.number === step.deployment) world.underWay = null;
          if (step.do === 'deploy' && world.underWay === null) {
            if (step.document === 'policy') world.policy = Number(step.version);
            else deploy(Number(step.version), last.flags);
          }
          if (step.do === 'wait' && world.underWay !== null) {
            if (world.underWay.document === 'policy') world.policy = world.underWay.version;
            else deploy(world.underWay.version, null);
            world.underWay = null;
          }
          seen[who] = look();
        };
        for (const who of [...turns, ...Array.from({ length: 18 }, (_, n) => n % 3)]) act(who);
        expect(restoreStep(stateOf(world)).do).toBe('nothing');
        expect(world.policy).toBe(BASELINE.policy);
        const after = world.flagVersions[world.flags] ?? flags('off');
        const more = allowsMore(after, before) && (bringing === undefined || allowsMore(after, bringing));
        // While the stop is set, nothing is allowed.
        expect(more && !after.stop.enabled).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a candidate on trial', () => {
  const document = (now: string, then: string) => ({
    current: { version: now, digest: now },
    baseline: { version: then, digest: then },
  });
  const trial = Flags.parse({
    scheduling: { enabled: true, mode: 'on', trials: ['acme:shadow'] },
    stop: { enabled: false },
  });
  const state = (policy: string): ConfigurationState => ({
    ...{ flags: document('2', '1'), policy: document(policy, '1') },
    ...{ flagsNow: trial, flagsThen: flags('on'), underWay: null, overtaken: null },
  });

  it('goes back before its trial does, so that it is never in force without', () => {
    expect(restoreStep(state('2'))).toEqual({ do: 'deploy', document: 'policy', version: '1' });
    expect(restoreStep(state('1'))).toEqual({ do: 'deploy', document: 'flags', version: '1' });
  });
});

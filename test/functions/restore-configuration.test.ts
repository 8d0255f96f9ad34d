import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { flags, openWorld } from '../support/world.ts';

const world = await openWorld();
const { markStable } = await import('../../functions/shared/baseline.ts');
const { configuration } = await import('../../functions/shared/configuration.ts');
const { configurationControl } = await import('../../functions/shared/configuration-control.ts');
const { saysAfter } = await import('../../functions/shared/deployment-order.ts');
const { headStore } = await import('../../functions/shared/head-store.ts');
const { handler: resume } = await import('../../functions/resume-rollbacks/index.ts');
const { restoreConfiguration, restoreOvertaken } = await import('../../functions/shared/restore-configuration.ts');
const heads = headStore();
const control = configurationControl();
const config = configuration();
const { appConfig } = world.aws;
afterAll(() => world.close());

const shadow = { scheduling: { enabled: true, mode: 'shadow' }, stop: { enabled: false } };
const tellNobody = () => Promise.resolve();
const inForce = async () => (await config.flags()).value;

/** The baseline has shadow; what is in force since allows more, so a rollback deploys flags. */
beforeEach(async () => {
  await appConfig.deploy('flags', shadow, 'at-once');
  await appConfig.deploy('policy', { contract: 'policy-set/1', default: { contract: 'policy/1' } }, 'at-once');
  await markStable({ heads, control }, (await heads.baseline())?.version ?? 0, null);
  await appConfig.deploy('flags', flags(), 'at-once');
});
async function baselineNow() {
  const baseline = await heads.baseline();
  if (baseline === undefined) throw new Error('a baseline is needed');
  return baseline;
}

describe('a stop deployed between the look of a rollback and the deployment that follows', () => {
  it('is in force again when the rollback is done', async () => {
    let stopped = false;
    const restored = await restoreConfiguration(control, await baselineNow(), 'Rollback', async (progress) => {
      // Told before it is done: here somebody is faster.
      if (!stopped && 'restoring' in progress) await appConfig.deploy('flags', flags(true), 'at-once');
      stopped = true;
    });
    expect(restored).toMatchObject({ complete: true, flags: { outcome: 'stricter-kept' } });
    expect(await inForce()).toMatchObject({ stop: { enabled: true } });
  });

  it('is brought back by the next rollback where the first was killed right after its deployment', async () => {
    const { newest } = await control.look();
    await appConfig.deploy('flags', flags(true), 'at-once');
    const baseline = await baselineNow();
    expect(await control.deploy('flags', baseline.flagsVersion, saysAfter('Rollback', newest))).toBe(true);
    expect(await inForce()).toMatchObject({ stop: { enabled: false } });
    await restoreConfiguration(control, baseline, 'Rollback', tellNobody);
    expect(await inForce()).toMatchObject({ stop: { enabled: true } });
    expect((await control.look()).overtaken).toBeNull();
  });

  it('is brought back within a minute, too, where no rollback is left to do it', async () => {
    expect(await restoreOvertaken(control)).toBe(false);
    const { newest } = await control.look();
    await appConfig.deploy('flags', flags(true), 'at-once');
    await control.deploy('flags', (await baselineNow()).flagsVersion, saysAfter('Rollback', newest));
    await resume();
    expect(await inForce()).toMatchObject({ stop: { enabled: true } });
    expect(await restoreOvertaken(control)).toBe(false);
  });

  it('stays lifted where a person has lifted it since', async () => {
    const { newest } = await control.look();
    await appConfig.deploy('flags', flags(true), 'at-once');
    const baseline = await baselineNow();
    await control.deploy('flags', baseline.flagsVersion, saysAfter('Rollback', newest));
    await appConfig.deploy('flags', shadow, 'at-once');
    await restoreConfiguration(control, baseline, 'Rollback', tellNobody);
    expect(await inForce()).toMatchObject({ stop: { enabled: false }, scheduling: { mode: 'shadow' } });
  });
});

describe('flags deployed in between that allow more than the baseline', () => {
  it('do not come back', async () => {
    let deployed = false;
    const restored = await restoreConfiguration(control, await baselineNow(), 'Rollback', async (progress) => {
      if (!deployed && 'restoring' in progress) await appConfig.deploy('flags', flags(), 'at-once');
      deployed = true;
    });
    expect(restored).toMatchObject({ complete: true, flags: { outcome: 'as-baseline' } });
    expect(await inForce()).toMatchObject({ scheduling: { mode: 'shadow' } });
  });
});

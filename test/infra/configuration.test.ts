import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Flags, Policy, PolicySet } from '../../core/model/policy.ts';
import { PromotionTerms } from '../../core/model/promotion-terms.ts';
import { policyChanges } from '../../core/policy/policy-changes.ts';
import { setViolations } from '../../core/simulate/suites/set-invariants.ts';
import { readConfiguration } from '../../infra/config/documents.ts';
import { declared } from '../../infra/config/functions.ts';
import { asDraft7 } from '../../infra/local/draft-4.ts';
import { folderOf, ofType, only, texts } from './synthesised.ts';

const Document = z.looseObject({});
const INFRA = join(import.meta.dirname, '../../infra');

function hosted(profileType: string) {
  const profile = only('AWS::AppConfig::ConfigurationProfile', ({ Properties }) => Properties['Type'] === profileType);
  const version = only('AWS::AppConfig::HostedConfigurationVersion', ({ Properties }) =>
    texts(Properties['ConfigurationProfileId']).includes(profile.id),
  );
  return { profile, version, content: Document.parse(JSON.parse(z.string().parse(version.Properties['Content']))) };
}

describe('flags', () => {
  const { version, content } = hosted('AWS.AppConfig.FeatureFlags');

  it('are deployed with scheduling on and stop off', () => {
    expect(Flags.parse(content['values'])).toEqual({
      scheduling: { enabled: true, mode: 'on', share: 0 },
      stop: { enabled: false },
    });
  });

  it('keep earlier versions, so that a rollback can deploy one', () => {
    expect(version.UpdateReplacePolicy).toBe('Retain');
  });
});

describe('policies', () => {
  const { profile, version, content } = hosted('AWS.Freeform');
  const [validator, asked] = z
    .tuple([
      z.object({ Type: z.literal('JSON_SCHEMA'), Content: z.string() }),
      z.object({ Type: z.literal('LAMBDA'), Content: z.unknown() }),
    ])
    .parse(profile.Properties['Validators']);
  const { $schema, ...schema } = Document.parse(asDraft7(JSON.parse(validator?.Content ?? '')));

  it('name no tenant and nobody who decides: until somebody names one, every run is refused', () => {
    expect(PolicySet.parse(content)).toMatchObject({ tenants: {}, default: { approvers: [], oversight: [] } });
  });

  it('loosen nothing of the contract: what they state is a name', () => {
    expect(content['default']).toEqual({ contract: 'policy/1', name: 'default' });
  });

  it('are deployed with the trial of the contract, never with the small one of a single machine', () => {
    expect(PolicySet.parse(content).promotion).toEqual(PromotionTerms.parse({}));
  });

  it('keep earlier versions, so that a rollback can deploy one', () => {
    expect(version.UpdateReplacePolicy).toBe('Retain');
  });

  it('are put to their invariants by a function that may do nothing else, asked by this account’s AppConfig alone', () => {
    const named = texts(asked.Content);
    const lambda = only('AWS::Lambda::Function', ({ id, stack }) => stack === profile.stack && named.includes(id));
    expect(folderOf(lambda)).toBe('validate-policies');
    expect(declared('validate-policies')).toMatchObject({ tables: {}, may: [] });
    const permission = only('AWS::Lambda::Permission', ({ Properties }) =>
      texts(Properties['FunctionName']).includes(lambda.id),
    );
    expect(permission.Properties).toMatchObject({
      Action: 'lambda:InvokeFunction',
      Principal: 'appconfig.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  it('are validated by a schema AppConfig can read: draft 4, at most 32 KiB', () => {
    expect($schema).toBe('http://json-schema.org/draft-04/schema#');
    expect(Buffer.byteLength(validator?.Content ?? '')).toBeLessThanOrEqual(32 * 1024);
  });

  // ajv reads draft 7, not draft 4.
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);

  it('pass the schema as they are deployed', () => {
    expect(validate(content), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    ['a contract that is not known', { contract: 'policy-set/2', default: { contract: 'policy/1' } }],
    ['no default', { contract: 'policy-set/1' }],
    ['a share above one', { contract: 'policy-set/1', default: { contract: 'policy/1', rep: { loadCeiling: 1.1 } } }],
    ['a field that is not known', { contract: 'policy-set/1', default: { contract: 'policy/1', spelling: 1 } }],
  ])('fail the schema with %s', (_, document) => {
    expect(validate(document)).toBe(false);
  });
});

describe('deployments', () => {
  it('go one after the other, all at once, and can be taken back by the alarm', () => {
    const [first, second] = ofType('AWS::AppConfig::Deployment');
    expect(first).toBeDefined();
    expect(second).toBeDefined();
    const strategy = texts(first?.Properties['DeploymentStrategyId']);
    expect(only('AWS::AppConfig::DeploymentStrategy', ({ id }) => strategy.includes(id)).Properties).toMatchObject({
      GrowthFactor: 100,
      DeploymentDurationInMinutes: 0,
    });
    const monitors = texts(only('AWS::AppConfig::Environment').Properties['Monitors']);
    const alarm = only('AWS::CloudWatch::Alarm', ({ id }) => monitors.includes(id));
    expect(alarm.Properties).toMatchObject({ MetricName: 'MissionsInTrouble', TreatMissingData: 'notBreaching' });
  });

  it('watch the very metric that is counted from the log of the mission', () => {
    const { Properties: alarm } = only('AWS::CloudWatch::Alarm', ({ stack }) => stack === 'SchedulingConfiguration');
    expect(only('AWS::Logs::MetricFilter').Properties['MetricTransformations']).toMatchObject([
      { MetricName: alarm['MetricName'], MetricNamespace: alarm['Namespace'] },
    ]);
  });
});

describe('checked-in documents', () => {
  it('stop the synthesis with file and place when they break the contract', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'configuration-')), 'policy.json');
    writeFileSync(file, '{"contract":"policy-set/1","default":{"contract":"policy/1","rep":{"loadCeiling":2}}}');
    expect(() => readConfiguration(file)).toThrow(/policy\.json breaks its contract:[\s\S]*default\.rep\.loadCeiling/);
    writeFileSync(file, '{"contract":"policy-set/1","default":{"contract":"policy/1","approvers":[],"approvers":[]}}');
    expect(() => readConfiguration(file)).toThrow(/policy\.json breaks its contract:\n\/default\/approvers: say each/);
  });

  it('are joined by those of npm start, with the tenant of the example and a small trial for candidates', () => {
    const { policy } = readConfiguration(join(INFRA, 'local/policy.json'));
    const set = PolicySet.parse(JSON.parse(policy));
    const { promotion, tenants } = set;
    expect(setViolations(set)).toEqual([]);
    expect(promotion).toMatchObject({ worlds: 72, days: 91, minutes: { shadow: 0, canary: 0, all: 0 } });
    expect(tenants).toMatchObject({ demo: { approvers: [{ id: 'p-approver' }, { id: 'p-second-approver' }] } });
  });

  it('let the example candidate mend a poor value of the example’s tenant, and nothing else', () => {
    const { policy } = readConfiguration(join(INFRA, 'local/policy.json'));
    const [stable] = Object.values(PolicySet.parse(JSON.parse(policy)).tenants);
    const candidate = Policy.parse(JSON.parse(readFileSync(join(INFRA, 'local/examples/candidate.json'), 'utf8')));
    expect(policyChanges(Policy.parse(stable), candidate).map(({ path }) => path)).toEqual([
      '/name',
      '/value/disruptionCost',
    ]);
  });

  it('are joined by the tenant their README begins with, who may run and has people who decide and hear', () => {
    const [, example] = /```json\n([\s\S]*?)```/.exec(readFileSync(join(INFRA, 'config/README.md'), 'utf8')) ?? [];
    const { tenants } = PolicySet.parse(JSON.parse(example ?? ''));
    const [policy, ...others] = Object.values(tenants);
    expect(others).toEqual([]);
    expect(policy?.approvers.length).toBeGreaterThanOrEqual(2);
    expect(policy?.oversight.length).toBeGreaterThanOrEqual(1);
    expect(policy?.dataQuality).toEqual(Policy.parse({ contract: 'policy/1' }).dataQuality);
  });

  it('carry the policy as it is written, not as it is completed', () => {
    expect(JSON.parse(readConfiguration().policy)).toMatchObject({
      default: { contract: 'policy/1', name: 'default' },
    });
  });
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TenantId } from '../../core/model/ids.ts';
import { Flags, PolicySet } from '../../core/model/policy.ts';
import { PromotionTerms } from '../../core/model/promotion-terms.ts';
import { readConfiguration } from '../../infra/config/documents.ts';
import { declared } from '../../infra/config/functions.ts';
import { asDraft7 } from '../../infra/local/draft-4.ts';
import { SMALL_TRIAL } from '../../infra/local/small-trial.ts';
import { folderOf, ofType, only, texts } from './synthesised.ts';

const Document = z.looseObject({});
const CONFIG = join(import.meta.dirname, '../../infra/config');

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

  it('are a policy set with the tenant of the example', () => {
    const { tenants } = PolicySet.parse(content);
    expect(tenants[TenantId.parse('demo')]).toMatchObject({
      approvers: [{ id: 'p-approver', email: 'approver@demo.example' }, { id: 'p-second-approver' }],
      stopOwner: 'p-stop-owner',
    });
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
    const folder = mkdtempSync(join(tmpdir(), 'configuration-'));
    writeFileSync(join(folder, 'flags.json'), '{"values":{"scheduling":{"enabled":true},"stop":{"enabled":false}}}');
    writeFileSync(
      join(folder, 'policy.json'),
      '{"contract":"policy-set/1","default":{"contract":"policy/1","rep":{"loadCeiling":2}}}',
    );
    expect(() => readConfiguration(folder)).toThrow(
      /policy\.json breaks its contract:[\s\S]*default\.rep\.loadCeiling/,
    );
  });

  it('hold a candidate to the small trial where npm start asks for it', () => {
    const { default: own, promotion } = PolicySet.parse(JSON.parse(readConfiguration(CONFIG, SMALL_TRIAL).policy));
    expect(promotion).toMatchObject({ worlds: 16, days: 91, minutes: { shadow: 0, canary: 0, all: 0 } });
    expect(own.name).toBe('default');
    expect(() => readConfiguration(CONFIG, { worlds: 1 })).toThrow(/policy\.json breaks its contract:[\s\S]*promotion/);
  });

  it('carry the policy as it is written, not as it is completed', () => {
    expect(JSON.parse(readConfiguration(CONFIG).policy)).toMatchObject({
      default: { contract: 'policy/1', name: 'default' },
    });
  });
});

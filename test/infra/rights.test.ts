import { describe, expect, it } from 'vitest';
import { declared, functions } from '../../infra/config/functions.ts';
import { pascalCase } from '../../infra/constructs/pascal-case.ts';
import { rightsOf, roleOf } from './rights.ts';
import { folderOf, ofType, only } from './synthesised.ts';

/** Written down a second time on purpose: what a word in a declaration means in IAM does not change unnoticed. */
const TABLE_ACTIONS = {
  read: ['GetItem', 'Query'],
  append: ['GetItem', 'PutItem', 'Query'],
  write: ['DeleteItem', 'GetItem', 'PutItem', 'Query'],
} as const;
const SEE_DEPLOYMENTS = [
  'appconfig:ListDeployments on environment',
  'appconfig:GetDeployment on environment',
  'appconfig:GetDeployment on deployments',
  'appconfig:GetHostedConfigurationVersion on flags',
  'appconfig:GetHostedConfigurationVersion on policy',
] as const;
const CAPABILITY_RIGHTS = {
  'read-configuration': ['flags', 'policy'].flatMap((profile) => [
    `appconfig:GetLatestConfiguration on ${profile}`,
    `appconfig:StartConfigurationSession on ${profile}`,
  ]),
  'see-deployments': SEE_DEPLOYMENTS,
  'restore-configuration': [
    ...SEE_DEPLOYMENTS,
    ...['application', 'environment', 'flags', 'policy', 'rollback strategy'].map(
      (place) => `appconfig:StartDeployment on ${place}`,
    ),
    ...['application', 'environment', 'deployments'].map((place) => `appconfig:StopDeployment on ${place}`),
  ],
  'store-policies': ['application', 'policy'].map((place) => `appconfig:CreateHostedConfigurationVersion on ${place}`),
  'spread-configuration': [
    ...SEE_DEPLOYMENTS,
    ...['application', 'flags', 'policy'].map((place) => `appconfig:CreateHostedConfigurationVersion on ${place}`),
    ...['application', 'environment', 'flags', 'policy', 'rollback strategy', 'shadow strategy', 'canary strategy'].map(
      (place) => `appconfig:StartDeployment on ${place}`,
    ),
  ],
  'derive-references': ['secretsmanager:GetSecretValue on references'],
  'recognise-objections': ['secretsmanager:GetSecretValue on objections'],
  'sign-webhooks': ['secretsmanager:GetSecretValue on webhooks'],
  'send-mail': ['ses:SendEmail on sender'],
  'queue-events': ['sqs:SendMessage on events'],
  'receive-events': ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
    (action) => `sqs:${action} on events`,
  ),
  'start-mission': ['states:StartExecution on mission'],
  'hear-missions': ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
    (action) => `sqs:${action} on ended missions`,
  ),
  'start-promotion': ['states:StartExecution on promotion'],
  'pass-promotions': ['states:SendTaskSuccess on promotion'],
  'care-for-promotions': ['Failure', 'Heartbeat', 'Success'].map((kind) => `states:SendTask${kind} on promotion`),
  'pass-gates': ['states:SendTaskSuccess on mission'],
  'fail-gates': ['states:SendTaskFailure on mission'],
  'beat-gates': ['states:SendTaskHeartbeat on mission'],
  'verify-tokens': [],
} as const;

/** The whole of what may be done to `*`: AWS knows no resource for these. */
const WITHOUT_RESOURCE = [
  'cloudwatch:DescribeAlarms',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
].map((action) => `${action} on *`);

const lambdas = new Map(ofType('AWS::Lambda::Function').map((lambda) => [folderOf(lambda), lambda]));

describe('rights of functions', () => {
  it('are given to every declared function and to no other', () => {
    expect([...lambdas.keys()].sort()).toEqual(Object.keys(functions).sort());
  });

  it.each([...lambdas])('of %s are exactly those of its declaration', (name, lambda) => {
    const { tables, may } = declared(name);
    const machine = lambda.stack === 'SchedulingPromotion' ? 'promotion' : 'mission';
    const expected = [
      ...Object.entries(tables).flatMap(([table, access]) =>
        TABLE_ACTIONS[access].map((action) => `dynamodb:${action} on ${table}`),
      ),
      ...may.flatMap((capability) =>
        capability === 'pass-own-gates' ? [`states:SendTaskSuccess on ${machine}`] : CAPABILITY_RIGHTS[capability],
      ),
      `logs:CreateLogStream on logs of ${pascalCase(name).toLowerCase()}`,
      `logs:PutLogEvents on logs of ${pascalCase(name).toLowerCase()}`,
      'xray:PutTelemetryRecords on *',
      'xray:PutTraceSegments on *',
    ];
    expect(rightsOf(roleOf(lambda))).toEqual([...new Set(expected)].sort());
  });

  it('let nobody delete or replace the trace and the evidence under another condition than appending', () => {
    const rights = [...lambdas.values()].flatMap((lambda) => rightsOf(roleOf(lambda)));
    expect(rights.filter((right) => /(Delete|Update|Batch)\w* on (traces|evidence)$/.test(right))).toEqual([]);
  });

  it('are given under a role of its own each', () => {
    const roles = new Set([...lambdas.values()].map((lambda) => roleOf(lambda).id));
    expect(roles.size).toBe(lambdas.size);
  });
});

describe('rights of everything else', () => {
  it.each([
    ['mission', 'SchedulingMission'],
    ['promotion', 'SchedulingPromotion'],
  ])('let the %s call exactly its functions, run its shards and write its logs', (name, stack) => {
    const steps = [...lambdas.values()].filter((lambda) => lambda.stack === stack).map(folderOf);
    const machine = only('AWS::StepFunctions::StateMachine', (declared) => declared.stack === stack);
    const rights = rightsOf(roleOf(machine, 'RoleArn'));
    expect(rights.filter((right) => !right.endsWith(' on *'))).toEqual(
      [
        ...steps.map((step) => `lambda:InvokeFunction on function ${pascalCase(step).toLowerCase()}`),
        `states:DescribeExecution on children of the ${name}`,
        `states:StartExecution on ${name}`,
        `states:StopExecution on children of the ${name}`,
      ].sort(),
    );
  });

  it.each([
    ['Nightly', 'startnightly'],
    ['Anchoring', 'anchor'],
    ['GateCare', 'remind'],
    ['RollbackCare', 'resumerollbacks'],
    ['Relaying', 'relay'],
  ])('let the schedule %s call its function and keep what it could not call', (name, called) => {
    const schedule = only('AWS::Scheduler::Schedule', ({ id }) => id.startsWith(name));
    expect(rightsOf(roleOf(schedule, 'Target'))).toEqual([
      `lambda:InvokeFunction on function ${called}`,
      `sqs:SendMessage on ${name.toLowerCase()} dead letters`,
    ]);
  });

  it('let nobody but `anchor` add an anchor, and nobody change one', () => {
    const rights = [...lambdas].flatMap(([name, lambda]) =>
      rightsOf(roleOf(lambda)).flatMap((right) => (/ on anchors$/.test(right) ? [`${name} ${right}`] : [])),
    );
    expect(rights.filter((right) => !/(GetItem|Query) on/.test(right))).toEqual(['anchor dynamodb:PutItem on anchors']);
    const anchors = only('AWS::DynamoDB::Table', ({ id }) => id.startsWith('TablesAnchors'));
    expect(anchors.Properties['ResourcePolicy']).toMatchObject({
      PolicyDocument: {
        Statement: [
          { Effect: 'Deny', Principal: { AWS: '*' }, Action: expect.arrayContaining(['dynamodb:UpdateItem']) },
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: expect.arrayContaining(['dynamodb:PutItem']),
            Condition: { ArnNotLike: { 'aws:PrincipalArn': expect.stringContaining('SchedulingEvents-AnchorRole') } },
          },
        ],
      },
    });
    expect(roleOf(lambdas.get('anchor') ?? anchors)).toMatchObject({
      id: expect.stringMatching(/^AnchorRole/),
      stack: 'SchedulingEvents',
    });
  });

  it('name an action and a resource, save where AWS knows no resource', () => {
    const rights = ofType('AWS::IAM::Role').flatMap(rightsOf);
    expect(rights.filter((right) => / on \*$/.test(right) && !WITHOUT_RESOURCE.includes(right))).toEqual([]);
    expect(rights.filter((right) => /\*.* on /.test(right))).toEqual([]);
  });

  it('come from no policy managed elsewhere', () => {
    expect(ofType('AWS::IAM::Role').filter(({ Properties }) => 'ManagedPolicyArns' in Properties)).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { ArnFormat, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, LogGroup, MetricFilter, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine, DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { declared, functions } from '../config/functions.ts';
import type { Surroundings } from '../constructs/capability.ts';
import { DomainFunction } from '../constructs/domain-function.ts';
import { pascalCase } from '../constructs/pascal-case.ts';

export interface MissionStackProps extends StackProps {
  readonly around: Surroundings;
  readonly bundles: string;
  /** Path of the ASL document. */
  readonly definition: string;
  /** Counted from the log of the state machine. */
  readonly missionsInTrouble: Metric;
}

/** The mission: its functions, and the state machine that is deployed as it is written. */
export class MissionStack extends Stack {
  readonly mission: StateMachine;
  readonly functions: readonly DomainFunction[];

  constructor(scope: Construct, id: string, props: MissionStackProps) {
    const { around, bundles, definition, missionsInTrouble, ...stackProps } = props;
    super(scope, id, stackProps);
    const asl = readFileSync(definition, 'utf8');
    const steps = stepNames(asl).map((name) => ({
      name,
      variable: pascalCase(name),
      step: new DomainFunction(this, { name, around, bundles }),
    }));
    this.functions = steps.map(({ step }) => step);
    const logs = new LogGroup(this, 'MissionLogs', {
      // Log deliveries of AWS services share one resource policy of limited length, unless named like this.
      logGroupName: `/aws/vendedlogs/states/${this.stackName}-mission`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.mission = new StateMachine(this, 'Mission', {
      definitionBody: DefinitionBody.fromString(JSON.stringify(JSON.parse(asl))),
      definitionSubstitutions: Object.fromEntries(steps.map(({ variable, step }) => [variable, step.functionArn])),
      // Ids and digests only, yet not even these: the trace is the record.
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: false },
      tracingEnabled: true,
    });
    this.mission.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: this.functions.map(({ functionArn }) => functionArn),
      }),
    );
    Validations.of(this.mission.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Log delivery and X-Ray have no resource to name: their actions accept nothing but *.',
    });
    this.#allowChildren(asl);
    this.#allowOwnGates(steps);
    new MetricFilter(this, 'MissionsInTrouble', {
      logGroup: logs,
      filterPattern: FilterPattern.literal(
        '{ ($.type = "TaskStateEntered" && $.details.name = "Rollback") || $.type = "ExecutionFailed" || $.type = "ExecutionTimedOut" || $.type = "ExecutionAborted" }',
      ),
      metricNamespace: missionsInTrouble.namespace,
      metricName: missionsInTrouble.metricName,
      metricValue: '1',
    });
  }

  /** A gate that is decided already is answered by the step that would have asked. */
  #allowOwnGates(steps: readonly { readonly name: string; readonly step: DomainFunction }[]): void {
    for (const { name, step } of steps) {
      if (!declared(name).may.includes('pass-own-gates') || step.role === undefined) continue;
      // Apart from the role's own policy, which the function, and so the state machine, waits for.
      new Policy(this, `${pascalCase(name)}OwnGates`, {
        roles: [step.role],
        statements: [
          new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: [this.mission.stateMachineArn] }),
        ],
      });
    }
  }

  /** A Distributed Map runs its items as executions of this same state machine, named after the label of the Map. */
  #allowChildren(asl: string): void {
    const labels = [...asl.matchAll(/"Label": "(\w+)"/g)].map(([, label]) => label);
    const children = labels.map((label) =>
      this.formatArn({
        service: 'states',
        resource: 'execution',
        resourceName: `${this.mission.stateMachineName}/${label}:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    );
    // Apart from the role's own policy, which the state machine waits for.
    const policy = new Policy(this, 'MissionChildren', {
      roles: [this.mission.role],
      statements: [
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.mission.stateMachineArn] }),
        new PolicyStatement({ actions: ['states:DescribeExecution', 'states:StopExecution'], resources: children }),
      ],
    });
    const resource = this.mission.node.findAll().find(CfnStateMachine.isCfnStateMachine);
    const machine = `<${resource === undefined ? '' : this.resolve(resource.logicalId)}.Name>`;
    for (const label of labels) {
      Validations.of(policy).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${machine}/${label}:*]`,
        reason:
          'Step Functions makes up the ids of child executions when they start; only those of this Map are covered.',
      });
    }
  }
}

/**
 * The functions an ASL document asks for: `${PlanShard}` is the function `plan-shard`.
 * @throws Error naming what no declared function answers to
 */
function stepNames(asl: string): string[] {
  const asked = [...new Set([...asl.matchAll(/\$\{(\w+)\}/g)].map(([, variable]) => variable))];
  return asked.map((variable) => {
    const name = Object.keys(functions).find((known) => pascalCase(known) === variable);
    if (name !== undefined) return name;
    throw new Error(`the state machine asks for \${${variable}}: declare the function in infra/config/functions.ts`);
  });
}

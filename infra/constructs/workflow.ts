import { readFileSync } from 'node:fs';
import { ArnFormat, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine, DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { declared, functions } from '../config/functions.ts';
import type { Surroundings } from './capability.ts';
import { DomainFunction } from './domain-function.ts';
import { pascalCase } from './pascal-case.ts';

export interface WorkflowProps {
  /** Id of the state machine in its stack, and beginning of what belongs to it: `Mission`. */
  readonly name: string;
  /** Path of the ASL document. */
  readonly definition: string;
  readonly around: Surroundings;
  readonly bundles: string;
}

export interface Workflow {
  readonly machine: StateMachine;
  readonly functions: readonly DomainFunction[];
  readonly logs: LogGroup;
}

type Step = { readonly name: string; readonly step: DomainFunction };

/** A state machine that is deployed as it is written, with the functions it asks for and the rights it needs for them. */
export function workflow(stack: Stack, { name, definition, around, bundles }: WorkflowProps): Workflow {
  const asl = readFileSync(definition, 'utf8');
  const steps = stepNames(asl).map((each) => ({
    name: each,
    variable: pascalCase(each),
    step: new DomainFunction(stack, { name: each, around, bundles }),
  }));
  const made = steps.map(({ step }) => step);
  const logs = new LogGroup(stack, `${name}Logs`, {
    // Log deliveries of AWS services share one resource policy of limited length, unless named like this.
    logGroupName: `/aws/vendedlogs/states/${stack.stackName}-${name.toLowerCase()}`,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const machine = new StateMachine(stack, name, {
    definitionBody: DefinitionBody.fromString(JSON.stringify(JSON.parse(asl))),
    definitionSubstitutions: Object.fromEntries(steps.map(({ variable, step }) => [variable, step.functionArn])),
    // Ids and digests only, yet not even these: the trace is the record.
    logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: false },
    tracingEnabled: true,
  });
  machine.addToRolePolicy(
    new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: made.map(({ functionArn }) => functionArn),
    }),
  );
  Validations.of(machine.role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Log delivery and X-Ray have no resource to name: their actions accept nothing but *.',
  });
  allowChildren(stack, name, machine, asl);
  allowOwnGates(stack, machine, steps);
  return { machine, functions: made, logs };
}

/** A gate that is decided already is answered by the step that would have asked. */
function allowOwnGates(stack: Stack, machine: StateMachine, steps: readonly Step[]): void {
  for (const { name, step } of steps) {
    if (!declared(name).may.includes('pass-own-gates') || step.role === undefined) continue;
    // Apart from the role's own policy, which the function, and so the state machine, waits for.
    new Policy(stack, `${pascalCase(name)}OwnGates`, {
      roles: [step.role],
      statements: [new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: [machine.stateMachineArn] })],
    });
  }
}

/** A Distributed Map runs its items as executions of this same state machine, named after the label of the Map. */
function allowChildren(stack: Stack, name: string, machine: StateMachine, asl: string): void {
  const labels = [...asl.matchAll(/"Label": "(\w+)"/g)].map(([, label]) => label);
  const children = labels.map((label) =>
    stack.formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${machine.stateMachineName}/${label}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  // Apart from the role's own policy, which the state machine waits for.
  const policy = new Policy(stack, `${name}Children`, {
    roles: [machine.role],
    statements: [
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [machine.stateMachineArn] }),
      new PolicyStatement({ actions: ['states:DescribeExecution', 'states:StopExecution'], resources: children }),
    ],
  });
  const resource = machine.node.findAll().find(CfnStateMachine.isCfnStateMachine);
  const written = `<${resource === undefined ? '' : stack.resolve(resource.logicalId)}.Name>`;
  for (const label of labels) {
    Validations.of(policy).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${written}/${label}:*]`,
      reason:
        'Step Functions makes up the ids of child executions when they start; only those of this Map are covered.',
    });
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

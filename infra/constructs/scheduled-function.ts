import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { TriggerDeadLetters } from './trigger-dead-letters.ts';

export interface ScheduledFunctionProps {
  readonly target: IFunction;
  readonly description: string;
  /** EventBridge Scheduler's dialect, in UTC, such as `cron(0 2 * * ? *)`. */
  readonly cron: string;
}

/** A function called by the clock. A call that cannot be made is kept as a dead letter. */
export class ScheduledFunction extends Construct {
  readonly target: IFunction;
  readonly deadLetters: TriggerDeadLetters;

  constructor(scope: Construct, id: string, { target, description, cron }: ScheduledFunctionProps) {
    super(scope, id);
    this.target = target;
    this.deadLetters = new TriggerDeadLetters(this, 'DeadLetters');
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    const allow = (action: string, resource: string) =>
      role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
    allow('lambda:InvokeFunction', target.functionArn);
    allow('sqs:SendMessage', this.deadLetters.queueArn);
    new CfnSchedule(this, 'Schedule', {
      description,
      scheduleExpression: cron,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
        deadLetterConfig: { arn: this.deadLetters.queueArn },
      },
    });
  }
}

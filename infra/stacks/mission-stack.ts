import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Surroundings } from '../constructs/capability.ts';
import type { DomainFunction } from '../constructs/domain-function.ts';
import { workflow } from '../constructs/workflow.ts';

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
    const { machine, functions, logs } = workflow(this, { name: 'Mission', definition, around, bundles });
    this.mission = machine;
    this.functions = functions;
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
}

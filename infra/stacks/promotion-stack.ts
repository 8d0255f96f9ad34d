import { Stack, type StackProps } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Surroundings } from '../constructs/capability.ts';
import type { DomainFunction } from '../constructs/domain-function.ts';
import { workflow } from '../constructs/workflow.ts';

export interface PromotionStackProps extends StackProps {
  readonly around: Surroundings;
  readonly bundles: string;
  /** Path of the ASL document. */
  readonly definition: string;
}

/** The promotion: how a policy comes into force. Apart from the mission, whose functions have none of its rights. */
export class PromotionStack extends Stack {
  readonly promotion: StateMachine;
  readonly functions: readonly DomainFunction[];

  constructor(scope: Construct, id: string, { around, bundles, definition, ...props }: PromotionStackProps) {
    super(scope, id, props);
    const { machine, functions } = workflow(this, { name: 'Promotion', definition, around, bundles });
    this.promotion = machine;
    this.functions = functions;
  }
}

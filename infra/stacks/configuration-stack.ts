import { Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Alarm, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { ConfigurationDocuments } from '../config/documents.ts';
import type { Surroundings } from '../constructs/capability.ts';
import { Configuration } from '../constructs/configuration.ts';
import { DomainFunction } from '../constructs/domain-function.ts';

export interface ConfigurationStackProps extends StackProps {
  readonly documents: ConfigurationDocuments;
  /** Runs that were rolled back, or did not end by themselves. */
  readonly missionsInTrouble: IMetric;
  readonly around: Omit<Surroundings, 'configuration'>;
  readonly bundles: string;
}

/** Flags and policies, and who is asked before policies are deployed. Apart from the rest, so that a version can be deployed and taken back without touching code. */
export class ConfigurationStack extends Stack {
  readonly configuration: Configuration;
  readonly validator: DomainFunction;

  constructor(scope: Construct, id: string, given: ConfigurationStackProps) {
    const { documents, missionsInTrouble, around, bundles, ...props } = given;
    super(scope, id, props);
    this.validator = new DomainFunction(this, { name: 'validate-policies', around, bundles });
    const watch = new Alarm(this, 'MissionsInTrouble', {
      alarmDescription: 'Runs are being rolled back: a configuration deployment under way is taken back.',
      metric: missionsInTrouble,
      threshold: 3,
      evaluationPeriods: 1,
      // AppConfig takes "insufficient data" for an alarm, and there are hours without a run.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.configuration = new Configuration(this, 'Configuration', { documents, watch, validator: this.validator });
    Validations.of(this.configuration.environment).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'AppConfig describes alarms under this role without naming them, so DescribeAlarms on * is what it documents.',
    });
  }
}

import { Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Alarm, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { ConfigurationDocuments } from '../config/documents.ts';
import { Configuration } from '../constructs/configuration.ts';

export interface ConfigurationStackProps extends StackProps {
  readonly documents: ConfigurationDocuments;
  /** Runs that were rolled back, or did not end by themselves. */
  readonly missionsInTrouble: IMetric;
}

/** Flags and policies. Apart from the rest, so that a version can be deployed and taken back without touching code. */
export class ConfigurationStack extends Stack {
  readonly configuration: Configuration;

  constructor(scope: Construct, id: string, { documents, missionsInTrouble, ...props }: ConfigurationStackProps) {
    super(scope, id, props);
    const watch = new Alarm(this, 'MissionsInTrouble', {
      alarmDescription: 'Runs are being rolled back: a configuration deployment under way is taken back.',
      metric: missionsInTrouble,
      threshold: 3,
      evaluationPeriods: 1,
      // AppConfig takes "insufficient data" for an alarm, and there are hours without a run.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.configuration = new Configuration(this, 'Configuration', { documents, watch });
    Validations.of(this.configuration.environment).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'AppConfig describes alarms under this role without naming them, so DescribeAlarms on * is what it documents.',
    });
  }
}

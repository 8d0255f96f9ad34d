import { ArnFormat, CfnDeletionPolicy, Duration, Stack } from 'aws-cdk-lib';
import {
  Application,
  CfnHostedConfigurationVersion,
  ConfigurationContent,
  ConfigurationType,
  DeploymentStrategy,
  Environment,
  HostedConfiguration,
  type IEnvironment,
  JsonSchemaValidator,
  Monitor,
  RolloutStrategy,
} from 'aws-cdk-lib/aws-appconfig';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ConfigurationDocuments } from '../config/documents.ts';

export interface ConfigurationProps {
  readonly documents: ConfigurationDocuments;
  /** A deployment under way is taken back when this alarm sounds. */
  readonly watch: IAlarm;
}

/** Flags and policies: one AppConfig application, one environment, one profile each, the checked-in documents deployed. */
export class Configuration extends Construct {
  readonly environment: IEnvironment;
  readonly application: Application;
  readonly flags: HostedConfiguration;
  readonly policy: HostedConfiguration;

  constructor(scope: Construct, id: string, props: ConfigurationProps) {
    super(scope, id);
    this.application = new Application(this, 'Application', { description: 'Flags and policies of scheduling' });
    const environment = new Environment(this, 'Environment', {
      application: this.application,
      monitors: [Monitor.fromCloudWatchAlarm(props.watch)],
    });
    this.environment = environment;
    const { allAtOnce } = this.#strategies();
    const profile = { application: this.application, deployTo: [environment], deploymentStrategy: allAtOnce };
    this.flags = new HostedConfiguration(this, 'Flags', {
      ...profile,
      type: ConfigurationType.FEATURE_FLAGS,
      content: ConfigurationContent.fromInlineJson(props.documents.flags),
    });
    this.policy = new HostedConfiguration(this, 'Policy', {
      ...profile,
      type: ConfigurationType.FREEFORM,
      content: ConfigurationContent.fromInlineJson(props.documents.policy),
      validators: [JsonSchemaValidator.fromInline(props.documents.policySchema)],
    });
    for (const hosted of [this.flags, this.policy]) keepVersions(hosted);
  }

  /** Reading both profiles, and nothing else of AppConfig. */
  readStatement(): PolicyStatement {
    return new PolicyStatement({
      actions: ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'],
      resources: [this.flags, this.policy].map(({ configurationProfileId }) =>
        Stack.of(this).formatArn({
          service: 'appconfig',
          resource: 'application',
          resourceName: `${this.application.applicationId}/environment/${this.environment.environmentId}/configuration/${configurationProfileId}`,
          arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
        }),
      ),
    });
  }

  /** How a version spreads. Shadow changes nothing outside, so it spreads at once and is watched; canary spreads slowly. */
  #strategies() {
    const strategy = (name: string, minutes: number, growthFactor: number, bakeMinutes: number) =>
      new DeploymentStrategy(this, name, {
        rolloutStrategy: RolloutStrategy.linear({
          deploymentDuration: Duration.minutes(minutes),
          growthFactor,
          finalBakeTime: Duration.minutes(bakeMinutes),
        }),
      });
    strategy('Shadow', 0, 100, 60);
    strategy('Canary', 60, 10, 60);
    return { allAtOnce: strategy('AllAtOnce', 0, 100, 0) };
  }
}

/** A rollback deploys an earlier version, so a stack that stores a new one must leave the old one where it is. */
function keepVersions(hosted: HostedConfiguration): void {
  for (const child of hosted.node.findAll()) {
    if (CfnHostedConfigurationVersion.isCfnHostedConfigurationVersion(child)) {
      child.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    }
  }
}

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
  ValidatorType,
} from 'aws-cdk-lib/aws-appconfig';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { ConfigurationDocuments } from '../config/documents.ts';

export interface ConfigurationProps {
  readonly documents: ConfigurationDocuments;
  /** A deployment under way is taken back when this alarm sounds. */
  readonly watch: IAlarm;
  /** Asked before every deployment of policies. */
  readonly validator: LambdaFunction;
}

/** Flags and policies: one AppConfig application, one environment, one profile each, the checked-in documents deployed. */
export class Configuration extends Construct {
  readonly environment: IEnvironment;
  readonly application: Application;
  readonly flags: HostedConfiguration;
  readonly policy: HostedConfiguration;
  /** How a rollback deploys: to everybody, at once. */
  readonly atOnce: DeploymentStrategy;
  /** How a policy on trial comes into force: at once, held by its trial, and then an hour under the alarm. */
  readonly shadow: DeploymentStrategy;
  /** How more and more of a tenant's accounts are let in. */
  readonly canary: DeploymentStrategy;

  constructor(scope: Construct, id: string, props: ConfigurationProps) {
    super(scope, id);
    this.application = new Application(this, 'Application', { description: 'Flags and policies of scheduling' });
    const environment = new Environment(this, 'Environment', {
      application: this.application,
      monitors: [Monitor.fromCloudWatchAlarm(props.watch)],
    });
    this.environment = environment;
    const { allAtOnce, shadow, canary } = this.#strategies();
    this.atOnce = allAtOnce;
    this.shadow = shadow;
    this.canary = canary;
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
      validators: [
        JsonSchemaValidator.fromInline(props.documents.policySchema),
        { type: ValidatorType.LAMBDA, content: props.validator.functionArn },
      ],
    });
    // The CDK's own validator would let the service ask in anybody's name.
    props.validator.addPermission('AskedByAppConfig', {
      principal: new ServicePrincipal('appconfig.amazonaws.com'),
      sourceAccount: Stack.of(this).account,
    });
    this.policy.node.addDependency(props.validator);
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

  /** Seeing what is deployed, and the hosted versions of both profiles. */
  seeStatements(): PolicyStatement[] {
    const { environment, deployments, versions } = this.#places();
    const allow = (action: string, resources: string[]) =>
      new PolicyStatement({ actions: [`appconfig:${action}`], resources });
    return [
      allow('ListDeployments', [environment]),
      allow('GetDeployment', [environment, deployments]),
      allow('GetHostedConfigurationVersion', versions),
    ];
  }

  /** Stopping what is under way, and deploying a version of either profile at once. */
  restoreStatements(): PolicyStatement[] {
    const { application, environment, deployments, profiles, strategy } = this.#places();
    return [
      ...this.seeStatements(),
      new PolicyStatement({
        actions: ['appconfig:StartDeployment'],
        resources: [application, environment, ...profiles, strategy],
      }),
      new PolicyStatement({
        actions: ['appconfig:StopDeployment'],
        resources: [application, environment, deployments],
      }),
    ];
  }

  /** Storing versions of these documents, and deploying nothing. */
  storeStatement(documents: readonly ('flags' | 'policy')[]): PolicyStatement {
    const { application, profileOf } = this.#places();
    return new PolicyStatement({
      actions: ['appconfig:CreateHostedConfigurationVersion'],
      resources: [application, ...documents.map((document) => profileOf[document])],
    });
  }

  /** Storing versions of either document and deploying them, at once or by stages; stopping nothing. */
  spreadStatements(): PolicyStatement[] {
    const { application, environment, profiles, strategy, stages } = this.#places();
    return [
      ...this.seeStatements(),
      this.storeStatement(['flags', 'policy']),
      new PolicyStatement({
        actions: ['appconfig:StartDeployment'],
        resources: [application, environment, ...profiles, strategy, ...stages],
      }),
    ];
  }

  /** How the check of rights writes the resources above that end in a wildcard, seen from another stack. */
  wildcards(): string[] {
    const stack = Stack.of(this);
    const exported = (value: string) => {
      const name = stack.resolve(stack.exportValue(value))['Fn::ImportValue'];
      return String(name);
    };
    const at = 'arn:<AWS::Partition>:appconfig:<AWS::Region>:<AWS::AccountId>:application';
    const application = `${at}/${exported(this.application.applicationId)}`;
    return [
      `${application}/environment/${exported(this.environment.environmentId)}/deployment/*`,
      ...[this.flags, this.policy].map(
        ({ configurationProfileId }) =>
          `${application}/configurationprofile/${exported(configurationProfileId)}/hostedconfigurationversion/*`,
      ),
    ];
  }

  #places() {
    const arn = (resourceName: string, resource = 'application') =>
      Stack.of(this).formatArn({
        service: 'appconfig',
        resource,
        resourceName,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      });
    const application = this.application.applicationId;
    const environment = `${application}/environment/${this.environment.environmentId}`;
    const profiles = [this.flags, this.policy].map(
      ({ configurationProfileId }) => `${application}/configurationprofile/${configurationProfileId}`,
    );
    const [flags = '', policy = ''] = profiles.map((profile) => arn(profile));
    return {
      profileOf: { flags, policy },
      stages: [this.shadow, this.canary].map((each) => arn(each.deploymentStrategyId, 'deploymentstrategy')),
      application: arn(application),
      environment: arn(environment),
      deployments: arn(`${environment}/deployment/*`),
      profiles: profiles.map((profile) => arn(profile)),
      versions: profiles.map((profile) => arn(`${profile}/hostedconfigurationversion/*`)),
      strategy: arn(this.atOnce.deploymentStrategyId, 'deploymentstrategy'),
    };
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
    const shadow = strategy('Shadow', 0, 100, 60);
    const canary = strategy('Canary', 60, 10, 60);
    return { shadow, canary, allAtOnce: strategy('AllAtOnce', 0, 100, 0) };
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

import { join } from 'node:path';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { declared } from '../config/functions.ts';
import { give, type Surroundings } from './capability.ts';
import { pascalCase } from './pascal-case.ts';
import { tableStatement } from './table-access.ts';
import { TABLE_NAMES, tableVariable } from './tables.ts';

export interface DomainFunctionProps {
  /** Folder in `functions/`, and key in infra/config/functions.ts. */
  readonly name: string;
  readonly around: Surroundings;
  /** Folder with one bundle per function. */
  readonly bundles: string;
}

/** A function with exactly the rights and variables of its declaration; its id is its name in Pascal case. */
export class DomainFunction extends LambdaFunction {
  constructor(scope: Construct, { name, around, bundles }: DomainFunctionProps) {
    const declaration = declared(name);
    const id = pascalCase(name);
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    super(scope, id, {
      description: `functions/${name}`,
      code: Code.fromAsset(join(bundles, name)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: declaration.memory,
      timeout: Duration.seconds(declaration.seconds),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
      ...(declaration.atMost === undefined ? {} : { reservedConcurrentExecutions: declaration.atMost }),
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: name,
        PUBLIC_URL: around.publicUrl,
      },
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    for (const table of TABLE_NAMES) {
      const access = declaration.tables[table];
      if (access === undefined) continue;
      this.addEnvironment(tableVariable(table), around.tables[table].tableName);
      role.addToPolicy(tableStatement(around.tables[table], access));
    }
    for (const capability of declaration.may) {
      const { environment, statements, wildcards } = give(capability, around);
      for (const [variable, value] of Object.entries(environment)) this.addEnvironment(variable, value);
      for (const statement of statements) role.addToPolicy(statement);
      for (const resource of wildcards?.resources ?? []) {
        const rule = `AwsSolutions-IAM5[Resource::${resource}]`;
        Validations.of(role).acknowledge({ id: rule, reason: wildcards?.reason ?? '' });
      }
    }
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray has no resource to name: PutTraceSegments and PutTelemetryRecords accept nothing but *.',
    });
  }
}

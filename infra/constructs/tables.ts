import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { pascalCase } from './pascal-case.ts';

/** Split by who may touch them, not by entity (infra/README.md, decision 6). */
export const TABLE_NAMES = [
  'portfolios',
  'runs',
  'evidence',
  'traces',
  'gates',
  'heads',
  'outbox',
  'subjects',
  'anchors',
  'outcomes',
] as const;
export type TableName = (typeof TABLE_NAMES)[number];
export type Tables = Readonly<Record<TableName, Table>>;

/** Environment variable that carries the name of a table. */
export function tableVariable(name: TableName): string {
  return `${name.toUpperCase()}_TABLE`;
}

/** All tables: keys `pk` and `sk`, paid by use, encrypted, restorable to any second of 35 days, never deleted by a stack. */
export class MissionTables extends Construct {
  readonly all: Tables;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const make = (name: TableName, more: Partial<TableProps> = {}) =>
      new Table(this, pascalCase(name), {
        partitionKey: { name: 'pk', type: AttributeType.STRING },
        sortKey: { name: 'sk', type: AttributeType.STRING },
        billingMode: BillingMode.PAY_PER_REQUEST,
        encryption: TableEncryption.AWS_MANAGED,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: true,
        removalPolicy: RemovalPolicy.RETAIN,
        ...more,
      });
    this.all = {
      portfolios: make('portfolios'),
      runs: make('runs'),
      evidence: make('evidence'),
      traces: make('traces'),
      gates: make('gates'),
      heads: make('heads'),
      outbox: make('outbox'),
      subjects: make('subjects', {
        pointInTimeRecoverySpecification: {
          pointInTimeRecoveryEnabled: true,
          recoveryPeriodInDays: ERASED_FROM_BACKUPS_DAYS,
        },
      }),
      outcomes: make('outcomes'),
      anchors: make('anchors', { resourcePolicy: onlyAnchored() }),
    };
  }
}

/** A destroyed key can be restored for so long and no longer. */
const ERASED_FROM_BACKUPS_DAYS = 7;

/** Whatever rights anybody is given: anchors are added by `anchor` and changed by nobody. */
function onlyAnchored(): PolicyDocument {
  const deny = (actions: readonly string[], conditions: Readonly<Record<string, unknown>> = {}) =>
    new PolicyStatement({
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: [...actions],
      // The table this hangs on; its own ARN would point back at itself.
      resources: ['*'],
      conditions,
    });
  return new PolicyDocument({
    statements: [
      deny(['dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:PartiQLUpdate', 'dynamodb:PartiQLDelete']),
      deny(['dynamodb:PutItem', 'dynamodb:BatchWriteItem', 'dynamodb:PartiQLInsert'], {
        ArnNotLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/SchedulingEvents-AnchorRole*' },
      }),
    ],
  });
}

import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * `read`; `append`: adds and never removes, for evidence and traces; `write`: adds, replaces and removes. Records are always
 * written whole, under a condition on their version, so nobody needs UpdateItem; nobody scans.
 */
export type TableAccess = keyof typeof ACTIONS;

const ACTIONS = {
  read: ['dynamodb:GetItem', 'dynamodb:Query'],
  append: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'],
  write: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
} as const;

/** The grants of the CDK give streams, scans and batches too; this gives the actions the adapters use. */
export function tableStatement(table: Table, access: TableAccess): PolicyStatement {
  return new PolicyStatement({ actions: [...ACTIONS[access]], resources: [table.tableArn] });
}

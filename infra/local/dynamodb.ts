import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { z } from 'zod';
import type { Resource, Resources } from './template.ts';

export type Dynamo = {
  readonly server: Server;
  /** Resolves once nothing is being worked on. */
  readonly settled: () => Promise<void>;
};

/**
 * A DynamoDB that keeps its tables in a folder, so they are there again after a restart. The emulator works on for a caller that
 * was killed, and throws where its tables are closed meanwhile: whoever shuts the server waits until it has settled.
 */
export function dynamo(folder: string): Dynamo {
  const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const asked = new Map<ServerResponse, IncomingMessage>();
  server.on('request', (request, response) => {
    asked.set(response, request);
    response.once('close', () => response.writableEnded && asked.delete(response));
  });
  // A request that was cut off before its end is never worked on.
  const underWay = () => [...asked].some(([response, { complete }]) => complete && !response.writableEnded);
  return {
    server,
    settled: async () => {
      while (underWay()) await setTimeout(5);
    },
  };
}

/**
 * Creates the template's tables that are not there yet.
 * @throws Error naming the table when one is there with other keys: its items cannot be read by these keys
 */
export async function createTables(resources: Resources, endpoint: string, region: string): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 1 });
  try {
    await Promise.all(
      resources
        .ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')
        .map((resource) => createTable(client, resource)),
    );
  } finally {
    client.destroy();
  }
}

const keys = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const projection = z.object({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']).optional(),
  NonKeyAttributes: z.array(z.string()).optional(),
});
const index = z.object({ IndexName: z.string(), KeySchema: keys, Projection: projection });
const tableProperties = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: keys,
  GlobalSecondaryIndexes: z.array(index).optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
});

async function createTable(client: DynamoDBClient, resource: Resource): Promise<void> {
  const { GlobalSecondaryIndexes, LocalSecondaryIndexes, ...rest } = tableProperties.parse(resource.properties);
  const input: CreateTableCommandInput = {
    ...rest,
    TableName: resource.name,
    BillingMode: 'PAY_PER_REQUEST',
    ...(GlobalSecondaryIndexes === undefined ? {} : { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(plain) }),
    ...(LocalSecondaryIndexes === undefined ? {} : { LocalSecondaryIndexes: LocalSecondaryIndexes.map(plain) }),
  };
  const present = await describe(client, resource.name);
  if (present === undefined) {
    await client.send(new CreateTableCommand(input));
  } else if (shape(present) !== shape(input)) {
    throw new Error(
      `table ${resource.name} is stored with keys ${shape(present)}, and the template has ${shape(input)}; ` +
        'start with --fresh, or with another folder (--data)',
    );
  }
}

type Index = z.infer<typeof index>;

/** Optional members left out instead of being undefined. */
function plain({ IndexName, KeySchema, Projection }: Index) {
  const { ProjectionType = 'ALL', NonKeyAttributes } = Projection;
  return {
    IndexName,
    KeySchema,
    Projection: { ProjectionType, ...(NonKeyAttributes === undefined ? {} : { NonKeyAttributes }) },
  };
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** The keys of a table and its indexes in one line; equal lines mean items can be read as before. */
function shape(table: Pick<TableDescription, 'KeySchema' | 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes'>) {
  const line = (schema: TableDescription['KeySchema']) =>
    (schema ?? []).map((key) => `${key.AttributeName}:${key.KeyType}`).join('+');
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])]
    .map((item) => `${item.IndexName}(${line(item.KeySchema)})`)
    .sort();
  return [line(table.KeySchema), ...indexes].join(' ');
}

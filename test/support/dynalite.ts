import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

export interface TestTables {
  readonly endpoint: string;
  /** Table name by variable. */
  readonly names: Readonly<Record<string, string>>;
  /** Writes that reached the tables since the last call. */
  countWrites(): number;
  /** As if the process were killed: the n-th write from now happens, its answer and everything after it is lost. */
  killAfterWrite(n: number): void;
  /** The process is back. */
  heal(): void;
  close(): Promise<void>;
}

const WRITES = /\.(PutItem|DeleteItem|UpdateItem)$/;

/** A DynamoDB in memory behind a door that can fall shut after any write. */
export async function startTables(names: Readonly<Record<string, string>>): Promise<TestTables> {
  const store = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const inside = await listen(store);
  let writes = 0;
  let left = Number.POSITIVE_INFINITY;
  const door = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (left <= 0) return void request.socket.destroy();
    const isWrite = WRITES.test(String(request.headers['x-amz-target']));
    const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && !['connection', 'content-length', 'host', 'expect'].includes(name)
        ? [[name, value]]
        : [],
    );
    const answer = await fetch(inside, { method: 'POST', headers, body: Buffer.concat(chunks) });
    const body = Buffer.from(await answer.arrayBuffer());
    if (isWrite && answer.ok) {
      writes += 1;
      left -= 1;
    }
    if (left <= 0) return void request.socket.destroy();
    const type = answer.headers.get('content-type') ?? 'application/x-amz-json-1.0';
    response.writeHead(answer.status, { 'content-type': type, 'content-length': body.length }).end(body);
  });
  const endpoint = await listen(door);
  const client = new DynamoDBClient({
    endpoint: inside,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  for (const TableName of Object.values(names)) {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    );
  }
  client.destroy();
  return {
    endpoint,
    names,
    countWrites: () => {
      const counted = writes;
      writes = 0;
      return counted;
    },
    killAfterWrite: (n) => {
      left = n;
    },
    heal: () => {
      left = Number.POSITIVE_INFINITY;
    },
    close: async () => {
      await shut(door);
      await shut(store);
    },
  };
}

export async function listen(server: Server): Promise<string> {
  // A test that computes for seconds would come back to connections closed meanwhile.
  server.keepAliveTimeout = 0;
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', done);
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

export async function shut(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => void server.close(() => done()));
}

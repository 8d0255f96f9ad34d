import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamo } from '../../infra/local/dynamodb.ts';
import { shut } from '../../infra/local/ports.ts';

const CALLERS = 2;
/** An update reads, then writes; closed in between, the emulator throws where nobody catches it, and the test run fails. */
const TURNS = Array.from({ length: 40 }, (_, turns) => turns);

describe('the tables of this machine', () => {
  it.each(TURNS)('are closed only after what callers killed %i turns before asked for is done', async (turns) => {
    const folder = mkdtempSync(join(tmpdir(), 'tables-'));
    const { server, settled } = dynamo(folder);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}`, region: 'eu-central-1', credentials });
    await client.send(
      new CreateTableCommand({
        TableName: 'Items',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    );
    client.destroy();
    let asked = 0;
    const all = new Promise<void>((resolve) => {
      server.on('request', (message) =>
        message.once('end', () => {
          asked += 1;
          if (asked === CALLERS) resolve();
        }),
      );
    });
    const callers = Array.from({ length: CALLERS }, (_, i) => {
      const caller = request({ port, host: '127.0.0.1', method: 'POST', headers: updateItem }).on(
        'error',
        () => undefined,
      );
      caller.end(
        JSON.stringify({
          TableName: 'Items',
          Key: { pk: { S: `item-${i}` } },
          UpdateExpression: 'SET n = :n',
          ExpressionAttributeValues: { ':n': { N: '1' } },
        }),
      );
      return caller;
    });
    await all;
    for (const caller of callers) caller.destroy();
    for (let turn = 0; turn < turns; turn++) await setImmediate();
    await settled();
    await shut(server);
    expect(server.listening).toBe(false);
    rmSync(folder, { recursive: true });
  });
});

const updateItem = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'DynamoDB_20120810.UpdateItem',
  'x-amz-date': '20261122T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20261122/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
};

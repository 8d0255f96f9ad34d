import { createServer } from 'node:http';
import { type Event, Event as EventContract } from '../../core/model/event.ts';
import { listen, shut } from '../support/dynalite.ts';

export interface Received {
  readonly event: Event;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the CRM of a tenant runs to be told: keeps everything that is posted to it. */
export async function webhookReceiver() {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    received.push({ event: EventContract.parse(JSON.parse(body)), body, headers });
    response.writeHead(204).end();
  });
  const url = await listen(server);
  return { url: `${url}/hook`, received, close: () => shut(server) };
}

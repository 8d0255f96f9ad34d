import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecisionRequest } from '../../core/model/decision.ts';
import { renderApproval } from '../../core/report/approval-page.ts';
import { approve, decisionRequests } from '../../infra/local/approve.ts';
import { readBody } from '../../infra/local/aws-endpoint.ts';
import { listen, shut } from '../../infra/local/ports.ts';
import { decisionFixture } from '../support/decision-fixture.ts';

const input = decisionFixture();
const posted: string[] = [];
let url = '';
let server: Server;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    response.setHeader('content-type', 'text/html');
    if (request.url === '/store') {
      const mail = (at: string, text: string) => ({ at, to: ['ann@demo.example'], text });
      const link = `${url}/v1/decisions/reference`;
      const emails = [
        mail('2026-11-22T08:00:00Z', `old: ${url}/v1/decisions/old`),
        mail('2026-11-22T09:00:00Z', `See:\n${link}\n\nOpen until`),
        mail('2026-11-22T09:00:01Z', 'an incident'),
      ];
      return response.end(JSON.stringify({ emails }));
    }
    if (request.url === '/v1/decisions/decided') return response.end('<h1>This was decided already</h1>');
    if (request.url !== '/v1/decisions/reference') return response.writeHead(410).end('<h1>Link used</h1>');
    if (request.method === 'POST') {
      posted.push((await readBody(request)).toString('utf8'));
      return response.end('<h1>Approved, thank you</h1>');
    }
    return response.end(renderApproval(input));
  });
  url = await listen(server, 'api', 0);
});
afterAll(() => shut(server));

describe('approving as a browser would', () => {
  it('finds the links mailed since the run was asked for, and no others', async () => {
    const access = { apiUrl: url, inboxUrl: url, issuerUrl: url, clientId: '', clientSecret: '' };
    expect(await decisionRequests(access, '2026-11-22T09:00:00Z')).toEqual([
      { to: 'ann@demo.example', link: `${url}/v1/decisions/reference` },
    ]);
  });

  it("sends the real page's form with approve chosen and confirmed, which the contract takes", async () => {
    const answer = await approve(`${url}/v1/decisions/reference`);
    expect(answer).toEqual({ sent: true, heading: 'Approved, thank you' });
    const fields = Object.fromEntries(new URLSearchParams(posted[0]));
    const { confirmed, ...rest } = fields;
    expect(DecisionRequest.parse({ ...rest, confirmed: confirmed === 'true' })).toEqual({
      verdict: 'approve',
      reason: '',
      plan: input.gate.planDigest,
      confirmed: true,
    });
  });

  it('a page with nothing left to decide is sent nothing', async () => {
    const answer = await approve(`${url}/v1/decisions/decided`);
    expect(answer).toEqual({ sent: false, heading: 'This was decided already' });
    expect(posted).toHaveLength(1);
  });

  it('a link that decides nothing any more is an error that says what it answered', async () => {
    await expect(approve(`${url}/v1/decisions/used`)).rejects.toThrow(/answered 410: <h1>Link used/);
  });
});

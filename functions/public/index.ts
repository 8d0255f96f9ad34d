import { openApi } from '../../core/model/openapi.ts';
import { api } from '../shared/api.ts';
import { json, jsonText } from '../shared/api-response.ts';
import { codeDigest } from '../shared/code.ts';
import { environment } from '../shared/environment.ts';

const { PUBLIC_URL } = environment('PUBLIC_URL');
const document = JSON.stringify(openApi(PUBLIC_URL));

/** What everybody may read. */
export const handler = api('public')({
  'GET /v1/openapi.json': async () => jsonText(document, { 'cache-control': 'public, max-age=300' }),
  'GET /v1/health': async () => json(200, { status: 'up', code: codeDigest }),
});

import { answer, type Operation, object, text } from './operation.ts';

/** The service itself. */
export const service: readonly (readonly [string, Operation])[] = [
  [
    'GET /v1/openapi.json',
    { summary: 'Read this document', responses: { 200: answer('OpenAPI 3.1', { type: 'object' }) } },
  ],
  [
    'GET /v1/health',
    { summary: 'Whether the API is up', responses: { 200: answer('Up', object({ status: text, code: text })) } },
  ],
];

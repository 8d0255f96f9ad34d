import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { apiRoutes } from '../../core/model/api-routes.ts';
import { jsonSchemas } from '../../core/model/json-schemas.ts';
import { openApi } from '../../core/model/openapi.ts';
import { operations } from '../../core/model/openapi-operations.ts';
import { portfolioBody } from '../support/portfolio-builder.ts';

const document = JSON.parse(JSON.stringify(openApi('https://api.example.com')));

describe('the OpenAPI document', () => {
  it('describes every route of the table, and no other', () => {
    const described = Object.entries<object>(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(apiRoutes.map(({ method, path }) => `${method} ${path}`).toSorted());
    const gets = new Set<string>(apiRoutes.map(({ method, path }) => `${method.replace('HEAD', 'GET')} ${path}`));
    expect([...operations.keys()].filter((key) => !gets.has(key))).toEqual([]);
  });

  it('asks for the scope of the route where a token is needed', () => {
    expect(document.paths['/v1/runs'].post.security).toEqual([{ bearer: ['runs:write'] }]);
    expect(document.paths['/v1/health'].get.security).toEqual([]);
  });

  it('refers only to schemas it has, and names operations and parameters without doubles', () => {
    const references = JSON.stringify(document).match(/#\/components\/schemas\/[\w-]+/g) ?? [];
    const names = new Set(Object.keys(document.components.schemas));
    expect(references.filter((reference) => !names.has(reference.split('/').at(-1) ?? ''))).toEqual([]);
    const ids = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(document.paths['/v1/runs/{id}/plan'].get.operationId).toBe('getRunsIdPlan');
  });
});

describe('the JSON Schemas', () => {
  const schemas = jsonSchemas((name) => `#/$defs/${name}`);
  const check = (name: string) =>
    new Ajv2020({ strict: false, validateFormats: false }).compile({ $defs: schemas, $ref: `#/$defs/${name}` });

  it('accept what the contracts accept, and refuse what they refuse', () => {
    const portfolio = check('portfolio');
    expect(portfolio(portfolioBody())).toBe(true);
    expect(portfolio(portfolioBody({ currency: 'dollars' }))).toBe(false);
    expect(portfolio(portfolioBody({ extra: 1 }))).toBe(false);
    expect(check('policy')({ contract: 'policy/1' })).toBe(true);
    expect(check('run-request')({ portfolio: '../x' })).toBe(false);
  });
});

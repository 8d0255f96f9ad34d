/**
 * Every route of the HTTP API, once: infra creates the routes from this table, the OpenAPI document and the scope checks of
 * the functions follow it.
 *
 * `bearer`: the authorizer verified a token, which must carry `scope`. `reference`: the path holds an encrypted reference,
 * which is the credential. `public`: no credential.
 */
export const apiRoutes = [
  { method: 'PUT', path: '/v1/portfolios/{id}', function: 'put-portfolio', auth: 'bearer', scope: 'portfolios:write' },
  {
    method: 'PUT',
    path: '/v1/portfolios/{id}/parts/{n}',
    function: 'put-portfolio',
    auth: 'bearer',
    scope: 'portfolios:write',
  },
  { method: 'POST', path: '/v1/runs', function: 'start-run', auth: 'bearer', scope: 'runs:write' },
  { method: 'GET', path: '/v1/runs', function: 'read-runs', auth: 'bearer', scope: 'runs:read' },
  { method: 'GET', path: '/v1/runs/{id}', function: 'read-runs', auth: 'bearer', scope: 'runs:read' },
  { method: 'GET', path: '/v1/runs/{id}/plan', function: 'read-runs', auth: 'bearer', scope: 'runs:read' },
  { method: 'GET', path: '/v1/runs/{id}/report', function: 'read-runs', auth: 'bearer', scope: 'runs:read' },
  { method: 'GET', path: '/v1/runs/{id}/scorecard', function: 'read-runs', auth: 'bearer', scope: 'runs:read' },
  { method: 'GET', path: '/v1/runs/{id}/trace', function: 'read-runs', auth: 'bearer', scope: 'runs:read' },
  { method: 'GET', path: '/v1/runs/{id}/incident', function: 'read-runs', auth: 'bearer', scope: 'runs:read' },
  { method: 'GET', path: '/v1/runs/{id}/follow-ups', function: 'read-runs', auth: 'bearer', scope: 'runs:read' },
  { method: 'GET', path: '/v1/runs/{id}/decisions', function: 'read-evidence', auth: 'bearer', scope: 'runs:read' },
  { method: 'GET', path: '/v1/runs/{id}/anchor', function: 'read-evidence', auth: 'bearer', scope: 'runs:read' },
  {
    method: 'GET',
    path: '/v1/runs/{id}/evidence/{digest}',
    function: 'read-evidence',
    auth: 'bearer',
    scope: 'runs:read',
  },
  {
    method: 'POST',
    path: '/v1/subjects/{id}/erasure',
    function: 'erase-subject',
    auth: 'bearer',
    scope: 'subjects:erase',
  },
  { method: 'POST', path: '/v1/runs/{id}/stop', function: 'stop-run', auth: 'bearer', scope: 'runs:stop' },
  { method: 'POST', path: '/v1/rollbacks', function: 'roll-back', auth: 'bearer', scope: 'rollbacks:write' },
  { method: 'GET', path: '/v1/rollbacks', function: 'read-rollbacks', auth: 'bearer', scope: 'runs:read' },
  { method: 'GET', path: '/v1/rollbacks/{id}', function: 'read-rollbacks', auth: 'bearer', scope: 'runs:read' },
  { method: 'POST', path: '/v1/outcomes', function: 'put-outcomes', auth: 'bearer', scope: 'outcomes:write' },
  { method: 'GET', path: '/v1/learning', function: 'read-learning', auth: 'bearer', scope: 'runs:read' },
  { method: 'GET', path: '/v1/candidates', function: 'read-learning', auth: 'bearer', scope: 'runs:read' },
  { method: 'GET', path: '/v1/watch', function: 'read-learning', auth: 'bearer', scope: 'runs:read' },
  { method: 'POST', path: '/v1/policies', function: 'submit-policy', auth: 'bearer', scope: 'policies:write' },
  { method: 'GET', path: '/v1/policies', function: 'read-policies', auth: 'bearer', scope: 'policies:read' },
  { method: 'GET', path: '/v1/promotions/{id}', function: 'read-policies', auth: 'bearer', scope: 'policies:read' },
  {
    method: 'GET',
    path: '/v1/promotions/{id}/decisions',
    function: 'read-evidence',
    auth: 'bearer',
    scope: 'policies:read',
  },
  {
    method: 'GET',
    path: '/v1/promotions/{id}/anchor',
    function: 'read-evidence',
    auth: 'bearer',
    scope: 'policies:read',
  },
  {
    method: 'GET',
    path: '/v1/promotions/{id}/evidence/{digest}',
    function: 'read-evidence',
    auth: 'bearer',
    scope: 'policies:read',
  },
  { method: 'GET', path: '/v1/baselines', function: 'read-policies', auth: 'bearer', scope: 'policies:read' },
  { method: 'GET', path: '/v1/webhook', function: 'read-webhook', auth: 'bearer', scope: 'webhooks:read' },
  { method: 'GET', path: '/v1/feeds', function: 'feed', auth: 'bearer', scope: 'runs:read' },
  // Scanners and calendar clients ask with HEAD before, or instead of, GET.
  { method: 'GET', path: '/v1/decisions/{reference}', function: 'show-decision', auth: 'reference' },
  { method: 'HEAD', path: '/v1/decisions/{reference}', function: 'show-decision', auth: 'reference' },
  { method: 'POST', path: '/v1/decisions/{reference}', function: 'decide', auth: 'reference' },
  { method: 'GET', path: '/v1/promotion-decisions/{reference}', function: 'decide-promotion', auth: 'reference' },
  { method: 'HEAD', path: '/v1/promotion-decisions/{reference}', function: 'decide-promotion', auth: 'reference' },
  { method: 'POST', path: '/v1/promotion-decisions/{reference}', function: 'decide-promotion', auth: 'reference' },
  { method: 'GET', path: '/v1/feeds/{reference}', function: 'feed', auth: 'reference' },
  { method: 'HEAD', path: '/v1/feeds/{reference}', function: 'feed', auth: 'reference' },
  { method: 'GET', path: '/v1/openapi.json', function: 'public', auth: 'public' },
  { method: 'HEAD', path: '/v1/openapi.json', function: 'public', auth: 'public' },
  { method: 'GET', path: '/v1/health', function: 'public', auth: 'public' },
  { method: 'HEAD', path: '/v1/health', function: 'public', auth: 'public' },
] as const satisfies readonly ApiRoute[];

export interface ApiRoute {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST';
  /** `{name}` is one whole segment, as API Gateway and OpenAPI write it. */
  readonly path: string;
  /** Folder in functions/. */
  readonly function: string;
  readonly auth: 'bearer' | 'reference' | 'public';
  readonly scope?: Scope;
}

export const SCOPES = [
  'portfolios:write',
  'runs:write',
  'runs:read',
  'runs:stop',
  'rollbacks:write',
  'outcomes:write',
  'policies:write',
  'policies:read',
  // For operators: a candidate for all tenants at once.
  'policy-sets:write',
  'subjects:erase',
  'webhooks:read',
] as const;
export type Scope = (typeof SCOPES)[number];

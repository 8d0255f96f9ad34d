import { apiRoutes } from '../../core/model/api-routes.ts';
import { crm } from '../e2e/crm.ts';
import type { Step } from './checklist.ts';
import type { Stacks } from './deployed.ts';

/** That all that is declared is there, and that every route leads to its function and no further without a credential. */
export function wiring(stacks: Stacks, api: string): readonly Step[] {
  const stranger = crm(api);
  return [
    [
      'every declared resource is made',
      async () => {
        const missing = stacks.all.filter(({ status, left }) => status !== 'CREATE_COMPLETE' && !left);
        if (missing.length > 0)
          throw new Error(
            missing.map((one) => `${one.stack}/${one.logicalId} (${one.type}): ${one.status}`).join('\n'),
          );
        const left = stacks.all.filter((one) => one.left);
        return `${stacks.all.length - left.length} of ${stacks.all.length}, without ${left.map(({ type }) => type).join(', ')}`;
      },
    ],
    [
      'every route of the table is there, and those with a token let nobody in without one',
      async () => {
        for (const { method, path, auth } of apiRoutes) {
          const { status, text } = await stranger.call(method, path.replace(/\{\w+\}/g, 'x'));
          const wanted = { bearer: [401, 403], reference: [404, 415, 422], public: [200] }[auth];
          // The answer of API Gateway itself where there is no such route.
          if (!wanted.includes(status) || text === '{"message":"Not Found"}' || text === '{"message": "Not Found"}')
            throw new Error(`${method} ${path} answers ${status}: ${text.slice(0, 200)}`);
        }
        return `${apiRoutes.length} routes`;
      },
    ],
  ];
}

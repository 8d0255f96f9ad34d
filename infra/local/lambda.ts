import type { Json } from './json.ts';
import { failed, Pool } from './lambda-pool.ts';
import type { FunctionError } from './lambda-worker.ts';
import type { Resources } from './template.ts';

export type Outcome =
  | { readonly ok: true; readonly payload: Json }
  | { readonly ok: false; readonly error: FunctionError };

/** The functions of the template, each in worker threads of its own. */
export type Functions = {
  /** @param reference function name, ARN, qualified ARN, or an API Gateway invocation URI that contains one */
  invoke(reference: string, event: Json): Promise<Outcome>;
  close(): Promise<void>;
};

export type FunctionsOptions = {
  readonly assetRoot: string;
  /** for functions whose code stands in the template itself */
  readonly inlineFolder: string;
  /** what every function gets besides its own variables: region, credentials, endpoints */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: (functionName: string, line: string) => void;
};

export function startFunctions(resources: Resources, options: FunctionsOptions): Functions {
  const pools = new Map<string, Pool>();
  for (const resource of resources.ofType('AWS::Lambda::Function')) {
    pools.set(resource.name, new Pool(resource, options));
  }
  return {
    invoke: async (reference, event) => {
      const name = functionName(reference);
      const pool = pools.get(name);
      if (pool === undefined) {
        return failed('ResourceNotFoundException', `Function not found: ${name}`);
      }
      return pool.invoke(event);
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

/** The plain name inside an ARN, a qualified ARN or an invocation URI. */
export function functionName(reference: string): string {
  return /:function:([A-Za-z0-9-_]+)/.exec(reference)?.[1] ?? reference.split(':')[0] ?? reference;
}

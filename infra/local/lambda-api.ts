import { AwsError, type AwsService } from './aws-endpoint.ts';
import { parseJson } from './json.ts';
import type { Functions } from './lambda.ts';

/** Lambda's Invoke API: RequestResponse, Event and DryRun. */
export function lambdaService(functions: Functions, log: (line: string) => void): AwsService {
  return async ({ method, path, headers, body }) => {
    const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path)?.[1];
    if (method !== 'POST' || name === undefined) {
      throw new AwsError('ResourceNotFoundException', `${method} ${path} has no stand-in on this host`, 404);
    }
    const target = decodeURIComponent(name);
    const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    if (type === 'DryRun') return { status: 204 };
    const work = functions.invoke(target, body.length === 0 ? {} : parseJson(body.toString('utf8')));
    if (type === 'Event') {
      work.then((outcome) => {
        if (!outcome.ok) log(`${target} failed: ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
      });
      return { status: 202 };
    }
    const outcome = await work;
    if (!outcome.ok && outcome.error.errorType === 'ResourceNotFoundException') {
      throw new AwsError('ResourceNotFoundException', outcome.error.errorMessage, 404);
    }
    return {
      status: 200,
      headers: {
        'x-amz-executed-version': '$LATEST',
        ...(outcome.ok ? {} : { 'x-amz-function-error': 'Unhandled' }),
      },
      body: Buffer.from(JSON.stringify(outcome.ok ? outcome.payload : outcome.error)),
    };
  };
}

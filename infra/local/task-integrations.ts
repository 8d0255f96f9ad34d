import { isObject, type Json, member, text } from './json.ts';
import type { Functions, Outcome } from './lambda.ts';
import type { Queues } from './sqs.ts';
import { runtimeError, StatesError } from './states/error.ts';

/** What a state machine's tasks may call. */
export type Services = {
  readonly functions: Functions;
  readonly queues: Pick<Queues, 'sendTo'>;
  readonly putEvents: (entries: readonly Json[]) => Promise<Json>;
};

/**
 * Performs one service integration.
 * @param resource the Task's `Resource`, an optimised integration or a function's ARN
 * @throws StatesError with the name a `Catch` can match: the function's error type, or `<Service>.<Exception>`
 */
export async function perform(resource: string, input: Json, services: Services): Promise<Json> {
  const integration = resource.replace(/\.waitForTaskToken$/, '');
  if (integration.startsWith('arn:aws:lambda:')) return payloadOf(await services.functions.invoke(integration, input));
  switch (integration) {
    case 'arn:aws:states:::lambda:invoke': {
      const name = text(input, 'FunctionName');
      if (name === undefined) throw runtimeError(`${resource}: FunctionName is missing`);
      const Payload = payloadOf(await services.functions.invoke(name, member(input, 'Payload') ?? {}));
      return { ExecutedVersion: '$LATEST', Payload, StatusCode: 200 };
    }
    case 'arn:aws:states:::sqs:sendMessage': {
      const body = member(input, 'MessageBody') ?? '';
      const attributes = member(input, 'MessageAttributes');
      const sent = services.queues.sendTo(text(input, 'QueueUrl') ?? '', {
        body: typeof body === 'string' ? body : JSON.stringify(body),
        delaySeconds: undefined,
        attributes: isObject(attributes) ? attributes : {},
      });
      return { MessageId: sent.id, MD5OfMessageBody: sent.md5 };
    }
    case 'arn:aws:states:::events:putEvents': {
      const entries = member(input, 'Entries');
      return services.putEvents(Array.isArray(entries) ? entries : []);
    }
    default:
      throw runtimeError(
        `${resource} is not performed on this host; there are lambda:invoke, sqs:sendMessage, events:putEvents, function ARNs`,
      );
  }
}

function payloadOf(outcome: Outcome): Json {
  if (outcome.ok) return outcome.payload;
  const { errorType, ...rest } = outcome.error;
  // Errors of the Lambda service carry its name in Step Functions, errors of the function its own.
  const name = /^(ResourceNotFound|RequestEntityTooLarge|Service)Exception$/.test(errorType)
    ? `Lambda.${errorType}`
    : errorType;
  throw new StatesError(name, JSON.stringify({ errorType, ...rest }));
}

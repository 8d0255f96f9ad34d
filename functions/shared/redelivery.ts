import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { environment } from './environment.ts';
import { logger } from './log.ts';
import { errorName } from './transient.ts';

/** Seconds before the second delivery; every further one waits four times as long. */
const FIRST_SECONDS = 30;
/** SQS hides a message for 12 hours at most. */
const MOST_SECONDS = 6 * 60 * 60;

/** Hides a message that could not be delivered until it is worth another try. */
export function redelivery() {
  const { EVENTS_QUEUE_URL } = environment('EVENTS_QUEUE_URL');
  const queue = new SQSClient({});
  return async (receiptHandle: string, receiveCount: number): Promise<void> => {
    const VisibilityTimeout = backoffSeconds(receiveCount);
    try {
      const QueueUrl = EVENTS_QUEUE_URL;
      await queue.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout }),
      );
    } catch (error) {
      // The queue's own time-out brings it back.
      logger.warn('message not hidden', { error: errorName(error) });
    }
  };
}

/** Seconds to wait after the n-th delivery failed: 30, 120, 480, … at most six hours. */
export function backoffSeconds(receiveCount: number): number {
  return Math.min(MOST_SECONDS, FIRST_SECONDS * 4 ** (receiveCount - 1));
}

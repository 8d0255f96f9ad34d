import { Webhook } from 'standardwebhooks';
import type { Event } from '../../core/model/event.ts';
import { nowSeconds } from '../shared/clock.ts';
import { environment } from '../shared/environment.ts';
import { webhookSecrets } from '../shared/webhook-secret.ts';
import { guardedPost } from './guarded-post.ts';

export interface Delivery {
  readonly delivered: boolean;
  /** Trying again would change nothing: the receiver is gone, or the address is none we may call. */
  readonly final: boolean;
  /** In a word, for the outbox. */
  readonly said: string;
}

/**
 * Signs and posts one event as Standard Webhooks say (standardwebhooks.com, 1.0): the id stays the same over all attempts,
 * so a receiver can tell a repeat; 410 means do not come back.
 */
export function sender() {
  const secretOf = webhookSecrets();
  const allowLoopback = environment('WEBHOOK_LOOPBACK').WEBHOOK_LOOPBACK === 'allowed';
  return async (url: string, event: Event): Promise<Delivery> => {
    const body = JSON.stringify(event);
    const at = nowSeconds();
    const signature = new Webhook(await secretOf(event.tenant)).sign(event.id, new Date(at * 1000), body);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'risk-aware-scheduling',
      'webhook-id': event.id,
      'webhook-timestamp': String(at),
      'webhook-signature': signature,
      'x-correlation-id': event.correlation,
    };
    const posted = await guardedPost({ url, headers, body, allowLoopback });
    switch (posted.kind) {
      case 'answered':
        return { delivered: ok(posted.status), final: posted.status === 410, said: String(posted.status) };
      case 'forbidden':
        return { delivered: false, final: true, said: posted.why };
      case 'failed':
        return { delivered: false, final: false, said: posted.why };
    }
  };
}

function ok(status: number): boolean {
  return status >= 200 && status < 300;
}

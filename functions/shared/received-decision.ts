import { z } from 'zod';
import type { EnteredDecision } from '../../core/report/decision-form.ts';
import type { ApiRequest } from './api-request.ts';
import { type Body, jsonValue, MAX_SMALL, textBody } from './request-body.ts';

const FORM = 'application/x-www-form-urlencoded';

/** The fields of a decision as the page's form or a program sends them; not checked yet. */
export function received(request: ApiRequest): Body<unknown> {
  if (isJson(request)) return jsonValue(request, MAX_SMALL);
  const text = textBody(request, [FORM], MAX_SMALL);
  if (!text.ok) return text;
  const form = new URLSearchParams(text.value);
  const field = (name: string) => (form.has(name) ? { [name]: form.get(name) } : {});
  return {
    ok: true,
    value: {
      ...field('verdict'),
      ...field('reason'),
      ...field('delegate'),
      ...field('plan'),
      ...(form.has('confirmed') ? { confirmed: form.get('confirmed') === 'true' } : {}),
    },
  };
}

/** Whether these fields hand the decision over, instead of taking it. */
export function isDelegation(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'delegate' in value;
}

/** Whether a program decides; it is answered as it asks. */
export function isJson(request: ApiRequest): boolean {
  return /^application\/json\b/i.test(request.header('content-type') ?? '');
}

const Entered = z.object({ verdict: z.string().exactOptional(), reason: z.string().exactOptional() });

/** What came back with a form that broke the contract, to show it again. */
export function entered(value: unknown): EnteredDecision {
  const parsed = Entered.safeParse(value);
  return parsed.success ? parsed.data : {};
}

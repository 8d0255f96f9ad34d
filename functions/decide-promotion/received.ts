import { z } from 'zod';
import type { EnteredDecision } from '../../core/report/decision-form.ts';
import type { ApiRequest } from '../shared/api-request.ts';
import { type Body, jsonValue, MAX_SMALL, textBody } from '../shared/request-body.ts';

const Entered = z.object({ verdict: z.string().exactOptional(), reason: z.string().exactOptional() });

/** The fields of a decision as the page's form or a program sends them; not checked yet. */
export function received(request: ApiRequest): Body<unknown> {
  if ((request.header('content-type') ?? '').includes('json')) return jsonValue(request, MAX_SMALL);
  const text = textBody(request, ['application/x-www-form-urlencoded'], MAX_SMALL);
  if (!text.ok) return text;
  const form = new URLSearchParams(text.value);
  const fields = ['verdict', 'reason', 'plan', 'delegate']
    .filter((name) => form.has(name))
    .map((name) => [name, form.get(name)]);
  const confirmed = form.has('confirmed') ? { confirmed: form.get('confirmed') === 'true' } : {};
  return { ok: true, value: { ...Object.fromEntries(fields), ...confirmed } };
}

/** Whether these fields hand the decision over, instead of taking it. */
export function isDelegation(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'delegate' in value;
}

/** What came back with a form that broke the contract, to show it again. */
export function entered(value: unknown): EnteredDecision {
  const parsed = Entered.safeParse(value);
  return parsed.success ? parsed.data : {};
}

import type { APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import { z } from 'zod';
import { logger } from '../shared/log.ts';
import { errorName } from '../shared/transient.ts';
import { tokenVerifier } from './verify.ts';

const Asked = z.object({ headers: z.record(z.string(), z.string().optional()).default({}) });

const verify = tokenVerifier();

/**
 * Authorizer of every bearer route (payload 2.0, simple answer). API Gateway itself answers 401 without a token; here a token
 * that is not good is refused, which it answers with 403.
 * @throws Transient where the issuer's keys cannot be read: the caller may try again
 */
export async function handler(event: unknown): Promise<APIGatewaySimpleAuthorizerWithContextResult<object>> {
  const { headers } = Asked.parse(event);
  const named = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization');
  const token = /^Bearer ([\w.~+/=-]{1,8192})$/i.exec(named?.[1] ?? '')?.[1];
  if (token === undefined) return { isAuthorized: false, context: {} };
  try {
    return { isAuthorized: true, context: await verify(token) };
  } catch (error) {
    if (errorName(error) === 'Transient') throw error;
    logger.info('token refused', { error: errorName(error) });
    return { isAuthorized: false, context: {} };
  }
}

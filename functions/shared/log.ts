import { Logger } from '@aws-lambda-powertools/logger';

/**
 * Structured logs: tenant, run, correlation, step and codes. Never a body, a name, a mail address, a reference or a token;
 * errors by name and message, and messages here carry digests and ids only.
 */
export const logger = new Logger({ serviceName: process.env['POWERTOOLS_SERVICE_NAME'] ?? 'risk-aware-scheduling' });
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

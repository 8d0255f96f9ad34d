import { digest } from '../../core/trace/digest.ts';

/** Stand-ins where a test does not look at digests. */
export const digests = {
  portfolio: digest('portfolio/1', {}),
  policy: digest('policy/1', {}),
  code: digest('code/1', {}),
};

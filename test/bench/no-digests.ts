import { digest } from '../../core/trace/digest.ts';

/** The bench names no evidence: its plans are measured and thrown away. */
export const NO_DIGESTS = {
  portfolio: digest('portfolio/1', {}),
  policy: digest('policy/1', {}),
  code: digest('code/1', {}),
};

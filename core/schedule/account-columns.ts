import type { Cap } from '../calendar/contact-cap.ts';
import type { Minute } from '../calendar/minute.ts';
import type { Policy } from '../model/policy.ts';
import type { Portfolio } from '../model/portfolio.ts';
import { isStarved } from '../model/starved.ts';
import type { BlockMembers } from './block-members.ts';
import { mostTouches } from './most-touches.ts';
import type { Problem } from './problem.ts';
import type { StartWindowSource } from './start-windows.ts';

/** What holds for the accounts of a block, as columns. */
export function accountColumns(
  { asOf, horizon }: Portfolio,
  { equity, contact }: Policy,
  { accounts }: BlockMembers,
  source: StartWindowSource,
): Pick<Problem, 'starved' | 'standing' | 'caps' | 'most'> {
  const starved = new Uint8Array(accounts.length);
  const most = new Int32Array(accounts.length);
  const standing: (readonly Minute[])[] = [];
  const caps: (readonly Cap[])[] = [];
  for (let a = 0; a < accounts.length; a++) {
    const account = accounts[a]!;
    const limits = source.capsOf(account);
    starved[a] = isStarved(account, equity, asOf) ? 1 : 0;
    most[a] = mostTouches(limits, contact.minimumGapHours, horizon.days + 2);
    standing.push(source.standing(account));
    caps.push(limits);
  }
  return { starved, standing, caps, most };
}

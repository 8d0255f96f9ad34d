import type { Account, Engagement } from '../model/portfolio.ts';
import type { AuditContext } from './context.ts';
import type { Option } from './option.ts';
import { capsOf, standingTouches } from './touches.ts';
import { minuteFloor } from './zone.ts';

/** Choices of options that no starts can make feasible; see "Exact accounts" in core/README.md. */
export interface ChoiceRules {
  /** Gaps and caps: what fails them fails them with more options, too. */
  readonly apart: (chosen: readonly Option[]) => boolean;
  /** Precedence: may hold again once more is chosen. */
  readonly inOrder: (chosen: readonly Option[]) => boolean;
}

export function choiceRules(context: AuditContext, account: Account): ChoiceRules {
  const gap = context.policy.contact.minimumGapHours * 60;
  const caps = capsOf(account, context);
  const standing = standingTouches(account, context);
  const siblings = new Map<string, Engagement>(
    (context.engagementsOfAccount.get(account.id) ?? []).map((each) => [each.id, each]),
  );
  return {
    apart: (chosen) => keepGaps(chosen, gap) && caps.every((cap) => keepsCap(chosen, standing, cap)),
    inOrder: (chosen) => chosen.every((x) => x.engagement.after.every((id) => canEnd(siblings.get(id), x, chosen))),
  };
}

function keepGaps(chosen: readonly Option[], gap: number): boolean {
  return chosen.every((x, i) => chosen.slice(i + 1).every((y) => Math.max(x.last - y.first, y.last - x.first) >= gap));
}

/** No window from a standing touch holds too many of the standing touches and of the options that lie wholly inside. */
function keepsCap(
  chosen: readonly Option[],
  standing: readonly number[],
  cap: { readonly touches: number; readonly days: number },
): boolean {
  return standing.every((from) => {
    const end = from + cap.days * 1440;
    const inside = chosen.filter(({ first, last }) => from <= first && last < end).length;
    return inside === 0 || inside + standing.filter((at) => from <= at && at < end).length <= cap.touches;
  });
}

/** Whether the earlier engagement is pinned or chosen, and can end by the last start of x. */
function canEnd(earlier: Engagement | undefined, x: Option, chosen: readonly Option[]): boolean {
  if (earlier === undefined) return false;
  const start =
    earlier.pinned === null
      ? chosen.find(({ engagement }) => engagement.id === earlier.id)?.first
      : minuteFloor(earlier.pinned.start);
  return start !== undefined && start + earlier.minutes <= x.last;
}

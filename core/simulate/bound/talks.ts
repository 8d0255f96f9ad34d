import type { ArmDay, Option } from './arm.ts';
import type { Prices } from './prices.ts';

/** Share of the effect left when somebody else than the owner calls. */
const NOT_OWNER = 0.88;

/** A way to hold an open conversation: who, at what price, and what share of the unsaved it saves. */
export interface Talk {
  readonly option: Option;
  readonly rep: number;
  readonly fee: number;
  readonly effect: number;
}

/** The owner, and who else is cheapest, if cheaper. */
export function talksOf({ options }: ArmDay, day: number, prices: Prices): readonly Talk[] {
  return options.flatMap((option) => {
    const { own, others, minutes, effect } = option;
    const found: Talk[] = [];
    const ownFee = own === null ? Number.POSITIVE_INFINITY : prices.fee(own, day, minutes);
    if (own !== null) found.push({ option, rep: own, fee: ownFee, effect });
    let other = -1;
    let fee = ownFee;
    for (const rep of others) {
      const asked = prices.fee(rep, day, minutes);
      if (asked < fee) [other, fee] = [rep, asked];
    }
    if (other >= 0) found.push({ option, rep: other, fee, effect: effect * NOT_OWNER });
    return found;
  });
}

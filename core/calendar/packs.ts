import type { Pack } from './pack.ts';
import au from './packs/AU.json' with { type: 'json' };
import ca from './packs/CA.json' with { type: 'json' };
import fr from './packs/FR.json' with { type: 'json' };
import generalPack from './packs/general.json' with { type: 'json' };
import us from './packs/US.json' with { type: 'json' };
import usFl from './packs/US-FL.json' with { type: 'json' };
import usOk from './packs/US-OK.json' with { type: 'json' };
import usWa from './packs/US-WA.json' with { type: 'json' };

/** The packs of the product; see core/calendar/packs for their sources. */
export const packs: readonly Pack[] = [generalPack, au, ca, fr, us, usFl, usOk, usWa];

/** The hours of the general pack: an account that gives none of its own. */
export const generalHours = generalPack.rules.hours.value;

/** Packs that speak for a jurisdiction, which all hold together: the subdivision's and its country's, else the general one. */
export function packFor(jurisdiction: string, available: readonly Pack[] = packs): readonly Pack[] {
  const country = jurisdiction.slice(0, 2);
  const own = available.filter((pack) => pack.jurisdiction === jurisdiction || pack.jurisdiction === country);
  return own.length > 0 ? own : available.filter((pack) => pack.jurisdiction === '*');
}

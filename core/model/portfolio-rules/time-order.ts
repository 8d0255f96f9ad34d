import type { Violation } from '../violation.ts';
import { type Context, violation } from './context.ts';

export function windowsInOrder({ engagements }: Context): Violation[] {
  return engagements.flatMap((e, i) =>
    e && e.due < e.earliest
      ? [violation(`/engagements/${i}/due`, 'window.order', e.due, `let due be on or after earliest (${e.earliest})`)]
      : [],
  );
}

export function intervalsInOrder({ reps }: Context): Violation[] {
  return reps.flatMap((rep, i) => [
    ...(rep?.busy ?? []).flatMap((b, k) =>
      Date.parse(b.from) < Date.parse(b.to)
        ? []
        : [violation(`/reps/${i}/busy/${k}/to`, 'interval.order', b.to, `let it be later than ${b.from}`)],
    ),
    ...(rep?.leave ?? []).flatMap((l, k) =>
      l.from <= l.to
        ? []
        : [violation(`/reps/${i}/leave/${k}/to`, 'interval.order', l.to, `let it be on or after ${l.from}`)],
    ),
  ]);
}

export function consentNotInTheFuture({ accounts, asOf }: Context): Violation[] {
  if (asOf === undefined) return [];
  // A day of grace: the account's date may be ahead of the UTC date of asOf.
  const latest = new Date(Date.parse(asOf) + 86_400_000).toISOString().slice(0, 10);
  return accounts.flatMap((a, i) =>
    Object.entries(a?.contact.consent ?? {}).flatMap(([channel, consent]) =>
      consent.at > latest
        ? [
            violation(
              `/accounts/${i}/contact/consent/${channel}/at`,
              'consent.past',
              consent.at,
              'give the date the consent was given, not after asOf',
            ),
          ]
        : [],
    ),
  );
}

export function ledgerInThePast({ ledger, asOf }: Context): Violation[] {
  if (asOf === undefined) return [];
  return ledger.flatMap((t, i) =>
    t && Date.parse(t.at) > Date.parse(asOf)
      ? [
          violation(
            `/ledger/${i}/at`,
            'ledger.past',
            t.at,
            `give a touch that happened by asOf (${asOf}); pin what is yet to come`,
          ),
        ]
      : [],
  );
}

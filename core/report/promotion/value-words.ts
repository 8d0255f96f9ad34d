import { grouped } from '../amount.ts';

/** What a value decides, for people who do not know its path; those most often changed. */
const MEANING: Readonly<Record<string, string>> = {
  '/name': 'Name of the policy',
  '/contact/caps': 'Most contacts with one customer in so many days',
  '/contact/minimumGapHours': 'Hours between two contacts with one customer',
  '/contact/noticeBusinessHours': 'Business hours of notice before a new meeting',
  '/rep/bufferMinutes': 'Free minutes between two meetings of a rep',
  '/rep/breakAfter': 'Meetings in a row before a rep has a break',
  '/rep/breakMinutes': 'Minutes of that break',
  '/rep/loadCeiling': 'Share of a rep’s day that may be planned',
  '/equity/floor': 'Coverage of every group against the best-served one',
  '/equity/minimumSize': 'Customers from which on a group is held to that',
  '/equity/starvationRuns': 'Runs after which a customer passed over is owed a turn',
  '/equity/starvationDays': 'Business days before a customer passed over is owed a turn',
  '/risk/measure': 'Whether the worst futures count more',
  '/risk/alpha': 'How bad the futures are that count more',
  '/value/disruptionCost': 'Cost of moving a published meeting',
  '/learning/holdoutShare': 'Share of customers left out by lot, to measure effects',
  '/routing': 'What runs without a person, and what needs one or two',
  '/gate/expiresAfterMinutes': 'Minutes to decide before a run expires',
  '/watch': 'What the monitor calls a breach',
  '/budget': 'What a run may cost',
  '/breaker': 'When failed runs stop further ones',
  '/posture': 'When the situation counts as elevated, high or critical',
  '/search': 'How long plans are searched for',
  '/approvers': 'Who may decide',
  '/oversight': 'Who is told of trouble',
  '/webhooks': 'Where events are sent',
  '/promotion/quorum': 'Approvals a candidate needs',
  '/promotion': 'How candidates are tried',
};

/** Of the path, or of what it lies in; undefined: the path has to do. */
export function valueMeaning(path: string): string | undefined {
  for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    if (Object.hasOwn(MEANING, at)) return MEANING[at];
  }
  return undefined;
}

/** Values that are money, in hundredths; a policy names no currency: it is that of the portfolio it plans. */
const MONEY: ReadonlySet<string> = new Set(['/value/disruptionCost']);

/** A value as people write it. */
export function valueShown(path: string, value: string): string {
  if (!MONEY.has(path) || !/^\d{1,12}$/.test(value)) return value;
  return `${grouped(Math.floor(Number(value) / 100))}.${value.padStart(2, '0').slice(-2)} in the portfolio’s currency`;
}

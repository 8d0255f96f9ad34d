import { type RandomStream, randomStream } from '../numeric/random-stream.ts';
import { pick, weighted } from './draw.ts';

const COLUMNS = [
  ...['Id', 'Name', 'AccountId', 'Amount', 'Probability', 'StageName', 'IsDeleted', 'Type', 'LeadSource', 'Contacts'],
  ...['DaysOpen', 'LastActivityDate', 'BillingCountry', 'Language', 'OwnerId', 'DoNotCall', 'PhoneConsentDate'],
];
const PLACES = [
  { country: 'Germany', language: 'de', share: 3 },
  { country: 'United Kingdom', language: 'en', share: 2 },
  { country: 'Austria', language: 'de', share: 1 },
] as const;

/**
 * Opportunities as a CRM exports them, for trying the import: closed ones to learn from, open ones to save, with what
 * real exports have: a byte order mark, CR LF, commas and quotes in names, blank cells, deleted records, text that looks
 * like a formula. CSV as in RFC 4180; the same seed gives the same bytes; no person or company in it exists.
 */
export function exampleExport(seed: number, rows = 480): string {
  const records = Array.from({ length: rows }, (_, index) => opportunity(randomStream(seed, `export/${index}`), index));
  return `\ufeff${[COLUMNS, ...records].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')}`;
}

function opportunity(random: RandomStream, index: number): readonly string[] {
  const number = String(index + 1).padStart(4, '0');
  const { country, language } = weighted(
    random,
    PLACES.map((place) => [place, place.share] as const),
  );
  const type = random.uniform() < 0.6 ? 'Renewal' : 'New Business';
  const contacts = random.integer(0, 6);
  const daysOpen = random.integer(2, 240);
  const logOdds = 0.4 - 0.35 * contacts + daysOpen / 150 + (type === 'Renewal' ? -0.9 : 0.3);
  const lost = random.uniform() < 1 / (1 + Math.exp(-logOdds));
  const open = index % 4 === 0;
  const stage = open ? pick(random, ['Proposal', 'Negotiation', 'Renewal due']) : lost ? 'Closed Lost' : 'Closed Won';
  const amount = Math.round(4_000 * Math.exp(2.5 * random.uniform()));
  return [
    `006X${number}`,
    pick(random, ['Renewal, year 2', 'Upgrade "Plus"', 'First year', '=HYPERLINK("https://example.com","offer")']),
    `001X${number}`,
    `${amount}.${String(random.integer(0, 99)).padStart(2, '0')}`,
    open && random.uniform() < 0.4 ? String(5 * random.integer(2, 19)) : '',
    stage,
    index % 60 === 8 ? 'true' : 'false',
    type,
    pick(random, ['Web', 'Referral', 'Partner', '@newsletter', '']),
    String(contacts),
    String(daysOpen),
    `2026-11-${String(random.integer(1, 20)).padStart(2, '0')} 09:30:00`,
    country,
    language,
    `005X${String(random.integer(1, 5))}`,
    index % 52 === 12 ? 'true' : 'false',
    random.uniform() < 0.7 ? '2026-02-01' : '',
  ];
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Why a feature may not enter a risk model by default. */
export type SensitiveFinding = { readonly feature: string; readonly attribute: string; readonly matched: string };

/**
 * Recognises, by its name, a feature that describes a sensitive attribute of a person (GDPR Art. 9 and the grounds of
 * EU Charter Art. 21; checked 2026-11-22). Names are compared as words whatever their spelling: `SeniorCitizen`,
 * `senior_citizen`, `SENIOR CITIZEN` and `seniorcitizen` are one, while `usage`, `page` and `contract` contain no `age`
 * or `race`; `accountHealthScore` and `contract_age` speak of the business and pass. A name cannot show a proxy (a postcode may stand for origin): parity checks on the outcome are for those.
 */
export function sensitiveFeature(name: string): SensitiveFinding | undefined {
  const words = withoutBusinessTerms(wordsOf(name));
  const joined = words.join('');
  for (const { attribute, exact, within } of ATTRIBUTES) {
    const word = words.find((candidate) => exact.has(candidate));
    const matched = word ?? within.find((stem) => joined.includes(stem));
    if (matched !== undefined) return { feature: name, attribute, matched };
  }
  return undefined;
}

/** Lower-case words, split at punctuation, digits and camel-case humps; accents removed. */
function wordsOf(name: string): readonly string[] {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([\p{Ll}])([\p{Lu}])/gu, '$1 $2')
    .replace(/([\p{Lu}]+)([\p{Lu}][\p{Ll}])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}

/** Drops what measures the business relation and not a person. */
function withoutBusinessTerms(words: readonly string[]): readonly string[] {
  const spaced = BUSINESS_TERMS.reduce((text, term) => text.replaceAll(` ${term} `, ' '), ` ${words.join(' ')} `);
  return spaced.split(' ').filter((word) => word !== '');
}

const BUSINESS_TERMS: readonly string[] = [
  ...['health score', 'health index', 'account health', 'customer health', 'relationship health', 'product health'],
  ...['account age', 'contract age', 'deal age', 'opportunity age', 'subscription age', 'ticket age', 'invoice age'],
];

/** `exact`: whole words only, because they hide inside innocent ones. `within`: stems that are safe inside a name. */
const ATTRIBUTES: readonly { attribute: string; exact: ReadonlySet<string>; within: readonly string[] }[] = [
  {
    attribute: 'gender or sex',
    exact: new Set(['sex', 'male', 'female', 'pronoun', 'pronouns', 'salutation', 'honorific']),
    within: ['gender'],
  },
  {
    attribute: 'age',
    exact: new Set(['age', 'ages', 'dob', 'birth', 'senior', 'seniors', 'elderly', 'retired']),
    within: ['seniorcitizen', 'birthda', 'birthyear', 'yearofbirth', 'dateofbirth', 'agegroup', 'ageband', 'pensioner'],
  },
  {
    attribute: 'family or marital status',
    exact: new Set([
      'partner',
      'partners',
      'spouse',
      'married',
      'divorced',
      'widowed',
      'husband',
      'wife',
      'children',
      'kids',
    ]),
    within: ['marital', 'maritial', 'dependents', 'dependants', 'familystatus', 'civilstatus', 'numberofchildren'],
  },
  { attribute: 'pregnancy', exact: new Set(['maternity', 'paternity']), within: ['pregnan', 'parentalleave'] },
  {
    attribute: 'race, ethnicity or colour',
    exact: new Set(['race', 'races', 'racial', 'tribe', 'caste']),
    within: ['ethnic', 'skincolo', 'ancestry', 'indigenous'],
  },
  {
    attribute: 'nationality or origin',
    exact: new Set(['citizen', 'immigrant', 'refugee']),
    within: [
      'nationalit',
      'nationalorigin',
      'citizenship',
      'countryofbirth',
      'birthplace',
      'placeofbirth',
      'immigration',
      'mothertongue',
    ],
  },
  {
    attribute: 'religion or belief',
    exact: new Set(['faith', 'church', 'creed', 'belief']),
    within: ['religio', 'denomination', 'philosophicalbelief'],
  },
  { attribute: 'political opinion', exact: new Set(['politics', 'voter']), within: ['political', 'partymember'] },
  {
    attribute: 'trade union membership',
    exact: new Set(['union']),
    within: ['tradeunion', 'unionmember', 'labourunion', 'laborunion'],
  },
  {
    attribute: 'health or disability',
    exact: new Set(['health', 'medical', 'illness', 'disease', 'diagnosis', 'handicap', 'wheelchair', 'hiv']),
    within: ['disab', 'impairment', 'healthcondition', 'sickleave', 'mentalhealth'],
  },
  {
    attribute: 'sexual orientation or sex life',
    exact: new Set(['gay', 'lesbian', 'queer', 'lgbt', 'lgbtq']),
    within: ['sexual', 'transgender'],
  },
  {
    attribute: 'genetic or biometric data',
    exact: new Set(['dna']),
    within: ['genetic', 'genome', 'biometric', 'fingerprint'],
  },
  { attribute: 'criminal record', exact: new Set(['criminal', 'felony']), within: ['criminalrecord', 'conviction'] },
];

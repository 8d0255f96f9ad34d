import type { ImportMap } from '../../../core/model/import-map.ts';
import { parse } from '../../../core/model/parse.ts';
import { Account } from '../../../core/model/portfolio.ts';
import { Language } from '../../../core/model/units.ts';
import { pointer, type Violation } from '../../../core/model/violation.ts';
import { accountFields } from './account-fields.ts';
import { place } from './place.ts';
import type { RowViolation } from './row-violation.ts';

/** What is wrong with values the map gives every row: once, and not with each of them. */
export function constantViolations(map: ImportMap): RowViolation[] {
  const constants = accountFields(map).flatMap(({ path, source }) =>
    'constant' in source ? [{ path, value: source.constant }] : [],
  );
  const body: Record<string, unknown> = {};
  for (const { path, value } of constants) place(body, path, value);
  const account = parse(Account, body);
  const mine = new Set(constants.map(({ path }) => pointer(path)));
  const { language } = map.account;
  const spoken = language !== undefined && 'constant' in language ? parse(Language, language.constant) : undefined;
  return [
    ...(account.ok ? [] : account.violations.filter(({ path }) => mine.has(path))).map(ofMap),
    ...(spoken === undefined || spoken.ok
      ? []
      : spoken.violations.map((violation) => ofMap({ ...violation, path: '/language' }))),
  ];
}

function ofMap({ path, rule, received, remedy }: Violation): RowViolation {
  return { line: 0, column: `account${path.replaceAll('/', '.')}.constant`, rule, received, remedy };
}

import { parse } from '../../core/model/parse.ts';
import { parseJson } from '../../core/model/parse-json.ts';
import { PortfolioLine, type PortfolioRecords } from '../../core/model/portfolio-upload.ts';
import { type Parsed, shown, type Violation } from '../../core/model/violation.ts';

/**
 * Records of NDJSON text, one a line; empty lines are skipped. Violations of all lines are listed, `/12/account/stake` for
 * line 12, counted from 1.
 */
export function recordsOf(text: string): Parsed<PortfolioRecords> {
  const violations: Violation[] = [];
  const records: PortfolioRecords = { accounts: [], engagements: [], reps: [], ledger: [] };
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const value = jsonOf(line);
    const parsed = value.ok ? parseLine(value.value) : value;
    if (parsed.ok) put(records, parsed.value);
    else violations.push(...parsed.violations.map((found) => ({ ...found, path: `/${index + 1}${found.path}` })));
  }
  return violations.length === 0 ? { ok: true, value: records } : { ok: false, violations };
}

function jsonOf(line: string): Parsed<unknown> {
  try {
    return parseJson(line);
  } catch {
    const remedy = 'write one JSON object a line, without line breaks inside';
    return { ok: false, violations: [{ path: '', rule: 'json', received: shown(line), remedy }] };
  }
}

/** The line's one key says which record it is, so violations speak of that record alone. */
function parseLine(value: unknown): Parsed<PortfolioLine> {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const kind = PortfolioLine.options.find(
    (option) => keys.length === 1 && keys[0] !== undefined && keys[0] in option.shape,
  );
  if (kind !== undefined) return parse<PortfolioLine>(kind, value);
  const remedy = 'write {"account": …}, {"engagement": …}, {"rep": …} or {"touch": …}';
  return { ok: false, violations: [{ path: '', rule: 'record.kind', received: shown(keys), remedy }] };
}

function put(records: PortfolioRecords, line: PortfolioLine): void {
  if ('account' in line) records.accounts.push(line.account);
  else if ('engagement' in line) records.engagements.push(line.engagement);
  else if ('rep' in line) records.reps.push(line.rep);
  else records.ledger.push(line.touch);
}

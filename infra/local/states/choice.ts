import { isObject, type Json, list, text } from '../json.ts';
import { runtimeError } from './error.ts';
import { query, type Scope } from './paths.ts';

/**
 * Whether a choice rule holds (Amazon States Language, "Choice").
 * @throws StatesError `States.Runtime` when the variable points to nothing and the rule is not `IsPresent`
 */
export function chosen(rule: Json, scope: Scope): boolean {
  if (!isObject(rule)) throw runtimeError(`choice rule ${JSON.stringify(rule)} is not an object`);
  if ('And' in rule) return list(rule, 'And').every((part) => chosen(part, scope));
  if ('Or' in rule) return list(rule, 'Or').some((part) => chosen(part, scope));
  if ('Not' in rule) return !chosen(rule['Not'] ?? null, scope);
  const path = text(rule, 'Variable') ?? '';
  const operator = Object.keys(rule).find((key) => !['Variable', 'Next', 'Comment', 'Assign'].includes(key)) ?? '';
  const value = query(path, scope);
  const wanted = rule[operator] ?? null;
  if (operator === 'IsPresent') return (value !== undefined) === wanted;
  if (value === undefined) throw runtimeError(`Invalid path '${path}': the choice state's condition path is not there`);
  const test = TYPE_TESTS[operator];
  if (test !== undefined) return test(value) === wanted;
  const byPath = operator.endsWith('Path');
  const operand = byPath ? query(String(wanted), scope) : wanted;
  if (operand === undefined) throw runtimeError(`Invalid path '${wanted}' in ${operator}`);
  return compared(byPath ? operator.slice(0, -'Path'.length) : operator, value, operand);
}

const TYPE_TESTS: Readonly<Record<string, (value: Json) => boolean>> = {
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => !Number.isNaN(instant(value)),
};

function compared(operator: string, value: Json, operand: Json): boolean {
  if (operator === 'StringMatches') {
    return typeof value === 'string' && typeof operand === 'string' && wildcard(operand).test(value);
  }
  if (operator === 'BooleanEquals') return typeof value === 'boolean' && value === operand;
  const [, kind = '', relation = ''] = /^(String|Numeric|Timestamp)(.+)$/.exec(operator) ?? [];
  const [left, right] = [ordered(kind, value), ordered(kind, operand)];
  if (left === undefined || right === undefined) return false;
  switch (relation) {
    case 'Equals':
      return left === right;
    case 'LessThan':
      return left < right;
    case 'LessThanEquals':
      return left <= right;
    case 'GreaterThan':
      return left > right;
    case 'GreaterThanEquals':
      return left >= right;
    default:
      throw runtimeError(`there is no comparison "${operator}"`);
  }
}

/** The value in the order its kind compares by, or undefined when it is of another kind: such a rule does not hold. */
function ordered(kind: string, value: Json): string | number | undefined {
  if (kind === 'String') return typeof value === 'string' ? value : undefined;
  if (kind === 'Numeric') return typeof value === 'number' ? value : undefined;
  const time = instant(value);
  return Number.isNaN(time) ? undefined : time;
}

function instant(value: Json): number {
  const shaped = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value);
  return shaped ? Date.parse(value) : Number.NaN;
}

function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\\*|\*|[.+?^${}()|[\]\\]/g, (part) =>
    part === '*' ? '.*' : part === '\\*' ? '\\*' : `\\${part}`,
  );
  return new RegExp(`^${source}$`, 's');
}

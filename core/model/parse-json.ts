import { MAX_LISTED_VIOLATIONS, type Parsed, pointer, shown, type Violation } from './violation.ts';

/** No contract nests deeper; what does is refused by its contract, and its names are not looked at. */
const DEEPEST = 64;

/**
 * The value of a JSON text in which no object says a name twice. `JSON.parse` keeps the last of them and says nothing: what is
 * signed, audited and kept would be something else than what a person reads in the text. Linear in the text.
 * @throws SyntaxError where the text is not JSON
 */
export function parseJson(text: string): Parsed<unknown> {
  const value: unknown = JSON.parse(text);
  const violations = repeatedNames(text);
  return violations.length === 0 ? { ok: true, value } : { ok: false, violations };
}

/** An object or array that is open where the text is read; an array has no names. */
interface Open {
  readonly names: Set<string> | undefined;
  /** Name or index of the member that is read; in an object undefined where its name comes next. */
  member: string | number | undefined;
}

/** Of JSON, the names that stand in their object already; at most as many as one answer lists. */
function repeatedNames(text: string): Violation[] {
  const violations: Violation[] = [];
  const open: Open[] = [];
  for (let at = 0; at < text.length && violations.length < MAX_LISTED_VIOLATIONS; at += 1) {
    const inside = open.at(-1);
    switch (text[at]) {
      case '{':
        open.push({ names: new Set(), member: undefined });
        break;
      case '[':
        open.push({ names: undefined, member: 0 });
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        if (inside !== undefined) inside.member = typeof inside.member === 'number' ? inside.member + 1 : undefined;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (inside?.names !== undefined && inside.member === undefined) {
          inside.member = nameOf(text.slice(at, end + 1));
          if (inside.names.has(inside.member)) violations.push(repeated(open, inside.member));
          inside.names.add(inside.member);
        }
        at = end;
      }
    }
    if (open.length > DEEPEST) return violations;
  }
  return violations;
}

/** The quote that ends the string a quote begins. */
function endOfString(text: string, begin: number): number {
  for (let at = begin + 1; ; at += 1) {
    if (text[at] === '"') return at;
    if (text[at] === '\\') at += 1;
  }
}

/** Names are the same however they are escaped. */
function nameOf(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}

function repeated(open: readonly Open[], name: string): Violation {
  const path = pointer(open.map(({ member }) => member ?? ''));
  const remedy = 'say each name once in its object: one of two values would be dropped unseen';
  return { path, rule: 'key.repeated', received: `${shown(name)} again`, remedy };
}

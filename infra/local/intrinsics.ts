import { isObject, type Json, type JsonObject } from './json.ts';

/** What an intrinsic function may ask about the world around it. */
export type Lookup = {
  /** parameters, pseudo parameters and resources; `undefined` when there is no such name */
  ref(name: string): Json | undefined;
  attribute(resource: string, attribute: string): Json | undefined;
  condition(name: string): boolean;
  mapping(map: string, top: string, second: string): Json | undefined;
  imported(exportName: string): Json | undefined;
  stackOutput(stack: string, output: string): Json | undefined;
};

/** Marks a value that CloudFormation leaves out (`AWS::NoValue`). */
export const NO_VALUE = '\u0000no-value';

/**
 * The value with every CloudFormation intrinsic function replaced by its result.
 * @throws Error naming the function and its argument when a name cannot be resolved
 */
export function resolve(value: Json, look: Lookup): Json {
  if (Array.isArray(value)) return value.map((item) => resolve(item, look)).filter((item) => item !== NO_VALUE);
  if (!isObject(value)) return value;
  const [only, ...others] = Object.keys(value);
  if (only !== undefined && others.length === 0) {
    const apply = FUNCTIONS[only];
    if (apply !== undefined) return apply(value[only] ?? null, look);
  }
  const resolved: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    const result = resolve(item, look);
    if (result !== NO_VALUE) resolved[key] = result;
  }
  return resolved;
}

/** The truth of a condition expression of the template's `Conditions`. */
export function holds(expression: Json, look: Lookup): boolean {
  if (isObject(expression)) {
    if (typeof expression['Condition'] === 'string') return look.condition(expression['Condition']);
    const every = expression['Fn::And'];
    if (Array.isArray(every)) return every.every((part) => holds(part, look));
    const some = expression['Fn::Or'];
    if (Array.isArray(some)) return some.some((part) => holds(part, look));
    const not = expression['Fn::Not'];
    if (Array.isArray(not)) return !holds(not[0] ?? false, look);
    const equal = expression['Fn::Equals'];
    if (Array.isArray(equal)) {
      return JSON.stringify(resolve(equal[0] ?? null, look)) === JSON.stringify(resolve(equal[1] ?? null, look));
    }
  }
  return expression === true || expression === 'true';
}

type Intrinsic = (argument: Json, look: Lookup) => Json;

const FUNCTIONS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, look) => found(look.ref(words(name)[0] ?? ''), 'Ref', name),
  'Fn::GetAtt': (argument, look) => {
    const [resource = '', ...attribute] = Array.isArray(argument)
      ? argument.map((part) => asText(resolve(part, look)))
      : asText(argument).split('.');
    return found(look.attribute(resource, attribute.join('.')), 'Fn::GetAtt', argument);
  },
  'Fn::Join': (argument, look) => {
    const [separator, parts] = pair(argument);
    const resolved = resolve(parts, look);
    return Array.isArray(resolved) ? resolved.map(asText).join(asText(separator)) : asText(resolved);
  },
  'Fn::Sub': (argument, look) => {
    const [pattern, own] = Array.isArray(argument) ? pair(argument) : [argument, null];
    return asText(pattern).replace(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`;
      const local = isObject(own) ? own[name] : undefined;
      if (local !== undefined) return asText(resolve(local, look));
      const [resource = '', ...attribute] = name.split('.');
      const value = attribute.length === 0 ? look.ref(resource) : look.attribute(resource, attribute.join('.'));
      return asText(found(value, 'Fn::Sub', whole));
    });
  },
  'Fn::Select': (argument, look) => {
    const [index, from] = pair(argument);
    const items = resolve(from, look);
    return found(Array.isArray(items) ? items[Number(resolve(index, look))] : undefined, 'Fn::Select', argument);
  },
  'Fn::Split': (argument, look) => {
    const [separator, source] = pair(argument);
    return asText(resolve(source, look)).split(asText(separator));
  },
  'Fn::If': (argument, look) => {
    const [condition, then, otherwise] = Array.isArray(argument) ? argument : [];
    return resolve((look.condition(asText(condition ?? '')) ? then : otherwise) ?? null, look);
  },
  'Fn::FindInMap': (argument, look) => {
    const [map = '', top = '', second = ''] = words(resolve(argument, look));
    return found(look.mapping(map, top, second), 'Fn::FindInMap', argument);
  },
  'Fn::ImportValue': (argument, look) =>
    found(look.imported(asText(resolve(argument, look))), 'Fn::ImportValue', argument),
  'Fn::GetStackOutput': (argument, look) => {
    const names = resolve(argument, look);
    const stack = isObject(names) ? asText(names['StackName'] ?? '') : '';
    const output = isObject(names) ? asText(names['OutputName'] ?? '') : '';
    return found(look.stackOutput(stack, output), 'Fn::GetStackOutput', argument);
  },
  'Fn::Base64': (argument, look) => Buffer.from(asText(resolve(argument, look))).toString('base64'),
  'Fn::ToJsonString': (argument, look) => JSON.stringify(resolve(argument, look)),
  'Fn::GetAZs': () => ['a', 'b', 'c'],
};

function found(value: Json | undefined, intrinsic: string, argument: Json): Json {
  if (value !== undefined) return value;
  throw new Error(
    `${intrinsic} ${JSON.stringify(argument)} names nothing in these templates; declare it or pass it in`,
  );
}

function pair(argument: Json): [Json, Json] {
  const parts = Array.isArray(argument) ? argument : [];
  return [parts[0] ?? '', parts[1] ?? ''];
}

function words(value: Json): string[] {
  return (Array.isArray(value) ? value : [value]).map(asText);
}

function asText(value: Json): string {
  return typeof value === 'string'
    ? value
    : isObject(value) || Array.isArray(value)
      ? JSON.stringify(value)
      : String(value);
}

import { JSONPath } from 'jsonpath-plus';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { runtimeError, StatesError } from './error.ts';
import { evaluateIntrinsic } from './intrinsic-functions.ts';

/** Paths see the state's data as `$`, and the context object as `$$`. */
export type Scope = { readonly data: Json; readonly context: Json };

/**
 * The value a path points to, or undefined when it points to nothing. Paths with wildcards, slices or filters give a list.
 * @throws StatesError `States.Runtime` when the path cannot be read
 */
export function query(path: string, scope: Scope): Json | undefined {
  const [json, plain] = path.startsWith('$$') ? [scope.context, path.slice(1)] : [scope.data, path];
  if (plain === '$') return json;
  if (!isObject(json) && !Array.isArray(json)) return undefined;
  const found: Json | undefined = JSONPath({ path: plain, json, wrap: false, eval: 'safe' });
  return found === undefined && /\*|\.\.|\?\(|[[,:]-?\d*[:,]/.test(plain) ? [] : found;
}

/** As `query`, where pointing to nothing is an error. */
export function required(path: string, scope: Scope, field: string): Json {
  const value = query(path, scope);
  if (value !== undefined) return value;
  throw new StatesError(
    field === 'Parameters' ? 'States.ParameterPathFailure' : 'States.Runtime',
    `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${JSON.stringify(scope.data)}'`,
  );
}

/** `InputPath` and `OutputPath`: null means an empty object. */
export function reduced(path: Json | undefined, scope: Scope, field: string): Json {
  if (path === undefined) return scope.data;
  if (path === null) return {};
  return required(String(path), scope, field);
}

/** A payload template with its `.$` members replaced by what their paths and intrinsic functions give. */
export function filled(template: Json, scope: Scope, field = 'Parameters'): Json {
  if (Array.isArray(template)) return template.map((item) => filled(item, scope, field));
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith('.$') && typeof value === 'string'
        ? [key.slice(0, -2), expression(value, scope, field)]
        : [key, filled(value, scope, field)],
    ),
  );
}

/** A path or an intrinsic function, as `.$` members and `ErrorPath` hold. */
export function expression(source: string, scope: Scope, field: string): Json {
  if (source.startsWith('$')) return required(source, scope, field);
  return evaluateIntrinsic(source, (path) => required(path, scope, field));
}

/**
 * The state's raw input with the result put where `ResultPath` says. Absent replaces everything, null drops the result.
 * @throws StatesError `States.ResultPathMatchFailure` when there is no object to put it into
 */
export function placed(path: Json | undefined, raw: Json, result: Json): Json {
  if (path === undefined || path === '$') return result;
  if (path === null) return raw;
  const steps = [...String(path).matchAll(/\.([^.[\]]+)|\['([^']+)'\]|\[(\d+)\]/g)].map(
    ([, name, quoted, index]) => name ?? quoted ?? Number(index),
  );
  if (steps.length === 0) throw runtimeError(`ResultPath '${path}' is not a reference path`);
  return put(raw, steps, result, String(path));
}

function put(into: Json, steps: readonly (string | number)[], result: Json, path: string): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return result;
  if (typeof step === 'number') {
    const item = Array.isArray(into) ? into[step] : undefined;
    if (!Array.isArray(into) || item === undefined) throw mismatch(path, into);
    return into.map((old, index) => (index === step ? put(old, rest, result, path) : old));
  }
  if (!isObject(into)) throw mismatch(path, into);
  const below: Json = into[step] ?? {};
  const copy: JsonObject = { ...into };
  copy[step] = put(isObject(below) || Array.isArray(below) ? below : {}, rest, result, path);
  return copy;
}

function mismatch(path: string, into: Json): StatesError {
  return new StatesError(
    'States.ResultPathMatchFailure',
    `Unable to apply step "${path}" to input ${JSON.stringify(into)}`,
  );
}

import { createHash, randomInt, randomUUID } from 'node:crypto';
import { isObject, type Json, parseJson, stableText } from '../json.ts';
import { runtimeError, StatesError } from './error.ts';

/**
 * The value of an expression such as `States.Format('{}-{}', $.run, States.UUID())`.
 * @param path gives the value a path points to
 * @throws StatesError `States.IntrinsicFailure` when it cannot be read or an argument does not fit
 */
export function evaluateIntrinsic(source: string, path: (path: string) => Json): Json {
  const reader = new Reader(source, path);
  const value = reader.argument();
  reader.end();
  return value;
}

class Reader {
  readonly #source: string;
  readonly #path: (path: string) => Json;
  #at = 0;

  constructor(source: string, path: (path: string) => Json) {
    this.#source = source;
    this.#path = path;
  }

  argument(): Json {
    this.#blank();
    const rest = this.#source.slice(this.#at);
    const call = /^(States\.\w+)\s*\(/.exec(rest);
    if (call !== null) {
      this.#at += call[0].length;
      return this.#call(call[1] ?? '');
    }
    if (rest.startsWith("'")) return this.#quoted();
    const [word = ''] = /^(\$(?:\[[^\]]*\]|[^,()[\]])*|[^,()\s]+)/.exec(rest) ?? [];
    if (word === '') throw broken(this.#source, `nothing to read at ${this.#at}`);
    this.#at += word.length;
    if (word.startsWith('$')) return this.#path(word.trim());
    try {
      return parseJson(word);
    } catch {
      throw broken(this.#source, `"${word}" is neither a path, a quoted text nor a number`);
    }
  }

  end(): void {
    this.#blank();
    if (this.#at !== this.#source.length) throw broken(this.#source, `unexpected text at ${this.#at}`);
  }

  #call(name: string): Json {
    const values: Json[] = [];
    this.#blank();
    while (this.#source[this.#at] !== ')') {
      values.push(this.argument());
      this.#blank();
      if (this.#source[this.#at] === ',') this.#at += 1;
      else if (this.#source[this.#at] !== ')') throw broken(this.#source, `"," or ")" expected at ${this.#at}`);
    }
    this.#at += 1;
    const apply = FUNCTIONS[name];
    if (apply === undefined) throw broken(this.#source, `there is no ${name}`);
    return apply(values, (reason) => broken(this.#source, reason));
  }

  #quoted(): string {
    let text = '';
    for (this.#at += 1; this.#source[this.#at] !== "'"; this.#at += 1) {
      if (this.#at >= this.#source.length) throw broken(this.#source, 'a quoted text does not end');
      // Braces keep their backslash: States.Format tells placeholders from written-out braces by it.
      const next = this.#source[this.#at + 1] ?? '';
      if (this.#source[this.#at] === '\\' && next !== '{' && next !== '}') this.#at += 1;
      text += this.#source[this.#at] ?? '';
    }
    this.#at += 1;
    return text;
  }

  #blank(): void {
    while (this.#source[this.#at] === ' ') this.#at += 1;
  }
}

type Refuse = (reason: string) => StatesError;
type Apply = (values: readonly Json[], refuse: Refuse) => Json;

const FUNCTIONS: Readonly<Record<string, Apply>> = {
  'States.Array': (values) => [...values],
  'States.ArrayContains': ([items, wanted], refuse) =>
    array(items, refuse).some((item) => stableText(item) === stableText(wanted ?? null)),
  'States.ArrayGetItem': ([items, index], refuse) => {
    const item = array(items, refuse)[whole(index, refuse)];
    if (item === undefined) throw refuse(`there is no item ${index}`);
    return item;
  },
  'States.ArrayLength': ([items], refuse) => array(items, refuse).length,
  'States.ArrayPartition': ([items, size], refuse) => {
    const step = whole(size, refuse);
    if (step < 1) throw refuse('a partition has at least one item');
    const from = array(items, refuse);
    return Array.from({ length: Math.ceil(from.length / step) }, (_, part) =>
      from.slice(part * step, (part + 1) * step),
    );
  },
  'States.ArrayRange': ([first, last, by], refuse) => {
    const [from, to, step] = [whole(first, refuse), whole(last, refuse), whole(by, refuse)];
    if (step === 0) throw refuse('the step is 0');
    const length = Math.max(0, Math.floor((to - from) / step) + 1);
    if (length > 1000) throw refuse('a range has at most 1000 items');
    return Array.from({ length }, (_, position) => from + position * step);
  },
  'States.ArrayUnique': ([items], refuse) => [
    ...new Map(array(items, refuse).map((item) => [stableText(item), item])).values(),
  ],
  'States.Base64Decode': ([value], refuse) => Buffer.from(words(value, refuse), 'base64').toString('utf8'),
  'States.Base64Encode': ([value], refuse) => Buffer.from(words(value, refuse)).toString('base64'),
  'States.Format': ([pattern, ...values], refuse) => {
    let used = 0;
    const result = words(pattern, refuse).replace(/\\([{}])|\{\}/g, (_, literal: string | undefined) => {
      if (literal !== undefined) return literal;
      const value = values[used++];
      if (value === undefined) throw refuse('more placeholders than values');
      return typeof value === 'string' ? value : JSON.stringify(value);
    });
    if (used < values.length) throw refuse('more values than placeholders');
    return result;
  },
  'States.Hash': ([value, algorithm], refuse) => {
    const known: Record<string, string> = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384' };
    const name = { ...known, 'SHA-512': 'sha512', MD5: 'md5' }[words(algorithm, refuse)];
    if (name === undefined) throw refuse(`unknown algorithm ${algorithm}`);
    return createHash(name)
      .update(typeof value === 'string' ? value : JSON.stringify(value))
      .digest('hex');
  },
  'States.JsonMerge': ([first, second, deep], refuse) => {
    if (deep !== false || !isObject(first) || !isObject(second)) throw refuse('two objects and false are expected');
    return { ...first, ...second };
  },
  'States.JsonToString': ([value]) => JSON.stringify(value),
  'States.MathAdd': ([first, second], refuse) => whole(first, refuse) + whole(second, refuse),
  'States.MathRandom': ([from, to], refuse) => randomInt(whole(from, refuse), whole(to, refuse)),
  'States.StringSplit': ([value, splitters], refuse) => {
    const stops = words(splitters, refuse);
    const parts = [''];
    for (const letter of words(value, refuse)) {
      if (stops.includes(letter)) parts.push('');
      else parts[parts.length - 1] += letter;
    }
    return parts.filter((part) => part !== '');
  },
  'States.StringToJson': ([value], refuse) => {
    try {
      return parseJson(words(value, refuse));
    } catch (error) {
      throw refuse(error instanceof Error ? error.message : String(error));
    }
  },
  'States.UUID': () => randomUUID(),
};

function array(value: Json | undefined, refuse: Refuse): Json[] {
  if (!Array.isArray(value)) throw refuse('a list is expected');
  return value;
}

function words(value: Json | undefined, refuse: Refuse): string {
  if (typeof value !== 'string') throw refuse('a text is expected');
  return value;
}

function whole(value: Json | undefined, refuse: Refuse): number {
  if (typeof value !== 'number') throw refuse('a number is expected');
  return Math.round(value);
}

function broken(source: string, reason: string): StatesError {
  return reason.startsWith('there is no States.')
    ? runtimeError(`${source}: ${reason}`)
    : new StatesError('States.IntrinsicFailure', `${source}: ${reason}`);
}

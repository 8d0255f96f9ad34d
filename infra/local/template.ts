import { holds, type Lookup, NO_VALUE, resolve } from './intrinsics.ts';
import { isObject, type Json, type JsonObject, member, text } from './json.ts';
import { type Physical, type Place, physicalOf } from './physical.ts';

/** One resource of a template with everything resolved to what it is on this host. */
export type Resource = Physical & {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly properties: JsonObject;
  readonly metadata: JsonObject;
};

/** All resources of all stacks, in template order. */
export type Resources = {
  ofType(...types: string[]): Resource[];
  /** the resource whose `Ref` or ARN is this text */
  named(reference: string): Resource | undefined;
};

/** A synthesised application: its templates and the folder that holds its assets. */
export type Assembly = {
  readonly templates: readonly Readonly<Record<string, unknown>>[];
  readonly assetRoot: string;
};

/**
 * Reads the resources out of CloudFormation templates (JSON shapes as `cdk synth` writes them), across stacks.
 * @param parameters values for template parameters by name; a parameter without a value and without a default is an error
 * @throws Error naming stack, resource and the reference that resolves to nothing
 */
export function readResources(
  templates: Assembly['templates'],
  place: Place,
  parameters: Readonly<Record<string, string>> = {},
): Resources {
  const stacks = templates.map((template, index) => new Stack(template, index, place, parameters));
  const ids = new Map<string, number>();
  for (const id of stacks.flatMap((stack) => Object.keys(stack.resources))) ids.set(id, (ids.get(id) ?? 0) + 1);
  for (const stack of stacks) stack.join(stacks, (id) => (ids.get(id) ?? 0) > 1);
  const all = stacks.flatMap((stack) => stack.list());
  return {
    ofType: (...types) => all.filter((resource) => types.includes(resource.type)),
    named: (reference) =>
      all.find((resource) => resource.ref === reference || resource.attributes['Arn'] === reference),
  };
}

class Stack {
  readonly name: string;
  readonly resources: JsonObject;
  readonly #template: JsonObject;
  readonly #place: Place;
  readonly #parameters: Readonly<Record<string, string>>;
  readonly #physical = new Map<string, Physical & { readonly name: string }>();
  #stacks: readonly Stack[] = [];
  #shared: (id: string) => boolean = () => false;

  constructor(
    template: Readonly<Record<string, unknown>>,
    index: number,
    place: Place,
    parameters: Readonly<Record<string, string>>,
  ) {
    // A template may be a live object: only what JSON keeps of it is the template.
    this.#template = JSON.parse(JSON.stringify(template));
    this.name = text(member(this.#template, 'Metadata'), 'StackName') ?? `Stack${index + 1}`;
    const resources = member(this.#template, 'Resources');
    this.resources = isObject(resources) ? resources : {};
    this.#place = place;
    this.#parameters = parameters;
  }

  join(stacks: readonly Stack[], shared: (id: string) => boolean): void {
    this.#stacks = stacks;
    this.#shared = shared;
  }

  list(): Resource[] {
    return Object.entries(this.resources).flatMap(([id, declared]) => {
      const condition = text(declared, 'Condition');
      if (condition !== undefined && !this.#look.condition(condition)) return [];
      try {
        const properties = this.resolve(member(declared, 'Properties') ?? {});
        const metadata = member(declared, 'Metadata');
        return [
          {
            ...this.physical(id),
            stack: this.name,
            id,
            type: text(declared, 'Type') ?? '',
            properties: isObject(properties) ? properties : {},
            metadata: isObject(metadata) ? metadata : {},
          },
        ];
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`${this.name}/${id}: ${reason}`, { cause });
      }
    });
  }

  /** Texts that spell out the API's public address are pointed at this machine. */
  resolve(value: Json): Json {
    return this.#localise(resolve(value, this.#look));
  }

  exported(name: string): Json | undefined {
    for (const output of Object.values(this.#outputs())) {
      const exportName = member(member(output, 'Export'), 'Name');
      if (exportName !== undefined && this.resolve(exportName) === name) {
        return this.resolve(member(output, 'Value') ?? null);
      }
    }
    return undefined;
  }

  output(name: string): Json | undefined {
    const value = member(this.#outputs()[name], 'Value');
    return value === undefined ? undefined : this.resolve(value);
  }

  physical(id: string): Physical & { readonly name: string } {
    const known = this.#physical.get(id);
    if (known !== undefined) return known;
    const declared = this.resources[id];
    const naming = physicalOf(text(declared, 'Type') ?? '', this.#place);
    const given = member(member(declared, 'Properties'), naming.nameProperty);
    const resolved = given === undefined ? undefined : this.resolve(given);
    const key = this.#shared(id) ? `${this.name}-${id}` : id;
    const name = typeof resolved === 'string' && resolved !== '' ? resolved : key;
    const physical = { ...this.#aliasOrPlain(declared, naming.of(name, key, this.#place)), name };
    this.#physical.set(id, physical);
    return physical;
  }

  /** Versions and aliases of a function lead to the one function there is here. */
  #aliasOrPlain(declared: Json | undefined, plain: Physical): Physical {
    const type = text(declared, 'Type');
    if (type !== 'AWS::Lambda::Alias' && type !== 'AWS::Lambda::Version') return plain;
    const target = this.resolve(member(member(declared, 'Properties'), 'FunctionName') ?? '');
    const name = String(target).split(':function:').at(-1) ?? '';
    const qualified = `${this.#arnOfFunction(name)}:${type === 'AWS::Lambda::Alias' ? plain.ref : '1'}`;
    return { ref: qualified, attributes: { Arn: qualified, Version: '1', FunctionArn: qualified } };
  }

  #arnOfFunction(name: string): string {
    return `arn:aws:lambda:${this.#place.region}:${this.#place.account}:function:${name}`;
  }

  #outputs(): JsonObject {
    const outputs = member(this.#template, 'Outputs');
    return isObject(outputs) ? outputs : {};
  }

  #localise(value: Json): Json {
    if (typeof value === 'string') {
      return value.includes('.execute-api.')
        ? value.replace(/https:\/\/api[0-9a-f]{7}\.execute-api\.[^/]+/g, this.#place.apiUrl)
        : value;
    }
    if (Array.isArray(value)) return value.map((item) => this.#localise(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#localise(item)]));
  }

  #parameter(name: string): Json | undefined {
    const declared = member(member(this.#template, 'Parameters'), name);
    if (declared === undefined) return undefined;
    const value = this.#parameters[name] ?? member(declared, 'Default');
    if (value === undefined) throw new Error(`parameter ${name} has no value and no default; pass it in "parameters"`);
    const list = text(declared, 'Type') === 'CommaDelimitedList';
    return list && typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value;
  }

  readonly #look: Lookup = {
    ref: (name) => {
      const pseudo: Readonly<Record<string, string>> = {
        'AWS::Region': this.#place.region,
        'AWS::AccountId': this.#place.account,
        'AWS::Partition': 'aws',
        'AWS::URLSuffix': 'amazonaws.com',
        'AWS::StackName': this.name,
        'AWS::StackId': `arn:aws:cloudformation:${this.#place.region}:${this.#place.account}:stack/${this.name}/0`,
        'AWS::NoValue': NO_VALUE,
      };
      return pseudo[name] ?? this.#parameter(name) ?? (name in this.resources ? this.physical(name).ref : undefined);
    },
    attribute: (id, attribute) => {
      if (!(id in this.resources)) return undefined;
      // Attributes this host gives no meaning to (DKIM tokens, for one) are still text in a template.
      return this.physical(id).attributes[attribute] ?? `${id}.${attribute}`;
    },
    condition: (name) => holds(member(member(this.#template, 'Conditions'), name) ?? false, this.#look),
    mapping: (map, top, second) => member(member(member(member(this.#template, 'Mappings'), map), top), second),
    imported: (name) => firstOf(this.#stacks, (stack) => stack.exported(name)),
    stackOutput: (stack, output) =>
      firstOf(this.#stacks, (other) =>
        other.name === stack || this.#stacks.length === 1 ? other.output(output) : undefined,
      ) ?? firstOf(this.#stacks, (other) => other.output(output)),
  };
}

function firstOf<T>(stacks: readonly Stack[], find: (stack: Stack) => T | undefined): T | undefined {
  for (const stack of stacks) {
    const result = find(stack);
    if (result !== undefined) return result;
  }
  return undefined;
}

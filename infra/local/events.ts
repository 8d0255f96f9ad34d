import { randomUUID } from 'node:crypto';
import { type AwsService, jsonService } from './aws-endpoint.ts';
import { isObject, type Json, type JsonObject, list, member, parseJson, text } from './json.ts';
import { deliver, inputOf, type Targets } from './targets.ts';
import type { Resource, Resources } from './template.ts';

export type EventBus = { readonly service: AwsService; put(entries: readonly Json[]): Promise<JsonObject> };

/** EventBridge: an event goes to the targets of every rule of the template whose pattern it matches. */
export function eventBus(
  resources: Resources,
  targets: () => Targets,
  place: { readonly region: string; readonly account: string },
  log: (line: string) => void,
): EventBus {
  const rules = resources
    .ofType('AWS::Events::Rule')
    .filter(({ properties }) => text(properties, 'State') !== 'DISABLED' && 'EventPattern' in properties);
  const put = async (entries: readonly Json[]): Promise<JsonObject> => {
    const results = entries.map((entry) => {
      const detail = text(entry, 'Detail') ?? '{}';
      const event: JsonObject = {
        version: '0',
        id: randomUUID(),
        'detail-type': text(entry, 'DetailType') ?? '',
        source: text(entry, 'Source') ?? '',
        account: place.account,
        time: new Date().toISOString(),
        region: place.region,
        resources: list(entry, 'Resources'),
        detail: parseJson(detail),
      };
      for (const rule of rules) {
        if (onBus(rule, entry) && matchesPattern(rule.properties['EventPattern'] ?? {}, event)) send(rule, event);
      }
      return { EventId: text(event, 'id') ?? '' };
    });
    return { FailedEntryCount: 0, Entries: results };
  };
  const send = (rule: Resource, event: JsonObject) => {
    for (const target of list(rule.properties, 'Targets')) {
      // Nobody waits for the targets: EventBridge is asynchronous.
      deliver(text(target, 'Arn') ?? '', inputOf(target, event), targets(), log).catch((error: unknown) =>
        log(`rule ${rule.name}: ${error instanceof Error ? error.message : error}`),
      );
    }
  };
  return { put, service: jsonService('1.1', { PutEvents: (input) => put(list(input, 'Entries')) }) };
}

function onBus(rule: Resource, entry: Json): boolean {
  const bus = (reference: string | undefined) => (reference ?? 'default').split('/').at(-1);
  return bus(text(rule.properties, 'EventBusName')) === bus(text(entry, 'EventBusName'));
}

/** EventBridge's pattern language: lists are alternatives, objects nest; exact, prefix, suffix, exists, anything-but. */
export function matchesPattern(pattern: Json, event: Json | undefined): boolean {
  if (!isObject(pattern)) return false;
  return Object.entries(pattern).every(([key, wanted]) => {
    const value = member(event, key);
    if (!Array.isArray(wanted)) return matchesPattern(wanted, value);
    const values = Array.isArray(value) ? value : [value];
    return wanted.some((one) => values.some((item) => alternative(one, item)));
  });
}

function alternative(wanted: Json, value: Json | undefined): boolean {
  if (!isObject(wanted)) return wanted === value;
  const prefix = text(wanted, 'prefix');
  const suffix = text(wanted, 'suffix');
  if (prefix !== undefined) return typeof value === 'string' && value.startsWith(prefix);
  if (suffix !== undefined) return typeof value === 'string' && value.endsWith(suffix);
  if ('exists' in wanted) return (value !== undefined) === wanted['exists'];
  const except = wanted['anything-but'];
  if (except !== undefined) return value !== undefined && !(Array.isArray(except) ? except : [except]).includes(value);
  throw new Error(`pattern ${JSON.stringify(wanted)} is not matched on this host`);
}

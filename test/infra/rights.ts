import { z } from 'zod';
import { type Declared, ofType, texts } from './synthesised.ts';

const OneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const Statement = z.object({ Effect: z.literal('Allow'), Action: OneOrMore, Resource: z.unknown() });
const PolicyDocument = z.object({ Statement: z.array(Statement) });

/** Each right of a role as one line, `action on resource`, in order. */
export function rightsOf(role: Declared): string[] {
  const attached = ofType('AWS::IAM::Policy').filter(
    ({ stack, Properties }) => stack === role.stack && texts(Properties['Roles']).includes(role.id),
  );
  const inline = z.array(z.object({ PolicyDocument })).default([]).parse(role.Properties['Policies']);
  const documents = [
    ...attached.map(({ Properties }) => PolicyDocument.parse(Properties['PolicyDocument'])),
    ...inline.map((policy) => policy.PolicyDocument),
  ];
  const rights = documents.flatMap(({ Statement: statements }) =>
    statements.flatMap(({ Action, Resource }) =>
      [Resource].flat().flatMap((resource) => Action.map((action) => `${action} on ${label(resource)}`)),
    ),
  );
  return [...new Set(rights)].sort();
}

/** The role a resource runs under. */
export function roleOf(resource: Declared, property = 'Role'): Declared {
  const named = texts(resource.Properties[property]);
  const role = ofType('AWS::IAM::Role').find(({ id, stack }) => stack === resource.stack && named.includes(id));
  if (role === undefined) throw new Error(`${resource.id} has no role in its stack`);
  return role;
}

/** Short names of what a statement is about; anything unknown is shown as it stands, and so fails a comparison. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^\*$/, '*'],
  [/Tables(Portfolios|Runs|Evidence|Traces|Gates|Heads|Outbox|Subjects|Anchors|Outcomes)[0-9A-F]{8}/, '$1'],
  [/ConfigurationFlagsConfigurationProfile/, 'flags'],
  [/ConfigurationPolicyConfigurationProfile/, 'policy'],
  [/:deploymentstrategy\/.*(Shadow|Canary)/, '$1 strategy'],
  [/:deploymentstrategy\//, 'rollback strategy'],
  [/\/deployment\/\*$/, 'deployments'],
  [/\/environment\//, 'environment'],
  [/:application\//, 'application'],
  [/:execution:.*\/Plan:\*$/, 'children of the mission'],
  [/:execution:.*\/Try:\*$/, 'children of the promotion'],
  [/(?<!Open|End|Request|Decide)Promotion[0-9A-F]{8}/, 'promotion'],
  [/Mission[0-9A-F]{8}/, 'mission'],
  [/References[0-9A-F]{8}/, 'references'],
  [/Objections[0-9A-F]{8}/, 'objections'],
  [/Webhooks[0-9A-F]{8}/, 'webhooks'],
  [/Sender[0-9A-F]{8}|MailFrom/, 'sender'],
  [/(Nightly|Anchoring|GateCare|RollbackCare|Relaying|Monitoring|Refining)DeadLetters[0-9A-F]{8}/, '$1 dead letters'],
  [/EndedMissions[0-9A-F]{8}/, 'ended missions'],
  [/Events[0-9A-F]{8}/, 'events'],
  [/(\w+)Logs[0-9A-F]{8}/, 'logs of $1'],
  [/^(\w+?)[0-9A-F]{8}Arn$/, 'function $1'],
];

function label(resource: unknown): string {
  const text = texts(resource).join('');
  for (const [pattern, name] of NAMES) {
    const found = pattern.exec(text);
    if (found !== null) return name.replace('$1', found[1] ?? '').toLowerCase();
  }
  return text;
}

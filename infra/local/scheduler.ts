import { randomUUID } from 'node:crypto';
import { Cron } from 'croner';
import { readSchedule } from './aws-cron.ts';
import { type Json, list, member, requiredText, text } from './json.ts';
import { deliver, inputOf, type Targets } from './targets.ts';
import type { Resource, Resources } from './template.ts';

export type Schedules = {
  readonly names: readonly string[];
  /** runs a schedule now, whatever its time; @throws Error when there is none of this name or logical id */
  fire(name: string): Promise<void>;
  stop(): void;
};

/**
 * Runs the template's schedules (EventBridge Scheduler, and rules with a schedule) in their time zones.
 * @param running false reads them all, so that a broken one is found, and starts none
 */
export function startSchedules(
  resources: Resources,
  targets: Targets,
  running: boolean,
  log: (line: string) => void,
): Schedules {
  const all = [
    ...resources.ofType('AWS::Scheduler::Schedule'),
    ...resources.ofType('AWS::Events::Rule').filter(({ properties }) => 'ScheduleExpression' in properties),
  ];
  const fire = async (resource: Resource) => {
    const event = eventOf(resource);
    for (const target of targetsOf(resource)) {
      const input = withContext(inputOf(target, event));
      await deliver(requiredText(target, 'Arn', resource.id), input, targets, log);
    }
  };
  const report = (resource: Resource) => (error: unknown) =>
    log(`schedule ${resource.name}: ${error instanceof Error ? error.message : error}`);
  const jobs = all.map((resource) => job(resource, running, () => void fire(resource).catch(report(resource))));
  return {
    names: all.map(({ name }) => name),
    fire: async (name) => {
      const found = all.find((resource) => resource.name === name || resource.id === name);
      if (found === undefined) {
        throw new Error(`no schedule "${name}"; there are: ${all.map((resource) => resource.name).join(', ')}`);
      }
      await fire(found);
    },
    stop: () => {
      for (const one of jobs) one.stop();
    },
  };
}

function job({ id, properties }: Resource, running: boolean, run: () => void): { stop(): void } {
  const due = readSchedule(requiredText(properties, 'ScheduleExpression', id));
  const paused = !running || text(properties, 'State') === 'DISABLED';
  const timezone = text(properties, 'ScheduleExpressionTimezone') ?? 'UTC';
  if (due.kind === 'rate') {
    // Counted from the start of this host: a rate has no clock time of its own.
    const timer = paused ? undefined : setInterval(run, Math.min(due.seconds * 1000, 2 ** 31 - 1));
    return { stop: () => clearInterval(timer) };
  }
  // `protect`: a run that takes longer than the pace is not overtaken by the next.
  const dialect = { domAndDow: true, alternativeWeekdays: true, sloppyRanges: true };
  return new Cron(due.kind === 'at' ? due.instant : due.pattern, { timezone, paused, protect: true, ...dialect }, run);
}

function targetsOf({ properties }: Resource): Json[] {
  const one = member(properties, 'Target');
  return one === undefined ? list(properties, 'Targets') : [one];
}

function eventOf(resource: Resource): Json {
  if (resource.type === 'AWS::Scheduler::Schedule') return {};
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    time: new Date().toISOString(),
    resources: [resource.attributes['Arn'] ?? ''],
    detail: {},
  };
}

/** Scheduler's context attributes in an input text. */
function withContext(input: Json): Json {
  const filled = JSON.stringify(input)
    .replaceAll('<aws.scheduler.scheduled-time>', new Date().toISOString().replace(/\.\d+Z$/, 'Z'))
    .replaceAll('<aws.scheduler.execution-id>', randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', '1');
  return JSON.parse(filled);
}

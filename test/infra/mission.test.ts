import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { declared } from '../../infra/config/functions.ts';
import { folderOf, ofType, only, texts } from './synthesised.ts';

const Task = z.object({
  Type: z.literal('Task'),
  Resource: z.string(),
  Parameters: z.object({ FunctionName: z.string() }),
  TimeoutSeconds: z.number().optional(),
  TimeoutSecondsPath: z.string().optional(),
});

describe.each([
  ['mission', 'SchedulingMission'],
  ['promotion', 'SchedulingPromotion'],
])('the state machine %s', (name, stack) => {
  const machine = only('AWS::StepFunctions::StateMachine', (declared) => declared.stack === stack);
  const definition: unknown = JSON.parse(z.string().parse(machine.Properties['DefinitionString']));
  const substitutions = z.record(z.string(), z.unknown()).parse(machine.Properties['DefinitionSubstitutions']);
  const tasks = tasksIn(definition);

  it('is the ASL file as it stands', () => {
    const file = join(import.meta.dirname, `../../statemachines/${name}.asl.json`);
    expect(definition).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('is valid ASL once the functions are filled in', () => {
    const filled: unknown = JSON.parse(
      JSON.stringify(definition).replace(/\$\{(\w+)\}/g, 'arn:aws:lambda:eu-central-1:123456789012:function:$1'),
    );
    const { isValid, errorsText } = validate(filled);
    expect(errorsText()).toBe('');
    expect(isValid).toBe(true);
  });

  // A function that ran out of time is tried once more; a state that ran out of time is not.
  it.each(tasks)('$name calls a function of this stack, and waits clearly longer than it may take', ({ task }) => {
    const variable = /^\$\{(\w+)\}$/.exec(task.Parameters.FunctionName)?.[1] ?? '';
    const target = texts(substitutions[variable]);
    const lambda = only('AWS::Lambda::Function', ({ id, stack }) => stack === machine.stack && target.includes(id));
    const { seconds } = declared(folderOf(lambda));
    if (task.TimeoutSeconds === undefined) expect(task.TimeoutSecondsPath).toMatch(/^\$\./);
    else expect(task.TimeoutSeconds - seconds).toBeGreaterThanOrEqual(30);
  });

  it('gets no function it does not call', () => {
    const called = new Set(tasks.map(({ task }) => task.Parameters.FunctionName));
    expect(
      Object.keys(substitutions)
        .map((name) => `\${${name}}`)
        .sort(),
    ).toEqual([...called].sort());
  });

  it('is traced, and logged without what it carries', () => {
    expect(machine.Properties).toMatchObject({
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });
});

describe('functions', () => {
  it.each(ofType('AWS::Lambda::Function').map((lambda) => [folderOf(lambda), lambda] as const))(
    '%s runs on the present runtime, traced, with logs that end',
    (_, lambda) => {
      expect(lambda.Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        TracingConfig: { Mode: 'Active' },
      });
      const logs = texts(lambda.Properties['LoggingConfig']);
      expect(
        only('AWS::Logs::LogGroup', ({ id, stack }) => stack === lambda.stack && logs.includes(id)).Properties,
      ).toEqual({
        RetentionInDays: 90,
      });
    },
  );
});

function tasksIn(states: unknown): { name: string; task: z.infer<typeof Task> }[] {
  const found = z.object({ States: z.record(z.string(), z.unknown()) }).safeParse(states);
  if (!found.success) return [];
  return Object.entries(found.data.States).flatMap(([name, state]) => {
    const inner = z.object({ ItemProcessor: z.unknown() }).safeParse(state);
    const nested = inner.success ? tasksIn(inner.data.ItemProcessor) : [];
    const { success } = z.object({ Type: z.literal('Task') }).safeParse(state);
    return success ? [{ name, task: Task.parse(state) }, ...nested] : nested;
  });
}

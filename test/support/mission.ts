import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Run } from '../../core/model/run.ts';
import { isObject, type Json, parseJson } from '../../infra/local/json.ts';
import { StatesError } from '../../infra/local/states/error.ts';
import { type Attempt, interpret } from '../../infra/local/states/interpreter.ts';
import { lambdaContext, type World } from './world.ts';

const ROOT = join(import.meta.dirname, '../..');
const Module = z.object({ handler: z.custom<(event: unknown, context: unknown) => Promise<unknown>>() });
const Invocation = z.object({ FunctionName: z.string(), Payload: z.unknown() });

/** Takes the decision at a gate; called when its mails are out. */
export type AtGate = () => Promise<void>;

/** The mission as it is deployed, its own state machine and its own handlers, in this process on the tables of a world. */
export async function runMission(
  world: World,
  { tenant, id: run, correlation }: Run,
  atGate: AtGate,
  entered: (state: string) => void = () => undefined,
): Promise<Json> {
  const definition = readFileSync(join(ROOT, 'statemachines/mission.asl.json'), 'utf8');
  const handlers = new Map<string, ReturnType<typeof handlerOf>>();
  const invoke = async (name: string, payload: unknown): Promise<unknown> => {
    const handler = handlers.get(name) ?? handlerOf(name);
    handlers.set(name, handler);
    return (await handler)(payload, lambdaContext);
  };
  const task = async ({ input, token }: Attempt): Promise<Json> => {
    const { FunctionName, Payload } = Invocation.parse(
      'FunctionName' in object(input) ? input : { FunctionName: '', Payload: input },
    );
    if (token !== undefined) world.aws.tasks.set(token, { kind: 'waiting', said: '' });
    const answer = await asTask(invoke(FunctionName, Payload));
    if (token === undefined) return { Payload: parseJson(JSON.stringify(answer)) };
    await atGate();
    const told = world.aws.tasks.get(token);
    if (told?.kind === 'success') return parseJson(told.said);
    throw new StatesError(told?.kind === 'failure' ? told.said : 'States.Timeout', 'nobody decided');
  };
  return interpret(
    parseJson(definition),
    { state: 'Begin', input: { tenant, run, correlation } },
    {},
    new AbortController().signal,
    {
      task,
      token: () => `token-${randomUUID()}`,
      event: () => undefined,
      entered,
      random: () => 0,
    },
  );
}

function object(input: Json): object {
  return isObject(input) ? input : {};
}

/** `${PlanShard}` is functions/plan-shard. */
async function handlerOf(name: string) {
  const folder = /^\$\{(\w+)\}$/
    .exec(name)?.[1]
    ?.replaceAll(/(?<!^)[A-Z]/g, '-$&')
    .toLowerCase();
  return Module.parse(await import(join(ROOT, 'functions', folder ?? '', 'index.ts'))).handler;
}

async function asTask(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error) throw new StatesError(error.name, error.message);
    throw error;
  }
}

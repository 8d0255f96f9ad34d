import { readFileSync } from 'node:fs';
import { assetPath } from './assets.ts';
import { AwsError, type AwsService, jsonService } from './aws-endpoint.ts';
import type { Execution, Machine } from './execution-record.ts';
import type { Executions } from './executions.ts';
import { type Json, type JsonObject, member, parseJson, requiredText, stableText, text } from './json.ts';
import { checkSupported } from './states/supported.ts';
import type { TaskTokens } from './task-tokens.ts';
import type { Resources } from './template.ts';

/** The state machines of the template, their substitutions applied. @throws Error naming what cannot be run here */
export function readMachines(resources: Resources, assetRoot: string): Machine[] {
  return resources.ofType('AWS::StepFunctions::StateMachine').map(({ id, name, ref, properties }) => {
    const location = member(properties, 'DefinitionS3Location');
    const source =
      text(properties, 'DefinitionString') ??
      (location === undefined
        ? JSON.stringify(member(properties, 'Definition') ?? {})
        : readFileSync(assetPath(assetRoot, requiredText(location, 'Key', id)), 'utf8'));
    const substitutions = member(properties, 'DefinitionSubstitutions');
    const definition = parseJson(
      source.replace(/\$\{([A-Za-z0-9_]+)\}/g, (whole, key: string) => {
        const value = text(substitutions, key);
        return value === undefined ? whole : JSON.stringify(value).slice(1, -1);
      }),
    );
    checkSupported(definition, name);
    return { arn: ref, name, definition };
  });
}

/** Starts an execution the way StartExecution does: the name is its identity. */
export function startExecution(executions: Executions, machine: Machine, name: string, input: Json): Execution {
  if (!/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  if (Buffer.byteLength(JSON.stringify(input)) > 262_144) {
    throw new AwsError('InvalidExecutionInput', 'Invalid State Machine Execution Input: over 262144 bytes');
  }
  const before = executions.ofMachine(machine.arn).find((execution) => execution.name === name);
  if (before === undefined) return executions.start(machine, name, input);
  // As on AWS: the same name and input is the same execution only as long as it runs.
  if (before.status === 'RUNNING' && stableText(before.input) === stableText(input)) return before;
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${before.arn}'`);
}

export function stepFunctionsService(
  executions: Executions,
  machines: readonly Machine[],
  tokens: TaskTokens,
): AwsService {
  const machineOf = (input: JsonObject) => {
    const arn = text(input, 'stateMachineArn') ?? '';
    const machine = machines.find((one) => one.arn === arn);
    if (machine === undefined) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  };
  const executionOf = (input: JsonObject) => {
    const arn = text(input, 'executionArn') ?? '';
    const execution = executions.find(arn);
    if (execution === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  };
  return jsonService('1.0', {
    StartExecution: (input) => {
      let data: Json;
      try {
        data = parseJson(text(input, 'input') ?? '{}');
      } catch {
        throw new AwsError('InvalidExecutionInput', 'Invalid State Machine Execution Input: it is not JSON');
      }
      const name = text(input, 'name') ?? crypto.randomUUID();
      const { arn, startedAt } = startExecution(executions, machineOf(input), name, data);
      return { executionArn: arn, startDate: seconds(startedAt) };
    },
    DescribeExecution: (input) => {
      const execution = executionOf(input);
      const { output, error, cause } = execution;
      return {
        ...summary(execution),
        input: JSON.stringify(execution.input),
        ...(output === undefined ? {} : { output: JSON.stringify(output) }),
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      };
    },
    ListExecutions: (input) => {
      const status = text(input, 'statusFilter');
      const found = executions
        .ofMachine(machineOf(input).arn)
        .filter((execution) => status === undefined || execution.status === status)
        .sort((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : a.name < b.name ? -1 : 1));
      return { executions: found.map(summary) };
    },
    GetExecutionHistory: (input) => {
      const events = executionOf(input).events.map(({ id, type, at, detail }) => ({
        id,
        previousEventId: id - 1,
        type,
        timestamp: seconds(at),
        [detailsKey(type)]: detail,
      }));
      return { events: member(input, 'reverseOrder') === true ? events.reverse() : events };
    },
    StopExecution: (input) => {
      executions.stop(executionOf(input), text(input, 'error') ?? '', text(input, 'cause') ?? '');
      return { stopDate: seconds(executionOf(input).stoppedAt ?? new Date().toISOString()) };
    },
    ListStateMachines: () => ({
      stateMachines: machines.map(({ arn, name }) => ({
        stateMachineArn: arn,
        name,
        type: 'STANDARD',
        creationDate: 0,
      })),
    }),
    DescribeStateMachine: (input) => {
      const { arn, name, definition } = machineOf(input);
      const text = JSON.stringify(definition);
      return { stateMachineArn: arn, name, definition: text, roleArn: '', type: 'STANDARD', creationDate: 0 };
    },
    SendTaskSuccess: (input) => {
      tokens.succeed(text(input, 'taskToken') ?? '', text(input, 'output') ?? '');
      return {};
    },
    SendTaskFailure: (input) => {
      tokens.fail(text(input, 'taskToken') ?? '', text(input, 'error') ?? '', text(input, 'cause') ?? '');
      return {};
    },
    SendTaskHeartbeat: (input) => {
      tokens.heartbeat(text(input, 'taskToken') ?? '');
      return {};
    },
  });
}

function summary({ arn, machine, name, status, startedAt, stoppedAt }: Execution): JsonObject {
  return {
    executionArn: arn,
    stateMachineArn: machine,
    name,
    status,
    startDate: seconds(startedAt),
    ...(stoppedAt === undefined ? {} : { stopDate: seconds(stoppedAt) }),
  };
}

/** AWS JSON carries instants as seconds since 1970. */
function seconds(instant: string): number {
  return Date.parse(instant) / 1000;
}

function detailsKey(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

/** What EventBridge is told when an execution changes its status. */
export function statusEvent(execution: Execution): JsonObject {
  const { arn, machine, name, status, input, output, error, cause } = execution;
  const detail: JsonObject = {
    executionArn: arn,
    stateMachineArn: machine,
    name,
    status,
    input: JSON.stringify(input),
    output: output === undefined ? null : JSON.stringify(output),
    error: error ?? null,
    cause: cause ?? null,
  };
  return {
    Source: 'aws.states',
    DetailType: 'Step Functions Execution Status Change',
    Detail: JSON.stringify(detail),
  };
}

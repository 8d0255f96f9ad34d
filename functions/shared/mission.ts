import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Run } from '../../core/model/run.ts';
import { environment } from './environment.ts';
import { calling, errorName } from './transient.ts';

/** Starts missions. The execution's name is the run's id, so a run has one execution, however often it is started. */
export function missions() {
  const { MISSION_ARN } = environment('MISSION_ARN');
  const client = new SFNClient({});
  return async ({ tenant, id, correlation }: Run): Promise<'started' | 'exists'> => {
    const input = JSON.stringify({ tenant, run: id, correlation });
    try {
      const start = new StartExecutionCommand({ stateMachineArn: MISSION_ARN, name: id, input });
      await calling('start the mission', client.send(start));
      return 'started';
    } catch (error) {
      if (errorName(error) === 'ExecutionAlreadyExists') return 'exists';
      throw error;
    }
  };
}

/** `gone`: the state does not wait under this token any more (timed out, stopped, or entered again under a new one). */
export type CallbackOutcome = 'sent' | 'gone';

/** Answers a state that waits for its task token. */
export function callbacks() {
  const client = new SFNClient({});
  const settled = async (call: Promise<unknown>): Promise<CallbackOutcome> => {
    try {
      await calling('answer the waiting state', call);
      return 'sent';
    } catch (error) {
      if (['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'].includes(errorName(error))) return 'gone';
      throw error;
    }
  };
  return {
    success: (taskToken: string, output: unknown) =>
      settled(client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),
    failure: (taskToken: string, error: string, cause: string) =>
      settled(client.send(new SendTaskFailureCommand({ taskToken, error, cause }))),
    heartbeat: (taskToken: string) => settled(client.send(new SendTaskHeartbeatCommand({ taskToken }))),
  };
}

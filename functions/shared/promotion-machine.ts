import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Promotion } from '../../core/model/promotion.ts';
import { environment } from './environment.ts';
import { calling, errorName } from './transient.ts';

/** Starts promotions. The execution's name is the promotion's id, so one has one execution, however often it is started. */
export function promotionMachine() {
  const { PROMOTION_ARN } = environment('PROMOTION_ARN');
  const client = new SFNClient({});
  return async ({ tenant, id, correlation }: Promotion): Promise<void> => {
    const input = JSON.stringify({ tenant, run: id, correlation });
    const start = new StartExecutionCommand({ stateMachineArn: PROMOTION_ARN, name: id, input });
    try {
      await calling('start the promotion', client.send(start));
    } catch (error) {
      if (errorName(error) !== 'ExecutionAlreadyExists') throw error;
    }
  };
}

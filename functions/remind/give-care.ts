import type { GateCare } from '../../core/policy/gate-care.ts';
import type { gateAnswers } from '../shared/gate-answer.ts';
import type { Gate, OpenGate } from '../shared/gate-store.ts';
import { callbacks } from '../shared/mission.ts';

/** Gives a gate what it needs now, whatever is decided there. `mails` is asked after each heartbeat, and told if it is time to remind. */
export function careGiver(answer: ReturnType<typeof gateAnswers>) {
  const callback = callbacks();
  return async (
    place: OpenGate,
    gate: Gate,
    care: GateCare,
    mails: (remind: boolean) => Promise<void>,
  ): Promise<void> => {
    switch (care) {
      case 'stop':
        await callback.failure(gate.token, 'RunStopped', 'stopped while it waited for a decision');
        return;
      case 'answer':
        await answer(place, gate);
        return;
      case 'heartbeat':
      case 'heartbeat-and-remind':
        await callback.heartbeat(gate.token);
        return mails(care === 'heartbeat-and-remind');
      case 'leave':
        return;
    }
  };
}

import type { LookupFunction } from 'node:net';
import { Agent, setGlobalDispatcher } from 'undici';

/**
 * Lets `fetch` reach names below `.localhost`, which are this machine by RFC 6761 (6.3), yet not to every resolver. MiniStack
 * gives an HTTP API such a name, and with it the functions build the links they send.
 */
export function resolveLocalhostNames(): void {
  setGlobalDispatcher(new Agent({ connect: { lookup } }));
}

/** Nothing here talks to anything but this machine, so every name is it. */
const lookup: LookupFunction = (_name, options, callback) => {
  if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

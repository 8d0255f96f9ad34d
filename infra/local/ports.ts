import type { Server } from 'node:http';

/** The port `npm start` takes when none is given. */
export const DEFAULT_PORT = 4600;

/** The servers of one host, each on the port that lies this far above the base port. */
const OFFSETS = { api: 0, aws: 1, dynamodb: 2, inbox: 3, issuer: 4 } as const;

export type Door = keyof typeof OFFSETS;
export type Doors = Readonly<Record<Door, string>>;

/** Port of one server; base 0 means: let the system choose. */
export function portOf(door: Door, base: number): number {
  return base === 0 ? 0 : base + OFFSETS[door];
}

/** The addresses a host with this base port answers at. */
export function addresses(base: number): Doors {
  const url = (door: Door) => `http://127.0.0.1:${portOf(door, base)}`;
  return { api: url('api'), aws: url('aws'), dynamodb: url('dynamodb'), inbox: url('inbox'), issuer: url('issuer') };
}

/**
 * Listens on loopback only.
 * @returns the address, `http://127.0.0.1:<port>`
 * @throws Error `PortTaken` naming port, purpose and remedy
 */
export function listen(server: Server, door: Door, base: number): Promise<string> {
  const port = portOf(door, base);
  return new Promise((resolve, reject) => {
    const refuse = (cause: Error) => {
      const taken = 'code' in cause && cause.code === 'EADDRINUSE';
      const error = new Error(
        taken
          ? `port ${port} (${door}) is taken by another process; stop it, or start with --port N (N to N+4 must be free)`
          : `cannot listen on port ${port} (${door}): ${cause.message}`,
        { cause },
      );
      error.name = taken ? 'PortTaken' : 'CannotListen';
      reject(error);
    };
    server.once('error', refuse);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.off('error', refuse);
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`);
    });
  });
}

/** Closes a server and cuts the connections that clients keep alive. */
export function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

import { createServer, type Server } from 'node:http';

/** The port `npm start` takes when none is given. */
export const DEFAULT_PORT = 4600;

/** The servers of one host: the first on the base port, each next one a port above. */
const DOORS = ['api', 'aws', 'dynamodb', 'inbox', 'issuer'] as const;

export type Door = (typeof DOORS)[number];
export type Doors = Readonly<Record<Door, string>>;

/** Port of one server; base 0 means: let the system choose. */
export function portOf(door: Door, base: number): number {
  return base === 0 ? 0 : base + DOORS.indexOf(door);
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

/**
 * Makes sure that nobody listens on the ports of a host with this base port.
 * @throws Error `PortTaken` naming the first port that is not free, purpose and remedy
 */
export async function requireFreePorts(base: number): Promise<void> {
  if (base === 0) return;
  for (const door of DOORS) {
    const probe = createServer();
    await listen(probe, door, base);
    await shut(probe);
  }
}

/** Closes a server and cuts the connections that clients keep alive. */
export function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

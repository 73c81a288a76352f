import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/** 0 where it does not listen. */
export function portOf(server: Server | undefined): number {
	const address = server?.address();
	return typeof address === 'object' && address !== null ? address.port : 0;
}

/** On 127.0.0.1. @param port 0: one that is free */
export function listening(server: Server, port = 0): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			server.off('error', reject);
			resolve();
		});
	});
}

/** Where systems put no outgoing connection: a port that is free here stays free until a program takes it. */
const PORTS = Object.freeze({ first: 20_000, count: 10_000 });
const TRIES = 50;

/** A port of 127.0.0.1 that nobody listens on. Throws where none is found. */
export async function freePort(): Promise<number> {
	for (let i = 0; ; i++) {
		const port = PORTS.first + randomInt(PORTS.count);
		const server = createServer();
		try {
			await listening(server, port);
		} catch (error) {
			if (i + 1 < TRIES && (error as NodeJS.ErrnoException).code === 'EADDRINUSE') continue;
			throw error;
		}
		await new Promise((resolve) => server.close(resolve));
		return port;
	}
}

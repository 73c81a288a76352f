import type { Server } from 'node:net';

/** 0 where it does not listen. */
export function portOf(server: Server | undefined): number {
	const address = server?.address();
	return typeof address === 'object' && address !== null ? address.port : 0;
}

/** On a free port of 127.0.0.1. */
export function listening(server: Server): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			server.off('error', reject);
			resolve();
		});
	});
}

/** The way from a head-end to a meter in the same process: no socket, so that it takes nobody's place, and is there without any. */
import type { CosemServer } from '../../../../modules/dlms/server/server.js';
import type { Carrier, Connection } from '../../../../src/head-end/connection.js';
import { HeadEndError } from '../../../../src/head-end/head-end-error.js';
import type { PanelSite } from '../site.js';
import { RunEnded, within } from './entered.js';

/** All that a length of two bytes can tell. */
const MAX_APDU = 0xffff;

export interface InProcessOptions {
	readonly site: Pick<PanelSite, 'enter'>;
	readonly server: CosemServer;
	/** Whether the meter is as it was: with power, and its communication unit in place. */
	readonly isThere: () => boolean;
}

export function inProcessCarrier(options: InProcessOptions): Carrier {
	return { maxApdu: MAX_APDU, connect: async (client) => connect(options, client), close: async () => {} };
}

function connect({ site, server, isThere }: InProcessOptions, client: number): Connection {
	const association = isThere() ? server.connect(client, { exclusive: true }) : undefined;
	if (association === undefined) throw new HeadEndError({ kind: 'lost', work: 'association', loss: { kind: 'closed' } });
	let isOpen = true;
	/** Answers come as over a line: after the request has returned, and not before what else waits. */
	const deliver = (work: () => void) => void setImmediate(() => isOpen && work());
	const lose = () =>
		deliver(() => {
			isOpen = false;
			connection.onLost({ kind: 'closed' });
		});
	const connection: Connection = {
		onApdu() {},
		onActivity() {},
		onLost() {},
		send(apdu) {
			if (!isThere()) {
				lose();
				return;
			}
			const answers: Uint8Array[] = [];
			try {
				within(site, () => association.receive(apdu.slice(), (answer) => answers.push(answer.slice())));
			} catch (error) {
				if (!(error instanceof RunEnded)) throw error;
				lose();
			}
			for (const answer of answers) deliver(() => connection.onApdu(answer));
		},
		async close() {
			isOpen = false;
			association.close();
		},
	};
	return connection;
}

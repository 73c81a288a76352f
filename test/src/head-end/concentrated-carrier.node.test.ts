import { ConcentratedCarrier } from '../../../src/head-end/concentrated-carrier.js';
import type { Carrier, Connection } from '../../../src/head-end/connection.js';
import type { Loss } from '../../../src/head-end/head-end-error.js';
import { bytesEqual, equal, hex, toHex } from '../../assert.js';

/** Notes what it is asked for. */
class NotingCarrier implements Carrier {
	readonly maxApdu = 1000;
	readonly connected: string[] = [];
	readonly sent: string[] = [];
	closed = 0;
	connection: Connection | undefined;

	readonly wholeApdu = 500;

	async connect(client: number, server: number, timeout: number): Promise<Connection> {
		this.connected.push(`${client} ${server} ${timeout}`);
		this.connection = {
			onApdu() {},
			onActivity() {},
			onLost() {},
			send: (apdu) => this.sent.push(toHex(apdu)),
			close: async () => {
				this.closed++;
			},
		};
		return this.connection;
	}

	async close(): Promise<void> {
		this.closed++;
	}
}

const GATEWAY = { network: 1, device: hex('0000007b') };

describe('a carrier to one of many meters', () => {
	it('asks for its logical device, whatever the session asks for', async () => {
		const inner = new NotingCarrier();
		const carrier = new ConcentratedCarrier(inner, { device: 1017 });
		(await carrier.connect(1, 1, 500)).send(hex('c001'));
		equal(inner.connected.join(), '1 1017 500');
		equal(inner.sent.join(), 'c001');
		equal(carrier.maxApdu, 1000);
		await carrier.close();
		equal(inner.closed, 1);
	});

	it('puts the prefix of a gateway before what goes, and takes only answers with it', async () => {
		const inner = new NotingCarrier();
		const carrier = new ConcentratedCarrier(inner, { gateway: GATEWAY });
		equal(`${carrier.maxApdu} ${carrier.wholeApdu}`, '993 493');
		const connection = await carrier.connect(1, 1, 500);
		const heard: string[] = [];
		connection.onApdu = (apdu) => heard.push(toHex(apdu));
		connection.send(hex('c001'));
		equal(inner.connected.join(), '1 1 500');
		equal(inner.sent.join(), 'e601040000007bc001');
		for (const other of ['c401', 'e601040000007bc401', 'e700040000007bc401', 'e701040000007cc401', 'e7010400', 'e701040000007b'])
			inner.connection!.onApdu(hex(other));
		equal(heard.join(), '');
		inner.connection!.onApdu(hex('e701040000007bc402'));
		bytesEqual(hex(heard.join()), 'c402');
	});

	it('tells what the carrier below tells', async () => {
		const inner = new NotingCarrier();
		const connection = await new ConcentratedCarrier(inner, { gateway: GATEWAY }).connect(1, 1, 500);
		const told: unknown[] = [];
		connection.onActivity = () => told.push('activity');
		connection.onLost = (loss: Loss) => told.push(loss.kind);
		inner.connection!.onActivity();
		inner.connection!.onLost({ kind: 'closed' });
		await connection.close();
		equal(told.join(), 'activity,closed');
		equal(inner.closed, 1);
	});
});

import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { CONFORMANCE } from '../../../modules/dlms/apdu/initiate.js';
import { CosemClient } from '../../../modules/dlms/client/client.js';
import type { Connection } from '../../../src/head-end/connection.js';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';
import { MeterAssociation } from '../../../src/head-end/meter-association.js';
import { attributeTarget } from '../../../src/head-end/reading.js';
import { equal, hex } from '../../assert.js';
import { ACSE } from '../../vectors/cosem.js';

const TIMEOUT = 1000;
const TARGET = attributeTarget(1, 0x00002a0000ff, 2);

describe('an association with a meter', () => {
	/** Whose requests are numbered from 1 on. */
	function associated(conformance = 0) {
		const scheduler = new VirtualScheduler();
		const connection: Connection = { onApdu: () => {}, onActivity: () => {}, onLost: () => {}, send: () => {}, close: async () => {} };
		const sent: Uint8Array[] = [];
		const client = new CosemClient({ send: (apdu) => sent.push(apdu.slice()), random: new SeededRandom(1), conformance, maxPdu: 1024, window: 4 });
		const association = new MeterAssociation({ connection, client, proof: 'none', scheduler, timeout: TIMEOUT, failure: () => undefined });
		const get = (): Promise<string> =>
			association
				.ask<Uint8Array | number>('get', (asking, done) => asking.get(TARGET, done))
				.then(
					(result) => (typeof result === 'number' ? `${result}` : result.join()),
					(error) => (error instanceof HeadEndError ? error.failure.kind : String(error)),
				);
		/** A GET.response of an unsigned. */
		const answer = (invoke: number, value: number) => connection.onApdu(hex(`c401c${invoke}0011${value.toString(16).padStart(2, '0')}`));
		return { scheduler, connection, association, client, sent, get, answer };
	}

	it('gives a request all its time, whatever came late for the one before', async () => {
		const { scheduler, client, get, answer } = associated();
		const first = get();
		scheduler.runFor(TIMEOUT);
		equal(await first, 'noAnswer');
		answer(1, 7);
		equal(client.refused, 1);
		scheduler.runFor(TIMEOUT - 1);
		const second = get();
		scheduler.runFor(TIMEOUT - 1);
		answer(2, 8);
		equal(await second, '17,8');
	});

	it('takes a late answer for none of the next request', async () => {
		const { scheduler, get, answer } = associated();
		const first = get();
		scheduler.runFor(TIMEOUT);
		equal(await first, 'noAnswer');
		const second = get();
		answer(1, 7);
		answer(2, 8);
		equal(await second, '17,8');
	});

	it('asks for the rest of general blocks in a part of the time, from the first of them on', async () => {
		const { scheduler, connection, association, sent, get } = associated(CONFORMANCE.get | CONFORMANCE.generalBlockTransfer);
		const opening = association.ask<undefined>('association', (asking, done) => asking.associate(done));
		connection.onApdu(hex(ACSE.aare.replace('00 50 1F', '20 00 10')));
		await opening;
		const only = get();
		// The first of a row of two, streaming; the one behind it is lost.
		connection.onApdu(hex('e0 41 0001 0000 03 c401c1'));
		const before = sent.length;
		scheduler.runFor(TIMEOUT / 4 - 1);
		equal(sent.length, before);
		scheduler.runFor(1);
		equal(sent.length, before + 1);
		equal(sent.at(-1)![0], APDU.generalBlockTransfer);
		connection.onApdu(hex('e0 81 0002 0000 03 001108'));
		equal(await only, '17,8');
		equal(scheduler.next, Number.POSITIVE_INFINITY);
	});

	it('waits for nothing once it is answered', async () => {
		const { scheduler, get, answer } = associated();
		const only = get();
		answer(1, 7);
		answer(1, 7);
		equal(await only, '17,7');
		equal(scheduler.next, Number.POSITIVE_INFINITY);
	});
});

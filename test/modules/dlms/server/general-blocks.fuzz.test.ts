import { SeededRandom } from '../../../../hal/virtual/random.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { DataTag, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { CosemClient } from '../../../../modules/dlms/client/client.js';
import type { ServerAssociation } from '../../../../modules/dlms/server/server-association.js';
import { equal, toHex } from '../../../assert.js';
import { fuzzCount, fuzzRandom } from '../../../fuzz/campaign.js';
import { clientSecurity, MANAGEMENT, MANAGEMENT_CONFORMANCE, NAMES, rig } from '../device-rig.js';

const CONFORMANCE_HERE = MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer;
const EXCHANGES = 20_000;
/** Bytes of a value: all are longer than a PDU. */
const SHORTEST = 330;
const LONGEST = 1500;
const METHOD = { classId: 1, name: NAMES.echo, index: 1 };
/** Limits of every other connection: a few blocks. */
const AGAIN = { most: 1000, amplification: 3 };
/** So often in a row nothing comes before an exchange is given up. */
const PATIENCE = 200;

/** A line that loses, doubles and overtakes. */
class BadLine {
	readonly client: CosemClient;
	readonly #association: ServerAssociation;
	readonly #random: SeededRandom;
	readonly #queue: { readonly toServer: boolean; readonly apdu: Uint8Array }[] = [];
	/** Whether it is good. */
	good = true;
	/** How many messages the client got. */
	heard = 0;

	constructor(association: ServerAssociation, random: SeededRandom, pdu: number, window: number) {
		this.#association = association;
		this.#random = random;
		this.client = new CosemClient({
			send: (apdu) => this.#put(true, apdu),
			random: new SeededRandom(2, 'client'),
			security: clientSecurity(),
			conformance: CONFORMANCE_HERE,
			maxPdu: pdu,
			window,
		});
	}

	/** Carries until nothing is on its way. */
	run(): void {
		for (let next = this.#next(); next !== undefined; next = this.#next()) {
			if (next.toServer) this.#association.receive(next.apdu, (answer) => this.#put(false, answer));
			else {
				this.heard++;
				this.client.receive(next.apdu);
			}
		}
	}

	#put(toServer: boolean, apdu: Uint8Array): void {
		const chance = this.good ? 1 : this.#random.fraction();
		if (chance < 0.08) return;
		this.#queue.push({ toServer, apdu: apdu.slice() });
		if (chance < 0.14) this.#queue.push({ toServer, apdu: apdu.slice() });
	}

	#next() {
		const at = this.good || this.#random.fraction() < 0.9 ? 0 : this.#random.below(Math.min(this.#queue.length, 5));
		return this.#queue.splice(at, 1)[0];
	}
}

describe('general blocks over a line that loses, doubles and overtakes', () => {
	it('bring what was sent, and methods are called once', () => {
		const random = fuzzRandom(1, 'general-blocks');
		const count = fuzzCount(EXCHANGES);
		for (let i = 0; i < count; i++) {
			const pdu = 128 + random.below(200);
			const window = 1 + (i % 63);
			// Rows of each length either way.
			const blockWindow = 1 + ((7 * i) % 63);
			const device = rig({ maxPdu: pdu, maxTransfer: 20_000, conformance: CONFORMANCE_HERE, blockWindow });
			const line = new BadLine(device.server.connect(MANAGEMENT, i % 2 === 0 ? {} : { again: AGAIN })!, random, pdu, window);
			line.client.associate((error) => equal(error, undefined));
			line.run();
			const bytes = new Uint8Array(SHORTEST + random.below(LONGEST - SHORTEST));
			random.fill(bytes);
			const value = new DataWriter().octetString(bytes).copy();
			line.good = false;
			let returned: string | undefined;
			line.client.act(METHOD, value, (error, outcome) => {
				returned = error?.text ?? toHex(outcome!.returned as Uint8Array);
			});
			line.run();
			for (let patience = PATIENCE; returned === undefined && patience > 0 && line.client.recover(); patience--) line.run();
			equal(returned, toHex(value), `windows ${window} and ${blockWindow}, PDU ${pdu}`);
			equal(device.echo.calls, 1, 'calls');
		}
	});

	it('bring a value, unless the request or the first block of the answer is lost, or the request comes twice', () => {
		const random = fuzzRandom(2, 'general-blocks');
		const count = fuzzCount(EXCHANGES);
		let read = 0;
		for (let i = 0; i < count; i++) {
			const pdu = 128 + random.below(200);
			const device = rig({ maxPdu: pdu, maxTransfer: 20_000, conformance: CONFORMANCE_HERE });
			const line = new BadLine(device.server.connect(MANAGEMENT, i % 2 === 0 ? {} : { again: AGAIN })!, random, pdu, 1 + (i % 63));
			line.client.associate((error) => equal(error, undefined));
			line.run();
			const bytes = new Uint8Array(SHORTEST + random.below(LONGEST - SHORTEST));
			random.fill(bytes);
			device.echo.value = { tag: DataTag.octetString, bytes };
			line.good = false;
			line.heard = 0;
			let got: string | undefined;
			line.client.get({ ...METHOD, index: 2, selection: undefined }, (error, value) => {
				got = error?.text ?? toHex(value as Uint8Array);
			});
			line.run();
			for (let patience = PATIENCE; got === undefined && patience > 0 && line.client.recover(); patience--) line.run();
			if (got === undefined) equal(line.heard, 0, 'messages of an answer that was not put together');
			else if (got !== 'the server refused: invocation counter error') {
				equal(got, toHex(new DataWriter().octetString(bytes).bytes), `window ${1 + (i % 63)}, PDU ${pdu}`);
				read++;
			}
		}
		equal(read > count / 2, true, `${read} of ${count}`);
	});
});

/** The state machine of image transfer: each method in each state, with a parameter that fits and with others. */

import { Reader } from '../../../modules/bytes/reader.js';
import { IMAGE_STATUS, type ImageFacts, ImageTransferObject } from '../../../modules/cosem/image-transfer.js';
import { type Data, readData, SMALL } from '../../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import type { Caller } from '../../../modules/dlms/server/logical-device.js';
import { bytesEqual, equal, hex } from '../../assert.js';

const caller = { client: 1, device: {} } as Caller;
const NONE: Data = { tag: DataTag.integer, value: 0 };

/** Facts that note what is called, and do nothing. */
class Noted implements ImageFacts {
	readonly calls: string[] = [];
	enabled = true;
	status = 0;
	blocks = 10;
	transferred = hex('ffc0');
	firstMissing = 10;
	toActivate: ImageFacts['toActivate'];

	blockSize(): number {
		return 964;
	}

	setEnabled(enabled: boolean): number {
		this.enabled = enabled;
		return 0;
	}

	initiate(identifier: Uint8Array, size: number): number {
		return this.#note(`initiate ${identifier.length} ${size}`);
	}

	transfer(number: number, block: Uint8Array): number {
		return this.#note(`transfer ${number} ${block.length}`);
	}

	verify(): number {
		return this.#note('verify');
	}

	activate(client: number): number {
		return this.#note(`activate for ${client}`);
	}

	#note(call: string): number {
		this.calls.push(call);
		return 0;
	}
}

const data = (w: DataWriter): Data => readData(new Reader('A-XDR', w.copy()), SMALL);
const initiate = data(new DataWriter().structure(2).octetString(hex('010203')).doubleLongUnsigned(5000));
const block = data(new DataWriter().structure(2).doubleLongUnsigned(7).octetString(hex('aabb')));
/** Of methods 1 to 4. */
const PARAMETERS: readonly Data[] = [initiate, block, NONE, NONE];
const CALLS = ['initiate 3 5000', 'transfer 7 2', 'verify', 'activate for 1'];

/** Of each status the results of methods 1 to 4; `do`: it is called. */
const STATES: Readonly<Record<keyof typeof IMAGE_STATUS, string>> = {
	notInitiated: 'do 250 250 250',
	initiated: 'do do do do',
	verificationInitiated: 'do 250 2 2',
	verificationSuccessful: 'do 250 do do',
	verificationFailed: 'do 250 250 250',
	activationInitiated: '250 250 250 2',
	activationSuccessful: 'do 250 250 250',
	activationFailed: 'do 250 250 250',
};

function setUp(status = 0) {
	const facts = new Noted();
	facts.status = status;
	const object = new ImageTransferObject(0x00_00_2c_00_00_ff, () => facts);
	const act = (method: number, parameter: Data | undefined) => object.act(method, parameter, new DataWriter(), caller);
	const read = (attribute: number): Uint8Array => {
		const w = new DataWriter();
		equal(object.read(attribute, w, undefined, caller), 0);
		return w.copy();
	};
	return { facts, object, act, read };
}

describe('image transfer', () => {
	for (const [name, results] of Object.entries(STATES)) {
		it(`${name}: takes the methods that its state has`, () => {
			for (const [i, expected] of results.split(' ').entries()) {
				const { facts, act } = setUp(IMAGE_STATUS[name as keyof typeof IMAGE_STATUS]);
				equal(act(i + 1, PARAMETERS[i]), expected === 'do' ? 0 : Number(expected), `method ${i + 1}`);
				equal(facts.calls.join(), expected === 'do' ? CALLS[i] : '', `method ${i + 1}`);
			}
		});

		it(`${name}: answers 250 to all methods while transfers are not enabled, and 12 to parameters of another type`, () => {
			for (const [i, parameter] of PARAMETERS.entries()) {
				const { facts, act, object } = setUp(IMAGE_STATUS[name as keyof typeof IMAGE_STATUS]);
				const wrong: readonly (Data | undefined)[] = [
					{ tag: DataTag.boolean, value: true },
					data(new DataWriter().structure(2).octetString(hex('01')).longUnsigned(1)),
					data(new DataWriter().structure(2).longUnsigned(1).octetString(hex('01'))),
					data(new DataWriter().structure(1).octetString(hex('01'))),
					...(i < 2 ? [undefined, NONE] : [initiate, block]),
				];
				for (const each of wrong) equal(act(i + 1, each), 12, `method ${i + 1}`);
				equal(object.write(5, { tag: DataTag.boolean, value: false }, caller), 0);
				equal(act(i + 1, parameter), 250, `method ${i + 1}`);
				equal(facts.calls.length, 0);
			}
		});
	}

	it('tells its attributes by their types', () => {
		const { facts, read, object } = setUp(1);
		facts.firstMissing = 4;
		facts.transferred = hex('f000');
		bytesEqual(read(2), '06000003c4');
		bytesEqual(read(3), '040af000');
		bytesEqual(read(4), '0600000004');
		bytesEqual(read(5), '0301');
		bytesEqual(read(6), '1601');
		bytesEqual(read(7), '0100');
		facts.toActivate = { size: 5000, identification: hex('6162'), signature: hex('010203') };
		bytesEqual(read(7), '01010203 0600001388 09026162 0903010203');
		equal(object.write(5, { tag: DataTag.enum, value: 1 }, caller), 12);
	});

	it('takes no parameter for integer 0', () => {
		const { facts, act } = setUp(3);
		equal([act(3, undefined), act(4, undefined)].join(), '0,0');
		equal(facts.calls.join(), 'verify,activate for 1');
	});
});

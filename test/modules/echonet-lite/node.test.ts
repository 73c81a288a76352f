import { decodeFrame, ESV } from '../../../modules/echonet-lite/frame.js';
import { EchonetNode, type NodeOptions } from '../../../modules/echonet-lite/node.js';
import { nodeProfile } from '../../../modules/echonet-lite/node-profile.js';
import { EchonetObject, type PropertyRow } from '../../../modules/echonet-lite/object.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { INSTANCE_LIST_INF } from '../../vectors/echonet-lite.js';

const HEMS = hex('fe800000000000000211223344556677');

interface Lamp {
	level: number;
	name: Uint8Array;
}

const ROWS = Object.freeze<readonly PropertyRow<Lamp>[]>([
	{ epc: 0x80, get: () => hex('30') },
	{ epc: 0x81, get: ({ name }) => name, set: (lamp, edt) => setName(lamp, edt) },
	{ epc: 0xb0, get: ({ level }) => Uint8Array.of(level), set: (lamp, edt) => setLevel(lamp, edt) },
	{ epc: 0xb1, get: ({ level }) => (level > 0 ? hex('0102') : undefined) },
	{ epc: 0xe2, get: () => new Uint8Array(194) },
]);

function setName(lamp: Lamp, edt: Uint8Array): boolean {
	if (edt.length !== 1) return false;
	lamp.name = edt.slice();
	return true;
}

function setLevel(lamp: Lamp, edt: Uint8Array): boolean {
	if (edt.length !== 1 || edt[0]! > 100) return false;
	lamp.level = edt[0]!;
	return true;
}

function lamp(eoj: number): EchonetObject<Lamp> {
	const access = { readable: [0x80, 0x81, 0xb0, 0xb1, 0xe2, 0x9d, 0x9e, 0x9f], settable: [0x81, 0xb0], announced: [0x80, 0xb0] };
	return new EchonetObject(eoj, { level: 5, name: hex('61') }, ROWS, access);
}

function setUp(options: Partial<NodeOptions> = {}, eojs = [0x029001, 0x029002, 0x013001]) {
	const devices = eojs.map(lamp);
	const profile = nodeProfile({ version: { major: 1, minor: 13 }, manufacturer: 0x000016, unique: new Uint8Array(13).fill(0xa5) }, devices);
	const sent: { to: Uint8Array | undefined; message: string }[] = [];
	const logged: string[] = [];
	const node = new EchonetNode({
		objects: [profile, ...devices],
		maxPayload: 1232,
		log: { write: (layer, text) => logged.push(`${layer}: ${text}`) },
		transmit: (to, message) => sent.push({ to, message: toHex(message) }),
		...options,
	});
	const ask = (text: string): string[] => {
		sent.length = 0;
		node.receive(HEMS, hex(text));
		return sent.map(({ message }) => message);
	};
	return { node, devices, profile, sent, logged, ask };
}

function answers(actual: readonly string[], ...expected: readonly string[]): void {
	equal(actual.join(' | '), expected.map((text) => text.replace(/\s/g, '')).join(' | '), 'answers');
}

describe('ECHONET Lite node', () => {
	describe('Get (4.2.3.2)', () => {
		it('answers with the objects swapped and the TID copied, to the asker', () => {
			const { ask, sent } = setUp();
			answers(ask('1081 abcd 05ff01 029002 62 01 b0 00'), '1081 abcd 029002 05ff01 72 01 b0 01 05');
			equal(sent[0]!.to, HEMS);
		});

		it('keeps order and number where something cannot be read, and gives what can', () => {
			const { ask } = setUp();
			answers(ask('1081 0001 05ff01 029001 62 03 c0 00 b0 00 ff 00'), '1081 0001 029001 05ff01 52 03 c000 b0 01 05 ff00');
		});

		it('counts as unreadable what has no value now', () => {
			const { ask } = setUp();
			ask('1081 0001 05ff01 029001 61 01 b0 01 00');
			answers(ask('1081 0002 05ff01 029001 62 01 b1 00'), '1081 0002 029001 05ff01 52 01 b1 00');
		});

		it('answers a property as often as it is asked', () => {
			answers(setUp().ask('1081 0001 05ff01 029001 62 02 b0 00 b0 00'), '1081 0001 029001 05ff01 72 02 b00105 b00105');
		});

		it('refuses EPCs below 80', () => answers(setUp().ask('1081 0001 05ff01 029001 62 01 10 00'), '1081 0001 029001 05ff01 52 01 10 00'));

		it('leaves out of the answer, from the end, what one datagram does not hold', () => {
			const { ask } = setUp({ maxPayload: 222 });
			const answer = ask('1081 0001 05ff01 029001 62 03 e2 00 e2 00 b0 00');
			answers(answer, `1081 0001 029001 05ff01 52 03 e2c2 ${'00'.repeat(194)} e200 b00105`);
		});

		it('is silent where not even the bare answer fits', () => {
			const { ask, node } = setUp({ maxPayload: 14 });
			answers(ask('1081 0001 05ff01 029001 62 02 b0 00 b0 00'));
			equal(node.unanswered.tooLong, 1);
		});
	});

	describe('Set (4.2.3.1)', () => {
		it('confirms SetC without data', () => {
			const { ask, devices } = setUp();
			answers(ask('1081 0001 05ff01 029001 61 01 81 01 62'), '1081 0001 029001 05ff01 71 01 81 00');
			bytesEqual(devices[0]!.get(0x81)!, '62');
		});

		it('echoes what it refuses, and sets the rest', () => {
			const { ask, devices } = setUp();
			answers(ask('1081 0001 05ff01 029001 61 03 80 01 31 81 01 62 b0 02 0001'), '1081 0001 029001 05ff01 51 03 800131 8100 b0020001');
			bytesEqual(devices[0]!.get(0x81)!, '62');
		});

		it('is silent after SetI, unless refused', () => {
			const { ask, devices } = setUp();
			answers(ask('1081 0001 05ff01 029001 60 01 81 01 62'));
			bytesEqual(devices[0]!.get(0x81)!, '62');
			answers(ask('1081 0001 05ff01 029001 60 02 81 01 63 b0 01 65'), '1081 0001 029001 05ff01 50 02 8100 b00165');
		});

		it('does not keep a view of the message', () => {
			const { node, devices } = setUp();
			const message = hex('1081 0001 05ff01 029001 61 01 81 01 62');
			node.receive(HEMS, message);
			message.fill(0xa5);
			bytesEqual(devices[0]!.get(0x81)!, '62');
		});

		it('announces to all, after the answer, an announced property that became another', () => {
			const { ask, sent } = setUp();
			const change = ask('1081 0001 05ff01 029001 61 02 b0 01 07 81 01 70');
			answers(change, '1081 0001 029001 05ff01 71 02 b000 8100', '1081 0000 029001 0ef001 73 01 b0 01 07');
			equal(sent[1]!.to, undefined);
			answers(ask('1081 0002 05ff01 029001 61 01 b0 01 07'), '1081 0002 029001 05ff01 71 01 b000');
		});
	});

	describe('INF_REQ (4.2.3.3)', () => {
		it('informs all nodes', () => {
			const { ask, sent } = setUp();
			answers(ask('1081 0001 05ff01 029001 63 01 b0 00'), '1081 0001 029001 05ff01 73 01 b0 01 05');
			equal(sent[0]!.to, undefined);
		});

		it('informs the asker alone where told so', () => {
			const { ask, sent } = setUp({ informs: 'asker' });
			ask('1081 0001 05ff01 029001 63 01 b0 00');
			equal(sent[0]!.to, HEMS);
		});

		it('refuses to the asker', () => {
			const { ask, sent } = setUp();
			answers(ask('1081 0001 05ff01 029001 63 02 b0 00 c0 00'), '1081 0001 029001 05ff01 53 02 b00105 c000');
			equal(sent[0]!.to, HEMS);
		});
	});

	describe('SetGet (4.2.3.4)', () => {
		it('sets first, then gets', () => {
			answers(setUp().ask('1081 0001 05ff01 029001 6e 01 81 01 62 01 81 00'), '1081 0001 029001 05ff01 7e 01 8100 01 810162');
		});

		it('refuses with both lists if either is not complete', () => {
			const { ask } = setUp();
			answers(ask('1081 0001 05ff01 029001 6e 01 b0 01 65 01 b0 00'), '1081 0001 029001 05ff01 5e 01 b00165 01 b00105');
			answers(ask('1081 0001 05ff01 029001 6e 01 81 01 62 02 b0 00 c0 00'), '1081 0001 029001 05ff01 5e 01 8100 02 b00105 c000');
		});

		it('does nothing where the service is not there', () => {
			const { ask, devices } = setUp({ setGet: false });
			answers(ask('1081 0001 05ff01 029001 6e 01 81 01 62 01 b0 00'), '1081 0001 029001 05ff01 5e 01 810162 01 b000');
			bytesEqual(devices[0]!.get(0x81)!, '61');
		});
	});

	describe('notifications', () => {
		it('confirms INFC without data', () => {
			answers(setUp().ask('1081 0001 05ff01 029001 74 02 80 01 30 ea 02 0001'), '1081 0001 029001 05ff01 7a 02 8000 ea00');
		});

		it('does not answer INF, nor any answer', () => {
			const { ask, node } = setUp();
			const services = [ESV.INF, ESV.INFC_Res, ESV.Get_Res, ESV.Set_Res, ESV.Get_SNA, ESV.SetC_SNA, ESV.SetI_SNA, ESV.INF_SNA];
			for (const esv of services) answers(ask(`1081 0001 05ff01 029001 ${esv.toString(16)} 01 b0 00`));
			for (const esv of ['7e', '5e']) answers(ask(`1081 0001 05ff01 029001 ${esv} 01 b0 00 01 b0 00`));
			equal(node.unanswered.notRequests, services.length - 1 + 2);
		});

		it('hands on what controllers confirm', () => {
			let tid = 0;
			setUp({
				onConfirm: (_from, frame) => {
					tid = frame.tid;
				},
			}).ask('1081 1234 05ff01 029001 7a 01 ea 00');
			equal(tid, 0x1234);
		});

		it('announces the instance list as real meters do', () => {
			const { node, profile, sent } = setUp({}, [0x028801]);
			node.announce(profile, [0xd5]);
			answers([sent[0]!.message], INSTANCE_LIST_INF);
			equal(sent[0]!.to, undefined);
		});

		it('counts TIDs from 0, and after FFFF from 1', () => {
			const { node } = setUp();
			for (let tid = 0; tid <= 0xffff; tid++) if (node.nextTid() !== tid) throw new Error(`expected TID ${tid}`);
			equal(node.nextTid(), 1);
			node.restartTids();
			equal(node.nextTid(), 0);
		});
	});

	describe('addressing', () => {
		it('lets every instance of the class answer to instance 0, each by its own name', () => {
			answers(setUp().ask('1081 0001 05ff01 029000 62 01 b0 00'), '1081 0001 029001 05ff01 72 01 b0 01 05', '1081 0001 029002 05ff01 72 01 b0 01 05');
			answers(setUp().ask('1081 0001 05ff01 0ef000 62 01 80 00'), '1081 0001 0ef001 05ff01 72 01 80 01 30');
		});

		it('is silent to an object it does not have', () => {
			const { ask, node } = setUp();
			for (const deoj of ['029003', '029100', '0ef002', '000000']) answers(ask(`1081 0001 05ff01 ${deoj} 62 01 b0 00`));
			equal(node.unanswered.unknownObject, 4);
		});

		it('is silent to services that no table knows', () => {
			const { ask, node } = setUp();
			for (const esv of ['00', '65', '6f', '75', 'ff']) answers(ask(`1081 0001 05ff01 029001 ${esv} 01 b0 00`));
			equal(node.unanswered.notRequests, 5);
		});
	});

	it('drops and counts every truncation and bytes too many, answers none, and logs the first', () => {
		const { ask, node, logged } = setUp();
		const whole = '1081000105ff01029001620231003000';
		for (let length = 0; length < whole.length; length += 2) answers(ask(whole.slice(0, length)));
		answers(ask(`${whole}00`));
		answers(ask('1082 0001 05ff01 029001 62 01 b0 00'));
		answers(ask('1081 0001 05ff01 029001 62 00'));
		equal(node.unanswered.malformed, whole.length / 2 + 3);
		equal(logged.length, 1);
		equal(/^ECHONET Lite: dropped: ECHONET Lite: at byte 0: expected EHD/.test(logged[0]!), true, 'says why');
	});

	it('never builds an answer longer than it may', () => {
		for (let maxPayload = 14; maxPayload < 260; maxPayload++) {
			const { ask } = setUp({ maxPayload });
			for (const text of [...ask('1081 0001 05ff01 029001 62 02 e2 00 b1 00'), ...ask('1081 0001 05ff01 029001 6e 01 b0 01 ff 02 e2 00 b1 00')]) {
				if (text.length / 2 > maxPayload) throw new Error(`${text.length / 2} bytes where ${maxPayload} fit`);
				decodeFrame(hex(text));
			}
		}
	});
});

describe('ECHONET Lite node profile', () => {
	const { profile } = setUp();
	const values: Record<string, string> = {
		'80': '30',
		'82': '010d0100',
		'83': `fe000016${'a5'.repeat(13)}`,
		'8a': '000016',
		'9d': '02 80d5',
		'9e': '00',
		'9f': '0c 8082838a9d9e9fd3d4d5d6d7',
		d3: '000003',
		d4: '0003',
		d5: '03 029001029002013001',
		d6: '03 029001029002013001',
		d7: '02 0290 0130',
	};
	for (const epc of Object.keys(values)) {
		it(`has 0x${epc}`, () => bytesEqual(profile.get(Number.parseInt(epc, 16))!, values[epc]!));
	}

	it('refuses more objects than its lists hold', () => {
		const identity = { version: { major: 1, minor: 13 }, manufacturer: 0, unique: new Uint8Array(13) };
		throws(
			() =>
				nodeProfile(
					identity,
					Array.from({ length: 85 }, (_, i) => lamp(0x029001 + i)),
				),
			/at most 84 instances, got 85/,
		);
		throws(
			() =>
				nodeProfile(
					identity,
					Array.from({ length: 9 }, (_, i) => lamp(0x020001 + 256 * i)),
				),
			/at most 8 classes, got 9/,
		);
		throws(() => nodeProfile({ ...identity, unique: new Uint8Array(12) }, []), /expected 13 bytes, got 12/);
	});
});

describe('ECHONET object', () => {
	it('shows only what it is granted', () => {
		const object = new EchonetObject(0x029001, { level: 1, name: hex('61') }, ROWS, { readable: [0x80], settable: [], announced: [] });
		equal(object.get(0xb0), undefined);
		equal(object.set(0xb0, hex('01')), false);
		equal(object.get(0x9f), undefined);
		equal(object.announces(0x80), false);
	});

	it('refuses to show what its class cannot do', () => {
		const access = { readable: [0x80], settable: [0x80], announced: [] };
		throws(() => new EchonetObject(0x029001, { level: 1, name: hex('61') }, ROWS, access), /no way to set 0x80/);
	});
});

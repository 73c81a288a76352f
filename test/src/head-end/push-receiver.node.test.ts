import assert from 'node:assert/strict';
import { NAME } from '../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { encodeGeneralBlock } from '../../../modules/dlms/apdu/general-block.js';
import { encodeEventNotification } from '../../../modules/dlms/apdu/notification.js';
import type { CaptureObject } from '../../../modules/dlms/apdu/selective-access.js';
import { numberOf } from '../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { Suite0 } from '../../../modules/dlms/security/ciphering.js';
import { ClientSecurity } from '../../../modules/dlms/security/security.js';
import { decodeWrapper } from '../../../modules/dlms/wrapper.js';
import { type Push, PushReceiver, type PushReceiverOptions } from '../../../src/head-end/push-receiver.js';
import { pushBody, pushFrame } from '../../../src/route-a/push-message.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { hex } from '../../assert.js';
import { fuzzCount } from '../../fuzz/campaign.js';
import { Mutations } from '../../fuzz/mutations.js';
import { CLIENT_TITLE, MANAGEMENT, MemoryCounters } from '../../modules/dlms/device-rig.js';
import { keysOf, type Meter, meter, newKeys, TITLE } from '../route-a/route-a-rig.js';

const column = (classId: number, name: number, attribute = 2): CaptureObject => ({ classId, name, attribute, dataIndex: 0 });
const OBJECTS = [column(40, NAME.alarmPush), column(1, NAME.serial), column(1, NAME.alarmDescriptor1)];

/** Lists itself, as a set-up does whose objects were set. */
function pushing(policy = 3): Meter {
	const rig = meter({ routeAProfile: { ...IDIS_PROFILE, policy } });
	rig.routeA.control.push!.setups.alarm.setObjects(OBJECTS);
	return rig;
}

function apduOf({ routeA }: Meter, id = 1): Uint8Array {
	const client = routeA.server.options.clients.find((each) => each.id === MANAGEMENT)!;
	const frame = pushFrame(client, { id }, pushBody(routeA.server, client, OBJECTS));
	if (typeof frame === 'string') throw new Error(frame);
	return decodeWrapper(frame).apdu;
}

function receiver(policy = 3, changes: Parameters<typeof newKeys>[0] = {}, onMessage?: PushReceiverOptions['onMessage']): PushReceiver {
	const keys = newKeys(changes);
	const security = new ClientSecurity({
		...{ suite: new Suite0(new PortableCipher()), title: CLIENT_TITLE, peerTitle: keys.systemTitle, keys: keysOf(keys, MANAGEMENT) },
		...{ policy, counters: new MemoryCounters(), name: 'p' },
	});
	return new PushReceiver({ meters: [security], takesPlain: policy === 0, most: 2000, ...(onMessage && { onMessage }) });
}

const push = (taken: ReturnType<PushReceiver['receive']>): Push => {
	if (typeof taken !== 'object') throw new Error(`not taken: ${taken}`);
	return taken;
};

describe('Pushes at a head-end', () => {
	it('are opened with the keys of their meter, and their values named by the list in them', () => {
		const taken = push(receiver().receive('a', apduOf(pushing(), 7)));
		assert.equal(Buffer.from(taken.title!).toString('hex').toUpperCase(), TITLE);
		assert.deepEqual([taken.kind, taken.id, taken.control, taken.counter], ['data', 7, 0x30, 1]);
		assert.deepEqual(
			taken.values.map(({ object }) => object),
			OBJECTS,
		);
		assert.equal(numberOf(taken.values[2]!.value), 0);
	});

	it('are refused a second time, and with a counter of before', () => {
		const [from, to] = [pushing(), receiver()];
		const [first, second] = [apduOf(from), apduOf(from)];
		push(to.receive('a', second));
		assert.equal(to.receive('a', second), 'replayed');
		assert.equal(to.receive('b', first), 'replayed');
		push(to.receive('a', apduOf(from)));
	});

	it('are refused where the meter is not known, the keys are others, or a bit was changed', () => {
		const apdu = apduOf(pushing());
		assert.equal(receiver(3, { systemTitle: hex('4A504D0000000002') }).receive('a', apdu), 'unknown');
		const { clients } = newKeys();
		const other = { ...clients[MANAGEMENT]!, encryption: new Uint8Array(16).fill(9) };
		assert.equal(receiver(3, { clients: { ...clients, [MANAGEMENT]: other } }).receive('a', apdu), 'unopened');
		const to = receiver();
		for (let at = 0; at < apdu.length; at++) {
			const changed = apdu.slice();
			changed[at]! ^= 0x01;
			assert.equal(typeof to.receive('a', changed), 'string', `byte ${at}`);
		}
		push(to.receive('a', apdu));
	});

	it('are refused where they are cut short at any length', () => {
		for (const policy of [0, 3]) {
			const apdu = apduOf(pushing(policy));
			for (let length = 0; length < apdu.length; length++)
				assert.equal(typeof receiver(policy).receive('a', apdu.subarray(0, length)), 'string', `${length} bytes`);
		}
	});

	it('are taken in the clear only where that is asked for', () => {
		const apdu = apduOf(pushing(0));
		assert.equal(receiver().receive('a', apdu), 'unprotected');
		assert.equal(receiver(1).receive('a', apdu), 'unprotected');
		assert.deepEqual([push(receiver(0).receive('a', apdu)).title, push(receiver(0).receive('a', apdu)).control], [undefined, 0]);
		assert.equal(receiver().receive('a', apduOf(pushing(1))), 'unprotected', 'authenticated alone');
		push(receiver(1).receive('a', apduOf(pushing(1))));
		push(receiver(0).receive('a', apduOf(pushing(3))));
	});

	it('are put together of general blocks, one sender beside another', () => {
		const [from, to] = [pushing(), receiver()];
		const blocks = (apdu: Uint8Array, size = 25): Uint8Array[] => {
			const made: Uint8Array[] = [];
			for (let at = 0; at < apdu.length; at += size) {
				const w = new DataWriter();
				const [number, part] = [made.length + 1, apdu.subarray(at, at + size)];
				encodeGeneralBlock(w, { last: at + size >= apdu.length, streaming: true, window: 1, number, acknowledged: 0, part });
				made.push(w.copy());
			}
			return made;
		};
		const [a, b] = [blocks(apduOf(from, 1)), blocks(apduOf(from, 2))];
		assert.equal(a.length > 3, true);
		for (let i = 0; i < a.length - 1; i++) {
			assert.equal(to.receive('a', a[i]!), undefined);
			assert.equal(to.receive('b', b[i]!), undefined);
		}
		assert.equal(push(to.receive('a', a.at(-1)!)).id, 1);
		assert.equal(push(to.receive('b', b.at(-1)!)).id, 2);
		assert.equal(to.receive('a', a[1]!), 'malformed', 'a block without those before');
		to.receive('a', a[0]!);
		assert.equal(to.receive('a', a[2]!), 'malformed', 'one is missing');
		to.receive('a', a[0]!);
		to.forget('a');
		assert.equal(to.receive('a', a[1]!), 'malformed', 'its connection has gone');
		const long = blocks(new Uint8Array(2100), 500);
		assert.deepEqual(
			long.map((block) => to.receive('c', block)),
			[undefined, undefined, undefined, undefined, 'malformed'],
		);
		for (let i = 0; i < 70; i++) to.receive(`sender ${i}`, a[0]!);
		assert.equal(to.receive('sender 0', a[1]!), 'malformed', 'it gave way');
		assert.equal(to.receive('sender 69', a[1]!), undefined);
	});

	describe('that ask to be confirmed', () => {
		const asking = (id: number, body: string): Uint8Array => hex(`0F ${(0x40000000 + id).toString(16)} 00 ${body}`);
		const isRepeated = (to: PushReceiver, from: string, apdu: Uint8Array): boolean => push(to.receive(from, apdu)).isRepeated;
		const confirmed = (to: PushReceiver, from: string, apdu: Uint8Array): boolean => {
			const taken = push(to.receive(from, apdu));
			assert.equal(to.confirmation(taken)?.[0], 0x10);
			return taken.isRepeated;
		};

		it('come again in the clear with nothing new but the time, until so many others came', () => {
			const to = receiver(0);
			const times = ['07EA0B16070C220600FDE400', '07EA0B16070C222400FDE400'];
			const of = (id: number, time = 0, value = 7) => asking(id, `0202 090C${times[time]} 11 ${value.toString(16).padStart(2, '0')}`);
			assert.equal(confirmed(to, 'a', of(1)), false);
			for (let i = 0; i < 20; i++) assert.equal(confirmed(to, 'a', of(1, 1)), true, 'however often');
			assert.equal(isRepeated(to, 'a', of(1, 0, 8)), false, 'another value, of a meter that began anew');
			assert.equal(isRepeated(to, 'b', of(1)), false, 'another meter');
			for (let id = 2; id <= 8; id++) {
				assert.equal(confirmed(to, 'a', of(id)), false);
				// Those that come again push no other out.
				confirmed(to, 'a', of(id));
				confirmed(to, 'a', of(id));
			}
			assert.equal(confirmed(to, 'a', of(1)), true);
			confirmed(to, 'a', of(9));
			assert.equal(isRepeated(to, 'a', of(1)), true, 'it was the newest but one');
			assert.equal(isRepeated(to, 'a', of(2)), false, 'the oldest gave way');
			const first = push(to.receive('c', of(3)));
			assert.equal(isRepeated(to, 'c', of(3)), false, 'nobody keeps it yet');
			to.keep(first);
			assert.equal(isRepeated(to, 'c', of(3)), true);
		});

		it('come from whoever they name, whichever connection they come by; of so many who name nobody', () => {
			const to = receiver(0);
			const list = `0101 0204 120001 0906 00002A0000FF 0F02 120000`;
			const named = (id: number, name: string) => asking(id, `0202 0102 0204 120028 0906 0004190900FF 0F02 120000 ${list.slice(5)} 0902 ${name}`);
			assert.equal(confirmed(to, '[::1]:50001', named(1, '4141')), false);
			assert.equal(isRepeated(to, '[::1]:50002', named(1, '4141')), true);
			assert.equal(isRepeated(to, '[::1]:50002', named(1, '4242')), false);
			assert.equal(confirmed(to, '[::1]:50001', asking(1, '0201 1101')), false);
			assert.equal(isRepeated(to, '[::1]:50002', asking(1, '0201 1101')), false, 'it may be another meter of that host');
			for (let i = 0; i < 256; i++) confirmed(to, `sender ${i}`, asking(1, '0201 1101'));
			assert.equal(isRepeated(to, '[::1]:50001', named(1, '4141')), false, 'it gave way');
			assert.equal(isRepeated(to, 'sender 255', asking(1, '0201 1101')), true);
		});
	});

	it('are shown to who asks for it as they came and in the clear, with what confirms them', () => {
		const seen: string[] = [];
		const of = (policy: number): PushReceiver =>
			receiver(policy, {}, (peer, sent, apdu, clear) => seen.push(`${peer} ${sent} ${apdu[0]} ${clear?.[0]}`));
		const sealed = apduOf(pushing());
		of(3).receive('a', sealed);
		of(3).receive(
			'b',
			sealed.map((byte, i) => (i === sealed.length - 1 ? byte ^ 1 : byte)),
		);
		of(3).receive('c', hex('0F 00'));
		const to = of(0);
		to.confirmation(push(to.receive('d', hex('0F 40000009 00 0201 1101'))));
		to.receive('e', hex('DB 08 0102'));
		assert.deepEqual(seen, ['a false 219 15', 'b false 219 undefined', 'c false 15 15', 'd false 15 15', 'd true 16 16', 'e false 219 undefined']);
	});

	it('are events as well, with the one object that they name', () => {
		const w = new DataWriter();
		const target = { classId: 1, name: NAME.alarmDescriptor1, index: 2 };
		encodeEventNotification(w, { time: undefined, target, value: new DataWriter().doubleLongUnsigned(0x2000).copy() });
		const taken = push(receiver(0).receive('a', w.copy()));
		assert.deepEqual([taken.kind, taken.id], ['event', undefined]);
		assert.deepEqual(taken.values[0]!.object, column(1, NAME.alarmDescriptor1));
		assert.equal(numberOf(taken.values[0]!.value), 0x2000);
	});

	it('are taken, refused or waited for, whatever their bytes are, in the clear and under valid tags', () => {
		const [plain, to] = [receiver(0), receiver(0)];
		const from = pushing();
		const security = from.routeA.server.options.clients.find((client) => client.id === MANAGEMENT)!.security!;
		const event = hex('C2 00 0001 0000616214FF 02 06 00002000');
		const block = hex('E0 C1 0001 0000 08 0F 00000001 00 1101');
		const mutations = new Mutations('pushes', [apduOf(pushing(0)), event, block, hex('E0 41 0001 0000 01 0F'), hex('E0 C1 0002 0000 01 00')], 0.1);
		let taken = 0;
		for (let i = 0; i < fuzzCount(1_000_000); i++) {
			const apdu = mutations.next();
			if (typeof plain.receive('a', apdu.slice()) === 'object') taken++;
			const sealed = new DataWriter();
			// Under a valid tag what is within is looked at, too.
			if (apdu.length > 0 && security.presetSession().seal(sealed, apdu, 'general-glo', 0x30) && typeof to.receive('a', sealed.copy()) === 'object')
				taken++;
		}
		assert.equal(taken > 0, true);
	});

	it('have values without names where no list tells them', () => {
		const plain = hex('0F 00000001 00 0202 1101 0600002000');
		assert.deepEqual(
			push(receiver(0).receive('a', plain)).values.map(({ object, value }) => [object, numberOf(value)]),
			[
				[undefined, 1],
				[undefined, 0x2000],
			],
		);
	});
});

import assert from 'node:assert/strict';
import { UnusualPushes } from '../../../../../boards/host/hes/collect/unusual-pushes.js';
import { DEFAULT_TITLE } from '../../../../../boards/host/hes/hes-certified.js';
import { UsageError } from '../../../../../boards/host/shared/usage-error.js';
import { NodeCipher } from '../../../../../hal/node/cipher.js';
import { SeededRandom } from '../../../../../hal/virtual/random.js';
import { PortableCipher } from '../../../../../modules/crypto/cipher.js';
import { LONG_INVOKE } from '../../../../../modules/dlms/apdu/access.js';
import { encodeGeneralBlock } from '../../../../../modules/dlms/apdu/general-block.js';
import { decodeNotificationConfirm, encodeEventNotification } from '../../../../../modules/dlms/apdu/notification.js';
import { DataWriter } from '../../../../../modules/dlms/axdr/data-writer.js';
import { decodeCiphered, SecuritySuite } from '../../../../../modules/dlms/security/ciphering.js';
import type { KeyChoice } from '../../../../../modules/dlms/security/general-keys.js';
import { ClientSecurity } from '../../../../../modules/dlms/security/security.js';
import { BlockBuffer } from '../../../../../src/head-end/collection/block-buffer.js';
import { Collector } from '../../../../../src/head-end/collection/collector.js';
import { LEAST_ROW } from '../../../../../src/head-end/collection/interval-push.js';
import { decodeBlock, readingsOf } from '../../../../../src/head-end/collection/journal.js';
import { MeterTable, tableMemory } from '../../../../../src/head-end/collection/meter-table.js';
import type { RouteAKeys } from '../../../../../src/route-a/keys.js';
import { hex } from '../../../../assert.js';
import { MemoryCounters } from '../../../../modules/dlms/device-rig.js';
import { HALF_HOUR, keysOf, pushOf, sealed, titleOf } from '../../../../src/head-end/collection/pushed.js';
import { SCALARS } from '../../../../vectors/dlms-security.js';

const SLOT = 994_000;
const AT = SLOT * HALF_HOUR;
const AE = 0x30;
const CIPHER = new NodeCipher(new PortableCipher());
const [ENCRYPTION, AUTHENTICATION] = [keysOf(1).slice(0, 16), keysOf(1).slice(16)];
const KEYS: RouteAKeys = {
	...{ systemTitle: titleOf(1), kek: new Uint8Array(16).fill(0xf0), broadcast: undefined, signatureKey: hex(SCALARS.serverSigning) },
	clients: { 1: { encryption: ENCRYPTION, authentication: AUTHENTICATION, suite: 1, signatureKey: hex(SCALARS.clientSigning) } },
};
const WHOLE = LONG_INVOKE.confirmed + 7;
const PROFILE = (slot: number): Uint8Array => pushOf({ rows: [{ at: slot * HALF_HOUR, import: slot - SLOT + 100, export: 1 }], invoke: WHOLE });

/** As a meter protects it. @param choice of general-ciphering; undefined: it is in a general-glo, and signed */
function protectedBy(choice: KeyChoice | undefined, counter: number, apdu: Uint8Array, control = AE): Uint8Array {
	const security = new ClientSecurity({
		...{ suite: new SecuritySuite(CIPHER, 1), title: titleOf(1), policy: 0, counters: new MemoryCounters(), name: '' },
		keys: { encryption: ENCRYPTION, authentication: AUTHENTICATION, broadcast: undefined, kek: KEYS.kek },
		general: { cipher: CIPHER, random: new SeededRandom(counter), signatureKey: KEYS.signatureKey },
		transmit: { exhausted: false, next: () => counter },
	});
	const transaction = Uint8Array.of(counter);
	const general = { peer: hex(DEFAULT_TITLE), choice, transaction, isTold: choice !== undefined, isShort: false, isAnswer: false };
	const signing = choice === undefined ? transaction : undefined;
	const w = new DataWriter();
	assert.ok(
		security.session(general.peer)!.seal(w, apdu, choice === undefined ? 'general-glo' : 'general-ciphering', control, { ...general, signing }),
	);
	return w.copy();
}

function blocks(apdu: Uint8Array, size = 60): Uint8Array[] {
	const made: Uint8Array[] = [];
	for (let at = 0; at < apdu.length; at += size) {
		const w = new DataWriter();
		const part = apdu.subarray(at, at + size);
		encodeGeneralBlock(w, { last: at + size >= apdu.length, streaming: true, window: 1, number: made.length + 1, acknowledged: 0, part });
		made.push(w.copy());
	}
	return made;
}

function rig(room = 100) {
	const table = new MeterTable(tableMemory(2, true));
	table.add(1, titleOf(1), keysOf(1));
	table.add(2, titleOf(2), keysOf(2));
	const buffer = new BlockBuffer(0, 1, room);
	const collector = new Collector({ table, buffer, cipher: new PortableCipher(), title: new Uint8Array(8).fill(9) });
	const confirmations: Uint8Array[] = [];
	let durable: (() => void)[] = [];
	const unusual = new UnusualPushes({
		...{ collector, table, client: 1, room: () => buffer.room, whenDurable: (done: () => void) => durable.push(done) },
		keysOf: (row) => {
			if (row === 1) throw new UsageError('not to be had');
			return { keys: KEYS, path: undefined };
		},
	});
	return {
		...{ table, collector, confirmations, unusual },
		/** As the sockets give it. */
		take: (apdu: Uint8Array, sender = 'a') => {
			const verdict = collector.receive(apdu, AT);
			return verdict === 'unusual' ? unusual.take(sender, apdu, AT, (answer) => confirmations.push(answer)) : verdict;
		},
		written: () => {
			const block = buffer.take();
			buffer.written();
			for (const done of durable.splice(0)) done();
			durable = [];
			return block === undefined ? [] : [...readingsOf(decodeBlock(block)!)].map(({ slot, import: count, counter }) => [slot - SLOT, count, counter]);
		},
	};
}

describe('pushes that are protected in another way', () => {
	for (const [name, choice] of [
		['under the key of before', 'identified'],
		['signed', undefined],
	] as const) {
		it(`are taken ${name}, confirmed once they are durable, and refused when they come again`, () => {
			const { take, written, confirmations, table } = rig();
			const push = protectedBy(choice, 5, PROFILE(SLOT));
			assert.equal(take(push), 'accepted');
			assert.equal(confirmations.length, 0);
			assert.deepEqual(written(), [[0, 100, 5]]);
			assert.equal(confirmations.length, 1);
			assert.equal(take(push), 'replayed');
			assert.equal(table.counters[0], 5);
			const changed = protectedBy(choice, 6, PROFILE(SLOT + 1));
			changed[changed.length - 1]! ^= 1;
			assert.equal(take(changed), 'unopened');
			assert.deepEqual(written(), []);
		});
	}

	it('are confirmed under the keys of their meter', () => {
		const { take, written, confirmations } = rig();
		assert.equal(take(protectedBy('identified', 5, PROFILE(SLOT))), 'accepted');
		written();
		const { title, control, counter, payload } = decodeCiphered(confirmations[0]!);
		const material = { encryptionKey: ENCRYPTION, authenticationKey: AUTHENTICATION, title: title! };
		assert.equal(decodeNotificationConfirm(new SecuritySuite(CIPHER, 1).open(material, control, counter, payload)!).invoke, WHOLE);
	});

	it('are put together of blocks, whatever is in them, one sender beside another', () => {
		const { take, written } = rig();
		const one = blocks(protectedBy('identified', 5, PROFILE(SLOT)));
		const other = blocks(sealed(PROFILE(SLOT + 1), { title: titleOf(1), keys: keysOf(1), counter: 6 }));
		const verdicts = Array.from({ length: Math.max(one.length, other.length) }, (_, i) => [
			one[i] && take(one[i], 'a'),
			other[i] && take(other[i], 'b'),
		]).flat();
		assert.deepEqual(
			verdicts.filter((verdict) => verdict !== undefined),
			['accepted', 'accepted'],
		);
		assert.deepEqual(written(), [
			[0, 100, 5],
			[1, 101, 6],
		]);
		assert.equal(take(one[1]!), 'malformed');
	});

	it('count with those of the fast path: none comes in behind them, and none of those again', () => {
		const { take, written, table } = rig();
		const fast = (counter: number) => sealed(PROFILE(SLOT + counter - 10), { title: titleOf(1), keys: keysOf(1), counter });
		assert.equal(take(protectedBy('identified', 5, PROFILE(SLOT - 5))), 'accepted');
		assert.equal(take(fast(8)), 'accepted');
		assert.equal(take(fast(9)), 'accepted');
		assert.equal(take(protectedBy('identified', 7, PROFILE(SLOT - 3))), 'replayed');
		assert.equal(table.counters[0], 9);
		assert.equal(take(fast(8)), 'replayed');
		assert.equal(take(protectedBy('identified', 10, PROFILE(SLOT))), 'accepted');
		assert.deepEqual(
			written().map(([, , counter]) => counter),
			[5, 8, 9, 10],
		);
	});

	it('leave the counter of the fast path alone where they are under a key of their own', () => {
		const { take, written, table } = rig();
		assert.equal(take(protectedBy('wrapped', 900, PROFILE(SLOT))), 'accepted');
		assert.equal(table.counters[0], 0);
		assert.deepEqual(written(), [[0, 100, 0]]);
		assert.equal(take(protectedBy('wrapped', 900, PROFILE(SLOT))), 'replayed');
	});

	it('may come again where there was no room, with nothing used up', () => {
		const push = protectedBy('identified', 5, PROFILE(SLOT + 1));
		const { take, written, table } = rig(Math.ceil(push.length / LEAST_ROW));
		assert.equal(take(sealed(PROFILE(SLOT), { title: titleOf(1), keys: keysOf(1), counter: 1 })), 'accepted');
		assert.equal(take(push), 'full');
		assert.equal(table.counters[0], 1);
		written();
		assert.equal(take(push), 'accepted');
	});

	it('are not confirmed where nothing of them is kept', () => {
		const { take, written, confirmations } = rig();
		assert.equal(take(protectedBy('identified', 5, hex('0F 40000007 00 0201 1101'))), 'other');
		const w = new DataWriter();
		encodeEventNotification(w, { time: undefined, target: { classId: 1, name: 1, index: 2 }, value: new DataWriter().unsigned(1).copy() });
		assert.equal(take(protectedBy('identified', 6, w.copy())), 'other');
		written();
		assert.equal(confirmations.length, 0);
	});

	it('are refused by their kinds: in the clear, less protected, of meters that nobody knows or whose keys are not to be had', () => {
		const { take, collector } = rig();
		assert.equal(take(PROFILE(SLOT)), 'unprotected');
		assert.equal(take(protectedBy('identified', 5, PROFILE(SLOT), 0x10)), 'unprotected');
		const other = (number: number) => sealed(PROFILE(SLOT), { title: titleOf(number), keys: keysOf(number), counter: 1, control: 0x10 });
		assert.equal(take(other(2)), 'unopened');
		assert.equal(take(other(3)), 'unknown');
		assert.equal(take(hex('E0 C1 0002 0000 01 00')), 'malformed');
		assert.equal(take(hex('DD 00')), 'malformed');
		const { unprotected, unopened, unknown, malformed } = collector.figures.verdicts;
		assert.deepEqual([unprotected, unopened, unknown, malformed], [2, 1, 1, 2]);
	});
});

import { RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { CONTROL } from '../../../modules/dlms/security/ciphering.js';
import type { ServerAssociation } from '../../../modules/dlms/server/server-association.js';
import { Settings } from '../../../modules/journal/settings.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { bytesEqual, equal, hex, toHex } from '../../assert.js';
import { answerTo, type Line, MANAGEMENT, MemoryCounters, PUBLIC } from '../../modules/dlms/device-rig.js';
import { ACSE, XDLMS } from '../../vectors/cosem.js';
import {
	associated,
	get,
	keysOf,
	MemoryStore,
	type Meter,
	meter,
	NOON,
	newKeys,
	numberIn,
	PRE_ESTABLISHED,
	READING,
	securityOf,
} from './route-a-rig.js';

const AE = CONTROL.authentication | CONTROL.encryption;

/** SETs the clock of all meters, under the broadcast key. */
function broadcastClock(keys: RouteAKeys, time: number, counter: number): Uint8Array {
	const counters = new MemoryCounters();
	counters.write('tc', counter);
	const sender = securityOf(keysOf(keys, PRE_ESTABLISHED), counters).session(keys.systemTitle)!;
	const set = new DataWriter().put(hex('C1 01 81 0008 0000010000FF 02 00')).octetString(dateTimeOf(time, -540, 0));
	const w = new DataWriter();
	equal(sender.seal(w, set.bytes, 'general-glo', AE | CONTROL.broadcastKey), true);
	return w.copy();
}

function transfer(line: Line, kek: Uint8Array, id: number, key: Uint8Array): number {
	const parameter = new DataWriter().array(1).structure(2).enum(id).octetString(new PortableCipher().keyWrap(kek, key));
	let result = -1;
	line.act({ classId: 64, name: NAME.securitySetup, index: 2 }, parameter.copy(), (_, outcome) => {
		result = outcome?.result ?? -1;
	});
	return result;
}

/** SC and counter of a service-specific answer, which is the IV but for the title. */
function counterOf(apdu: Uint8Array): string {
	return toHex(apdu.subarray(apdu[1]! < 0x80 ? 3 : 3 + (apdu[1]! & 0x7f)).subarray(0, 4));
}

describe('Route A: the broadcast key', () => {
	it('opens nothing for a client that associates: what all meters were told once is told to no other client again', () => {
		// With one authentication key for all, as there may be: nothing else would tell the clients apart.
		const { clients } = newKeys();
		const authentication = new Uint8Array(16).fill(0xa0);
		const same = Object.entries(clients).map(([id, { encryption }]) => [id, { encryption, authentication }]);
		const all = meter({ keys: newKeys({ clients: Object.fromEntries(same) }) });
		const message = broadcastClock(all.keys, NOON + 60_000, 1);
		equal(answerTo(all.routeA.server.connect(PRE_ESTABLISHED)!, message), undefined);
		equal(all.clock.now(), NOON + 60_000);
		for (const client of [MANAGEMENT, READING]) {
			const line = associated(all, client);
			all.clock.set(NOON);
			bytesEqual(answerTo(line.association, message)!, 'd80105');
			equal(all.clock.now(), NOON);
			equal(numberIn(get(line, 8, NAME.clock, 4)), 0, 'its association goes on');
		}
	});

	it('accepts nothing a second time when keys that the meter is told bring it back', () => {
		const store = new MemoryStore();
		const told = newKeys();
		const first = meter({ store, keys: told });
		const message = broadcastClock(told, NOON + 60_000, 1000);
		answerTo(first.routeA.server.connect(PRE_ESTABLISHED)!, message);
		equal(first.clock.now(), NOON + 60_000);
		equal(transfer(associated(first, MANAGEMENT), told.kek!, 1, new Uint8Array(16).fill(0xbb)), 0);
		// Other keys for the management client, the same broadcast key.
		const other = newKeys({
			clients: { ...told.clients, [MANAGEMENT]: { encryption: new Uint8Array(16).fill(5), authentication: new Uint8Array(16) } },
		});
		const second = meter({ store, keys: other });
		answerTo(second.routeA.server.connect(PRE_ESTABLISHED)!, message);
		equal(second.clock.now(), NOON, 'the same message');
		equal(second.routeA.server.statistics.replayed, 1);
		answerTo(second.routeA.server.connect(PRE_ESTABLISHED)!, broadcastClock(other, NOON + 90_000, 1001));
		equal(second.clock.now(), NOON + 90_000, 'the next one');
	});
});

describe('Route A: counters of what is sent', () => {
	it('serve all clients: two that have the same key are sent nothing under one IV, before and after a restart', () => {
		const same = { encryption: new Uint8Array(16).fill(0x10), authentication: new Uint8Array(16).fill(0xa0) };
		const keys = newKeys({ clients: { [MANAGEMENT]: same, [READING]: same, 7: same } });
		const store = new MemoryStore();
		const counters = new MemoryCounters();
		const sent = new Set<string>();
		for (let start = 0; start < 2; start++) {
			const all = meter({ store, keys });
			for (const client of [MANAGEMENT, READING, 7]) {
				const line = associated(all, client, { security: securityOf(keysOf(keys, client), counters) });
				for (let i = 0; i < 5; i++) get(line, 8, NAME.clock, 4);
				for (const answer of line.answers.slice(1)) {
					equal(sent.has(counterOf(answer)), false, counterOf(answer));
					sent.add(counterOf(answer));
				}
			}
		}
		equal(sent.size, 2 * 3 * 6);
	});

	it('do not make up for a key that two clients have, of which the log warns', () => {
		const { lines } = meter({ keys: newKeys({ clients: { ...newKeys().clients, 7: newKeys().clients[READING]! } }) });
		equal(lines.join(), 'clients 2 and 7 have one encryption key: what one has sent can be sent again in the name of the other');
		equal(meter().lines.length, 0);
	});
});

describe('Route A: strangers', () => {
	/** A meter whose counters and keys are in flash, and which has clients. */
	function inFlash(): { all: Meter; flash: RamFlash; lines: readonly Line[] } {
		const flash = new RamFlash(8);
		const all = meter({
			store: new Settings({ flash, firstSector: 0, sectors: 4 }),
			eventFlash: { flash, firstSector: 4, sectors: 3 },
		});
		all.routeA.start();
		const lines = [associated(all, MANAGEMENT), associated(all, READING), associated(all, PUBLIC)];
		for (const line of lines) get(line, 8, NAME.clock, 2);
		answerTo(all.routeA.server.connect(PRE_ESTABLISHED)!, broadcastClock(all.keys, NOON, 1));
		return { all, flash, lines };
	}

	it('who repeat, change or invent messages cannot have anything written to flash', () => {
		const { all, flash, lines } = inFlash();
		const { server } = all.routeA;
		const recorded = [...lines.flatMap(({ requests, answers }) => [...requests, ...answers]), broadcastClock(all.keys, NOON, 1)];
		for (const vector of [...Object.values(ACSE), ...Object.values(XDLMS)]) recorded.push(hex(vector));
		const random = new SeededRandom(1, 'stranger');
		const before = flash.operations;
		const accepted = server.options.clients.map(({ security }) => security?.lastReceived);
		const open: ServerAssociation[] = lines.map(({ association }) => association);
		for (let i = 0; i < 3000; i++) {
			const message = recorded[random.below(recorded.length)]!.slice();
			for (let changes = random.below(3); changes > 0; changes--) message[random.below(message.length)]! ^= 1 << random.below(8);
			const { id } = server.options.clients[random.below(server.options.clients.length)]!;
			const association = random.below(2) === 0 ? open[random.below(open.length)]! : server.connect(id)!;
			answerTo(association, message);
		}
		equal(flash.operations, before, 'operations');
		equal(server.options.clients.map(({ security }) => security?.lastReceived).join(), accepted.join());
		for (const line of lines.slice(0, 2)) equal(numberIn(get(line, 8, NAME.clock, 4)), 0, 'who is associated goes on');
		equal(all.lines.length < 100, true, `lines: ${all.lines.length}`);
		const { refused, replayed, dropped } = server.statistics;
		equal(Math.min(refused, replayed, dropped) > 50, true, `counted: ${refused}, ${replayed}, ${dropped}`);
	});

	it('who send a meter its own messages get nothing done', () => {
		for (const protocol of ['glo', 'general-glo', 'ded', 'general-ded'] as const) {
			const all = meter();
			const line = associated(all, MANAGEMENT, { protocol, dedicated: protocol.endsWith('ded') });
			get(line, 8, NAME.clock, 2);
			const { security } = all.routeA.server.options.clients.find(({ id }) => id === MANAGEMENT)!;
			const last = security!.lastReceived;
			for (const own of line.answers.slice())
				for (const association of [line.association, all.routeA.server.connect(MANAGEMENT)!, all.routeA.server.connect(PRE_ESTABLISHED)!]) {
					const answer = answerTo(association, own);
					equal(answer === undefined || answer[0] === 0xd8, true, `${protocol}: ${toHex(own.subarray(0, 4))}`);
				}
			equal(security!.lastReceived, last);
			equal(line.association.state, 'associated');
			equal(numberIn(get(line, 8, NAME.clock, 4)), 0);
		}
	});
});

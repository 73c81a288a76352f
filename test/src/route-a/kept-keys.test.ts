import type { Store } from '../../../hal/ports/store.js';
import { PowerLoss, RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { ClientSecurity, type Keys } from '../../../modules/dlms/security/security.js';
import { Settings } from '../../../modules/journal/settings.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { equal, toHex } from '../../assert.js';
import { answerTo, Line, MANAGEMENT, MemoryCounters, PUBLIC } from '../../modules/dlms/device-rig.js';
import { visible } from './control/supply-rig.js';
import { associated, get, keysOf, MemoryStore, type Meter, meter, newKeys, numberIn, PRE_ESTABLISHED, READING, securityOf } from './route-a-rig.js';

const ENCRYPTION = 0;
const BROADCAST = 1;
const AUTHENTICATION = 2;
const KEK = 3;

const key = (fill: number): Uint8Array => new Uint8Array(16).fill(fill);

/** Transfers keys by their number; the Action-Result. */
function transfer(line: Line, kek: Uint8Array, keys: readonly (readonly [number, Uint8Array])[]): number {
	const w = new DataWriter().array(keys.length);
	const cipher = new PortableCipher();
	for (const [id, value] of keys) w.structure(2).enum(id).octetString(cipher.keyWrap(kek, value));
	return transferred(line, w);
}

function transferred(line: Line, parameter: DataWriter): number {
	let result = -1;
	line.act({ classId: 64, name: NAME.securitySetup, index: 2 }, parameter.copy(), (_, outcome) => {
		result = outcome?.result ?? -1;
	});
	return result;
}

function activate(line: Line, policy: number): number {
	let result = -1;
	line.act({ classId: 64, name: NAME.securitySetup, index: 1 }, new DataWriter().enum(policy).copy(), (_, outcome) => {
		result = outcome?.result ?? -1;
	});
	return result;
}

/** The last counter that the meter took from a client, as everybody may ask it. */
function acceptedFrom(all: Meter, client: number): number {
	return numberIn(get(associated(all, PUBLIC), 1, NAME.invocationCounter + 256 * (client === MANAGEMENT ? 0 : client), 2));
}

/** Whether a client with these keys gets in, with a counter that the meter has not seen. */
function getsIn(all: Meter, keys: Keys, client = MANAGEMENT): boolean {
	const counters = new MemoryCounters();
	counters.write('tc', acceptedFrom(all, client) + 1);
	return new Line(all.routeA.server, client, { security: securityOf(keys, counters) }).associate() === 'ok';
}

const restarted = (store: Store, keys: RouteAKeys = newKeys()): Meter => meter({ store, keys, household: undefined });

describe('Route A: keys', () => {
	const told = newKeys();
	const toldKeys = keysOf(told, MANAGEMENT);
	const changed: Keys = { ...toldKeys, encryption: key(0x77), authentication: key(0x88) };
	const change = [[ENCRYPTION, changed.encryption] as const, [AUTHENTICATION, changed.authentication] as const];

	it('serves changed keys from the next association on, and after a restart', () => {
		const store = new MemoryStore();
		const all = restarted(store);
		const line = associated(all, MANAGEMENT);
		equal(transfer(line, told.kek!, change), 0);
		equal(numberIn(get(line, 64, NAME.securitySetup, 2)), 3, 'this association goes on');
		equal(getsIn(all, toldKeys), false, 'old keys');
		equal(getsIn(all, changed), true, 'new keys');
		const again = restarted(store);
		equal(getsIn(again, toldKeys), false, 'old keys after a restart');
		equal(getsIn(again, changed), true, 'new keys after a restart');
		equal(all.routeA.eventCode, 48);
	});

	it('goes by other keys that it is told later, and accepts no counter again under those it was told first', () => {
		const store = new MemoryStore();
		const other = newKeys({ clients: { [MANAGEMENT]: { encryption: key(0x55), authentication: key(0x66) } } });
		/** As after a restart, the meter of before is gone. */
		const run = <T>(keys: RouteAKeys, work: (all: Meter) => T): T => work(restarted(store, keys));
		const before = run(told, (first) => {
			const line = associated(first, MANAGEMENT);
			for (let i = 0; i < 20; i++) get(line, 8, NAME.clock, 4);
			const accepted = acceptedFrom(first, MANAGEMENT);
			equal(transfer(line, told.kek!, change), 0);
			equal(acceptedFrom(first, MANAGEMENT), 0, 'counter under the new key');
			return accepted;
		});
		run(other, (second) => {
			equal(getsIn(second, changed), false, 'changed keys');
			equal(getsIn(second, keysOf(other, MANAGEMENT)), true, 'keys told later');
		});
		run(told, (third) => {
			equal(acceptedFrom(third, MANAGEMENT) > before, true, 'counter under the first keys');
			equal(getsIn(third, toldKeys), true);
		});
	});

	it('keeps a policy that was raised', () => {
		const store = new MemoryStore();
		const routeAProfile = { ...meter().routeA.routeAProfile, policy: 1 };
		const all = meter({ store, routeAProfile, household: undefined });
		const line = associated(all, MANAGEMENT);
		equal(activate(line, 2), 3, 'less than now');
		equal(activate(line, 3), 0);
		equal(all.routeA.eventCode, 47);
		const again = meter({ store, routeAProfile, household: undefined });
		equal(numberIn(get(associatedAnew(again), 64, NAME.securitySetup, 2)), 3);
	});

	it('gives a new broadcast key to all clients, now and after a restart', () => {
		const store = new MemoryStore();
		const all = restarted(store);
		const line = associated(all, MANAGEMENT);
		equal(transfer(line, told.kek!, [[BROADCAST, key(0xbb)] as const]), 0);
		for (const each of [all, restarted(store)]) {
			for (const client of [MANAGEMENT, READING, PRE_ESTABLISHED]) {
				const { security } = each.routeA.server.options.clients.find(({ id }) => id === client)!;
				equal(toHex(security!.keys.broadcast!), 'bb'.repeat(16), `broadcast key of ${client}`);
			}
		}
	});

	// Key id 3 is of class 64 version 1; type-unmatched, and none of the keys that came with it is taken.
	it('keeps its KEK, which version 0 of the class cannot transfer', () => {
		const all = restarted(new MemoryStore());
		const line = associated(all, MANAGEMENT);
		equal(transfer(line, told.kek!, [[KEK, key(0xff)] as const]), 12);
		equal(transfer(line, told.kek!, [...change, [KEK, key(0xff)] as const]), 12);
		equal(getsIn(all, toldKeys), true);
		equal(transfer(associatedAnew(all), told.kek!, change), 0);
		equal(getsIn(all, changed), true);
	});

	it('takes wrapped keys as octet-strings of 24 bytes alone, in structures of two', () => {
		const all = restarted(new MemoryStore());
		const line = associated(all, MANAGEMENT);
		const wrapped = new PortableCipher().keyWrap(told.kek!, key(0xbb));
		const one = (items = 2): DataWriter => new DataWriter().array(1).structure(items);
		for (const parameter of [
			visible(one().enum(BROADCAST), wrapped),
			one().enum(BROADCAST).bitString(192, wrapped),
			one().enum(BROADCAST).octetString(wrapped.subarray(0, 23)),
			one().unsigned(BROADCAST).octetString(wrapped),
			one(3).enum(BROADCAST).octetString(wrapped).unsigned(0),
			one(1).enum(BROADCAST),
			new DataWriter().array(1).enum(BROADCAST),
		])
			equal(transferred(line, parameter), 12, toHex(parameter.copy()));
		equal(transferred(line, one().enum(BROADCAST).octetString(wrapped)), 0);
	});

	it('accepts a first counter of 0 once, and never again when a key comes back', () => {
		const store = new MemoryStore();
		let next = 0;
		const transmit = { exhausted: false, next: () => next++ };
		const { suite, title } = securityOf(toldKeys).options;
		const security = new ClientSecurity({ suite, title, keys: toldKeys, policy: 3, counters: new MemoryCounters(), name: 'c', transmit });
		const all = restarted(store);
		const line = new Line(all.routeA.server, MANAGEMENT, { security });
		equal(acceptedFrom(all, MANAGEMENT), 0);
		line.onAnswer = () => undefined;
		line.associate();
		const [first] = line.requests;
		// Under the counter 0 alone: the client has sent nothing else.
		equal(next, 1);
		equal(line.association.state, 'pending');
		equal(acceptedFrom(all, MANAGEMENT), 0);
		const again = (meter: Meter): string => toHex(answerTo(meter.routeA.server.connect(MANAGEMENT)!, first!)!);
		equal(again(all), 'd8010600000001');
		equal(again(restarted(store)), 'd8010600000002');
		next = 2;
		const client = new Line(restarted(store).routeA.server, MANAGEMENT, { security });
		equal(client.associate(), 'ok');
		equal(transfer(client, told.kek!, change), 0);
		const other = newKeys({ kek: key(0xee) });
		equal(again(restarted(store, other)).slice(0, 6), 'd80106');
	});

	it('has keys of its own for each client', () => {
		const all = meter();
		equal(getsIn(all, keysOf(told, READING), READING), true);
		equal(getsIn(all, keysOf(told, READING), MANAGEMENT), false);
		equal(getsIn(all, toldKeys, READING), false);
	});

	it('refuses keys from a client that may not change them', () => {
		const all = meter();
		equal(transfer(associated(all, READING), told.kek!, change), 3);
		equal(getsIn(all, keysOf(told, READING), READING), true);
	});

	it('takes a clock from the pre-established client under the broadcast key, once', () => {
		const all = meter();
		const association = all.routeA.server.connect(PRE_ESTABLISHED)!;
		const sender = securityOf({ ...keysOf(told, PRE_ESTABLISHED), encryption: told.broadcast! });
		const time = all.clock.now() + 60_000;
		const w = new DataWriter();
		const set = new DataWriter().put(new Uint8Array([0xc1, 1, 0x01, 0, 8, 0, 0, 1, 0, 0, 0xff, 2, 0]));
		set.octetString(dateTime(time));
		equal(sender.session(all.keys.systemTitle)!.seal(w, set.bytes, 'general-glo', 0x70), true);
		const message = w.copy();
		equal(answerTo(association, message), undefined);
		equal(all.clock.now(), time);
		equal(acceptedFrom(all, PRE_ESTABLISHED), 1);
		all.clock.set(time + 5000);
		equal(answerTo(association, message), undefined);
		equal(all.clock.now(), time + 5000, 'the same message again');
	});
});

function dateTime(time: number): Uint8Array {
	const bytes = new Uint8Array(12);
	const local = new Date(time + 540 * 60_000);
	bytes.set([local.getUTCFullYear() >> 8, local.getUTCFullYear() & 255, local.getUTCMonth() + 1, local.getUTCDate(), 0xff]);
	bytes.set([local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds(), 0, 0x80, 0, 0xff], 5);
	return bytes;
}

/** With the keys that are in use, and a counter that was not. */
function associatedAnew(all: Meter): Line {
	const { keys } = all.routeA.server.options.clients.find(({ id }) => id === MANAGEMENT)!.security!;
	const counters = new MemoryCounters();
	counters.write('tc', acceptedFrom(all, MANAGEMENT) + 1);
	const line = new Line(all.routeA.server, MANAGEMENT, { security: securityOf(keys, counters) });
	equal(line.associate(), 'ok');
	return line;
}

describe('Route A: power cuts', () => {
	/** Counters under which the meter has sent, by key: none comes twice. */
	class Sent {
		readonly #seen = new Set<string>();

		note(key: string, apdu: Uint8Array): void {
			const at = apdu[0] === 0x61 ? indexOfTitle(apdu) : headerOf(apdu);
			if (at < 0) return;
			const iv = `${key} ${toHex(apdu.subarray(at, at + 4))}`;
			if (this.#seen.has(iv)) throw new Error(`counter used twice: ${iv}`);
			this.#seen.add(iv);
		}
	}

	/** Where the counter of a ciphered APDU stands; −1: it is none. */
	function headerOf(apdu: Uint8Array): number {
		if (apdu[0]! < 0xc8 || apdu[0]! > 0xcf) return -1;
		return apdu[1]! < 0x80 ? 3 : 3 + (apdu[1]! & 0x7f);
	}

	/** The counter in a ciphered InitiateResponse in an AARE: behind 28, a length and the security control. */
	function indexOfTitle(aare: Uint8Array): number {
		for (let i = aare.length - 8; i > 0; i--) if (aare[i] === 0x28 && aare[i + 2] === 0x30) return i + 3;
		return -1;
	}

	it('at every write: no transmit counter is used twice, no message accepted twice, and one of both sets of keys is right', () => {
		const random = new SeededRandom(8, 'cut');
		const told = newKeys();
		const toldKeys = keysOf(told, MANAGEMENT);
		const changed: Keys = { ...toldKeys, encryption: key(0x77), authentication: key(0x88), broadcast: key(0xbb) };
		let cuts = 0;
		for (let cut = 0; ; cut++) {
			const flash = new RamFlash(3, 1280);
			const sent = new Sent();
			const messages: Uint8Array[] = [];
			const range = { flash, firstSector: 0, sectors: 3 };
			let all = restarted(new Settings(range), told);
			flash.cutAt(cut, random);
			let interrupted = false;
			try {
				const line = new Line(all.routeA.server, MANAGEMENT, { security: securityOf(toldKeys) });
				line.onAnswer = (apdu) => {
					sent.note('told', apdu);
					return apdu;
				};
				messages.push(...tapped(line, () => equal(line.associate(), 'ok')));
				messages.push(...tapped(line, () => get(line, 8, NAME.clock, 4)));
				transfer(line, told.kek!, [
					[ENCRYPTION, changed.encryption],
					[AUTHENTICATION, changed.authentication],
					[BROADCAST, changed.broadcast!],
				]);
				get(line, 8, NAME.clock, 4);
			} catch (error) {
				if (!(error instanceof PowerLoss)) throw error;
				interrupted = true;
				cuts++;
			}
			flash.powerUp();
			all = restarted(new Settings(range), told);
			const { security } = all.routeA.server.options.clients.find(({ id }) => id === MANAGEMENT)!;
			const fingerprint = (keys: Keys): string => [keys.encryption, keys.authentication, keys.broadcast!].map(toHex).join(' ');
			const inUse = fingerprint(security!.keys);
			if (inUse !== fingerprint(toldKeys) && inUse !== fingerprint(changed)) throw new Error(`cut ${cut}: a mixture of keys: ${inUse}`);
			const isTold = inUse === fingerprint(toldKeys);
			if (!interrupted) {
				equal(isTold, false, 'changed in the end');
				break;
			}
			// What was accepted before is not accepted again.
			const replay = all.routeA.server.connect(MANAGEMENT)!;
			for (const message of messages) {
				const answer = answerTo(replay, message);
				if (answer !== undefined && answer[0] !== 0xd8 && replay.state !== 'idle') throw new Error(`cut ${cut}: accepted again`);
			}
			const counters = new MemoryCounters();
			counters.write('tc', acceptedFrom(all, MANAGEMENT) + 1);
			const line = new Line(all.routeA.server, MANAGEMENT, { security: securityOf(isTold ? toldKeys : changed, counters) });
			line.onAnswer = (apdu) => {
				sent.note(isTold ? 'told' : 'changed', apdu);
				return apdu;
			};
			equal(line.associate(), 'ok', `cut ${cut}: association after it`);
			for (let i = 0; i < 3; i++) equal(numberIn(get(line, 8, NAME.clock, 4)), 0);
		}
		equal(cuts >= 8, true, `writes: ${cuts}`);
	});

	/** The requests that a client sends meanwhile. */
	function tapped(line: Line, run: () => void): Uint8Array[] {
		const before = line.requests.length;
		run();
		return line.requests.slice(before);
	}
});

import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { CONTROL, encodeCiphered } from '../../../../modules/dlms/security/ciphering.js';
import { COUNTER_EXHAUSTED, ReceiveCounter, StoredCounters, TransmitCounter } from '../../../../modules/dlms/security/counters.js';
import { ClientSecurity } from '../../../../modules/dlms/security/security.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../assert.js';
import { ACSE, SUITE0, XDLMS } from '../../../vectors/cosem.js';
import { answerTo, CLIENT_TITLE, clientSecurity, KEYS, Line, MANAGEMENT, MemoryCounters, NAMES, PUBLIC, rig, SERVER_TITLE } from '../device-rig.js';

const ENERGY = { classId: 3, name: NAMES.energy, index: 2, selection: undefined };
const AE = CONTROL.authentication | CONTROL.encryption;

function open(options: Parameters<typeof rig>[0] = {}) {
	const device = rig(options);
	const line = new Line(device.server, MANAGEMENT, { security: clientSecurity() });
	equal(line.associate(), 'ok');
	return { ...device, line };
}

function energyOf(line: Line): unknown {
	let value: unknown = 'no answer';
	line.get(ENERGY, (error, result) => {
		value = error?.text ?? result;
	});
	return typeof value === 'object' ? toHex(value as Uint8Array) : value;
}

describe('transmit counters', () => {
	it('begin at 1', () => equal(new TransmitCounter(new MemoryCounters(), 't').next(), 1));

	it('are never used twice, wherever the power fails', () => {
		const store = new MemoryCounters();
		const used = new Set<number>();
		let last = 0;
		for (let restart = 0; restart < 40; restart++) {
			const counter = new TransmitCounter(store, 't', 4);
			// The power fails while the reservation is written: it is there, or it is not.
			for (let i = 0; i < restart % 7; i++) {
				const before = store.values.get('t');
				const value = counter.next()!;
				equal(used.has(value), false, `counter ${value}`);
				if (store.values.get('t') !== before && restart % 3 === 0) {
					if (before !== undefined) store.values.set('t', before);
					else store.values.delete('t');
					break;
				}
				equal(value > last, true);
				last = value;
				used.add(value);
			}
		}
	});

	it('reserve ahead', () => {
		const store = new MemoryCounters();
		const counter = new TransmitCounter(store, 't', 256);
		for (let i = 0; i < 512; i++) counter.next();
		equal(store.writes, 2);
		equal(new TransmitCounter(store, 't', 256).next(), 513);
	});

	it('end before the last', () => {
		const store = new MemoryCounters();
		store.write('t', COUNTER_EXHAUSTED - 1);
		const counter = new TransmitCounter(store, 't');
		equal(counter.next(), COUNTER_EXHAUSTED - 1);
		equal(counter.next(), undefined);
		equal(new TransmitCounter(store, 't').next(), undefined);
	});
});

describe('receive counters', () => {
	it('survive exactly', () => {
		const store = new MemoryCounters();
		const counter = new ReceiveCounter(store, 'r');
		counter.accept(7);
		const again = new ReceiveCounter(store, 'r');
		equal(again.fresh(7), false);
		equal(again.fresh(8), true);
		equal(again.fresh(COUNTER_EXHAUSTED), false);
	});

	it('are written once in a while, and never accepted again after a restart', () => {
		const store = new MemoryCounters();
		const accepted = new Set<number>();
		let restarts = 0;
		let counter = new ReceiveCounter(store, 'r', 16);
		for (let next = 1; accepted.size < 200; next++) {
			if (!counter.fresh(next)) continue;
			counter.accept(next);
			equal(accepted.has(next), false);
			accepted.add(next);
			equal((store.read('r') ?? 0) >= next, true);
			if (next % 23 !== 0 || ++restarts > 5) continue;
			counter = new ReceiveCounter(store, 'r', 16);
			for (const used of accepted) equal(counter.fresh(used), false);
			equal(counter.fresh(counter.last + 1), true);
		}
		equal(store.writes < 20, true, `${store.writes} writes`);
	});

	it('end before the last, however far ahead they are written', () => {
		const store = new MemoryCounters();
		const counter = new ReceiveCounter(store, 'r', 256);
		counter.accept(COUNTER_EXHAUSTED - 3);
		equal(store.read('r'), COUNTER_EXHAUSTED - 1);
		equal(counter.fresh(COUNTER_EXHAUSTED - 1), true);
		equal(counter.fresh(COUNTER_EXHAUSTED), false);
	});

	it('begin at 0 with some clients, which is accepted once', () => {
		for (const step of [1, 8]) {
			const store = new MemoryCounters();
			// As a device that has reserved room for it begins.
			store.write('r', 0);
			const counter = new ReceiveCounter(store, 'r', step);
			equal(counter.fresh(0), true);
			counter.accept(0);
			equal(counter.fresh(0), false);
			equal(counter.fresh(1), true);
			equal(new ReceiveCounter(store, 'r', step).fresh(0), false, 'after a restart');
			counter.accept(1);
			equal(new ReceiveCounter(store, 'r', step).fresh(step === 1 ? 2 : 8), true);
			counter.retire();
			equal(new ReceiveCounter(store, 'r', step).fresh(0), true, 'under a new key');
		}
	});

	it('lie in a store as four bytes', () => {
		const values = new Map<string, Uint8Array>();
		const store = new StoredCounters({
			get: (name) => values.get(name),
			set: (name, value) => void values.set(name, value),
			delete: (name) => void values.delete(name),
		});
		equal(store.read('r1'), undefined);
		store.write('r1', 0xfedcba98);
		bytesEqual(values.get('r1')!, 'fedcba98');
		equal(store.read('r1'), 0xfedcba98);
	});
});

describe('HLS with GMAC', () => {
	// Green Book's AARQ and AARE, its client's title being known to the server.
	it('goes as in the Green Book', () => {
		const counters = new MemoryCounters();
		counters.write('t1', SUITE0.counter);
		const device = rig({
			counters,
			policy: 0,
			maxPdu: 500,
			conformance: 0x00501f,
			challengeLength: 8,
			peerTitle: CLIENT_TITLE,
			random: { fill: (bytes) => bytes.set(hex(SUITE0.serverChallenge)) },
		});
		const association = device.server.connect(MANAGEMENT)!;
		bytesEqual(answerTo(association, hex(ACSE.aarqGmac))!, ACSE.aareGmac.toLowerCase());
		equal(association.state, 'pending');
		bytesEqual(answerTo(association, hex(XDLMS.getClock))!, 'd80101');
		bytesEqual(answerTo(association, hex(XDLMS.actionHls))!, XDLMS.actionHlsResponse.toLowerCase());
		equal(association.state, 'associated');
	});

	it('fails with a wrong proof, and asks no second time', () => {
		const device = rig({ policy: 0, peerTitle: CLIENT_TITLE });
		const association = device.server.connect(MANAGEMENT)!;
		answerTo(association, hex(ACSE.aarqGmac));
		bytesEqual(answerTo(association, hex(XDLMS.actionHls))!, 'c701c1fa00');
		equal(device.server.statistics.failed, 1);
		equal(association.state, 'idle');
		bytesEqual(answerTo(association, hex(XDLMS.actionHls))!, 'd80101');
	});

	it('needs a mechanism, a challenge and a title', () => {
		const refusals = [
			[ACSE.aarq, '0c'],
			[ACSE.aarqLow, '0b'],
			[ACSE.aarqGmac, '03'],
			[ACSE.aarqGmac.replace('60 36', '60 35').replace('AC 0A 80 08 4B', 'AC 09 80 07'), '0d'],
		] as const;
		for (const [i, [aarq, diagnostic]] of refusals.entries()) {
			const association = rig({ policy: 0, ...(i === 3 ? { peerTitle: CLIENT_TITLE } : {}) }).server.connect(MANAGEMENT)!;
			equal(toHex(answerTo(association, hex(aarq))!).includes(`a203020101a305a1030201${diagnostic}`), true, diagnostic);
		}
	});

	it('is refused in the clear by a policy', () => {
		const association = rig({ policy: 1, peerTitle: CLIENT_TITLE }).server.connect(MANAGEMENT)!;
		equal(toHex(answerTo(association, hex(ACSE.aarqGmac))!).includes('a203020101a305a103020102'), true);
	});

	// Whoever could choose the server's challenge would have the server prove its client's identity.
	it('is refused by a server that would send its client’s challenge back', () => {
		const challenge = hex(SUITE0.clientChallenge);
		const device = rig({ policy: 0, challengeLength: 8, peerTitle: CLIENT_TITLE, random: { fill: (bytes) => bytes.set(challenge) } });
		const association = device.server.connect(MANAGEMENT)!;
		equal(toHex(answerTo(association, hex(ACSE.aarqGmac))!).includes('a203020101a305a10302010d'), true);
		equal(association.state, 'idle');
		bytesEqual(answerTo(association, hex(XDLMS.actionHls))!, 'd80101');
	});

	it('is refused by a client for a challenge that is too short or too long', () => {
		for (const challengeLength of [7, 8, 64, 65]) {
			const good = challengeLength >= 8 && challengeLength <= 64;
			equal(
				new Line(rig({ challengeLength }).server, MANAGEMENT, { security: clientSecurity() }).associate(),
				good ? 'ok' : `the server’s challenge has ${challengeLength} bytes, expected 8 to 64`,
			);
		}
	});

	it('is refused in the clear, too, in its last two passes where the policy wants more', () => {
		const { server } = rig();
		const line = new Line(server, MANAGEMENT, { security: clientSecurity() });
		line.onAnswer = () => undefined;
		line.associate();
		equal(line.association.state, 'pending');
		bytesEqual(answerTo(line.association, hex(XDLMS.actionHls))!, 'd80101');
		equal(line.association.state, 'pending');
	});

	it('is refused by a client whose challenge comes back', () => {
		const device = rig();
		const line = new Line(device.server, MANAGEMENT, { security: clientSecurity() });
		line.onAnswer = (apdu) => {
			if (apdu[0] !== 0x61) return apdu;
			const challenge = line.requests[0]!.subarray(toHex(line.requests[0]!).indexOf('ac128010') / 2 + 4).subarray(0, 16);
			apdu.set(challenge, toHex(apdu).indexOf('aa128010') / 2 + 4);
			return apdu;
		};
		equal(line.associate(), 'the server sent its client’s challenge back');
	});

	it('is refused by a server for a title that is its own', () => {
		const device = rig();
		const line = new Line(device.server, MANAGEMENT, { security: clientSecurity({ title: SERVER_TITLE }) });
		equal(line.associate(), 'association refused');
		equal(device.server.statistics.rejected, 1);
	});

	it('is refused by a client for a title that is its own', () => {
		const line = new Line(rig().server, MANAGEMENT, { security: clientSecurity() });
		line.onAnswer = (apdu) => {
			const at = toHex(apdu).indexOf('a40a0408') / 2;
			if (at > 0) apdu.set(CLIENT_TITLE, at + 4);
			return apdu;
		};
		equal(line.associate(), 'the server has no title of its own');
	});

	it('fails under a wrong key', () => {
		for (const name of ['encryption', 'authentication'] as const) {
			const device = rig();
			const keys = { ...KEYS, [name]: new Uint8Array(16) };
			equal(new Line(device.server, MANAGEMENT, { security: clientSecurity({ keys }) }).associate(), 'the server refused: deciphering error');
			equal(device.serverSecurity.lastReceived, 0);
			equal(device.server.statistics.refused, 1);
		}
	});
});

describe('a ciphered association', () => {
	it('refuses a message for the second time, and tells the counter', () => {
		const { line, server, serverSecurity } = open();
		bytesEqual(hex(String(energyOf(line))), '0600003039');
		const last = serverSecurity.lastReceived;
		const again = line.requests[line.requests.length - 1]!;
		bytesEqual(answerTo(line.association, again)!, `d80106${toHex(new Uint8Array([0, 0, 0, last + 1]))}`);
		equal(serverSecurity.lastReceived, last);
		equal(server.statistics.replayed, 1);
		bytesEqual(hex(String(energyOf(line))), '0600003039');
	});

	it('refuses what was accepted before the power failed', () => {
		const { line, serverCounters } = open();
		const restarted = rig({ counters: serverCounters });
		equal(answerTo(restarted.server.connect(MANAGEMENT)!, line.requests[0]!)![0], 0xd8);
		const counters = new MemoryCounters();
		counters.write('tc', 100);
		equal(new Line(restarted.server, MANAGEMENT, { security: clientSecurity({ counters }) }).associate(), 'ok');
	});

	it('refuses a changed message and changes no state', () => {
		const { line, serverSecurity } = open();
		energyOf(line);
		const last = serverSecurity.lastReceived;
		const request = line.requests[line.requests.length - 1]!.slice();
		request[6]! += 1;
		bytesEqual(answerTo(line.association, request)!, 'd80105');
		equal(serverSecurity.lastReceived, last);
		equal(line.association.state, 'associated');
	});

	it('refuses what is less protected than the policy wants', () => {
		const { line, server } = open();
		bytesEqual(answerTo(line.association, hex(XDLMS.getClock))!, 'd80101');
		const session = clientSecurity().session(SERVER_TITLE)!;
		const w = new DataWriter();
		for (const control of [CONTROL.authentication, CONTROL.encryption]) {
			w.truncate();
			session.seal(w, hex(SUITE0.plain), 'glo', control);
			bytesEqual(answerTo(line.association, w.bytes)!, 'd80101');
		}
		equal(server.statistics.refused, 3);
	});

	it('takes suite 1 where it is told to, whose cipher is the same', () => {
		for (const takesSuite1 of [true, false]) {
			const { options } = clientSecurity({ title: SERVER_TITLE });
			const session = new ClientSecurity({ ...options, takesSuite1 }).session(CLIENT_TITLE)!;
			for (const [suite, control] of [
				[1, 0x11],
				[1, 0x21],
				[1, 0x31],
				[2, 0x32],
			] as const) {
				const counter = 100 * control;
				const material = { encryptionKey: KEYS.encryption, authenticationKey: KEYS.authentication, title: CLIENT_TITLE };
				const sealing = control & ~CONTROL.suite;
				const payload = options.suite.seal(material, suite === 1 ? control : sealing, counter, hex(SUITE0.plain));
				const w = new DataWriter();
				encodeCiphered(w, { tag: 0xdb, title: CLIENT_TITLE, control, counter, payload });
				equal(session.open(w.bytes).apdu !== undefined, takesSuite1 && suite === 1, `${control}`);
			}
		}
	});

	it('refuses another suite, compression, another title and an inner tag that is another', () => {
		const { line, serverSecurity } = open();
		const counters = new MemoryCounters();
		counters.write('tc', 1000);
		const security = clientSecurity({ counters });
		const session = security.session(SERVER_TITLE)!;
		const sealed = (protocol: 'glo' | 'general-glo') => {
			const w = new DataWriter();
			session.seal(w, hex(SUITE0.plain), protocol, AE);
			return w.copy();
		};
		const changes: readonly (readonly ['glo' | 'general-glo', number, number])[] = [
			['glo', 2, 0x31],
			['glo', 2, 0xb0],
			['glo', 2, 0x70],
			['glo', 0, 0xc9],
			['general-glo', 9, 0x02],
			['glo', 0, 0xd0],
		];
		for (const [protocol, at, value] of changes) {
			const apdu = sealed(protocol);
			apdu[at] = value;
			bytesEqual(answerTo(line.association, apdu)!, 'd80105');
		}
		equal(serverSecurity.lastReceived < 1000, true);
	});

	it('is not ended by an AARQ under wrong keys, or in the clear', () => {
		const { line, server } = open();
		const counters = new MemoryCounters();
		counters.write('tc', 100);
		const wrong = new Line(server, MANAGEMENT, { security: clientSecurity({ counters, keys: { ...KEYS, authentication: new Uint8Array(16) } }) });
		wrong.associate();
		bytesEqual(answerTo(line.association, wrong.requests[0]!)!, 'd80105');
		equal(answerTo(line.association, hex(ACSE.aarq))![0], 0x61);
		equal(line.association.state, 'associated');
	});

	it('lets its client wait on when an answer was changed, replayed or in the clear', () => {
		const { line } = open();
		energyOf(line);
		const old = line.answers[line.answers.length - 1]!;
		for (const change of [() => old, () => hex(XDLMS.getValue), (apdu: Uint8Array) => apdu.fill(0xff, 10)]) {
			line.onAnswer = change;
			equal(energyOf(line), 'no answer');
			equal(line.client.busy, true);
			line.client.abort('time-out');
		}
		equal(line.client.refused, 3);
		line.onAnswer = (apdu) => apdu;
		equal(energyOf(line), '0600003039');
	});

	it('sends nothing under a key that is exhausted', () => {
		const device = rig();
		device.serverCounters.write('t1', COUNTER_EXHAUSTED);
		const exhausted = rig({ counters: device.serverCounters });
		const line = new Line(exhausted.server, MANAGEMENT, { security: clientSecurity() });
		equal(line.associate(), 'no answer');
		const counters = new MemoryCounters();
		counters.write('tc', COUNTER_EXHAUSTED);
		equal(new Line(device.server, MANAGEMENT, { security: clientSecurity({ counters }) }).associate(), 'the key is exhausted, or there is none');
	});

	it('is not for the public client', () => {
		const { line, server } = open();
		const association = server.connect(PUBLIC)!;
		answerTo(association, hex(ACSE.aarq));
		energyOf(line);
		bytesEqual(answerTo(association, line.requests[line.requests.length - 1]!)!, 'd80101');
	});
});

describe('keys', () => {
	it('have 16 bytes', () => throws(() => clientSecurity({ keys: { ...KEYS, encryption: new Uint8Array(15) } }), /expected 16 bytes, got 15/));
	it('of an association have 16 bytes', () => equal(clientSecurity().session(SERVER_TITLE)!.useDedicatedKey(new Uint8Array(15)), false));

	it('that come wrapped badly change nothing', () => {
		const { line, serverSecurity, saved } = open();
		const transfer = (parameter: Uint8Array) => {
			let result: unknown;
			line.act({ classId: 64, name: NAMES.security, index: 2 }, parameter, (error, outcome) => {
				result = error?.text ?? outcome!.result;
			});
			return result;
		};
		const one = (id: number, wrapped: Uint8Array) => new DataWriter().array(1).structure(2).enum(id).octetString(wrapped).copy();
		equal(transfer(one(0, hex(SUITE0.wrapped))), 0);
		equal(saved.length, 1);
		bytesEqual(serverSecurity.keys.encryption, SUITE0.key.toLowerCase());
		equal(transfer(one(0, hex(SUITE0.wrapped).fill(0, 0, 1))), 250);
		equal(transfer(one(4, hex(SUITE0.wrapped))), 12);
		equal(transfer(one(0, hex(SUITE0.wrapped).subarray(1))), 12);
		equal(transfer(new DataWriter().array(0).copy()), 12);
		equal(saved.length, 1);
	});
});

import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { EapPskPeer } from '../../../modules/eap-psk/peer.js';
import { EapPskServer } from '../../../modules/eap-psk/server.js';
import { Paa, type PaaEvent } from '../../../modules/pana/paa.js';
import { Pac } from '../../../modules/pana/pac.js';
import type { PacEvent } from '../../../modules/pana/pac-options.js';
import { bytesEqual, equal, hex, toHex } from '../../assert.js';
import { PANA_EXCHANGE, PANA_VECTOR } from '../../vectors/pana.js';
import { HEMS, METER, Rig, type Sent } from './pana-rig.js';

/** Gives what is scripted where 16 bytes are wanted, in order, and zeros elsewhere. */
class ScriptedRandom {
	readonly #values: Uint8Array[];

	constructor(...values: string[]) {
		this.#values = values.map(hex);
	}

	fill(bytes: Uint8Array): void {
		bytes.fill(0);
		if (bytes.length === 16) bytes.set(this.#values.shift()!);
	}
}

describe('PANA, PAA and PaC against each other', () => {
	it('reproduce the whole vector byte for byte', () => {
		const { psk, sessionId, sequence, keyId, paaNonce, pacNonce, randS, randP, serverId, peerId, firstEapId, msk } = PANA_VECTOR;
		const scheduler = new VirtualScheduler();
		const cipher = new PortableCipher();
		const log = { write: (_layer: string, text: string) => equal(text, '', 'nothing is dropped') };
		const exchange: string[] = [];
		const paaEvents: PaaEvent[] = [];
		const pacEvents: PacEvent[] = [];
		const carry = (bytes: Uint8Array, arrive: () => void) => {
			exchange.push(toHex(bytes));
			scheduler.after(10, arrive);
		};
		const paaRandom = new ScriptedRandom(paaNonce, randS);
		const paa: Paa = new Paa({
			scheduler,
			cipher,
			log,
			random: paaRandom,
			newEap: () => new EapPskServer({ cipher, random: paaRandom, serverId, findPsk: () => hex(psk), firstId: firstEapId }),
			initiation: { offer: () => ({ sessionId, sequence }), recognizes: () => true },
			keyId: () => keyId,
			send: (_to, bytes) => carry(bytes, () => pac.receive(METER, bytes)),
			onEvent: (event) => void paaEvents.push(event),
		});
		const pacRandom = new ScriptedRandom(randP, pacNonce);
		const pac: Pac = new Pac({
			scheduler,
			cipher,
			log,
			random: pacRandom,
			newEap: () => new EapPskPeer({ cipher, random: pacRandom, peerId, psk: hex(psk) }),
			send: (_to, bytes) => carry(bytes, () => paa.receive(HEMS, bytes)),
			onEvent: (event) => void pacEvents.push(event),
		});

		pac.start(METER);
		scheduler.runFor(1000);

		equal(exchange.length, PANA_EXCHANGE.length);
		for (let i = 0; i < PANA_EXCHANGE.length; i++) bytesEqual(hex(exchange[i]!), PANA_VECTOR[PANA_EXCHANGE[i]!]);
		equal(paaEvents.length, 1);
		const [joined] = paaEvents;
		equal(joined!.kind, 'joined');
		equal(joined!.address.join(), HEMS.join());
		bytesEqual(joined!.authenticated!.keys.msk, msk);
		equal(joined!.authenticated!.peerId, peerId);
		equal(joined!.authenticated!.serverId, serverId);
		const [success] = pacEvents;
		if (success?.kind !== 'success') throw new Error('expected success');
		bytesEqual(success.authenticated.keys.msk, msk);
		equal(success.authenticated.lifetime, 86_400);
		equal(success.authenticated.keyId, keyId);
	});

	it('give the keys of both sides at the moment PAN[C] is sent, and received', () => {
		const order: string[] = [];
		const rig: Rig = new Rig({
			paa: { onEvent: ({ kind }) => void order.push(`PAA ${kind}`) },
			pac: {
				onEvent: ({ kind }) => void order.push(`PaC ${kind}`),
				onMessage: (direction, name) => void order.push(`${direction} ${name}`),
			},
		});
		rig.join();
		equal(order.slice(-4).join(), 'received PAR[C],sent PAN[C],PaC success,PAA joined');
	});

	it('join at once over a good link, within nine messages', () => {
		const rig = new Rig().join();
		equal(rig.names(), 'PaC PCI, PAA PAR[S], PaC PAN[S], PAA PAR, PaC PAN, PAA PAR, PaC PAN, PAA PAR[C], PaC PAN[C]');
		equal(rig.scheduler.next > 80_000_000, true, 'only the lifetimes are left to wait for');
	});

	it('lose nothing but time when each message in turn is lost once', () => {
		const whole = new Rig().join().sent.length;
		for (let lost = 0; lost < whole; lost++) {
			const rig = new Rig();
			rig.air = (sent) => (rig.sent.indexOf(sent) === lost ? [] : [10]);
			rig.pac.start(METER);
			rig.scheduler.runFor(10_000);
			equal(rig.paaKinds(), 'joined', `message ${lost} lost: PAA`);
			equal(rig.pacKinds(), 'success', `message ${lost} lost: PaC`);
		}
	});

	it('take each message twice as if it came once', () => {
		const rig = new Rig();
		rig.air = () => [10, 12];
		rig.join();
		equal(rig.paaKinds(), 'joined');
		equal(rig.pacKinds(), 'success');
		equal(rig.paa.status.state, 'OPEN');
	});

	/** A fifth of all messages is lost, a tenth comes twice, and none in the order in which it was sent. */
	function roughAir(seed: number): (sent: Sent) => readonly number[] {
		const chance = new SeededRandom(seed, 'air');
		const delay = () => 5 + chance.below(400);
		return () => (chance.fraction() < 0.2 ? [] : chance.fraction() < 0.1 ? [delay(), delay()] : [delay()]);
	}

	function roughJoin(seed: number): Rig {
		const requests = { IRT: 1000, MRT: 4000, MRC: 30, MRD: 0 };
		const initiation = { IRT: 2000, MRT: 8000, MRC: 0, MRD: 0 };
		const rig = new Rig({ seed, pac: { authenticationTimeout: 600_000, initiation, requests }, paa: { authenticationTimeout: 300_000, requests } });
		rig.air = roughAir(seed);
		rig.pac.start(METER);
		rig.scheduler.runFor(600_000);
		return rig;
	}

	it('always join over a link that loses, doubles and reorders', () => {
		for (let seed = 1; seed <= 150; seed++) {
			const rig = roughJoin(seed);
			equal(rig.pacKinds(), 'success', `seed ${seed}: PaC`);
			equal(rig.paaKinds().endsWith('joined'), true, `seed ${seed}: PAA`);
			equal(rig.paa.status.state, 'OPEN', `seed ${seed}: PAA`);
			equal(rig.paa.status.embryonic, 0, `seed ${seed}: embryonic sessions`);
		}
	});

	it('say the same, at the same times, from the same seed', () => {
		const transcript = (rig: Rig) => rig.sent.map(({ at, by, bytes }) => `${at} ${by} ${toHex(bytes)}`).join('\n');
		for (let seed = 1; seed <= 10; seed++) equal(transcript(roughJoin(seed)), transcript(roughJoin(seed)), `seed ${seed}`);
		equal(transcript(roughJoin(1)) === transcript(roughJoin(2)), false);
	});

	it('keep their session through pings and re-authentications over such a link', () => {
		for (let seed = 1; seed <= 20; seed++) {
			const rig = roughJoin(seed);
			for (let round = 0; round < 3; round++) {
				rig.paa.ping(HEMS);
				rig.pac.ping();
				rig.scheduler.runFor(120_000);
				equal(round % 2 === 0 ? rig.pac.reauthenticate() : rig.paa.reauthenticate(HEMS), true, `seed ${seed}, round ${round}`);
				rig.scheduler.runFor(300_000);
				equal(rig.paa.status.state, 'OPEN', `seed ${seed}, round ${round}: PAA`);
				equal(rig.pac.status.state, 'OPEN', `seed ${seed}, round ${round}: PaC`);
				equal(rig.pac.status.keyId, rig.paa.status.keyId, 'Key-Id');
			}
			rig.pac.terminate();
			rig.scheduler.runFor(120_000);
			equal(rig.paaEvents[rig.paaEvents.length - 1]!.kind, 'left', `seed ${seed}`);
			equal(rig.pacEvents[rig.pacEvents.length - 1]!.kind, 'terminated', `seed ${seed}`);
		}
	});
});

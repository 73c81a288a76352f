import { PortableCipher } from '../../../modules/crypto/cipher.js';
import type { EapStep } from '../../../modules/eap-psk/eap.js';
import { PskResult, sealPsk4 } from '../../../modules/eap-psk/pchannel.js';
import { EapPskServer, type EapPskServerOptions } from '../../../modules/eap-psk/server.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { EAP_PSK_RUNS } from '../../vectors/eap-psk.js';

const RUN = EAP_PSK_RUNS[0]!;
const cipher = new PortableCipher();

function createServer(options: Partial<EapPskServerOptions> = {}, run = RUN): EapPskServer {
	return new EapPskServer({
		cipher,
		random: { fill: (bytes) => bytes.set(hex(run.randS)) },
		serverId: run.serverId,
		findPsk: (peerId) => (peerId === run.peerId ? hex(run.psk) : undefined),
		firstId: run.firstId,
		...options,
	});
}

function sent(step: EapStep): Uint8Array {
	if (step.kind !== 'send') throw new Error(`expected send, got ${step.kind}`);
	return step.packet;
}

/** A server that waits for message 4. */
function serverAt4(options: Partial<EapPskServerOptions> = {}): EapPskServer {
	const server = createServer(options);
	server.start();
	sent(server.receive(hex(RUN.message2)));
	return server;
}

describe('EAP-PSK server', () => {
	for (const run of EAP_PSK_RUNS) {
		it(`sends the Requests of the run of ${run.name}, then Success and the keys`, () => {
			const server = createServer({}, run);
			bytesEqual(sent(server.start()), run.message1);
			bytesEqual(sent(server.receive(hex(run.message2))), run.message3);
			const end = server.receive(hex(run.message4));
			if (end.kind !== 'success') throw new Error(`expected success, got ${end.kind}`);
			bytesEqual(end.packet, run.success);
			bytesEqual(end.keys.msk, run.msk);
			bytesEqual(end.keys.emsk, run.emsk);
			equal(end.peerId, run.peerId);
			equal(end.serverId, run.serverId);
		});
	}

	it('begins with identifier 1, and counts on through 255 and into the next run', () => {
		equal(sent(new EapPskServer({ cipher, random: { fill: () => {} }, serverId: 'S', findPsk: () => undefined }).start())[1], 1);
		const server = createServer({ firstId: 255 });
		equal(sent(server.start())[1], 255);
		equal(sent(server.start())[1], 0);
	});

	it('takes fresh random bytes for each run', () => {
		let calls = 0;
		const server = createServer({ random: { fill: (bytes) => bytes.fill(++calls) } });
		equal(toHex(sent(server.start()).subarray(6, 22)), '01'.repeat(16));
		equal(toHex(sent(server.start()).subarray(6, 22)), '02'.repeat(16));
	});

	it('answers a wrong MAC_P with a Failure of the same identifier, and ends', () => {
		for (const findPsk of [() => hex('ff'.repeat(16)), () => undefined]) {
			const server = createServer({ findPsk });
			server.start();
			const end = server.receive(hex(RUN.message2));
			if (end.kind !== 'failure') throw new Error(`expected failure, got ${end.kind}`);
			bytesEqual(end.packet, '04a40004');
			equal(server.receive(hex(RUN.message2)).kind, 'discard');
		}
	});

	it('drops a wrong MAC_P where it is told to, and still takes the right one', () => {
		const server = createServer({ onBadMac: 'discard' });
		server.start();
		const wrong = hex(RUN.message2);
		wrong[40]! ^= 1;
		equal(server.receive(wrong).kind, 'discard');
		bytesEqual(sent(server.receive(hex(RUN.message2))), RUN.message3);
	});

	it('drops message 4 with any bit of its tag, content or header changed, and still takes the right one', () => {
		const server = serverAt4();
		for (let bit = 0; bit < 8 * 43; bit++) {
			const wrong = hex(RUN.message4);
			wrong[bit >> 3]! ^= 1 << (bit & 7);
			equal(server.receive(wrong).kind, 'discard', `bit ${bit}`);
		}
		equal(server.receive(hex(RUN.message4)).kind, 'success');
	});

	it('drops every truncation of messages 2 and 4', () => {
		const server = createServer();
		server.start();
		for (let length = 0; length < 90; length++) equal(server.receive(hex(RUN.message2).subarray(0, length)).kind, 'discard');
		bytesEqual(sent(server.receive(hex(RUN.message2))), RUN.message3);
		for (let length = 0; length < 43; length++) equal(server.receive(hex(RUN.message4).subarray(0, length)).kind, 'discard');
		equal(server.receive(hex(RUN.message4)).kind, 'success');
	});

	it('drops what is not for now: other identifiers, RAND_S, codes and types, and messages out of turn', () => {
		const server = createServer();
		equal(server.receive(hex(RUN.message2)).kind, 'discard');
		server.start();
		const otherId = hex(RUN.message2);
		otherId[1]! ^= 1;
		const otherRand = hex(RUN.message2);
		otherRand[6]! ^= 1;
		const early = hex(RUN.message4);
		early[1] = RUN.firstId;
		for (const packet of [otherId, otherRand, early, hex(RUN.message1), hex('03a40004'), hex('02a4000901 41424344')]) {
			equal(server.receive(packet).kind, 'discard', toHex(packet));
		}
		sent(server.receive(hex(RUN.message2)));
		equal(server.receive(hex(RUN.message2)).kind, 'discard');
	});

	it('takes a Nak as the end', () => {
		const server = createServer();
		server.start();
		const end = server.receive(hex('02a40006 03 04'));
		if (end.kind !== 'failure') throw new Error(`expected failure, got ${end.kind}`);
		bytesEqual(end.packet, '04a40004');
	});

	it('ends with a Failure when the peer says DONE_FAILURE or wants to go on', () => {
		for (const result of [PskResult.DONE_FAILURE, PskResult.CONT]) {
			const end = serverAt4().receive(sealPsk4(cipher, hex(RUN.tek), 0xa5, hex(RUN.randS), result));
			if (end.kind !== 'failure') throw new Error(`expected failure, got ${end.kind}`);
			bytesEqual(end.packet, '04a50004');
		}
	});

	it('says DONE_FAILURE to whom it does not authorize, and then fails whatever the peer says', () => {
		const asked: string[] = [];
		const server = serverAt4({ authorize: (peerId) => asked.push(peerId) === 0 });
		equal(asked.join(), RUN.peerId);
		equal(server.receive(hex(RUN.message4)).kind, 'failure');
	});

	it('refuses an id that does not fit', () => {
		throws(() => createServer({ serverId: 'A'.repeat(967) }), /expected at most 966 characters/);
	});
});

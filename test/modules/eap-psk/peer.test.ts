import { PortableCipher } from '../../../modules/crypto/cipher.js';
import type { EapStep } from '../../../modules/eap-psk/eap.js';
import { PskResult, sealPsk3 } from '../../../modules/eap-psk/pchannel.js';
import { EapPskPeer, type EapPskPeerOptions } from '../../../modules/eap-psk/peer.js';
import { EapPskServer } from '../../../modules/eap-psk/server.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { EAP_PSK_RUNS } from '../../vectors/eap-psk.js';

const RUN = EAP_PSK_RUNS[0]!;
const cipher = new PortableCipher();

function createPeer(options: Partial<EapPskPeerOptions> = {}, run = RUN): EapPskPeer {
	const peer = new EapPskPeer({
		cipher,
		random: { fill: (bytes) => bytes.set(hex(run.randP)) },
		peerId: run.peerId,
		psk: hex(run.psk),
		...options,
	});
	peer.start();
	return peer;
}

function sent(step: EapStep): Uint8Array {
	if (step.kind !== 'send') throw new Error(`expected send, got ${step.kind}`);
	return step.packet;
}

describe('EAP-PSK peer', () => {
	for (const run of EAP_PSK_RUNS) {
		it(`sends the Responses of the run of ${run.name}, and has the keys at Success`, () => {
			const peer = createPeer({}, run);
			bytesEqual(sent(peer.receive(hex(run.message1))), run.message2);
			bytesEqual(sent(peer.receive(hex(run.message3))), run.message4);
			const end = peer.receive(hex(run.success));
			if (end.kind !== 'success') throw new Error(`expected success, got ${end.kind}`);
			equal(end.packet.length, 0);
			bytesEqual(end.keys.msk, run.msk);
			bytesEqual(end.keys.emsk, run.emsk);
			equal(end.peerId, run.peerId);
			equal(end.serverId, run.serverId);
		});
	}

	it('answers a repeated Request with the same Response, without fresh random bytes', () => {
		let calls = 0;
		const peer = createPeer({ random: { fill: (bytes) => bytes.fill(++calls) } });
		const first = toHex(sent(peer.receive(hex(RUN.message1))));
		equal(toHex(sent(peer.receive(hex(RUN.message1)))), first);
		equal(calls, 1);
	});

	it('answers an Identity Request and a Notification', () => {
		bytesEqual(sent(createPeer({ peerId: 'HEMS' }).receive(hex('01 07 0005 01'))), '02 07 0009 01 48454d53');
		bytesEqual(sent(createPeer().receive(hex('01 07 0008 02 686921'))), '02 07 0005 02');
	});

	it('answers another method with a Nak that asks for EAP-PSK, but not within a run', () => {
		const peer = createPeer();
		bytesEqual(sent(peer.receive(hex('01 07 0006 0d 20'))), '02 07 0006 03 2f');
		sent(peer.receive(hex(RUN.message1)));
		equal(peer.receive(hex('01 a5 0006 0d 20')).kind, 'discard');
	});

	it('talks to no other server than the one it is told', () => {
		equal(createPeer({ serverId: 'SM' }).receive(hex(RUN.message1)).kind, 'discard');
		bytesEqual(sent(createPeer({ serverId: RUN.serverId }).receive(hex(RUN.message1))), RUN.message2);
	});

	it('drops message 3 with any bit changed, and still takes the right one', () => {
		const peer = createPeer();
		sent(peer.receive(hex(RUN.message1)));
		for (let bit = 0; bit < 8 * 59; bit++) {
			const wrong = hex(RUN.message3);
			wrong[bit >> 3]! ^= 1 << (bit & 7);
			equal(peer.receive(wrong).kind, isOtherRequest(wrong) ? 'send' : 'discard', `bit ${bit}`);
		}
		bytesEqual(sent(peer.receive(hex(RUN.message3))), RUN.message4);
	});

	it('drops every truncation of messages 1 and 3', () => {
		const peer = createPeer();
		for (let length = 0; length < 56; length++) equal(peer.receive(hex(RUN.message1).subarray(0, length)).kind, 'discard');
		bytesEqual(sent(peer.receive(hex(RUN.message1))), RUN.message2);
		for (let length = 0; length < 59; length++) equal(peer.receive(hex(RUN.message3).subarray(0, length)).kind, 'discard');
		bytesEqual(sent(peer.receive(hex(RUN.message3))), RUN.message4);
	});

	it('looks at MAC_S before the tag', () => {
		const peer = createPeer();
		sent(peer.receive(hex(RUN.message1)));
		const wrong = hex(RUN.message3);
		wrong[22]! ^= 1;
		wrong[58]! ^= 1;
		const step = peer.receive(wrong);
		equal(step.kind === 'discard' && step.reason, 'MAC_S is wrong');
	});

	it('answers DONE_FAILURE, and a result it does not know, with DONE_FAILURE, and takes no Success after it', () => {
		for (const result of [PskResult.DONE_FAILURE, PskResult.CONT]) {
			const peer = createPeer();
			const server = new EapPskServer({
				cipher,
				random: { fill: (bytes) => bytes.set(hex(RUN.randS)) },
				serverId: RUN.serverId,
				findPsk: () => hex(RUN.psk),
				firstId: RUN.firstId,
			});
			sent(peer.receive(sent(server.start())));
			sent(server.receive(hex(RUN.message2)));
			const message4 = sent(peer.receive(sealPsk3(cipher, hex(RUN.tek), 0xa5, hex(RUN.randS), hex(RUN.macS), result)));
			equal(server.receive(message4).kind, 'failure');
			equal(peer.receive(hex(RUN.success)).kind, 'discard');
			equal(peer.receive(hex('04a50004')).kind, 'failure');
		}
	});

	it('fails when a Failure comes in place of message 3', () => {
		const peer = createPeer();
		sent(peer.receive(hex(RUN.message1)));
		equal(peer.receive(hex('04a50004')).kind, 'discard');
		equal(peer.receive(hex('04a40004')).kind, 'failure');
		equal(peer.receive(hex(RUN.message3)).kind, 'discard');
	});

	it('ignores a Failure once both sides have said DONE_SUCCESS, and a Success before', () => {
		const peer = createPeer();
		equal(peer.receive(hex('03a40004')).kind, 'discard');
		sent(peer.receive(hex(RUN.message1)));
		equal(peer.receive(hex('03a40004')).kind, 'discard');
		sent(peer.receive(hex(RUN.message3)));
		equal(peer.receive(hex('04a50004')).kind, 'discard');
		equal(peer.receive(hex(RUN.success)).kind, 'success');
		equal(peer.receive(hex(RUN.success)).kind, 'discard');
	});

	it('runs again after start', () => {
		const peer = createPeer();
		for (let i = 0; i < 2; i++) {
			peer.start();
			bytesEqual(sent(peer.receive(hex(RUN.message1))), RUN.message2);
			bytesEqual(sent(peer.receive(hex(RUN.message3))), RUN.message4);
			equal(peer.receive(hex(RUN.success)).kind, 'success');
		}
	});

	it('refuses a PSK or an id that does not fit', () => {
		throws(() => createPeer({ psk: hex('00'.repeat(15)) }), /expected 16 bytes, got 15/);
		throws(() => createPeer({ peerId: '家' }), /expected characters up to U\+00FF/);
	});
});

/** A Request of the types Identity and Notification is answered in any state; one bit does not lead from type 47 there. */
function isOtherRequest(packet: Uint8Array): boolean {
	return packet[0] === 1 && (packet[4] === 1 || packet[4] === 2);
}

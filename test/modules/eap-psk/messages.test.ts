import { decodeEap } from '../../../modules/eap-psk/eap.js';
import { decodePsk, encodePsk, type PskMessage } from '../../../modules/eap-psk/messages.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { EAP_PSK_RUNS } from '../../vectors/eap-psk.js';

const decode = (bytes: Uint8Array): PskMessage => decodePsk(decodeEap(bytes));

for (const run of EAP_PSK_RUNS) {
	const messages = [run.message1, run.message2, run.message3, run.message4];

	describe(`EAP-PSK messages, run of ${run.name}`, () => {
		it('has RAND_S in all of them', () => {
			for (const [i, text] of messages.entries()) {
				const message = decode(hex(text));
				equal(message.t, i);
				bytesEqual(message.randS, run.randS);
			}
		});

		it('finds ID_S in message 1', () => {
			const message = decode(hex(run.message1));
			if (message.t !== 0) throw new Error('no message 1');
			equal(String.fromCharCode(...message.idS), run.serverId);
		});

		it('finds RAND_P, MAC_P and ID_P in message 2', () => {
			const message = decode(hex(run.message2));
			if (message.t !== 1) throw new Error('no message 2');
			bytesEqual(message.randP, run.randP);
			bytesEqual(message.macP, run.macP);
			equal(String.fromCharCode(...message.idP), run.peerId);
		});

		it('finds MAC_S and the channel in message 3', () => {
			const message = decode(hex(run.message3));
			if (message.t !== 2) throw new Error('no message 3');
			bytesEqual(message.macS, run.macS);
			equal(message.pchannel.nonce, 0);
			equal(toHex(message.pchannel.tag) + toHex(message.pchannel.ciphertext), run.message3.slice(-34));
		});

		it('finds the channel in message 4', () => {
			const message = decode(hex(run.message4));
			if (message.t !== 3) throw new Error('no message 4');
			equal(message.pchannel.nonce, 1);
			equal(toHex(message.pchannel.tag) + toHex(message.pchannel.ciphertext), run.message4.slice(-34));
		});

		it('encodes all of them to the same bytes', () => {
			for (const text of messages) bytesEqual(encodePsk(hex(text)[1]!, decode(hex(text))), text);
		});

		it('refuses every truncation of what has a fixed length', () => {
			// The ids reach to the end of messages 1 and 2, so that a shorter one is another id: these are tried up to where it begins.
			const fixed = [22, 54, 59, 43];
			for (const [i, text] of messages.entries()) {
				for (let length = 5; length < fixed[i]!; length++) {
					const short = hex(text).subarray(0, length);
					short[3] = length;
					throws(() => decode(short), /^EAP-PSK: at byte/);
				}
			}
		});
	});
}

describe('EAP-PSK messages', () => {
	const { message1, message3 } = EAP_PSK_RUNS[0]!;

	it('ignores the reserved bits of the flags', () => equal(decode(hex(message3.replace('2f80', '2fbf'))).t, 2));

	it('refuses a message from the wrong side', () => {
		throws(() => decode(hex(`02${message1.slice(2)}`)), /^EAP-PSK: at byte 0: expected message 1 in a Request/);
		throws(() => decode(hex(message1.replace('2f00', '2f40'))), /^EAP-PSK: at byte 0: expected message 2 in a Response/);
	});

	it('takes a channel with an extension, and none without content', () => {
		const longer = hex(`${message3}55`);
		longer[3]! += 1;
		const message = decode(longer);
		equal(message.t === 2 && message.pchannel.ciphertext.length, 2);
		const empty = hex(message3.slice(0, -2));
		empty[3]! -= 1;
		throws(() => decode(empty), /expected PCHANNEL ciphertext \(1 bytes\), found 0/);
	});

	it('refuses an id of more than 966 bytes', () => {
		const idS = new Uint8Array(966).fill(0x41);
		const message = decode(encodePsk(1, { t: 0, randS: new Uint8Array(16), idS }));
		equal(message.t === 0 && message.idS.length, 966);
		throws(
			() => decode(encodePsk(1, { t: 0, randS: new Uint8Array(16), idS: new Uint8Array(967) })),
			/expected ID_S of at most 966 bytes, found 967/,
		);
	});
});

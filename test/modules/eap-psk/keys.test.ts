import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { idBytes, idText } from '../../../modules/eap-psk/identity.js';
import { macP, macS, pskKeys, sessionKeys } from '../../../modules/eap-psk/keys.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';
import { EAP_PSK_RUNS } from '../../vectors/eap-psk.js';

for (const run of EAP_PSK_RUNS) {
	describe(`EAP-PSK keys (RFC 4764 §3), run of ${run.name}`, () => {
		const cipher = new PortableCipher();

		it('derives AK and KDK from the PSK', () => {
			const { ak, kdk } = pskKeys(cipher, hex(run.psk));
			bytesEqual(ak, run.ak);
			bytesEqual(kdk, run.kdk);
		});

		it('derives TEK, MSK and EMSK from KDK and RAND_P', () => {
			const { tek, msk, emsk } = sessionKeys(cipher, hex(run.kdk), hex(run.randP));
			bytesEqual(tek, run.tek);
			bytesEqual(msk, run.msk);
			bytesEqual(emsk, run.emsk);
		});

		it('gives MAC_P and MAC_S', () => {
			const [idS, idP] = [idBytes(run.serverId), idBytes(run.peerId)];
			bytesEqual(macP(cipher, hex(run.ak), idP, idS, hex(run.randS), hex(run.randP)), run.macP);
			bytesEqual(macS(cipher, hex(run.ak), idS, hex(run.randP)), run.macS);
		});
	});
}

describe('EAP-PSK ids', () => {
	it('are a byte for each character, whichever byte it is', () => {
		const all = Uint8Array.from({ length: 256 }, (_, i) => i);
		equal(idText(all).length, 256);
		equal(idBytes(idText(all)).join(), all.join());
	});

	it('refuse what no byte stands for, and more than 966 characters', () => {
		throws(() => idBytes('計器'), /^EAP-PSK: id: expected characters up to U\+00FF/);
		throws(() => idBytes('A'.repeat(967)), /^EAP-PSK: id: expected at most 966 characters, got 967/);
	});
});

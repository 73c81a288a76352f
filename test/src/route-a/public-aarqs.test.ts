import { equal, hex, toHex } from '../../assert.js';
import { answerTo, MANAGEMENT, PUBLIC } from '../../modules/dlms/device-rig.js';
import { GMAC_AARQS, PUBLIC_AARQS } from '../../vectors/public-clients.js';
import { meter, newKeys } from './route-a-rig.js';

/** Accepted: GET with blocks, PDUs of up to 1,024 bytes. */
const ACCEPTED = '6129a109060760857405080101a203020100a305a103020100be10040e0800065f1f040000101004000007';
/** Accepted, and the client has yet to prove itself; by 4A504D0000000001. */
const TO_BE_PROVED = '6169a109060760857405080103a203020100a305a10302010ea40a04084a504d0000000001';
const DEMO = {
	1: { encryption: hex('101112131415161718191A1B1C1D1E1F'), authentication: hex('A0A1A2A3A4A5A6A7A8A9AAABACADAEAF') },
};

describe('the first words of public clients', () => {
	for (const [name, aarq] of Object.entries(PUBLIC_AARQS))
		it(`${name}: an association without security`, () => {
			const { routeA } = meter();
			equal(toHex(answerTo(routeA.server.connect(PUBLIC)!, hex(aarq))!), ACCEPTED);
		});

	for (const [name, aarq] of Object.entries(GMAC_AARQS))
		it(`${name}: an association with GMAC, which an altered byte of what it ciphers spoils`, () => {
			const keys = newKeys({ clients: DEMO });
			const spoilt = hex(aarq);
			spoilt[spoilt.length - 1]! ^= 1;
			const { routeA } = meter({ keys });
			const refused = answerTo(routeA.server.connect(MANAGEMENT)!, spoilt);
			equal(refused !== undefined && toHex(refused).startsWith(TO_BE_PROVED), false);
			const answer = answerTo(routeA.server.connect(MANAGEMENT)!, hex(aarq))!;
			equal(toHex(answer).slice(0, TO_BE_PROVED.length), TO_BE_PROVED);
		});
});

import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { EapPskPeer } from '../../../modules/eap-psk/peer.js';
import { AvpCode, avpValue, decodeMessage } from '../../../modules/pana/message.js';
import { Pac } from '../../../modules/pana/pac.js';
import { Authenticator } from '../../../src/wi-sun/authenticator.js';
import { PROVISIONAL_DERIVATIONS } from '../../../src/wi-sun/derivations.js';
import { equal, hex } from '../../assert.js';

const PCI = hex('00000010000000010000000000000000');
const HEMS = hex('fe80000000000000021d1290aabbccdd');

const METER = hex('fe80000000000000021d129012345678');
const ID = '00112233445566778899AABBCCDDEEFF';
const PSK = new Uint8Array(16);

function setUp(seed = 1) {
	const scheduler = new VirtualScheduler();
	const cipher = new PortableCipher();
	const sent: string[] = [];
	/** EAP-Payloads of the meter. */
	const requests: Uint8Array[] = [];
	const random = new SeededRandom(seed, 'HEMS');
	const { peerId, serverId } = PROVISIONAL_DERIVATIONS;
	const pac = new Pac({
		scheduler,
		cipher,
		random,
		log: { write() {} },
		send: (_to, message) => authenticator.receive(HEMS, message),
		newEap: () => new EapPskPeer({ cipher, random, peerId: peerId(ID), serverId: serverId(ID), psk: PSK }),
		onEvent() {},
	});
	const authenticator: Authenticator = new Authenticator({
		scheduler,
		random: new SeededRandom(seed),
		cipher,
		log: { write() {} },
		profile: PROVISIONAL_DERIVATIONS,
		keys: { install() {}, remove() {} },
		send: (_to, message) => {
			const decoded = decodeMessage(message);
			sent.push(decoded.name);
			const eap = avpValue(decoded, AvpCode.EapPayload);
			if (eap !== undefined) requests.push(eap.slice());
			scheduler.after(1, () => pac.receive(METER, message));
		},
		onEvent() {},
	});
	authenticator.identity = { id: ID, psk: PSK };
	return { scheduler, sent, requests, authenticator, pac };
}

describe('the meter’s side of authentication', () => {
	it('answers a message from a task of its own, not from inside its reception', () => {
		const { authenticator, scheduler, sent } = setUp();
		authenticator.receive(HEMS, PCI);
		equal(sent.length, 0);
		scheduler.runFor(0);
		equal(sent.join(), 'PAR[S]');
	});

	it('lets four messages wait, one task for each, and drops what comes meanwhile', () => {
		const { authenticator, scheduler, sent } = setUp();
		for (let i = 0; i < 6; i++) authenticator.receive(HEMS, PCI);
		scheduler.step();
		equal(sent.length, 1);
		scheduler.runFor(0);
		equal(sent.length, 4);
		authenticator.receive(HEMS, PCI);
		scheduler.runFor(0);
		equal(sent.length, 5);
	});

	it('forgets what waits when it stops, and hears what comes then', () => {
		const { authenticator, scheduler, sent } = setUp();
		authenticator.receive(HEMS, PCI);
		authenticator.stop();
		scheduler.runFor(0);
		equal(sent.length, 0);
		authenticator.receive(HEMS, PCI);
		scheduler.runFor(0);
		equal(sent.length, 1);
	});

	it('draws EAP identifiers that begin high, the same with the same seed', () => {
		const first = (seed: number) => {
			const { authenticator, scheduler, requests, pac } = setUp(seed);
			pac.start(METER);
			scheduler.runFor(1000);
			equal(authenticator.status.state, 'OPEN');
			return requests[0]![1]!;
		};
		const identifiers = [1, 2, 3, 4, 5, 6].map(first);
		equal(
			identifiers.every((identifier) => identifier >= 0x80),
			true,
			identifiers.join(),
		);
		equal(new Set(identifiers).size > 1, true, identifiers.join());
		equal(first(1), identifiers[0]);
	});
});

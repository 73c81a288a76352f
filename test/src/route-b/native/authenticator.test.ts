import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { decodeMessage } from '../../../../modules/pana/message.js';
import { Authenticator } from '../../../../src/route-b/native/authenticator.js';
import { PROVISIONAL_PROFILE } from '../../../../src/route-b/native/profile.js';
import { equal, hex } from '../../../assert.js';

const PCI = hex('00000010000000010000000000000000');
const HEMS = hex('fe80000000000000021d1290aabbccdd');

function setUp() {
	const scheduler = new VirtualScheduler();
	const sent: string[] = [];
	const authenticator = new Authenticator({
		scheduler,
		random: new SeededRandom(1),
		cipher: new PortableCipher(),
		log: { write() {} },
		profile: PROVISIONAL_PROFILE,
		keys: { install() {}, remove() {} },
		send: (_to, message) => sent.push(decodeMessage(message).name),
		onEvent() {},
	});
	authenticator.identity = { id: '00112233445566778899AABBCCDDEEFF', psk: new Uint8Array(16) };
	return { scheduler, sent, authenticator };
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
});

import { VirtualLan, type VirtualUdp } from '../../../hal/virtual/network.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { decodeMessage, encodeLegacyResponse, encodeProbe, encodeResponse, MDNS_GROUP, MDNS_PORT, TYPE } from '../../../modules/mdns/message.js';
import { MdnsResponder } from '../../../modules/mdns/responder.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';

const DEVICE = hex('00000000000000000000ffffc0000205');
const OTHER = hex('00000000000000000000ffffc0000206');
const ADDRESS = hex('c0000205');
const HIGHER = hex('c0000206');
/** keiki-4b45.local */
const NAME = '0a6b65696b692d34623435 056c6f63616c 00';
const QUERY = `0000 0000 0001 0000 0000 0000 ${NAME} 0001 0001`;
const QUERY_UNICAST = `0000 0000 0001 0000 0000 0000 ${NAME} 0001 8001`;
const QUERY_AAAA = `0000 0000 0001 0000 0000 0000 ${NAME} 001c 0001`;

describe('messages of multicast DNS', () => {
	it('ask for a name with the record it is to have (RFC 6762 §8.1)', () => {
		bytesEqual(
			encodeProbe('keiki-4b45.local', ADDRESS, 120, true),
			`0000 0000 0001 0000 0001 0000 ${NAME} 00ff 8001 ${NAME} 0001 0001 00000078 0004 c0000205`,
		);
	});

	it('tell an address, and that there is nothing else (§6.1)', () => {
		bytesEqual(
			encodeResponse('keiki-4b45.local', ADDRESS, 120),
			`0000 8400 0000 0001 0000 0001 ${NAME} 0001 8001 00000078 0004 c0000205 ${NAME} 002f 8001 00000078 0015 ${NAME} 0001 40`,
		);
	});

	it('tell a resolver of DNS its question and the address (§6.7)', () => {
		bytesEqual(
			encodeLegacyResponse(0x1234, 'keiki-4b45.local', TYPE.a, ADDRESS, 10),
			`1234 8400 0001 0001 0000 0000 ${NAME} 0001 0001 ${NAME} 0001 0001 0000000a 0004 c0000205`,
		);
	});

	it('are read with their questions, in lower case', () => {
		const { id, isResponse, questions } = decodeMessage(hex('0007 0000 0001 0000 0000 0000 0a4b45494b492d34423435 054c4f43414c 00 0001 8001'));
		equal(id, 7);
		equal(isResponse, false);
		equal(JSON.stringify(questions), '[{"name":"keiki-4b45.local","type":1,"unicast":true}]');
	});

	it('are read with names that point to what stood before', () => {
		const message = decodeMessage(hex(`0000 8400 0001 0001 0000 0000 ${NAME} 0001 0001 c00c 0001 8001 00000078 0004 c0000206`));
		equal(message.addresses[0]!.name, 'keiki-4b45.local');
		bytesEqual(message.addresses[0]!.address, 'c0000206');
		const part = decodeMessage(hex(`0000 0000 0002 0000 0000 0000 ${NAME} 0001 0001 0161 c017 0001 0001`));
		equal(part.questions[1]!.name, 'a.local');
	});

	it('do not take a dot within a label for one between two', () => {
		const { questions } = decodeMessage(hex('0000 0000 0001 0000 0000 0000 106b65696b692d346234352e6c6f63616c 00 0001 0001'));
		equal(questions[0]!.name === 'keiki-4b45.local', false);
	});

	it('of other classes and types are passed over', () => {
		equal(decodeMessage(hex(`0000 0000 0001 0000 0000 0000 ${NAME} 0001 0003`)).questions.length, 0);
		equal(decodeMessage(hex(`0000 8400 0000 0001 0000 0000 ${NAME} 0010 8001 00000078 0004 c0000206`)).addresses.length, 0);
	});

	const wrong: [string, string, RegExp][] = [
		['that points to itself', '0000 0000 0001 0000 0000 0000 c00c 0001 0001', /a pointer to what stood before/],
		['that points ahead', '0000 0000 0001 0000 0000 0000 c020 0001 0001', /a pointer to what stood before/],
		['in a circle', '0000 0000 0002 0000 0000 0000 0161 c00c 0001 0001 c00c 0001 0001', /a pointer to what stood before/],
		['with a label of a reserved kind', '0000 0000 0001 0000 0000 0000 4161 00 0001 0001', /a label of at most 63 bytes/],
		['that asks too much', '0000 0000 0009 0000 0000 0000', /at most 8 questions/],
		['of another opcode', '0000 0800 0000 0000 0000 0000', /opcode 0/],
	];
	for (const [name, bytes, message] of wrong) it(`are refused: one ${name}`, () => throws(() => decodeMessage(hex(bytes)), message));

	it('are refused wherever they are cut', () => {
		const whole = encodeResponse('keiki-4b45.local', ADDRESS, 120);
		for (let length = 0; length < whole.length; length++) throws(() => decodeMessage(whole.subarray(0, length)), /^mDNS: at byte/);
	});
});

function setUp() {
	const scheduler = new VirtualScheduler();
	const lan = new VirtualLan(scheduler);
	const device = lan.host(DEVICE);
	const asker = lan.host(OTHER);
	const heard: { readonly at: number; readonly hex: string }[] = [];
	const socket: VirtualUdp = asker.udp(MDNS_PORT, MDNS_GROUP);
	socket.onReceive = (_from, _port, bytes) => heard.push({ at: scheduler.now(), hex: toHex(bytes) });
	const names: string[] = [];
	const log: string[] = [];
	const responder = new MdnsResponder({
		name: 'keiki-4b45',
		socket: device.udp(MDNS_PORT, MDNS_GROUP),
		scheduler,
		random: new SeededRandom(1, 'mdns'),
		log: { write: (layer, text) => log.push(`${layer}: ${text}`) },
		onName: (name) => names.push(name),
	});
	const ask = (message: string, from = socket, to = MDNS_GROUP): void => {
		heard.length = 0;
		from.send(to, MDNS_PORT, hex(message));
		scheduler.runUntil(scheduler.now() + 1);
	};
	/** Time goes on until it has its name, and has told it. */
	const settle = (): void => scheduler.runUntil(scheduler.now() + 10_000);
	return { scheduler, lan, device, asker, socket, heard, names, log, responder, ask, settle };
}

const RESPONSE = toHex(encodeResponse('keiki-4b45.local', ADDRESS, 120));
const PROBE = toHex(encodeProbe('keiki-4b45.local', ADDRESS, 120, true));

describe('the owner of a name of multicast DNS', () => {
	it('asks for it three times, and announces it twice', () => {
		const { heard, names, responder, settle } = setUp();
		responder.start();
		equal(responder.state, 'probing');
		settle();
		equal(
			heard.map((each) => (each.hex === PROBE ? 'probe' : each.hex === RESPONSE ? 'response' : each.hex)).join(),
			'probe,probe,probe,response,response',
		);
		equal(
			heard
				.slice(1)
				.map(({ at }, i) => at - heard[i]!.at)
				.join(),
			'250,250,250,1000',
		);
		equal(names.join(), 'keiki-4b45.local');
		equal(responder.state, 'up');
	});

	it('answers to all, once a second at most', () => {
		const { scheduler, heard, responder, ask, settle } = setUp();
		responder.start();
		settle();
		ask(QUERY);
		equal(heard.map((each) => each.hex).join(), RESPONSE);
		ask(QUERY);
		equal(heard.length, 0);
		scheduler.runUntil(scheduler.now() + 1_000);
		ask(QUERY_AAAA);
		equal(heard.map((each) => each.hex).join(), RESPONSE, 'to a question for AAAA: that there is only A');
	});

	it('answers who asks for it alone, and a resolver of DNS at its own port', () => {
		const { scheduler, asker, heard, responder, ask, settle } = setUp();
		responder.start();
		settle();
		ask(QUERY_UNICAST);
		ask(QUERY_UNICAST);
		equal(heard.map((each) => each.hex).join(), RESPONSE, 'as often as it is asked for');
		const legacy = asker.udp(0);
		const answers: string[] = [];
		legacy.onReceive = (_from, _port, bytes) => answers.push(toHex(bytes));
		ask(`1234${QUERY.slice(4)}`, legacy);
		scheduler.runUntil(scheduler.now() + 1);
		equal(answers.join(), toHex(encodeLegacyResponse(0x1234, 'keiki-4b45.local', TYPE.a, ADDRESS, 10)));
	});

	it('does not answer to other names, nor to responses', () => {
		const { heard, responder, ask, settle } = setUp();
		responder.start();
		settle();
		ask('0000 0000 0001 0000 0000 0000 056f74686572 056c6f63616c 00 0001 0001');
		ask(RESPONSE);
		ask(toHex(encodeResponse('other.local', HIGHER, 120)));
		equal(heard.length, 0);
		equal(responder.state, 'up');
	});

	it('defends the name against who asks for it as its owner-to-be, whenever', () => {
		const { heard, responder, ask, settle } = setUp();
		responder.start();
		settle();
		ask(QUERY);
		ask(toHex(encodeProbe('keiki-4b45.local', HIGHER, 120, false)));
		equal(heard.map((each) => each.hex).join(), RESPONSE);
	});

	it('takes another name where somebody has this one', () => {
		const { scheduler, socket, names, log, responder, settle } = setUp();
		responder.start();
		scheduler.runUntil(300);
		socket.send(MDNS_GROUP, MDNS_PORT, encodeResponse('keiki-4b45.local', HIGHER, 120));
		settle();
		equal(names.join(), 'keiki-4b45-2.local');
		equal(log.join(), "mDNS: keiki-4b45.local is somebody else's");
	});

	it('waits for another that asks for it at the same time, if its address is higher', () => {
		const { scheduler, socket, heard, responder } = setUp();
		responder.start();
		scheduler.runUntil(300);
		heard.length = 0;
		socket.send(MDNS_GROUP, MDNS_PORT, encodeProbe('keiki-4b45.local', HIGHER, 120, true));
		scheduler.runUntil(1_290);
		equal(heard.length, 0);
		scheduler.runUntil(1_310);
		equal(heard.map((each) => each.hex).join(), PROBE);
		socket.send(MDNS_GROUP, MDNS_PORT, encodeProbe('keiki-4b45.local', hex('c0000204'), 120, true));
		scheduler.runUntil(1_600);
		equal(heard.length, 2, 'goes on, if it is lower');
	});

	it('asks for its name anew once somebody else tells it as its own', () => {
		const { scheduler, socket, names, responder, settle } = setUp();
		responder.start();
		settle();
		socket.send(MDNS_GROUP, MDNS_PORT, encodeResponse('keiki-4b45.local', HIGHER, 120));
		scheduler.runUntil(scheduler.now() + 1);
		equal(responder.state, 'probing');
		settle();
		equal(names.join(), 'keiki-4b45.local,keiki-4b45.local', 'nobody else has it after all');
	});

	it('believes no owner from another port than that of multicast DNS', () => {
		const { asker, scheduler, responder, settle } = setUp();
		responder.start();
		settle();
		asker.udp(0).send(MDNS_GROUP, MDNS_PORT, encodeResponse('keiki-4b45.local', HIGHER, 120));
		scheduler.runUntil(scheduler.now() + 1);
		equal(responder.state, 'up');
	});

	it('asks for names less often where all of them are taken', () => {
		const { scheduler, socket, heard, log, responder } = setUp();
		socket.onReceive = (_from, _port, bytes) => {
			heard.push({ at: scheduler.now(), hex: toHex(bytes) });
			const { questions } = decodeMessage(bytes);
			if (questions.length > 0) socket.send(MDNS_GROUP, MDNS_PORT, encodeResponse(questions[0]!.name, HIGHER, 120));
		};
		responder.start();
		scheduler.runUntil(60_000);
		equal(heard.length <= 15 + 60 / 5 + 1, true, `${heard.length} probes in a minute`);
		equal(responder.state, 'probing');
		equal(log.length, 15);
	});

	it('drops what is no message, and tells of the first', () => {
		const { responder, log, ask, settle } = setUp();
		responder.start();
		settle();
		ask('00');
		ask('0000');
		equal(responder.dropped, 2);
		equal(log.join(), 'mDNS: dropped: mDNS: at byte 0: expected id (2 bytes), found 1; counted only from here on');
	});

	it('is silent once stopped', () => {
		const { heard, responder, ask, settle } = setUp();
		responder.start();
		settle();
		responder.stop();
		ask(QUERY);
		settle();
		equal(heard.length, 0);
	});
});

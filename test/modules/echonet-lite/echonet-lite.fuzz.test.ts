import type { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { EchonetController } from '../../../modules/echonet-lite/controller.js';
import { decodeFrame, ESV, encodeFrame, type Frame } from '../../../modules/echonet-lite/frame.js';
import { EchonetNode } from '../../../modules/echonet-lite/node.js';
import { nodeProfile } from '../../../modules/echonet-lite/node-profile.js';
import { decodePropertyMap } from '../../../modules/echonet-lite/property-map.js';
import { GEN2 } from '../../../src/route-b/meter-profile.js';
import { SmartMeter } from '../../../src/route-b/smart-meter.js';
import { equal, hex, toHex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { DUMP_TIME, HEMS, ScriptedReadings } from '../../src/route-b/route-b-rig.js';
import * as vectors from '../../vectors/echonet-lite.js';

const MESSAGES = fuzzCount(1_000_000);
const MAPS = fuzzCount(1_000_000);
const MAX_PAYLOAD = 300;

const SEEDS: readonly Uint8Array[] = [
	...[vectors.GET_POWER, vectors.GET_POWER_RES, vectors.GET_HISTORY, vectors.SET_DAY_I, vectors.GET_ID, vectors.INSTANCE_LIST_INF],
	'1081 0001 05ff01 028801 61 03 81 01 62 e5 01 02 ed 07 07ea0514000001',
	'1081 0001 05ff01 028800 6e 02 ef 07 07ea0514000003 e5 01 01 02 ee 00 e2 00',
	'1081 0001 05ff01 0ef001 63 02 d5 00 83 00',
	'1081 0001 05ff01 028801 62 06 d3 00 d7 00 e0 00 e1 00 e7 00 e8 00',
	'1081 0001 05ff01 028801 74 02 ea 01 00 eb 01 00',
].map(hex);

/** Changes some bytes of a good message, mostly behind the header, cuts it or lets it grow; one in sixteen is random altogether. */
function mutate(random: SeededRandom, seeds: readonly Uint8Array[]): Uint8Array {
	if (random.below(16) === 0) {
		const noise = new Uint8Array(random.below(40));
		random.fill(noise);
		return noise;
	}
	const seed = seeds[random.below(seeds.length)]!;
	const length = random.below(4) === 0 ? random.below(seed.length + 4) : seed.length;
	const bytes = new Uint8Array(length);
	bytes.set(seed.subarray(0, length));
	for (let n = random.below(4); n > 0 && length > 0; n--) bytes[random.below(length)] = random.below(256);
	return bytes;
}

function setUp() {
	const readings = new ScriptedReadings(() => DUMP_TIME * 60_000);
	const meter = new SmartMeter({ profile: GEN2, readings, serial: '1' });
	const profile = nodeProfile({ version: { major: 1, minor: 13 }, manufacturer: 0, unique: new Uint8Array(13) }, [meter.object]);
	let sent: Uint8Array[] = [];
	const node = new EchonetNode({
		objects: [profile, meter.object],
		maxPayload: MAX_PAYLOAD,
		log: { write: () => {} },
		transmit: (_to, message) => sent.push(message),
	});
	const ask = (message: Uint8Array): readonly Uint8Array[] => {
		sent = [];
		node.receive(HEMS, message);
		return sent;
	};
	return { meter, node, ask };
}

function decodeOrNot(bytes: Uint8Array): Frame | undefined {
	try {
		return decodeFrame(bytes);
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}

describe('ECHONET Lite under fuzz', () => {
	it('a node answers no malformed message, answers well-formed ones by the rules, and never throws', () => {
		const random = fuzzRandom(1, 'node');
		const { ask } = setUp();
		let answered = 0;
		for (let i = 0; i < MESSAGES; i++) {
			const message = tried(mutate(random, SEEDS));
			const answers = ask(message);
			if (answers.length === 0) continue;
			const asked = decodeOrNot(message);
			if (!asked) throw new Error(`answered the malformed ${toHex(message)}`);
			for (const bytes of answers) check(asked, bytes, message);
			answered++;
		}
		equal(answered > MESSAGES / 10, true, `${answered} answers: the fuzz reaches the objects`);
	});

	it('a node gives the same answers afterwards as before', () => {
		const random = fuzzRandom(2, 'node');
		const { ask, meter } = setUp();
		const before = toHex(ask(hex(vectors.GET_POWER))[0]!);
		for (let i = 0; i < fuzzCount(50_000); i++) ask(tried(mutate(random, SEEDS)));
		equal(toHex(ask(hex(vectors.GET_POWER))[0]!), before);
		equal(meter.history1.values('import').length, 194);
		equal(meter.history2.values().length, 7 + 8 * meter.history2.choice()[6]!);
	});

	it('a controller never throws, and its requests do not grow', () => {
		const random = fuzzRandom(3, 'controller');
		const scheduler = new VirtualScheduler();
		const controller = new EchonetController({ scheduler, log: { write: () => {} }, transmit: () => {} });
		for (let i = 0; i < MESSAGES / 4; i++) {
			if (i % 100 === 0) {
				controller.get(HEMS, 0x028801, [0xe7], () => {});
				scheduler.runFor(1000);
			}
			controller.receive(HEMS, tried(mutate(random, SEEDS)));
		}
		equal(controller.waiting <= 21, true, `${controller.waiting} requests wait`);
		scheduler.runFor(20_000);
		equal(controller.waiting, 0);
	});

	it('a property map is decoded, or refused with a DecodeError', () => {
		const random = fuzzRandom(4, 'map');
		const seeds = [hex(vectors.GEN1_READABLE_MAP), hex('03 808188'), hex('00')];
		for (let i = 0; i < MAPS; i++) {
			try {
				decodePropertyMap(tried(mutate(random, seeds)));
			} catch (error) {
				if (!(error instanceof DecodeError)) throw error;
			}
		}
	});
});

function check(asked: Frame, bytes: Uint8Array, message: Uint8Array): void {
	const answer = decodeFrame(bytes);
	const fail = (what: string): never => {
		throw new Error(`${what}: ${toHex(bytes)} to ${toHex(message)}`);
	};
	if (bytes.length > MAX_PAYLOAD) fail('too long');
	if (toHex(encodeFrame(answer)) !== toHex(bytes)) fail('does not encode to itself');
	const announced = answer.esv === ESV.INF && asked.esv !== ESV.INF_REQ;
	if (announced) return;
	if (answer.tid !== asked.tid || answer.deoj !== asked.seoj) fail('TID or DEOJ not copied');
	if (answer.seoj !== asked.deoj && answer.seoj >>> 8 !== asked.deoj >>> 8) fail('strange SEOJ');
	if (answer.properties.map(({ epc }) => epc).join() !== asked.properties.map(({ epc }) => epc).join()) fail('other EPCs');
	if (asked.got && answer.got?.map(({ epc }) => epc).join() !== asked.got.map(({ epc }) => epc).join()) fail('other EPCs in the second list');
	if (![ESV.SetI, ESV.SetC, ESV.Get, ESV.INF_REQ, ESV.SetGet, ESV.INFC].includes(asked.esv as never)) fail('answered what is no request');
}

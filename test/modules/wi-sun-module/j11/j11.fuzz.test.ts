import type { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { DecodeError } from '../../../../modules/bytes/reader.js';
import { COMMAND, HAN_COMMAND } from '../../../../modules/wi-sun-module/j11/language/codes.js';
import { encodeFrame, MAX_FRAME } from '../../../../modules/wi-sun-module/j11/language/frame.js';
import { FrameReader } from '../../../../modules/wi-sun-module/j11/language/frame-reader.js';
import {
	decodeChange,
	decodePanaEnded,
	decodeReceived,
	decodeScan,
	decodeScanned,
	decodeSend,
	decodeSetting,
	decodeStarted,
} from '../../../../modules/wi-sun-module/j11/language/messages.js';
import { J11_MODELS } from '../../../../modules/wi-sun-module/j11/language/model.js';
import { J11Module } from '../../../../modules/wi-sun-module/j11/module/module.js';
import { FaultyJ11 } from '../../../../src/world/fault/faulty-j11.js';
import { equal, hex } from '../../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';
import { FRAMES, frameOf, J11_METER_MAC, SESSION } from '../../../vectors/j11.js';
import { ScriptedNetwork } from '../network-rig.js';

const INPUTS = 1_000_000;
const CODES: readonly number[] = [...Object.values(COMMAND), ...Object.values(HAN_COMMAND)];
const REQUESTS: readonly Uint8Array[] = FRAMES.filter(([, from]) => from === '>').map(([, , frame]) => hex(frame));
const DATA: readonly Uint8Array[] = FRAMES.map(([, , frame]) => hex(frame.slice(24)));

/** Changes some bytes, leaves some out at the end, or puts some more there. */
function mutated(bytes: Uint8Array, random: SeededRandom): Uint8Array {
	const length = random.below(4) === 0 ? random.below(bytes.length + 8) : bytes.length;
	const changed = new Uint8Array(length);
	changed.set(bytes.subarray(0, length));
	for (let changes = random.below(4); changes > 0 && length > 0; changes--) changed[random.below(length)] = random.below(256);
	return changed;
}

/** A frame with something wrong; one whose form is right, with any data; noise; or the next step of a session. */
class Inputs {
	readonly #random: SeededRandom;
	#step = 0;

	constructor(random: SeededRandom) {
		this.#random = random;
	}

	next(): Uint8Array {
		const random = this.#random;
		const kind = random.below(8);
		const request = REQUESTS[random.below(REQUESTS.length)]!;
		if (kind < 2) return tried(mutated(request, random));
		if (kind < 4) return tried(encodeFrame('request', CODES[random.below(CODES.length)]!, mutated(request.subarray(12), random)));
		if (kind === 4) {
			const noise = new Uint8Array(random.below(40));
			random.fill(noise);
			return tried(noise);
		}
		const [name] = SESSION[this.#step++ % SESSION.length]!;
		return tried(hex(frameOf(name)));
	}
}

describe('J11 under fuzz', () => {
	for (const strict of [true, false]) {
		it(`a ${strict ? 'strict' : 'lenient'} module swallows anything, answers in whole frames and can be reset`, function () {
			this.timeout(120_000);
			const random = fuzzRandom(strict ? 1 : 2, 'j11 module');
			const inputs = new Inputs(random);
			const scheduler = new VirtualScheduler();
			const network = new ScriptedNetwork(scheduler);
			network.meterMac = hex(J11_METER_MAC);
			network.tellsAll = true;
			network.pans = [{ channel: 49, panId: 0x1a7c, mac: network.meterMac, rssi: -52, pairingId: 'CCDDEEFF' }];
			let answers = 0;
			let last = '';
			const handler = {
				onFrame: (code: number, data: Uint8Array) => {
					answers++;
					last = `${code.toString(16)} ${data.join()}`;
				},
				onProblem: (problem: string) => {
					throw new Error(problem);
				},
			};
			const reader = new FrameReader(handler, 'response', true);
			const module = new J11Module({
				model: { ...J11_MODELS['bp35c0-j11'], strict },
				network,
				scheduler,
				write: (bytes) => {
					equal(bytes.length <= MAX_FRAME, true, 'length');
					equal(reader.read(bytes, 0), bytes.length, 'one frame');
					equal(reader.isWithin || reader.dropped > 0, false, 'a whole frame');
				},
				chances: new FaultyJ11(() => random.below(50) === 0),
			});
			for (let count = fuzzCount(INPUTS / 2); count > 0; count--) {
				const before = answers;
				module.receive(inputs.next());
				equal(answers - before < 16, true, 'answers at once');
				if (random.below(2) === 0) scheduler.runFor(random.below(4) === 0 ? 2_000 : 30);
				equal(module.state.ports.length <= 10, true, 'ports');
				if (random.below(64) === 0) network.deliver(3610, '00');
				if (random.below(256) === 0) module.reset();
				network.calls.length = 0;
				network.sent.length = 0;
			}
			equal(answers > 0, true);
			module.reset();
			scheduler.runFor(1_000);
			equal(last, '6019 ');
		});
	}

	it('data is taken or refused with a word, never anything else', function () {
		this.timeout(120_000);
		const random = fuzzRandom(3, 'j11 data');
		const decoders = [decodeSend, decodeScan, decodeSetting, decodeStarted, decodeScanned, decodeReceived, decodeChange, decodePanaEnded];
		let taken = 0;
		for (let count = fuzzCount(INPUTS / 4); count > 0; count--) {
			const data = tried(mutated(DATA[random.below(DATA.length)]!, random));
			for (const decode of decoders) {
				try {
					decode(data);
					taken++;
				} catch (error) {
					if (!(error instanceof DecodeError)) throw error;
				}
			}
		}
		equal(taken > 0, true);
	});

	it('a reader finds the frame behind any noise once it was silent', function () {
		this.timeout(120_000);
		const random = fuzzRandom(4, 'j11 reader');
		let found = 0;
		const reader = new FrameReader({ onFrame: () => found++, onProblem() {} }, 'request', true);
		const frame = hex(frameOf('status?'));
		for (let count = fuzzCount(INPUTS / 4); count > 0; count--) {
			const noise = tried(mutated(REQUESTS[random.below(REQUESTS.length)]!, random));
			for (let at = 0; at < noise.length; ) at = reader.read(noise, at);
			reader.expire();
			found = 0;
			equal(reader.read(frame, 0), frame.length);
			equal(found, 1);
		}
	});
});

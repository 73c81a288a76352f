import type { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { SkClient } from '../../../../modules/wi-sun-module/skstack/host/client.js';
import { SkCoordinator } from '../../../../modules/wi-sun-module/skstack/host/coordinator.js';
import { fromText } from '../../../../modules/wi-sun-module/skstack/language/digits.js';
import { MODELS, type ModelName } from '../../../../modules/wi-sun-module/skstack/language/model.js';
import { SkModule } from '../../../../modules/wi-sun-module/skstack/module/module.js';
import { FaultyModule } from '../../../../src/world/fault/faulty-module.js';
import { equal } from '../../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';
import { dialogue, METER, METER_MAC, OWN, POWER } from '../../../vectors/skstack.js';
import { ScriptedNetwork } from '../network-rig.js';

const INPUTS = 1_000_000;

/** What a program may write, whole lines and pieces of them. */
const COMMANDS: readonly string[] = [
	...dialogue(false).map(({ host }) => host),
	...dialogue(true).map(({ host }) => host),
	'SKINFO\r\n',
	'SKTABLE E\r\nSKTABLE F\r\nSKTABLE 2\r\n',
	'SKSREG SFE 0\r\n',
	'SKSREG S16 FFFFFFFF\r\n',
	'WOPT 00\rROPT\rWUART 83\r',
	'SKSEND 1 0005 01234',
	`SKCONNECT ${METER} 0E1A 0E1A\r\n`,
	`SKSECENABLE 1 ${METER} ${METER_MAC}\r\n`,
	'SKSCAN 0 FFFFFFFF 4\r\n',
	'SKUDPPORT 3 0050\r\nSKSAVE\r\nSKLOAD\r\n',
	'SKRESET\r\n',
	'SKDSLEEP\r\n',
];

/** What a module may write. */
const LINES: readonly string[] = [
	...dialogue(false).map(({ module }) => module),
	...dialogue(true).map(({ module }) => module),
	'OK 01\r',
	'FAIL ER10\r\n',
	'EVENT C0\r\n',
	`ERXUDP ${METER} ${OWN} 0E1A 0E1A ${METER_MAC} DD 1 0 0012 ${POWER}\r\n`,
	`EINFO ${OWN} ${METER_MAC} 21 FFFF 0\r\n`,
];

/** What a module may write to a meter. */
const COORDINATOR_LINES: readonly string[] = [
	...LINES,
	'OK\r\n',
	'OK\r\n',
	'ESREG 1\r\nOK\r\n',
	'ESREG B5FB\r\nOK\r\n',
	...['24', '25', '26', '27', '28', '29', '32', '33'].map((event) => `EVENT ${event} ${METER}\r\n`),
	`EINFO ${OWN} ${METER_MAC} 21 FFFF FFFE\r\nOK\r\n`,
	`ERXUDP ${METER} ${OWN} 02CC 02CC ${METER_MAC} 0 0010 000000102000000200BADCAFE1122334\r\n`,
];

/** One of `texts` with some bytes changed, doubled or left out, or random bytes. */
class Mutator {
	readonly #texts: readonly Uint8Array[];
	readonly #random: SeededRandom;
	readonly #buffer = new Uint8Array(4_096);

	constructor(texts: readonly string[], random: SeededRandom) {
		this.#texts = texts.map(fromText);
		this.#random = random;
	}

	/** A view, good until the next call. */
	next(): Uint8Array {
		const random = this.#random;
		const buffer = this.#buffer;
		if (random.below(8) === 0) {
			const noise = buffer.subarray(0, random.below(24));
			random.fill(noise);
			return tried(noise);
		}
		const text = this.#texts[random.below(this.#texts.length)]!;
		const start = random.below(4) === 0 ? random.below(text.length) : 0;
		const end = random.below(2) === 0 ? text.length : Math.min(text.length, start + random.below(32));
		buffer.set(text.subarray(start, end));
		const length = Math.max(0, end - start);
		for (let changes = random.below(3); changes > 0 && length > 0; changes--) buffer[random.below(length)] = random.below(256);
		return tried(buffer.subarray(0, length));
	}
}

describe('SKSTACK-IP under fuzz', () => {
	for (const [index, model] of (['bp35a1', 'bp35c2'] as ModelName[]).entries()) {
		it(`a ${model} swallows anything, answers briefly and can be reset`, () => {
			const random = fuzzRandom(1 + index, 'skstack module');
			const mutator = new Mutator(COMMANDS, random);
			const scheduler = new VirtualScheduler();
			const network = new ScriptedNetwork(scheduler);
			let longest = 0;
			let answers = 0;
			const module = new SkModule({
				model: MODELS[model],
				network,
				scheduler,
				write: (bytes) => {
					longest = Math.max(longest, bytes.length);
					answers++;
				},
				around: new FaultyModule({ scheduler, strikes: () => random.below(50) === 0 }),
			});
			for (let count = fuzzCount(INPUTS / 2); count > 0; count--) {
				module.receive(mutator.next());
				if (random.below(4) === 0) scheduler.runFor(200);
				if (random.below(64) === 0) module.wake();
				if (random.below(256) === 0) module.receive(fromText('\rSKRESET\r'));
				// The script keeps a record of everything; only the module's own memory is under test.
				network.calls.length = 0;
				network.sent.length = 0;
				if (network.neighbours.length > 8) network.neighbours.length = 0;
				if (network.devices.length > 8) network.devices.length = 0;
				if (network.keyIndexes.length > 8) network.keyIndexes.length = 0;
			}
			equal(longest < 20_000, true, `answer of ${longest} bytes`);
			equal(answers > 0, true);
		});
	}

	it('a client takes anything for an answer', () => {
		const random = fuzzRandom(3, 'skstack client');
		const mutator = new Mutator(LINES, random);
		const scheduler = new VirtualScheduler();
		let heard = 0;
		const client = new SkClient({
			scheduler,
			write: () => {},
			listener: {
				onDatagram: () => {
					heard++;
				},
				onEvent: () => {
					heard++;
				},
			},
		});
		let idle = true;
		const done = (): void => {
			idle = true;
		};
		const operations: readonly (() => void)[] = [
			() => client.open(done),
			() => client.scan(done),
			() => client.join({ channel: 0x31, panId: 0xb5fb, mac: new Uint8Array(8), lqi: 0 }, done),
			() => client.terminate(done),
			() => client.send(new Uint8Array(16), 3610, new Uint8Array(14), 'required', done),
		];
		for (let count = fuzzCount(INPUTS); count > 0; count--) {
			if (idle) {
				idle = false;
				operations[random.below(operations.length)]!();
			}
			client.receive(mutator.next());
			if (random.below(8) === 0) scheduler.runFor(500);
		}
		scheduler.runFor(3_600_000);
		equal(idle, true, 'every operation ends');
		equal(heard > 0, true);
	});

	it('a coordinator takes anything that comes beside what its module says, and has it running when it speaks alone', () => {
		const random = fuzzRandom(4, 'skstack coordinator');
		const mutator = new Mutator(COORDINATOR_LINES, random);
		const scheduler = new VirtualScheduler();
		const network = new ScriptedNetwork(scheduler);
		const serial = {
			onReceive: (_bytes: Uint8Array) => {},
			write: (bytes: Uint8Array) => scheduler.after(1, () => module.receive(bytes)),
		};
		const module = new SkModule({ model: MODELS['rl7023-ips'], network, scheduler, write: (bytes) => serial.onReceive(bytes) });
		const coordinator = new SkCoordinator({ serial, scheduler, log: { write() {} }, channel: 0x21, panId: 0xffff });
		let peers = 0;
		let live = false;
		let datagrams = 0;
		coordinator.listener = {
			onDatagram: () => {
				datagrams++;
			},
			onPeer: (event) => {
				peers++;
				const begins = event === 'joined' || event === 'rejoined';
				if (event !== 'failed') equal(live || begins, true, `${event} of nobody`);
				if (event !== 'failed') live = begins;
			},
		};
		coordinator.configure('0'.repeat(32), '0123456789AB');
		let waiting = 0;
		let running = 0;
		const done = (): void => {
			waiting--;
		};
		for (let count = fuzzCount(INPUTS); count > 0; count--) {
			if (coordinator.state === 'running') {
				running++;
				if (waiting < 4) {
					waiting++;
					coordinator.send(coordinator.peer ?? new Uint8Array(16), 3610, new Uint8Array(14), done);
				}
				if (random.below(1_000) === 0 && coordinator.peer !== undefined) coordinator.terminate(coordinator.peer);
			}
			serial.onReceive(mutator.next());
			if (random.below(8) === 0) scheduler.runFor(500);
			network.calls.length = 0;
			network.sent.length = 0;
		}
		// On XS the share of the inputs may be too small to get that far.
		if (fuzzCount(INPUTS) === INPUTS)
			equal(running > 0 && peers > 0 && datagrams > 0, true, `${running} running, ${peers} events, ${datagrams} datagrams`);
		scheduler.runFor(600_000);
		equal(waiting, 0, 'every datagram has its result');
		equal(coordinator.state, 'running');
	});
});

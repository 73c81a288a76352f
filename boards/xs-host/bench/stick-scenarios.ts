/** What a HEMS program does with the stick on the device model. */
import { SeededRandom } from '../../../hal/virtual/random.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { EPC } from '../../../src/route-b/epc.js';
import { MANAGEMENT } from './route-a-scenarios.js';
import { GET, SET_C } from './scenarios.js';
import { CREDENTIALS, type StickBench, type StickParts, type StickScenario } from './stick-bench.js';
import type { Memory } from './xs-program.js';

const MINUTE = 60_000;
const REGISTER = 3;
/** Writings of a stranger. */
const HOSTILE = 300;
const LONGEST = 5_000;
/** Ends whatever line or SKSENDTO was begun, however much of it is missing. */
const FLUSH = '\r\n'.repeat(700);
/** Commands that a HEMS need not have written. */
const OTHERS = [
	'SKINFO',
	'SKAPPVER',
	'SKTABLE 1',
	'SKTABLE 2',
	'SKTABLE E',
	'ROPT',
	'SKSAVE',
	'SKLOAD',
	'SKREJOIN',
	'SKSREG SFE 0',
	'SKUDPPORT 3 0E1B',
];

export async function begin({ hems }: StickBench): Promise<void> {
	await hems.begin(CREDENTIALS.id, CREDENTIALS.password);
	await hems.scan();
	await hems.join();
}

export const stickReads: StickScenario = async (bench) => {
	await begin(bench);
	for (let i = 0; i < 20; i++) await bench.hems.ask(GET, [EPC.power, 0]);
};

/** The histories of 45 days, which answers of several frames bring. */
export const stickHistories: StickScenario = async (bench) => {
	const { hems } = bench;
	await begin(bench);
	for (let day = 1; day < 45; day += 11) {
		await hems.ask(SET_C, [EPC.history1Day, 1, day]);
		await hems.ask(GET, [EPC.importHistory1, 0], [EPC.exportHistory1, 0]);
	}
	await hems.ask(GET, [EPC.readableMap, 0], [EPC.settableMap, 0], [EPC.announcedMap, 0]);
};

export const stickNotification: StickScenario = async (bench) => {
	await begin(bench);
	await untilNotified(bench);
};

export async function untilNotified({ hems, stick }: StickBench): Promise<void> {
	const { informed } = hems;
	if (!(await stick.runWhile(() => hems.informed === informed, 35 * MINUTE))) throw new Error('no notification came');
}

export const stickSessions: StickScenario = async (bench) => {
	const { hems } = bench;
	await begin(bench);
	for (let i = 0; i < 5; i++) {
		await hems.leave();
		await hems.join();
		await hems.ask(GET, [EPC.power, 0]);
	}
	await begin(bench);
	await hems.ask(GET, [EPC.power, 0]);
};

/** A program that writes what it likes: commands that are cut and changed, noise, lines without an end; then one that does as it should. */
export const stickHostile: StickScenario = async (bench) => {
	const { hems } = bench;
	await begin(bench);
	await hems.ask(GET, [EPC.power, 0]);
	await hostileInput(bench, HOSTILE);
	await begin(bench);
	await hems.ask(GET, [EPC.power, 0]);
	// Of each reason it tells once.
	if (!bench.stick.log.some((line) => /^(?:SKSTACK|J11): /.test(line)))
		throw new Error('expected the dongle to drop lines that are too long, or wrong frames');
};

export async function hostileInput({ hems, stick }: StickBench, count: number): Promise<void> {
	const random = new SeededRandom(1, 'program');
	const commands = [...hems.written, ...OTHERS.map((line) => Uint8Array.from(Buffer.from(`${line}\r\n`)))];
	for (let i = 0; i < count; i++) {
		await hems.write(hostile(commands[random.below(commands.length)]!, random));
		await stick.runFor(random.below(300));
	}
	await hems.write(Uint8Array.from(Buffer.from(FLUSH)));
	await stick.runFor(2 * MINUTE);
}

function hostile(command: Uint8Array, random: SeededRandom): Uint8Array {
	const kind = random.below(20);
	if (kind === 0) return Uint8Array.from({ length: random.below(LONGEST) }, () => random.below(256));
	if (kind === 1) return new Uint8Array(random.below(LONGEST)).fill(0x41);
	const bytes = kind < 6 ? command.slice(0, 1 + random.below(command.length)) : command.slice();
	for (let changes = random.below(3); changes > 0; changes--) bytes[random.below(bytes.length)] = random.below(256);
	return bytes;
}

/** A hand-held reads at the local port while the HEMS reads. */
export const stickBothRoutes: StickScenario = async (bench) => {
	const { hems, handHeld } = bench;
	await begin(bench);
	await handHeld.open(MANAGEMENT);
	await hems.ask(GET, [EPC.power, 0]);
	await handHeld.get(REGISTER, NAME.importEnergy, 2);
	await hems.leave();
	await hems.join();
	await handHeld.get(REGISTER, NAME.exportEnergy, 2);
	await handHeld.close();
};

/** Requests without a pause; `onMemory` gets what is alive before them and after each of the `parts`. */
export function stickRequests(count: number, parts: number, onMemory: (memory: Memory) => void): StickScenario {
	return async (bench) => {
		const { hems, stick } = bench;
		await begin(bench);
		await stick.runFor(MINUTE);
		onMemory(await stick.memory());
		for (let part = 0; part < parts; part++) {
			for (let i = 0; i < count / parts; i++) await hems.ask(GET, [EPC.power, 0]);
			await stick.runFor(MINUTE);
			onMemory(await stick.memory());
		}
	};
}

const BP35A1: StickParts = Object.freeze({ model: 'bp35a1', routeA: false });
const BP35C2: StickParts = Object.freeze({ model: 'bp35c2', routeA: false });
const J11: StickParts = Object.freeze({ model: 'bp35c0-j11', routeA: false });
const BOTH: StickParts = Object.freeze({ model: 'bp35a1', routeA: true });

/** By the name that they have in the table of memory.md. */
export const STICK_SCENARIOS: Readonly<Record<string, readonly [StickScenario, StickParts]>> = Object.freeze({
	'stick: scan, join': [begin, BP35A1],
	'stick: scan, join, BP35C2': [begin, BP35C2],
	'stick: scan, join, J11': [begin, J11],
	'stick: 20 reads': [stickReads, BP35A1],
	'stick: histories': [stickHistories, BP35A1],
	'stick: one notification': [stickNotification, BP35A1],
	'stick: sessions': [stickSessions, BP35A1],
	'stick: hostile input': [stickHostile, BP35A1],
	'stick: hostile input, J11': [stickHostile, J11],
	'stick: both routes': [stickBothRoutes, BOTH],
});

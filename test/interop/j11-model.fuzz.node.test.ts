/**
 * A J11 module beside a model of it that shares no line with it (j11-model.py): both are told the same, drawn by seed, with the same meter behind them, and have
 * to answer the same, byte for byte. Where they differ, a row says so, and why.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { toUpperHex } from '../../modules/bytes/hex.js';
import { J11_MODELS } from '../../modules/wi-sun-module/j11/language/model.js';
import { J11Module } from '../../modules/wi-sun-module/j11/module/module.js';
import type { RunState } from '../../modules/wi-sun-module/j11/module/state.js';
import type { Scan, ScanCallbacks, SendResult, SentDatagram } from '../../modules/wi-sun-module/network.js';
import { hex } from '../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../fuzz/campaign.js';
import { dataOf } from '../modules/wi-sun-module/j11/module-rig.js';
import { ScriptedNetwork } from '../modules/wi-sun-module/network-rig.js';
import { J11_METER, J11_METER_MAC } from '../vectors/j11.js';
import { PASSWORD, ROUTE_B_ID } from '../vectors/skstack.js';
import { drawSteps } from './j11-steps.js';
import { notTested, requirePeer } from './peers.js';

const MODEL = fileURLToPath(new URL('j11-model.py', import.meta.url));
const SEQUENCES = 40_000;
/** Of one process of the model. */
const BATCH = 1_000;
const ANEW = 'anew';
/** ms until all that one step began is over, an echo request that nobody answers too. */
const STEP_TIME = 12_000;
const CHANNEL = 49;
const GET = /^1081(....)05FF010288016201E700$/;
const GET_RES = '02880105FF017201E70400000200';

/** Where the two differ in one frame; `2051 01` is its code and its data, empty where one of them says nothing (more). */
interface Row {
	readonly what: string;
	readonly why: string;
	readonly model: RegExp;
	readonly module: RegExp;
	/** From there on they are not in the same state. */
	readonly diverges?: true;
}

/** The module is right in each, or nobody knows. */
const DIFFERENCES: readonly Row[] = [
	{
		what: 'a frame that is cut, whose code is no command',
		why: 'FFFF is what answers such a code (2.5), also in the model where a checksum or a length is wrong',
		model: /^(?!FFFF).{4} 13$/,
		module: /^FFFF 13$/,
	},
	{
		what: '00D9 with data',
		why: 'a length that is wrong comes before all else that a command meets; unconfirmed of this one, which has no response otherwise',
		model: /^6019$/,
		module: /^20D9 11$/,
		diverges: true,
	},
	{
		what: '0051 of a wrong length before 005F',
		why: 'the length comes before the state, as the model has it of other commands; unconfirmed',
		model: /^2051 37$/,
		module: /^2051 11$/,
	},
	{ what: '0051 without a channel', why: 'it would scan nothing; unconfirmed', model: /^2051 01$/, module: /^2051 04$/ },
	{
		what: '0054 with other characters than those of an id and a password',
		why: 'the id is of 0 to 9 and A to F (3.3.2, table 32); the model takes anything',
		model: /^2054 01$/,
		module: /^2054 04$/,
		diverges: true,
	},
	{
		what: '0054 with small letters in the password',
		why: 'they become capitals (table 32), and the meter has capitals',
		model: /^6028 02/,
		module: /^6028 01/,
		diverges: true,
	},
	{
		what: '0008 with more than 1232 bytes',
		why: 'the manual ends there (0x04D0, 3.2.3.3); the model knows no bound',
		model: /^2008 0[16]/,
		module: /^2008 11$/,
	},
	{
		what: 'an answer to a Get in the clear',
		why: 'a meter hears only secured datagrams of its HEMS',
		model: /^6018 /,
		module: /^$/,
	},
	{ what: '00DB', why: 'the model measures no energy', model: /^20DB 14$/, module: /^20DB (?:01.+|04)$/ },
	{ what: '00D1', why: 'the model has no echo requests', model: /^(?:20D1 14)?$/, module: /^(?:20D1 (?:01|04|06|11)|60D1 .+)$/ },
	{
		what: '00F0 before 005F',
		why: 'it is allowed there (table 18), and the module is deaf from then on; the model has no write mode',
		model: /^20F0 37$/,
		module: /^20F0 01$/,
		diverges: true,
	},
	{
		what: '00F0 in the PAN of the meter',
		why: 'the state has a result of its own; unconfirmed',
		model: /^20F0 14$/,
		module: /^20F0 3[45]$/,
	},
];

/** The meter of the model: it knows one id and one password, and answers one Get. */
class ModelNetwork extends ScriptedNetwork {
	#id = '';
	#password = '';
	#pairingId = '';

	constructor(
		readonly scheduler: VirtualScheduler,
		readonly isJoined: () => boolean,
	) {
		super(scheduler);
	}

	override set(...[name, value]: Parameters<ScriptedNetwork['set']>): void {
		if (name === 'pairingId') this.#pairingId = String(value);
	}

	override setRouteBId(id: string): void {
		this.#id = id;
		this.#pairingId = id.slice(-8);
	}

	override setPassword(password: string): void {
		this.#password = password;
	}

	override scan(scan: Scan, on: ScanCallbacks): boolean {
		const answers = scan.paired && this.#pairingId === ROUTE_B_ID.slice(-8);
		this.pans = answers ? [{ channel: CHANNEL, panId: 0x1a7c, mac: this.meterMac, rssi: this.rssi, pairingId: this.#pairingId }] : [];
		return super.scan(scan, on);
	}

	override join(peer: Uint8Array): boolean {
		this.joinEvent = this.#id === ROUTE_B_ID && this.#password === PASSWORD ? 'joined' : 'joinFailed';
		this.refuses = true;
		return super.join(peer);
	}

	override send(datagram: SentDatagram, done: (result: SendResult) => void): void {
		const tid = GET.exec(toUpperHex(datagram.payload))?.[1];
		const answers = tid !== undefined && toUpperHex(datagram.to) === J11_METER;
		this.scheduler.after(this.sendTime, () => {
			done('sent');
			if (answers && this.isJoined()) this.deliver(3610, `1081${tid}${GET_RES}`);
		});
	}
}

/** Keiki's module, told as the model is. */
class Told {
	readonly module: J11Module;
	readonly #scheduler = new VirtualScheduler();
	readonly #said: string[] = [];

	constructor(strict: boolean) {
		const network = new ModelNetwork(this.#scheduler, () => this.module.state.isAuthenticated);
		network.meterMac = hex(J11_METER_MAC);
		network.rssi = -52;
		network.sessionKey = hex('000102030405060708090A0B0C0D0E0F');
		network.tellsAll = true;
		this.module = new J11Module({
			model: { ...J11_MODELS['bp35c0-j11'], strict },
			network,
			scheduler: this.#scheduler,
			write: (bytes) => this.#said.push(toUpperHex(bytes)),
		});
	}

	step(word: string): string {
		for (const piece of word.split('+')) this.module.receive(hex(piece));
		this.#scheduler.runFor(STEP_TIME);
		return this.#said.splice(0).join(' ');
	}
}

/** What the model says of each word, sequence by sequence. */
function askModel(python: string, strict: boolean, sequences: readonly (readonly string[])[]): string[][] {
	const input = sequences.map((words) => [ANEW, ...words].join('\n')).join('\n');
	const { stdout, stderr, status } = spawnSync(python, [MODEL, ...(strict ? ['strict'] : [])], {
		input: `${input}\n`,
		encoding: 'utf8',
		maxBuffer: 2 ** 30,
	});
	assert.equal(status, 0, stderr);
	const lines = stdout.split('\n');
	assert.equal(lines.length, sequences.flat().length + 1, 'a line for each word, and the end of the last');
	const answers: string[][] = [];
	for (const words of sequences) answers.push(lines.splice(0, words.length));
	return answers;
}

/** What is met in a run. */
const met = { differences: new Set<Row>(), states: new Set<RunState>() };

/** False where they are in the same state no more. Throws AssertionError where they differ as no row has it. */
function compare(model: string, module: string, where: () => string): boolean {
	const [theirs, ours] = [model, module].map((said) => said.split(' ').map(dataOf));
	for (let i = 0; i < Math.max(theirs!.length, ours!.length); i++) {
		const [one, other] = [theirs![i] ?? '', ours![i] ?? ''];
		if (one === other) continue;
		const row = DIFFERENCES.find((each) => each.model.test(one) && each.module.test(other));
		if (row === undefined) assert.equal(module, model, `${where()}: no row knows "${other}" instead of "${one}"`);
		met.differences.add(row!);
		if (row!.diverges) return false;
	}
	return true;
}

describe('A J11 module and the model of it', () => {
	for (const strict of [true, false]) {
		it(`say the same, ${strict ? 'strict' : 'lenient'} of checksums`, function () {
			const python = requirePeer(this, 'python3', 'apt-get install python3');
			const random = fuzzRandom(strict ? 1 : 2, 'j11 model');
			for (let left = fuzzCount(SEQUENCES / 2); left > 0; left -= BATCH) {
				const sequences = Array.from({ length: Math.min(left, BATCH) }, () => drawSteps(random));
				const said = askModel(python, strict, sequences);
				for (const [i, words] of sequences.entries()) {
					const told = new Told(strict);
					for (const [j, word] of words.entries()) {
						met.states.add(told.module.state.run);
						const where = () => `${strict ? 'strict' : 'lenient'} ${words.slice(0, j + 1).join(' ')}`;
						if (!compare(said[i]![j]!, told.step(tried(word)), where)) break;
					}
				}
			}
		});
	}

	it('differ where a row says so, in every state', function () {
		if (met.states.size === 0) notTested(this, 'no model was asked');
		assert.deepEqual(
			DIFFERENCES.filter((row) => !met.differences.has(row)).map(({ what }) => what),
			[],
		);
		assert.deepEqual([...met.states].sort(), ['authenticated', 'notSetUp', 'operating', 'setUp']);
	});
});

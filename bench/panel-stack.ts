/** What a panel that nobody looks at costs a Get over the whole secured stack, from a program's bytes at the dongle's serial port and back, in one process. */
import process from 'node:process';
import { panelRoutes, panelTopics } from '../boards/host/panel/contents.js';
import { Curves } from '../boards/host/panel/curves/curves.js';
import { Frames } from '../boards/host/panel/frames/frame-routes.js';
import type { FrameCounts, FramesTold } from '../boards/host/panel/frames/frame-row.js';
import { Joining } from '../boards/host/panel/ladder/joining.js';
import type { PanelSite } from '../boards/host/panel/site.js';
import { fromHex } from '../modules/bytes/hex.js';
import { formatFullAddress, linkLocalAddress } from '../modules/ipv6/address.js';
import { fromText, toText } from '../modules/wi-sun-module/skstack/language/digits.js';
import { GEN1 } from '../src/route-b/meter-profile.js';
import { constantLoad } from '../src/world/load/source.js';
import { Control } from '../src/world/simulation/control.js';
import { World } from '../src/world/simulation/world.js';
import { CREDENTIALS } from '../test/src/world/simulation/hems-rig.js';
import { median } from './report.js';

const GETS = 5000;
const GET_POWER = fromHex('1081000105ff010288016201e700');
const START = Date.UTC(2026, 10, 22, 3, 0);
/** Virtual ms after which a join or an answer is missing. */
const PATIENCE = 120_000;

export interface TapCost {
	/** µs of processor time a Get, median of the rounds. */
	readonly without: number;
	readonly with: number;
	/** Median of the rounds' ratios. */
	readonly ratio: number;
}

export function benchTaps(rounds: number): TapCost {
	const [bare, tapped] = [new SerialHems(), new SerialHems()];
	const { site } = tapped;
	// All that hears something as long as a panel is open.
	const frames = new Frames(site);
	const panel = [...panelRoutes(site), ...panelTopics(site), new Curves(site, frames.readings), frames, new Joining(site)];
	for (const each of [bare, tapped]) each.begin();
	const { air, serial } = countsOf(frames);
	if (air === 0 || serial === 0) throw new Error(`bench: ${panel.length} parts of a panel hear nothing`);
	const results: { readonly without: number; readonly with: number }[] = [];
	for (let round = 0; round <= rounds; round++) {
		const result = { without: bare.cost(), with: tapped.cost() };
		if (round > 0) results.push(result);
	}
	return {
		without: median(results.map((each) => each.without)),
		with: median(results.map((each) => each.with)),
		ratio: median(results.map((each) => each.with / each.without)),
	};
}

/** How many frames there were, as a page hears it. */
function countsOf({ topics }: Frames): FrameCounts {
	let counts: FrameCounts | undefined;
	for (const { open } of topics)
		open(
			new URLSearchParams(),
			(data) => {
				counts = (data as FramesTold).counts;
			},
			undefined,
		)();
	if (counts === undefined) throw new Error('bench: the panel tells of no frames');
	return counts;
}

/** A world with a program at a dongle, as fast as it goes. */
class SerialHems {
	readonly #world = new World({
		...{ seed: 1, start: START, speed: 'max', load: constantLoad(500), profile: GEN1, credentials: CREDENTIALS, log: { write() {} } },
		...{ transmitLimit: Number.POSITIVE_INFINITY, answerDelay: { min: 0, max: 0 } },
	});
	readonly #dongle;
	readonly #get: Uint8Array;
	#heard = '';
	#answers = 0;

	constructor() {
		const write = (bytes: Uint8Array) => {
			this.#heard = toText(bytes);
			if (this.#heard.includes('ERXUDP')) this.#answers++;
		};
		this.#dongle = this.#world.simulator.addDongle({ model: 'bp35a1', serial: { onReceive() {}, write } });
		this.#get = fromText(`SKSENDTO 1 ${this.#address} 0E1A 1 000E ${toText(GET_POWER)}`);
	}

	/** What a panel needs of a run where nobody asks it anything. */
	get site(): PanelSite {
		const enter = (event: () => void) => event();
		const control = new Control({ stand: this.#world, events: this.#world.events, enter, onAnswer() {} });
		const site: Partial<PanelSite> = { world: this.#world, control, enter, start: START, hasPast: false, ofRun: () => undefined, onStep() {} };
		return { ...site, ready: { dongles: [] } } as unknown as PanelSite;
	}

	begin(): void {
		const { channel, panId } = this.#meter;
		const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
		const lines = [`SKSETPWD C ${CREDENTIALS.password}`, `SKSETRBID ${CREDENTIALS.id}`, `SKSREG S2 ${hex(channel, 2)}`, `SKSREG S3 ${hex(panId, 4)}`];
		for (const line of lines) this.#dongle.receive(fromText(`${line}\r\n`));
		this.#dongle.receive(fromText(`SKJOIN ${this.#address}\r\n`));
		if (!this.#world.simulator.scheduler.runWhile(() => !this.#heard.includes('EVENT 25'), PATIENCE))
			throw new Error('bench: the dongle did not join');
		this.#world.simulator.scheduler.runFor(PATIENCE);
	}

	/** µs of processor time a Get. */
	cost(): number {
		const before = process.cpuUsage();
		for (let i = 0; i < GETS; i++) {
			const answers = this.#answers;
			this.#dongle.receive(this.#get);
			if (!this.#world.simulator.scheduler.runWhile(() => this.#answers === answers, PATIENCE)) throw new Error('bench: an answer is missing');
		}
		const { user, system } = process.cpuUsage(before);
		return (user + system) / GETS;
	}

	get #meter() {
		return this.#world.simulator.meters[0]!;
	}

	get #address(): string {
		return formatFullAddress(linkLocalAddress(this.#meter.macAddress));
	}
}

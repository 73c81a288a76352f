/** `keiki fleet`: many meters until somebody ends them. */
import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import process from 'node:process';
import { endpointText } from '../../../hal/node/addresses.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { GEN1 } from '../../../src/route-b/meter-profile.js';
import { HALF_HOUR } from '../../../src/world/load/district.js';
import { identityOf } from '../../../src/world/meter/identity.js';
import type { FleetStep } from '../../../src/world/scenario/fleet-acts.js';
import { SCHEMA } from '../../../src/world/schema/event-rows.js';
import { isoTime } from '../../../src/world/time/iso-time.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { newHostCipher } from '../shared/host-cipher.js';
import { keysObject } from '../shared/keys-file.js';
import { notice } from '../shared/notice.js';
import { hostLog } from '../shared/stderr-log.js';
import { type Ending, Stop } from '../shared/stop.js';
import { reasonOf, type UsageError } from '../shared/usage-error.js';
import { DEVICE_BASE } from './addressing.js';
import { addressOf } from './any-ip.js';
import { Concentrators, PlaceError } from './concentrators.js';
import { fleetKeys } from './fleet-keys.js';
import { type ListedFleetMeter, writeList } from './fleet-list.js';
import { type FleetChoice, type FleetWords, parseFleet } from './fleet-options.js';
import { FleetReporter } from './fleet-reporter.js';
import { FleetRun } from './fleet-run.js';
import { carryOut, readFleetScenario } from './fleet-scenario.js';
import { FleetState } from './fleet-state.js';
import { wrongFleet } from './fleet-usage.js';
import { FLEET_WORDS } from './fleet-words.js';
import type { StormFigures } from './push-storm.js';

/** Amperes of a meter of a fleet, as its type of unit has them. */
const AMPERES = 60;
/** What pushes that were sent may take to leave at the end, ms. */
const PATIENCE = 1000;

/** Returns the exit code. Throws UsageError where nothing could be started; then nothing is left behind. */
export async function fleetCommand(words: FleetWords): Promise<ExitCode> {
	const choice = parseFleet(words);
	const cipher = newHostCipher();
	const keys = fleetKeys(choice, cipher);
	const state = choice.state === undefined ? undefined : new FleetState(choice.state, { ...choice, keys: digestOf(keys(1)) });
	try {
		return await runFleet(choice, keys, state);
	} catch (error) {
		state?.close(undefined);
		throw error;
	}
}

/** Behind it the state is closed, unless it throws. */
async function runFleet(choice: FleetChoice, keys: (number: number) => RouteAKeys, state: FleetState | undefined): Promise<ExitCode> {
	const start = startOf(choice, state);
	const ofStreet = choice.spans[0]!.count;
	const steps = choice.scenario === undefined ? [] : readFleetScenario(choice.scenario, start, { meters: choice.meters, ofStreet });
	const stop = new Stop(true);
	let live: LiveFleet | undefined;
	// What comes before the fleet is there waits in the sockets of the system.
	const places = await openPlaces(choice, (event) => (live === undefined ? event() : live.run.enter(event)));
	try {
		refuseFar(choice);
		live = new LiveFleet(choice, start, places, stop, keys, state);
		live.begin(steps);
	} catch (error) {
		live?.run.stop();
		places.close();
		throw error;
	}
	const ended = await stop.ending;
	return live.finish(ended);
}

class LiveFleet {
	readonly run: FleetRun;
	readonly #choice: FleetChoice;
	readonly #reporter: FleetReporter;
	readonly #places: Concentrators;
	readonly #stop: Stop;
	readonly #keys: (number: number) => RouteAKeys;
	readonly #state: FleetState | undefined;
	/** Why what the meters are cannot be kept any more. */
	#unkept: unknown;

	constructor(
		choice: FleetChoice,
		start: number,
		places: Concentrators,
		stop: Stop,
		keys: (number: number) => RouteAKeys,
		state: FleetState | undefined,
	) {
		this.#choice = choice;
		this.#keys = keys;
		this.#state = state;
		this.#places = places;
		this.#stop = stop;
		const log = hostLog(choice.quiet);
		const texts = FLEET_WORDS[choice.lang];
		this.run = new FleetRun({
			...{ choice, start, log, places, keys },
			state: state && { onRecord: state.put, ...(state.source && { from: state.source }) },
			onPushes: (figures, unsent) => this.#onPushes(figures, unsent),
			onOverrun: () => log.write('pushes', texts.noPushes()),
			onLarge: (number, bytes) => this.#reporter.tell('large', { number, bytes }),
			onError: (error) => stop.fail(error),
		});
		if (state !== undefined) {
			state.onError = (error) => {
				this.#unkept ??= error;
				stop.fail(error);
			};
			state.onRestored();
		}
		this.#reporter = new FleetReporter({ ...choice, start, now: () => this.run.now() });
	}

	/** Lets clients in. Throws UsageError if the list cannot be written. */
	begin(steps: readonly FleetStep[]): void {
		const { start, list } = this.#choice;
		// Making the meters took its time: a clock that was not set otherwise is right again.
		if (start === undefined) this.run.scheduler.runUntil(Math.max(0, Date.now() - this.run.fleet.options.start));
		if (list !== undefined) this.#writeList(list);
		this.#keep();
		this.#play(steps);
		// What is due at once happens as it starts.
		this.#reporter.ready(this.#ready());
		this.run.start();
	}

	/** Returns the exit code. */
	async finish(ending: Ending): Promise<ExitCode> {
		this.run.halt();
		await this.run.drained(PATIENCE);
		this.run.stop();
		this.#places.close();
		const error = this.#end(ending);
		if (error !== undefined) ending = { error };
		if ('error' in ending) {
			process.stderr.write(`keiki: ${reasonOf(ending.error)}\n`);
			this.#reporter.error(reasonOf(ending.error));
		}
		this.#reporter.end('reason' in ending ? ending.reason : 'failure');
		return 'error' in ending ? EXIT.untold : EXIT.done;
	}

	/** All that the meters are now, in place of what is kept. Throws UsageError. */
	#keep(): void {
		try {
			this.#state?.keep(this.run.fleet.image(false));
		} catch (error) {
			throw wrongFleet('cannotWrite', '--state', this.#choice.state!, reasonOf(error));
		}
	}

	/** Returns why what the meters are could not be kept. */
	#end(ending: Ending): unknown {
		try {
			// Whatever went wrong, the journal has what meters have answered for.
			this.#state?.close('error' in ending ? undefined : this.run.fleet.image(true));
			return undefined;
		} catch (error) {
			return wrongFleet('cannotWrite', '--state', this.#choice.state!, reasonOf(error));
		}
	}

	#play(steps: readonly FleetStep[]): void {
		const { scheduler } = this.run;
		for (const step of steps) scheduler.after(Math.max(0, step.at - scheduler.now()), () => this.#act(step));
	}

	#act({ action, line, text }: FleetStep): void {
		if (action.kind === 'end') {
			this.run.halt();
			this.#stop.end('scenarioOver');
			return;
		}
		const result = carryOut(action, this.run, this.#choice.seed, line);
		if (action.kind === 'exchange') this.#relist();
		this.#reporter.tell('act', { line, step: text, ...result });
	}

	/** The list tells of the meters that hang there now. */
	#relist(): void {
		const { list, lang } = this.#choice;
		if (list === undefined) return;
		try {
			this.#writeList(list);
		} catch (error) {
			notice(() => FLEET_WORDS[lang].unlisted(list, reasonOf(error)));
		}
	}

	#writeList(path: string): void {
		const { master } = this.#choice;
		try {
			writeList(path, this.#listed(), this.#keys, master === undefined);
		} catch (error) {
			throw wrongFleet('cannotWrite', '--list', path, reasonOf(error));
		}
	}

	*#listed(): Iterable<ListedFleetMeter> {
		const { fleet, places } = this.run;
		const { seed, meters } = this.#choice;
		const { wattHours: wh, digits } = GEN1.counter;
		for (let place = 1; place <= meters; place++) {
			const number = places.numberAt(place);
			const concentrator = places.concentratorOf(place);
			const since = places.since(place);
			const { name: node, serial } = identityOf(seed, number);
			yield {
				...{ number, node, serial, supplyPoint: fleet.supplyPointOf(number), routeA: places.textOf(place) },
				...{ concentrator, group: `street-${concentrator}`, twoWay: true, wh, digits, amperes: AMPERES },
				...(since !== undefined && { from: isoTime(since) }),
			};
		}
	}

	#ready() {
		const { meters, anyIp, push, pushBy, list, seed, speed, master, spans } = this.#choice;
		const { all } = this.#places;
		return {
			...{ schema: SCHEMA, meters, concentrators: all.length, pushBy, seed, speed, demo: master === undefined },
			first: all[0]!.listener.address,
			last: all.at(-1)!.listener.address,
			device: { first: DEVICE_BASE + 1, last: DEVICE_BASE + spans[0]!.count },
			anyIp: anyIp === undefined ? null : { first: addressOf(anyIp, 1), last: addressOf(anyIp, meters), port: anyIp.port },
			push: push === undefined ? null : endpointText(push.address, push.port),
			list: list ?? null,
		};
	}

	#onPushes({ slot, pushed, lost, silent, latest, took }: StormFigures, unsent: number): void {
		const { fleet, switchboard, connections } = this.run;
		const { changed, changedBytes } = fleet.figures;
		const { malformed, dropped, crowded } = this.#places.statistics;
		if (this.#state?.isLong === true) {
			try {
				this.#keep();
			} catch (error) {
				this.#state.onError(error);
			}
		}
		this.#reporter.tell('pushes', {
			...{ slot: isoTime(slot * HALF_HOUR), meters: this.#choice.meters, pushed, lost, silent, unsent, latestMs: latest, tookMs: took },
			...{ associations: switchboard.associations, connections: connections.size },
			...{ crowded, dropped: dropped + connections.statistics.dropped, malformed: malformed + connections.statistics.malformed },
			...{ changed, changedBytes, rss: process.memoryUsage.rss() },
		});
	}
}

/** ms since 1970-01-01T00:00:00Z: now, or when what is kept ended where that is later, as of a fleet whose time went fast. Throws UsageError. */
function startOf({ start, state: path }: FleetChoice, state: FleetState | undefined): number {
	const end = state?.end;
	if (end === undefined) return start ?? Date.now();
	if (start === undefined) return Math.max(Date.now(), end);
	if (start < end) throw wrongFleet('past', path!, isoTime(end));
	return start;
}

/** Tells keys apart, and nothing about them. */
function digestOf(keys: RouteAKeys): string {
	return createHash('sha256')
		.update('keiki fleet')
		.update(JSON.stringify(keysObject(keys)))
		.digest('hex');
}

/** Throws UsageError where no datagram of a concentrator gets to who takes the pushes: it is of the other family. */
function refuseFar({ first, push, pushBy }: FleetChoice): void {
	if (push === undefined || pushBy !== 'udp' || isIPv4(first.address) === isIPv4(push.address)) return;
	const [to, from] = [push, first].map(({ address, port }) => endpointText(address, port)) as [string, string];
	throw wrongFleet('far', to, from, isIPv4(first.address) ? 'IPv4' : 'IPv6');
}

/** Throws UsageError where one is not to be had. */
async function openPlaces({ first, spans, anyIp }: FleetChoice, enter: (event: () => void) => void): Promise<Concentrators> {
	try {
		return await Concentrators.open(first, spans, enter, anyIp);
	} catch (error) {
		if (error instanceof PlaceError) throw placeWrong(error, spans.length);
		throw error;
	}
}

function placeWrong({ place: { address, port }, reason, prefix }: PlaceError, concentrators: number): UsageError {
	const anyIp = prefix && `${prefix.text}/${prefix.bits}`;
	const [option, place] = anyIp === undefined ? ['--first', endpointText(address, port)] : ['--anyip', `${anyIp},${port}`];
	switch (reason.code) {
		case 'EADDRINUSE':
			return wrongFleet('placeTaken', option, place);
		case 'EADDRNOTAVAIL':
			return anyIp === undefined ? wrongFleet('notOurs', option, place) : wrongFleet('noRoute', anyIp);
		case 'EMFILE':
		case 'ENFILE':
			return wrongFleet('tooManyFiles', place, 2 * concentrators);
		default:
			return wrongFleet('reason', option, place, reasonOf(reason));
	}
}

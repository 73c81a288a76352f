/** A world that runs: how it is, what happens in it, and what can be done to it, in one schema for whoever watches or works it. */
import { equalBytes } from '../../../modules/bytes/equal.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { linkLocalAddress } from '../../../modules/ipv6/address.js';
import type { Dongle } from '../dongle/dongle.js';
import { faultChoice, parseFaultName } from '../fault/fault-choice.js';
import { AirLink } from '../meter/air-link.js';
import type { EmulatedMeter } from '../meter/emulated-meter.js';
import { meterStatus } from '../meter/meter-status.js';
import { refusalWords } from '../scenario/answer-words.js';
import { type Command, isOfWorld, type WorldCommand } from '../scenario/command.js';
import type { Answer, Stand, StandView } from '../scenario/stand.js';
import { SCHEMA } from '../schema/event-rows.js';
import type { WorldState } from '../schema/state-rows.js';
import { isoTime } from '../time/iso-time.js';
import { addressText } from '../watch/address-text.js';
import { carriedOut, refused } from './customer-hands.js';
import { MetersStand } from './meters-stand.js';
import { Simulator } from './simulator.js';
import type { SimulatorOptions } from './simulator-options.js';
import { WorldEvents } from './world-events.js';

type MeterState = WorldState['meters'][number];

export interface WorldOptions extends Omit<SimulatorOptions, 'onEvent' | 'hearsSerial'> {
	/** How fast virtual time goes; whoever drives the scheduler keeps to it. */
	readonly speed: number | 'max';
}

export class World implements Stand {
	readonly simulator: Simulator;
	readonly events: WorldEvents;
	readonly #options: WorldOptions;
	readonly #stand: MetersStand;
	#onDone: readonly ((command: Command) => void)[] = [];

	/** @throws DamagedMemory if a flash holds something else than what should stand there */
	constructor(options: WorldOptions) {
		this.#options = options;
		const elapsed = () => this.simulator.scheduler.now();
		this.events = new WorldEvents({ now: () => this.#now, elapsed, nameOf: (address) => this.nameOf(address) });
		this.simulator = new Simulator({
			...options,
			onEvent: (event) => this.events.tell(event),
			hearsSerial: () => this.events.wants('serial'),
		});
		this.#stand = new MetersStand(this.simulator.meters, this.simulator.faults);
	}

	/** Of the first meter, for expectations. */
	get view(): StandView {
		return this.#stand.view;
	}

	get state(): WorldState {
		return this.#stateWith(this.simulator.meters);
	}

	/** The same, with this meter alone. */
	stateOf(meter: EmulatedMeter): WorldState {
		return this.#stateWith([meter]);
	}

	#stateWith(meters: readonly EmulatedMeter[]): WorldState {
		const { speed } = this.#options;
		const { scheduler, dongles, faults } = this.simulator;
		return {
			schema: SCHEMA,
			time: isoTime(this.#now),
			elapsedMs: Math.floor(scheduler.now()),
			speed,
			meters: meters.map((meter) => this.meterState(meter)),
			dongles: dongles.map(dongleState),
			faults: faults.running,
		};
	}

	/** What hands, tools and the utility do to the first meter; and how all is. Calls `done` once, at once or later. */
	carryOut(command: Command, done: (answer: Answer) => void): void {
		this.#carryOut(command, (answer) => {
			done(answer);
			for (const listener of this.#onDone) listener(command);
		});
	}

	/** Tells of each command that was answered, whoever gave it: what it changed need not be an event. Returns what ends that. */
	onCommand(listener: (command: Command) => void): () => void {
		this.#onDone = [...this.#onDone, listener];
		return () => {
			this.#onDone = this.#onDone.filter((each) => each !== listener);
		};
	}

	#carryOut(command: Command, done: (answer: Answer) => void): void {
		if (command.kind === 'state') {
			const { state } = this;
			done({ refusal: undefined, text: JSON.stringify(state, undefined, 2), data: { ...state } });
		} else if (isOfWorld(command)) done(this.#handleDongle(command));
		else this.#stand.carryOut(command, done);
	}

	#handleDongle(command: Exclude<WorldCommand, { readonly kind: 'state' }>): Answer {
		const { dongles, scheduler } = this.simulator;
		const { number } = command;
		const dongle = dongles[number - 1];
		if (dongle === undefined) return refused({ kind: 'unknownDongle', dongle: number, dongles: dongles.length });
		const node = dongle.name;
		if (!dongle.isPlugged) return refused({ kind: 'dongleOut', node });
		if (command.kind === 'dongle reset') {
			dongle.reset();
			return carriedOut({ kind: 'dongleReset', node });
		}
		dongle.unplug();
		scheduler.after(command.time, () => dongle.plug());
		return carriedOut({ kind: 'dongleUnplugged', node, forMs: command.time });
	}

	/**
	 * Switches a fault, by its name and value as `--fault` has them, at one node or wherever it can strike; a value that is undefined switches it off. With
	 * `once` it strikes once and is off then. Returns why it cannot be done; undefined: it is.
	 *
	 * @throws FaultError for a name or a value that is none
	 */
	setFault(name: string, value: string | undefined, once = false, node?: string): string | undefined {
		const known = parseFaultName(name);
		const { faults } = this.simulator;
		const refusal = value === undefined ? faults.clear(known, node) : faults.set({ ...faultChoice(known, value), once }, node);
		return refusal && refusalWords(refusal);
	}

	/** How one of them is. */
	meterState(meter: EmulatedMeter): MeterState {
		return {
			node: meter.name,
			macAddress: toUpperHex(meter.macAddress),
			panId: toUpperHex(Uint8Array.of(meter.panId >> 8, meter.panId)),
			channel: meter.channel,
			contact: meter.contactClosed ? 'closed' : 'open',
			session: this.#sessionOf(meter),
			...meterStatus(meter),
		};
	}

	#sessionOf(meter: EmulatedMeter): MeterState['session'] {
		const status = meter.link instanceof AirLink ? meter.link.stack.authentication : undefined;
		if (status === undefined) return null;
		const { state, address, sessionId, keyId } = status;
		const peer = address === undefined ? null : addressText(address);
		return { state, peer, peerNode: (address && this.nameOf(address)) ?? null, sessionId, keyId };
	}

	get #now(): number {
		return this.#options.start + this.simulator.scheduler.now();
	}

	/** Of a HEMS in this world, by its address; undefined: it is none's. */
	nameOf(address: Uint8Array): string | undefined {
		const { dongles, visits } = this.simulator;
		return dongles.find(({ network }) => equalBytes(linkLocalAddress(network.macAddress), address))?.name ?? visits.nameOf(address);
	}
}

function dongleState({ name, model, network, isScanning, isBusy }: Dongle): WorldState['dongles'][number] {
	const { macAddress, limited, transmitTime } = network;
	return { node: name, model: model.name, macAddress: toUpperHex(macAddress), scanning: isScanning, busy: isBusy, limited, transmitMs: transmitTime };
}

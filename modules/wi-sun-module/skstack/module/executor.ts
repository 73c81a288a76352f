import type { Scheduler, Timer } from '../../../../hal/ports/scheduler.js';
import { linkLocalAddress } from '../../../ipv6/address.js';
import type { ModuleNetwork } from '../../network.js';
import { type Arguments, SECURITIES } from '../language/command.js';
import { EVENT, encodeEvent } from '../language/event.js';
import { lqiOf } from '../language/lqi.js';
import { type Model, SIDE } from '../language/model.js';
import { REGISTER } from '../language/registers.js';
import { encodeTcp, TCP_CLOSED } from '../language/reply.js';
import { describePan, encodeEnergies, encodePan, FIRST_CHANNEL, LAST_CHANNEL } from '../language/scan-lines.js';
import type { Command } from './commands.js';
import type { Answers, Execution } from './execution.js';
import { TRANSMITTED_AS } from './settings.js';
import type { ModuleState } from './state.js';

/** What becomes of SKCONNECT where nobody answers (BP35A1 command reference manual 7), ms. */
const TCP_CONNECT_TIME = 12_000;

/** ms that a scan of duration d stays on each channel: 9.6 ms · (2^d + 1). */
const SCAN_UNIT = 9.6;

/** Carries out commands whose form is right. */
export interface Commands {
	/** True if no further command may start before `done`, which then comes later. `data` may be kept. */
	execute(command: Command, data: Uint8Array, done: () => void): boolean;
}

export class Executor implements Execution, Commands {
	readonly model: Model;
	readonly network: ModuleNetwork;
	readonly state: ModuleState;
	readonly answers: Answers;
	readonly ownAddress: Uint8Array;
	readonly #scheduler: Scheduler;
	#scanning = false;
	#asleep = false;
	/** The command that runs is not done yet. */
	#waits = false;
	#connecting: Timer | undefined;

	constructor(model: Model, network: ModuleNetwork, state: ModuleState, scheduler: Scheduler, answers: Answers) {
		this.model = model;
		this.network = network;
		this.state = state;
		this.answers = answers;
		this.ownAddress = linkLocalAddress(network.macAddress);
		this.#scheduler = scheduler;
	}

	get asleep(): boolean {
		return this.#asleep;
	}

	execute(command: Command, data: Uint8Array, done: () => void): boolean {
		this.#waits = false;
		command.run(this, command.args, data, done);
		return this.#waits;
	}

	event(event: number, address: Uint8Array | undefined = this.ownAddress, parameter?: number, side: number = SIDE.routeB): void {
		this.answers.line(encodeEvent({ event, address, side, parameter }, this.model.side));
	}

	/** SF0 chooses the side that joining, starting and ending a session are for (as its users describe it; unconfirmed). */
	get onRouteB(): boolean {
		return this.state.registers.get(REGISTER.side) === SIDE.routeB;
	}

	/** OK where the network takes the command. */
	taken(taken: boolean): void {
		if (taken) this.answers.ok();
		else this.answers.fail('ER10');
	}

	lines(lines: readonly string[]): void {
		for (const line of lines) this.answers.line(line);
	}

	reset(): void {
		this.#scanning = false;
		this.#connecting?.cancel();
		this.#connecting = undefined;
		this.state.reset();
	}

	sleep(): void {
		this.#asleep = true;
		this.network.sleep(true);
	}

	wake(): void {
		if (!this.#asleep) return;
		this.#asleep = false;
		this.network.sleep(false);
		this.answers.line(encodeEvent({ event: EVENT.awake }, this.model.side));
	}

	scan(mode: number, mask: number, duration: number, side: number): void {
		if (duration > this.model.maxScanDuration) {
			this.answers.fail('ER06');
			return;
		}
		const channels = channelsOf(mask);
		const started = !this.#scanning && this.#startScan(mode, channels, duration, side);
		this.#scanning ||= started;
		this.taken(started);
	}

	connect(): void {
		if (this.#connecting !== undefined) {
			this.answers.fail('ER10');
			return;
		}
		this.answers.ok();
		// Nobody on Route B speaks TCP: the handshake times out, as with a peer that does not listen.
		this.#connecting = this.#scheduler.after(TCP_CONNECT_TIME, () => {
			this.#connecting = undefined;
			this.answers.line(encodeTcp(TCP_CLOSED, 0));
			this.answers.flush();
		});
	}

	send(command: Arguments, payload: Uint8Array, done: () => void): void {
		const to = command.bytes(1);
		const localPort = this.state.udpPorts[command.number(0) - 1]!;
		if (localPort === 0 || (this.model.side && command.number(4) !== SIDE.routeB)) {
			this.answers.fail('ER10');
			return;
		}
		this.#waits = true;
		const security = SECURITIES[command.number(3)]!;
		this.network.send({ to, localPort, remotePort: command.number(2), payload, security }, (result) => {
			this.event(EVENT.transmitted, to, TRANSMITTED_AS[result]);
			this.answers.ok();
			done();
		});
	}

	#startScan(mode: number, channels: readonly number[], duration: number, side: number): boolean {
		if (mode === 0) return this.#measure(channels, duration, side);
		return side === SIDE.routeB ? this.#searchPans(channels, duration, mode === 2) : this.#searchHan(channels, duration);
	}

	#measure(channels: readonly number[], duration: number, side: number): boolean {
		return this.network.detectEnergy(channels, timeOnChannel(duration), (levels) => {
			this.#scanning = false;
			this.event(EVENT.energyScanDone, this.ownAddress, undefined, side);
			const energies = levels.map(({ channel, level }) => ({ channel, level: lqiOf(level) }));
			this.lines(encodeEnergies(energies, this.model.side ? side : undefined));
			if (this.model.emptyLineAfterEnergies) this.answers.line('');
			this.answers.flush();
		});
	}

	/** There is no HAN: the receiver goes through the channels for as long, and nothing is found. */
	#searchHan(channels: readonly number[], duration: number): boolean {
		return this.network.detectEnergy(channels, timeOnChannel(duration), () => {
			this.#scanning = false;
			this.event(EVENT.scanDone, this.ownAddress, undefined, SIDE.han);
			this.answers.flush();
		});
	}

	#searchPans(channels: readonly number[], duration: number, paired: boolean): boolean {
		return this.network.scan(
			{ channels, duration, timeOnChannel: timeOnChannel(duration), paired },
			{
				onPan: (pan) => {
					this.event(EVENT.beacon);
					this.lines(encodePan(describePan(pan), this.model.side));
					this.answers.flush();
				},
				done: () => {
					this.#scanning = false;
					this.event(EVENT.scanDone);
					this.answers.flush();
				},
			},
		);
	}
}

function timeOnChannel(duration: number): number {
	return SCAN_UNIT * (2 ** duration + 1);
}

/** Channels 33 to 60 by the bits of the mask, 33 at bit 0. */
function channelsOf(mask: number): number[] {
	const channels: number[] = [];
	for (let channel = FIRST_CHANNEL; channel <= LAST_CHANNEL; channel++) {
		if (((mask >>> (channel - FIRST_CHANNEL)) & 1) === 1) channels.push(channel);
	}
	return channels;
}

/**
 * A device on somebody's Wi-Fi, which comes and goes: it joins again and again, for good.
 *
 * | state   | on                                        | next                                                          |
 * |---------|-------------------------------------------|---------------------------------------------------------------|
 * | off     | start                                     | joining                                                       |
 * | joining | up                                        | up; `onUp`                                                     |
 * |         | down, refused, or none of them in 30 s    | waiting: 1 s, then twice as long as the last time, up to 60 s  |
 * | up      | down, refused                             | waiting, 1 s; `onDown`                                         |
 * |         | up: it has another address                | up; `onDown`, `onUp`                                           |
 * | waiting | its end                                   | joining                                                       |
 * | any     | stop                                      | off                                                           |
 */
import type { Log } from '../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import type { Wifi, WifiEvent } from '../../hal/ports/wifi.js';
import type { WifiCredentials } from './words.js';

export type StationState = 'off' | 'joining' | 'up' | 'waiting';

export interface StationOptions {
	readonly wifi: Wifi;
	readonly credentials: WifiCredentials;
	readonly scheduler: Scheduler;
	readonly log: Log;
	readonly onUp: () => void;
	readonly onDown: () => void;
}

const LAYER = 'Wi-Fi';
/** ms. */
const PATIENCE = 30_000;
const RETRY = 1_000;
const LONGEST_RETRY = 60_000;

export class Station {
	state: StationState = 'off';
	/** How often it lost the network, since the start. */
	losses = 0;
	private readonly options: StationOptions;
	private timer: Timer | undefined;
	private retry = RETRY;
	/** What was told last of why it does not get in. */
	private told = '';

	constructor(options: StationOptions) {
		this.options = options;
		options.wifi.onEvent = (event) => this.onEvent(event);
	}

	start(): void {
		this.stop();
		this.retry = RETRY;
		this.join();
	}

	stop(): void {
		const { state } = this;
		this.enter('off');
		if (state === 'up') this.options.onDown();
		if (state === 'up' || state === 'joining') this.options.wifi.leave();
	}

	private join(): void {
		const { wifi, credentials } = this.options;
		this.enter('joining', PATIENCE, () => {
			wifi.leave();
			this.fail('no answer');
		});
		try {
			wifi.join(credentials.ssid, credentials.password);
		} catch (error) {
			this.fail(error instanceof Error ? error.message : String(error));
		}
	}

	private onEvent(event: WifiEvent): void {
		const { state } = this;
		if (state === 'off') return;
		if (event === 'up') {
			if (state === 'up') this.options.onDown();
			this.retry = RETRY;
			this.told = '';
			this.enter('up');
			this.options.onUp();
		} else if (state === 'up') {
			this.losses++;
			this.options.log.write(LAYER, `${this.options.credentials.ssid} is gone; joined again as soon as it is there`);
			this.wait();
			this.options.onDown();
		} else if (state === 'joining') this.fail(event === 'refused' ? 'refused: is the password right?' : 'not found, or not let in');
	}

	/** Of the same reasons in a row the first one is told. */
	private fail(reason: string): void {
		if (reason !== this.told) this.options.log.write(LAYER, `${this.options.credentials.ssid}: ${reason}; tried again and again`);
		this.told = reason;
		this.wait();
	}

	private wait(): void {
		const delay = this.retry;
		this.retry = Math.min(2 * delay, LONGEST_RETRY);
		this.enter('waiting', delay, () => this.join());
	}

	private enter(state: StationState, delay = 0, task?: () => void): void {
		this.state = state;
		this.timer?.cancel();
		this.timer = task && this.options.scheduler.after(delay, task);
	}
}

/** The customer's port (H1): it tells what the meter reads, unasked, and hears nothing. */
import type { Log } from '../../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { Identification } from '../../../modules/hdlc/mode-e.js';
import { SECOND } from '../../../modules/time/durations.js';
import type { RouteA } from '../route-a.js';
import { idisTelegram } from './idis-telegram.js';
import { p1Telegram } from './p1-telegram.js';

/** What telegrams are like: text of DSMR P1 (p1-telegram.ts), or frames of IDIS (idis-telegram.ts). */
export type TelegramForm = 'dsmr' | 'idis';

export const TELEGRAM_FORMS: readonly TelegramForm[] = Object.freeze(['dsmr', 'idis'] as const);

/** Where telegrams go. */
export interface TelegramLine {
	/** False: whoever reads has not taken what went before, and nothing of this goes. */
	send(telegram: Uint8Array): boolean;
}

export interface CustomerPortOptions {
	readonly meter: RouteA;
	readonly line: TelegramLine;
	readonly form: TelegramForm;
	/** By which the meter's time goes. */
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** What it says of itself at the head of a telegram of text. */
	readonly identification: Identification;
}

export interface CustomerPortStatistics {
	sent: number;
	/** Telegrams that did not go, for nobody took those before. */
	dropped: number;
}

/** Between two telegrams, ms. */
const PERIOD = 10 * SECOND;
const MOST_INVOKE = 0xffffff;
const LAYER = 'customer port';

export class CustomerPort {
	readonly statistics: CustomerPortStatistics = { sent: 0, dropped: 0 };
	readonly #options: CustomerPortOptions;
	#timer: Timer;
	#invoke = 0;
	readonly #tell = (): void => {
		const { scheduler, line, log } = this.#options;
		this.#timer = scheduler.after(PERIOD, this.#tell);
		if (line.send(this.#telegram())) this.statistics.sent++;
		else if (this.statistics.dropped++ === 0) log.write(LAYER, 'dropped: a telegram, for nobody reads those before; counted only from here on');
	};

	/** Tells from now on: each 10 s of the meter's time. */
	constructor(options: CustomerPortOptions) {
		this.#options = options;
		this.#timer = options.scheduler.after(PERIOD, this.#tell);
	}

	/** Tells no more. */
	close(): void {
		this.#timer.cancel();
	}

	#telegram(): Uint8Array {
		const { meter, form, identification } = this.#options;
		if (form === 'dsmr') return p1Telegram(meter, identification);
		this.#invoke = this.#invoke === MOST_INVOKE ? 1 : this.#invoke + 1;
		return idisTelegram(meter, this.#invoke);
	}
}

/**
 * The half-hourly notification: EA and EB of each boundary, unasked, to the one HEMS. INF is what was seen; INFC, which the HEMS confirms, is
 * an option, repeated until it is. That real meters spread it over some minutes after the boundary is known, the figures are not: unconfirmed.
 */
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { between } from '../../modules/bytes/chance.js';
import type { Address } from '../../modules/datagram/datagram.js';
import { ESV, encodeFrame, type Property } from '../../modules/echonet-lite/frame.js';
import type { Minute } from '../meter/metering/readings.js';
import { EPC } from './epc.js';
import { SMART_METER, type SmartMeter } from './smart-meter.js';

/** The controller class, whose first instance is the HEMS. */
const HEMS = 0x05ff01;
/** Boundaries whose notification is still to come; more are not announced. */
const PENDING_LIMIT = 4;

export interface NotificationRules {
	readonly service: 'INF' | 'INFC';
	/** How long after a boundary each copy of its notification goes out, ms; none, one late or several are faults to be played. */
	readonly delays: (at: Minute) => readonly number[];
	/** An INFC is sent again so often, each time after so long (ms) without INFC_Res. The class says nothing of either. */
	readonly retries: number;
	readonly patience: number;
}

/** Told by methods, since a function each would take ten slots of XS's heap. */
export interface NotificationHost {
	readonly meter: SmartMeter;
	readonly scheduler: Scheduler;
	/** Whom to tell now; undefined while there is nobody. */
	readonly target: Address | undefined;
	nextTid(): number;
	transmit(to: Address, message: Uint8Array): void;
}

/** INF, once, between `min` and `max` ms after the boundary. */
export function defaultRules(random: Random, min = 5_000, max = 120_000): NotificationRules {
	return Object.freeze({ service: 'INF', delays: () => [between(random, min, max)], retries: 2, patience: 10_000 });
}

export class Notifications {
	readonly #rules: NotificationRules;
	readonly #host: NotificationHost;
	#scheduled = 0;
	/** TID of the INFC that waits for its INFC_Res; a newer one takes its place. */
	#unconfirmed: number | undefined;

	constructor(rules: NotificationRules, host: NotificationHost) {
		this.#rules = rules;
		this.#host = host;
	}

	onHalfHour(at: Minute): void {
		if (this.#scheduled >= PENDING_LIMIT) return;
		let tid: number | undefined;
		for (const delay of this.#rules.delays(at)) {
			this.#scheduled++;
			this.#host.scheduler.after(delay, () => {
				this.#scheduled--;
				const to = this.#host.target;
				if (!to) return;
				tid ??= this.#host.nextTid();
				this.#notify(to, tid, at, this.#rules.retries);
			});
		}
	}

	/** The HEMS confirmed the INFC with this TID. */
	onConfirm(tid: number): void {
		if (tid === this.#unconfirmed) this.#unconfirmed = undefined;
	}

	#notify(to: Address, tid: number, at: Minute, retries: number): void {
		const rules = this.#rules;
		const { meter, scheduler } = this.#host;
		const properties: Property[] = [];
		if (meter.hasFixedTime('import')) properties.push({ epc: EPC.fixedTimeImport, edt: meter.fixedTime('import', at) });
		if (meter.hasFixedTime('export')) properties.push({ epc: EPC.fixedTimeExport, edt: meter.fixedTime('export', at) });
		if (properties.length === 0) return;
		// INFC has one receiver by definition; a multicast can only inform.
		const confirmed = rules.service === 'INFC' && to[0] !== 0xff;
		this.#host.transmit(to, encodeFrame({ tid, seoj: SMART_METER, deoj: HEMS, esv: confirmed ? ESV.INFC : ESV.INF, properties }));
		if (!confirmed) return;
		this.#unconfirmed = tid;
		if (retries === 0) return;
		scheduler.after(rules.patience, () => {
			const again = this.#host.target;
			if (again && this.#unconfirmed === tid) this.#notify(again, tid, at, retries - 1);
		});
	}
}

/** An emulated USB dongle: a module's command language on a serial line, and behind it a whole device in a virtual air. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { Air } from '../../../modules/medium/air.js';
import { LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import { MODELS, type Model, type ModelName } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { type Quirk, SkModule } from '../../../modules/wi-sun-module/skstack/module/module.js';
import type { Nonvolatile } from '../../../modules/wi-sun-module/skstack/module/state.js';
import { type DongleActivity, DongleNetwork } from './dongle-network.js';

export interface DongleOptions {
	readonly name: string;
	readonly model: ModelName;
	/** What this one does otherwise than its model. */
	readonly changes?: Partial<Model>;
	readonly serial: Serial;
	readonly air: Air;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly cipher: Cipher;
	readonly log: Log;
	/** EUI-64, 8 bytes. */
	readonly macAddress: Uint8Array;
	/** ms of transmission an hour; the law's 360 s unless told. */
	readonly transmitLimit?: number;
	/** dB that it is weaker than the nominal level. */
	readonly remoteness?: number;
	/** What SKSAVE and WOPT keep; without it they are refused. */
	readonly nonvolatile?: Nonvolatile;
	readonly strikes?: (quirk: Quirk) => boolean;
	readonly onActivity?: (activity: DongleActivity) => void;
	/** The hourly transmit limit is reached, or there is room again. */
	readonly onLimit?: (limited: boolean) => void;
}

/** UDP ports that an application may listen on: those of a HEMS. */
const PORTS: readonly number[] = Object.freeze([3610, 716]);

export class Dongle {
	readonly name: string;
	readonly network: DongleNetwork;
	readonly module: SkModule;
	readonly radio: LimitedRadio;

	constructor(options: DongleOptions) {
		const { name, serial, air, scheduler, random, cipher, log, macAddress, onActivity, onLimit } = options;
		const model: Model = { ...MODELS[options.model], ...options.changes };
		this.name = name;
		this.radio = new LimitedRadio(air.createRadio(name, options.remoteness), scheduler, options.transmitLimit);
		this.network = new DongleNetwork({
			radio: this.radio,
			scheduler,
			random,
			cipher,
			log,
			macAddress,
			ports: PORTS,
			tellsReauthentication: model.tellsReauthentication,
			joinEndsScan: model.joinEndsScan,
			...(onActivity && { onActivity }),
			...(onLimit && { onLimit }),
		});
		this.module = new SkModule({
			model,
			network: this.network,
			scheduler,
			write: (bytes) => serial.write(bytes),
			log,
			...(options.nonvolatile && { nonvolatile: options.nonvolatile }),
			...(options.strikes && { strikes: options.strikes }),
		});
		// A serial line has no WKUP pin: what a program writes ends SKDSLEEP.
		serial.onReceive = (bytes) => {
			this.module.wake();
			this.module.receive(bytes);
		};
	}

	get isScanning(): boolean {
		return this.network.isScanning;
	}

	get isBusy(): boolean {
		return this.network.isBusy;
	}
}

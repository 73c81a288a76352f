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
import { type DongleActivity, DongleNetwork, type Unsent } from './dongle-network.js';
import { type SerialLine, SerialTap } from './serial-tap.js';

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
	/** Told each line at the serial port, both ways, as long as `isHeard`. */
	readonly onLine?: (line: SerialLine) => void;
	readonly isHeard?: () => boolean;
	readonly onUnsent?: (unsent: Unsent) => void;
	/** The hourly transmit limit is reached, or there is room again. */
	readonly onLimit?: (limited: boolean) => void;
}

/** UDP ports that an application may listen on: those of a HEMS. */
const PORTS: readonly number[] = Object.freeze([3610, 716]);

export class Dongle {
	readonly name: string;
	readonly model: ModelName;
	readonly network: DongleNetwork;
	readonly module: SkModule;
	readonly radio: LimitedRadio;
	readonly #isHeard: () => boolean;
	readonly #tap: SerialTap | undefined;

	constructor(options: DongleOptions) {
		const { name, serial, air, scheduler, random, cipher, log, macAddress, onActivity, onUnsent, onLimit, onLine } = options;
		const model: Model = { ...MODELS[options.model], ...options.changes };
		this.name = name;
		this.model = options.model;
		this.#isHeard = options.isHeard ?? (() => true);
		this.#tap = onLine && new SerialTap(model, onLine);
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
			...(onUnsent && { onUnsent }),
			...(onLimit && { onLimit }),
		});
		this.module = new SkModule({
			model,
			network: this.network,
			scheduler,
			write: (bytes) => this.#write(serial, bytes),
			log,
			...(onUnsent && { onFail: (command, code) => onUnsent({ command, why: 'refused', code }) }),
			...(options.nonvolatile && { nonvolatile: options.nonvolatile }),
			...(options.strikes && { strikes: options.strikes }),
		});
	}

	/** Bytes that a program writes. */
	receive(bytes: Uint8Array): void {
		if (this.#tap !== undefined && this.#isHeard()) this.#tap.toModule(bytes);
		this.module.receive(bytes);
	}

	/** Another program is at the serial port. */
	restartInput(): void {
		this.#tap?.restart();
		this.module.restartInput();
	}

	#write(serial: Serial, bytes: Uint8Array): void {
		if (this.#tap !== undefined && this.#isHeard()) this.#tap.toHost(bytes);
		serial.write(bytes);
	}

	get isScanning(): boolean {
		return this.network.isScanning;
	}

	get isBusy(): boolean {
		return this.network.isBusy;
	}
}

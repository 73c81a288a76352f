/** An emulated USB dongle: a module's command language on a serial line, and behind it a whole device in a virtual air. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Radio } from '../../../hal/ports/radio.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { ECHONET_LITE_PORT, PANA_PORT } from '../../../modules/datagram/ports.js';
import type { Medium } from '../../../modules/medium/medium.js';
import { LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import type { Model } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { SkModule, type Surroundings } from '../../../modules/wi-sun-module/skstack/module/module.js';
import type { Nonvolatile } from '../../../modules/wi-sun-module/skstack/module/state.js';
import { type DongleActivity, DongleNetwork, type Unsent } from './dongle-network.js';
import { type SerialLine, SerialTap } from './serial-tap.js';

export interface DongleOptions {
	readonly name: string;
	/** Which module it is now: looked at whenever it counts. */
	readonly model: Model;
	readonly serial: Serial;
	readonly air: Medium;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly cipher: Cipher;
	readonly log: Log;
	/** EUI-64, 8 bytes. */
	readonly macAddress: Uint8Array;
	/** ms of transmission an hour; default: the law's 360 s. */
	readonly transmitLimit?: number;
	/** dB that it is weaker than the nominal level. */
	readonly remoteness?: number;
	/** What SKSAVE and WOPT keep; without it they are refused. */
	readonly nonvolatile?: Nonvolatile;
	/** What stands around the dialogue of each module that it has; stopped when the module goes. Nothing unless told. */
	readonly around?: () => Surroundings & { stop(): void };
	readonly onActivity?: (activity: DongleActivity) => void;
	/** Told each line at the serial port, both ways, as long as `isHeard`. */
	readonly onLine?: (line: SerialLine) => void;
	readonly isHeard?: () => boolean;
	readonly onUnsent?: (unsent: Unsent) => void;
	/** The hourly transmit limit is reached, or there is room again. */
	readonly onLimit?: (limited: boolean) => void;
}

/** UDP ports that an application may listen on: those of a HEMS. */
const PORTS: readonly number[] = Object.freeze([ECHONET_LITE_PORT, PANA_PORT]);

export class Dongle {
	readonly name: string;
	readonly network: DongleNetwork;
	readonly radio: LimitedRadio;
	readonly #options: DongleOptions;
	readonly #antenna: Radio;
	#tap: SerialTap | undefined;
	#module: SkModule;
	#around: { stop(): void } | undefined;

	constructor(options: DongleOptions) {
		const { name, air, scheduler, random, cipher, log, macAddress, onActivity, onUnsent, onLimit } = options;
		this.name = name;
		this.#options = options;
		this.#antenna = air.createRadio(name, options.remoteness);
		this.radio = new LimitedRadio(this.#antenna, scheduler, options.transmitLimit);
		this.network = new DongleNetwork({
			radio: this.radio,
			scheduler,
			random,
			cipher,
			log,
			macAddress,
			ports: PORTS,
			get tellsReauthentication() {
				return options.model.tellsReauthentication;
			},
			get joinEndsScan() {
				return options.model.joinEndsScan;
			},
			...(onActivity && { onActivity }),
			...(onUnsent && { onUnsent }),
			...(onLimit && { onLimit }),
		});
		this.#module = this.#createModule();
		// A serial line has no WKUP pin: what a program writes ends SKDSLEEP.
		options.serial.onReceive = (bytes) => {
			this.#module.wake();
			this.receive(bytes);
		};
	}

	/** Which module it is: what lies behind the UART looks at it whenever it counts, the module itself when it is exchanged. */
	get model(): Model {
		return this.#options.model;
	}

	get module(): SkModule {
		return this.#module;
	}

	/** Another module in its place, of the model that it has now: it starts anew, with what was kept. */
	exchange(): void {
		this.#around?.stop();
		this.#module = this.#createModule();
	}

	/** Carries it to another place: dB that it is weaker than the nominal level. */
	move(remoteness: number): void {
		this.#options.air.moveRadio(this.#antenna, remoteness);
	}

	/** Bytes that a program writes. */
	receive(bytes: Uint8Array): void {
		if (this.#isHeard) this.#tap?.toModule(bytes);
		this.module.receive(bytes);
	}

	/** Another program is at the serial port. */
	restartInput(): void {
		this.#tap?.restart();
		this.module.restartInput();
	}

	#write(bytes: Uint8Array): void {
		if (this.#isHeard) this.#tap?.toHost(bytes);
		this.#options.serial.write(bytes);
	}

	get #isHeard(): boolean {
		return this.#tap !== undefined && (this.#options.isHeard?.() ?? true);
	}

	get isScanning(): boolean {
		return this.network.isScanning;
	}

	get isBusy(): boolean {
		return this.network.isBusy;
	}

	#createModule(): SkModule {
		const { scheduler, log, nonvolatile, onLine, onUnsent } = this.#options;
		this.#tap = onLine && new SerialTap(this.model, onLine);
		const around = this.#options.around?.();
		this.#around = around;
		const module: SkModule = new SkModule({
			model: this.model,
			network: this.network,
			scheduler,
			// One that was exchanged has nothing more to say.
			write: (bytes) => {
				if (module === this.#module) this.#write(bytes);
			},
			log,
			...(nonvolatile && { nonvolatile }),
			...(around && { around }),
			...(onUnsent && { onFail: (command, code) => onUnsent({ command, why: 'refused', code }) }),
		});
		return module;
	}
}

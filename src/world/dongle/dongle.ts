/** An emulated USB dongle: a module's dialect on a serial line, and behind it a whole device in a virtual air. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Radio } from '../../../hal/ports/radio.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { ECHONET_LITE_PORT, PANA_PORT } from '../../../modules/datagram/ports.js';
import type { Medium } from '../../../modules/medium/medium.js';
import { LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import { J11_PCI_TIMING, J11_REQUEST_TIMING } from '../../../modules/pana/retransmission.js';
import type { J11Model } from '../../../modules/wi-sun-module/j11/language/model.js';
import { type J11Chances, J11Module } from '../../../modules/wi-sun-module/j11/module/module.js';
import type { ModuleModel } from '../../../modules/wi-sun-module/models.js';
import type { Model } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { SkModule, type Surroundings } from '../../../modules/wi-sun-module/skstack/module/module.js';
import type { Nonvolatile } from '../../../modules/wi-sun-module/skstack/module/state.js';
import type { DongleActivity, Unsent } from './dongle-activity.js';
import { DongleNetwork } from './dongle-network.js';
import type { PanaPatience } from './dongle-pac.js';
import { J11Tap } from './j11-tap.js';
import { openLines, type SerialDirection, type SerialLine, type SerialListener } from './serial-line.js';
import { type DialogueTap, SerialTap } from './serial-tap.js';

/** Port that a dongle is plugged into, and that a program opens as long as it is. */
export interface DonglePort {
	unplug(): void;
	plug(): void;
}

export interface DongleOptions {
	readonly name: string;
	/** Which module it is now: looked at whenever it counts. */
	readonly model: ModuleModel;
	readonly serial: Serial;
	readonly port?: DonglePort;
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
	/** What stands around the dialogue of each module that it has, by its dialect; stopped when the module goes. Nothing unless told. */
	readonly around?: { readonly skstack: () => Surroundings & { stop(): void }; readonly j11: () => J11Chances };
	readonly onActivity?: (activity: DongleActivity) => void;
	/** Told each line, or frame, at the serial port, both ways, as long as `isHeard`. */
	readonly onLine?: (line: SerialLine) => void;
	readonly isHeard?: () => boolean;
	readonly onUnsent?: (unsent: Unsent) => void;
	/** The hourly transmit limit is reached, or there is room again. */
	readonly onLimit?: (limited: boolean) => void;
}

/**
 * One who looks on at a dongle: told of things as they are, and nothing is made of them for it. `bytes` are views, gone when it returns, and so is what an
 * activity brings.
 */
export interface DongleWatcher {
	/** Bytes that a program has written, or that the dongle has. */
	onBytes?(direction: SerialDirection, bytes: Uint8Array): void;
	/** The same, parted into lines, or frames. */
	readonly lines?: SerialListener;
	onActivity?(activity: DongleActivity): void;
	/** Another program is at the serial port, where that shows. */
	onOpened?(): void;
	/** Another module is in its place, maybe of another model. */
	onExchanged?(): void;
	/** Its power has gone, or has come; or it has failed for a moment. */
	onPower?(what: 'unplugged' | 'plugged' | 'reset'): void;
}

/** UDP ports that an application may listen on: those of a HEMS. */
const PORTS: readonly number[] = Object.freeze([ECHONET_LITE_PORT, PANA_PORT]);

/** How long the J11 firmware tries to authenticate; the time within an authentication is of its manual as well (5.21). */
const J11_PATIENCE: PanaPatience = Object.freeze({
	initiation: J11_PCI_TIMING,
	requests: J11_REQUEST_TIMING,
	authenticationTimeout: 300_000,
});

/** What sends a datagram. */
const SENDING = Object.freeze({ skstack: 'SKSENDTO', j11: 'send' });

export class Dongle {
	readonly name: string;
	readonly network: DongleNetwork;
	readonly radio: LimitedRadio;
	readonly #options: DongleOptions;
	readonly #antenna: Radio;
	/** Parts the dialogue; made when somebody hears it first. */
	#tap: DialogueTap | undefined;
	readonly #told: SerialListener | undefined;
	/** Those of the watchers. */
	#lines: readonly SerialListener[] = [];
	#module: SkModule | J11Module;
	#around: { stop(): void } | undefined;
	#isPlugged = true;
	#watchers: readonly DongleWatcher[] = [];

	constructor(options: DongleOptions) {
		const { name, air, scheduler, random, cipher, log, macAddress, onLine, onUnsent, onLimit } = options;
		this.name = name;
		this.#options = options;
		this.#told = onLine && openLines(onLine);
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
				const now = options.model;
				return now.dialect === 'skstack' && now.tellsReauthentication;
			},
			get joinEndsScan() {
				const now = options.model;
				return now.dialect === 'skstack' && now.joinEndsScan;
			},
			get patience() {
				return options.model.dialect === 'j11' ? J11_PATIENCE : undefined;
			},
			onActivity: (activity) => this.#onActivity(activity),
			...(onUnsent && { onUnsent: (unsent) => onUnsent({ ...unsent, command: SENDING[this.model.dialect] }) }),
			...(onLimit && { onLimit }),
		});
		this.#module = this.#createModule();
		// A serial line has no WKUP pin: what a program writes ends SKDSLEEP.
		options.serial.onReceive = (bytes) => {
			if (this.#module instanceof SkModule) this.#module.wake();
			this.receive(bytes);
		};
	}

	/** From now on `watcher` looks on. Returns what ends that. */
	watch(watcher: DongleWatcher): () => void {
		this.#setWatchers([...this.#watchers, watcher]);
		return () => this.#setWatchers(this.#watchers.filter((each) => each !== watcher));
	}

	#setWatchers(watchers: readonly DongleWatcher[]): void {
		this.#watchers = watchers;
		this.#lines = watchers.flatMap(({ lines }) => lines ?? []);
	}

	/** Which module it is: what lies behind the UART looks at it whenever it counts, the module itself when it is exchanged. */
	get model(): ModuleModel {
		return this.#options.model;
	}

	get module(): SkModule | J11Module {
		return this.#module;
	}

	/** Another module in its place, of the model that it has now: it starts anew, with what was kept. */
	exchange(): void {
		this.#around?.stop();
		this.#module = this.#createModule();
		for (const watcher of this.#watchers) watcher.onExchanged?.();
	}

	/** Whether it has power and its port is there. */
	get isPlugged(): boolean {
		return this.#isPlugged;
	}

	/** Pulls it out: what is not kept is gone, and nothing comes in or goes out until it is plugged in again. */
	unplug(): void {
		this.exchange();
		this.#isPlugged = false;
		this.#options.port?.unplug();
		this.#tellPower('unplugged');
	}

	plug(): void {
		this.#isPlugged = true;
		this.#options.port?.plug();
		this.#tellPower('plugged');
		this.#restart();
	}

	/** Out of the world for good: its radio is none any more. */
	remove(): void {
		if (this.#isPlugged) this.unplug();
		this.#around?.stop();
		this.#options.air.removeRadio(this.#antenna);
	}

	/** Its power fails and comes again: what is not kept is gone. */
	reset(): void {
		this.#tellPower('reset');
		this.#restart();
	}

	#restart(): void {
		this.exchange();
		if (this.#module instanceof J11Module) this.#module.reset();
	}

	/** Carries it to another place: dB that it is weaker than the nominal level. */
	move(remoteness: number): void {
		this.#options.air.moveRadio(this.#antenna, remoteness);
	}

	/** Bytes that a program writes. */
	receive(bytes: Uint8Array): void {
		if (!this.#isPlugged) return;
		if (this.#isHeard) this.#parting.toModule(bytes);
		for (const watcher of this.#watchers) watcher.onBytes?.('toModule', bytes);
		this.module.receive(bytes);
	}

	/** Another program is at the serial port. @param keeps the module goes on with what the one before has begun */
	restartInput(keeps = false): void {
		for (const watcher of this.#watchers) watcher.onOpened?.();
		if (keeps) return;
		this.#tap?.restart();
		this.module.restartInput();
	}

	#onActivity(activity: DongleActivity): void {
		this.#options.onActivity?.(activity);
		for (const watcher of this.#watchers) watcher.onActivity?.(activity);
	}

	#tellPower(what: 'unplugged' | 'plugged' | 'reset'): void {
		for (const watcher of this.#watchers) watcher.onPower?.(what);
	}

	#write(bytes: Uint8Array): void {
		if (!this.#isPlugged) return;
		if (this.#isHeard) this.#parting.toHost(bytes);
		for (const watcher of this.#watchers) watcher.onBytes?.('toHost', bytes);
		this.#options.serial.write(bytes);
	}

	get #isHeard(): boolean {
		return this.#lines.length > 0 || this.#isTold;
	}

	get #isTold(): boolean {
		return this.#told !== undefined && (this.#options.isHeard?.() ?? true);
	}

	get #parting(): DialogueTap {
		if (this.#tap !== undefined) return this.#tap;
		const { model } = this;
		const hearing = this.#hearing();
		this.#tap = model.dialect === 'j11' ? new J11Tap(hearing) : new SerialTap(model, hearing);
		return this.#tap;
	}

	/** All who hear the dialogue. */
	#hearing(): SerialListener {
		return {
			onLine: (direction, line, length, data) => {
				if (this.#isTold) this.#told?.onLine(direction, line, length, data);
				for (const each of this.#lines) each.onLine(direction, line, length, data);
			},
			onFrame: (direction, code, frame) => {
				if (this.#isTold) this.#told?.onFrame(direction, code, frame);
				for (const each of this.#lines) each.onFrame(direction, code, frame);
			},
			onUnreadable: (direction, length) => {
				if (this.#isTold) this.#told?.onUnreadable(direction, length);
				for (const each of this.#lines) each.onUnreadable(direction, length);
			},
		};
	}

	get isScanning(): boolean {
		return this.network.isScanning;
	}

	get isBusy(): boolean {
		return this.network.isBusy || (this.#module instanceof J11Module && this.#module.isBusy);
	}

	#createModule(): SkModule | J11Module {
		const { model } = this;
		// The next one may speak another dialect.
		this.#tap = undefined;
		return model.dialect === 'j11' ? this.#createJ11(model) : this.#createSkstack(model);
	}

	#createSkstack(model: Model): SkModule {
		const { scheduler, log, nonvolatile, onUnsent } = this.#options;
		const around = this.#options.around?.skstack();
		this.#around = around;
		const module: SkModule = new SkModule({
			model,
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

	#createJ11(model: J11Model): J11Module {
		const { scheduler, log, onUnsent } = this.#options;
		this.#around = undefined;
		const chances = this.#options.around?.j11();
		const module: J11Module = new J11Module({
			model,
			network: this.network,
			scheduler,
			write: (bytes) => {
				if (module === this.#module) this.#write(bytes);
			},
			log,
			...(chances && { chances }),
			...(onUnsent && { onRefusal: (command, result) => onUnsent({ command, why: 'refused', code: toUpperHex(Uint8Array.of(result)) }) }),
		});
		return module;
	}
}

/** A HEMS at work: what a program does with a Wi-SUN dongle to read its meter, step by step. */
import type { Log } from '../../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { ECHONET_LITE_PORT } from '../../../modules/datagram/ports.js';
import { EchonetController } from '../../../modules/echonet-lite/controller.js';
import type { Frame, Property } from '../../../modules/echonet-lite/frame.js';
import { ALL_NODES, linkLocalAddress } from '../../../modules/ipv6/address.js';
import type { HostListener, ModuleHost, SessionChange, Speech } from '../../../modules/wi-sun-module/host.js';
import { J11Client } from '../../../modules/wi-sun-module/j11/host/client.js';
import type { FoundPan } from '../../../modules/wi-sun-module/network.js';
import { type Dialect, DialectProbe } from '../../../modules/wi-sun-module/probe.js';
import { SkHost } from '../../../modules/wi-sun-module/skstack/host/sk-host.js';
import type { Credentials } from '../../../src/route-b/credentials.js';
import { HemsError, type HemsFailure } from './hems-failures.js';

export interface HemsOptions {
	readonly serial: Serial;
	readonly scheduler: Scheduler;
	readonly log: Log;
	readonly onNotification?: (frame: Frame) => void;
	/** The session has ended from the other side, or by its age. */
	readonly onLost?: (why: HemsFailure) => void;
}

/** An answer, and how long it took from its request on, ms. */
export interface TimedAnswer {
	readonly properties: readonly Property[];
	readonly ms: number;
}

/** How often a request is made before the meter is taken not to answer. */
export const TRIES = 3;

/** How long after EVENT 29 the session may be authenticated again (EVENT 25), ms: modules of the dual stack do so by themselves, in up to 42 s. */
const AGAIN_TIME = 60_000;

const LOST: Readonly<Record<Exclude<SessionChange, 'again' | 'expiring'>, HemsFailure>> = Object.freeze({
	ended: { kind: 'ended' },
	notAgain: { kind: 'notAgain' },
	restarted: { kind: 'restarted' },
});

export class HemsSession {
	readonly #controller: EchonetController;
	readonly #listener: HostListener;
	#host: ModuleHost | undefined;
	#meter: Uint8Array = ALL_NODES;
	#joined = false;
	readonly #options: HemsOptions;
	/** Runs from the end of the lifetime on. */
	#expiry: Timer | undefined;

	constructor(options: HemsOptions) {
		const { serial, scheduler, log, onNotification } = options;
		this.#options = options;
		this.#listener = {
			onDatagram: ({ from, localPort, payload }) => {
				if (localPort === ECHONET_LITE_PORT) this.#controller.receive(from, payload);
			},
			onChange: (change) => this.#onChange(change),
		};
		this.#controller = new EchonetController({
			scheduler,
			log,
			transmit: (to, message) => this.#host?.send(to ?? this.#meter, ECHONET_LITE_PORT, message, 'required', () => {}),
			onNotification: (_from, frame) => onNotification?.(frame),
		});
		serial.onReceive = (bytes) => this.#host?.receive(bytes);
	}

	/** How the dongle speaks, found out by asking. Rejects with HemsError where there is none. */
	async open(): Promise<Speech> {
		const found = await this.#probe();
		// One that says nothing may be in the middle of something.
		for (const each of found === undefined ? (['skstack', 'j11'] as const) : [found]) {
			const host = this.#hostOf(each);
			this.#host = host;
			const speech = await new Promise<Speech | undefined>((resolve) => host.open(resolve));
			if (speech !== undefined) return speech;
		}
		throw new HemsError({ kind: 'noDongle' });
	}

	/** Every PAN that answers for this id. Rejects with HemsError if none does, or the dongle refuses the credentials. */
	async scan({ id, password }: Credentials): Promise<readonly FoundPan[]> {
		const host = this.#opened;
		const configured = await new Promise<boolean>((resolve) => host.configure(id, password, resolve));
		if (!configured) throw new HemsError({ kind: 'credentialsRefused' });
		const pans = await new Promise<readonly FoundPan[]>((resolve) => host.scan(resolve));
		if (pans.length === 0) throw new HemsError({ kind: 'noMeter' });
		return pans;
	}

	/** Rejects with HemsError if the meter does not let the HEMS in. */
	async join(pan: FoundPan): Promise<void> {
		const host = this.#opened;
		if (!(await new Promise<boolean>((resolve) => host.join(pan, resolve)))) throw new HemsError({ kind: 'joinRefused' });
		this.#meter = linkLocalAddress(pan.mac);
		this.#joined = true;
	}

	/** As `get`, with the time that the answer took; undefined where none came. */
	async tryGet(eoj: number, epcs: readonly number[]): Promise<TimedAnswer | undefined> {
		return this.#try((done) => this.#controller.get(this.#meter, eoj, epcs, done));
	}

	/** The properties that the meter answers with, those without data included. Rejects with HemsError if it does not answer. */
	get(eoj: number, epcs: readonly number[]): Promise<readonly Property[]> {
		return this.#ask(`Get ${epcs.map((epc) => epc.toString(16).toUpperCase()).join(' ')}`, (done) =>
			this.#controller.get(this.#meter, eoj, epcs, done),
		);
	}

	/** Whether the meter takes it. Rejects with HemsError if it does not answer. */
	async set(eoj: number, epc: number, edt: Uint8Array): Promise<boolean> {
		const properties = [{ epc, edt }];
		const answer = await this.#ask(`Set ${epc.toString(16).toUpperCase()}`, (done) => this.#controller.set(this.#meter, eoj, properties, done));
		return answer[0]?.edt.length === 0;
	}

	/** Ends the session, if there is one. */
	async end(): Promise<void> {
		this.#expiry?.cancel();
		if (!this.#joined) return;
		this.#joined = false;
		this.#controller.cancelAll();
		const host = this.#opened;
		await new Promise<boolean>((resolve) => host.terminate(resolve));
	}

	get #opened(): ModuleHost {
		if (this.#host === undefined) throw new Error('the dongle is not open');
		return this.#host;
	}

	async #probe(): Promise<Dialect | undefined> {
		const { serial, scheduler } = this.#options;
		const receive = serial.onReceive;
		const dialect = await new Promise<Dialect | undefined>((resolve) => {
			const probe = new DialectProbe(scheduler, (bytes) => serial.write(bytes), resolve);
			serial.onReceive = (bytes) => probe.receive(bytes);
		});
		serial.onReceive = receive;
		return dialect;
	}

	#hostOf(dialect: Dialect): ModuleHost {
		const { serial, scheduler, log } = this.#options;
		const options = { scheduler, write: (bytes: Uint8Array) => serial.write(bytes), log, listener: this.#listener };
		return dialect === 'j11' ? new J11Client(options) : new SkHost(options);
	}

	#onChange(change: SessionChange): void {
		if (change === 'again') this.#expiry?.cancel();
		if (!this.#joined || change === 'again') return;
		if (change !== 'expiring') this.#lose(LOST[change]);
		else {
			this.#expiry?.cancel();
			this.#expiry = this.#options.scheduler.after(AGAIN_TIME, () => this.#lose({ kind: 'expired' }));
		}
	}

	#lose(why: HemsFailure): void {
		this.#expiry?.cancel();
		if (!this.#joined) return;
		this.#joined = false;
		this.#options.onLost?.(why);
	}

	/** Asks again when no answer comes: some 10 to 20 requests a day get none. */
	async #ask(what: string, ask: (done: (answer: Frame | undefined) => void) => void): Promise<readonly Property[]> {
		const answer = await this.#try(ask);
		if (answer !== undefined) return answer.properties;
		throw new HemsError({ kind: 'noAnswer', what, tries: TRIES });
	}

	async #try(ask: (done: (answer: Frame | undefined) => void) => void): Promise<TimedAnswer | undefined> {
		const { scheduler } = this.#options;
		for (let i = 0; i < TRIES; i++) {
			const asked = scheduler.now();
			const answer = await new Promise<Frame | undefined>(ask);
			if (answer === undefined) continue;
			const properties = answer.properties.map(({ epc, edt }) => ({ epc, edt: edt.slice() }));
			return { properties, ms: Math.round(scheduler.now() - asked) };
		}
		return undefined;
	}
}

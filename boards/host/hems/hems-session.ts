/** A HEMS at work: what a program does with a Wi-SUN dongle to read its meter, step by step. */
import type { Log } from '../../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { ECHONET_LITE_PORT } from '../../../modules/datagram/ports.js';
import { EchonetController } from '../../../modules/echonet-lite/controller.js';
import type { Frame, Property } from '../../../modules/echonet-lite/frame.js';
import { ALL_NODES, linkLocalAddress } from '../../../modules/ipv6/address.js';
import { SECURITY } from '../../../modules/wi-sun-module/network.js';
import { SkClient } from '../../../modules/wi-sun-module/skstack/host/client.js';
import { EVENT } from '../../../modules/wi-sun-module/skstack/language/event.js';
import type { ModuleInfo } from '../../../modules/wi-sun-module/skstack/language/reply.js';
import type { PanDescription } from '../../../modules/wi-sun-module/skstack/language/scan-lines.js';
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

const LOST: Readonly<Record<number, HemsFailure>> = Object.freeze({
	[EVENT.terminationRequested]: { kind: 'ended' },
	[EVENT.joinFailed]: { kind: 'notAgain' },
});

export class HemsSession {
	readonly #client: SkClient;
	readonly #controller: EchonetController;
	#meter: Uint8Array = ALL_NODES;
	#joined = false;
	readonly #options: HemsOptions;
	/** Runs from EVENT 29 on. */
	#expiry: Timer | undefined;

	constructor(options: HemsOptions) {
		const { serial, scheduler, log, onNotification } = options;
		this.#options = options;
		this.#client = new SkClient({
			scheduler,
			write: (bytes) => serial.write(bytes),
			log,
			listener: {
				onDatagram: ({ from, localPort, payload }) => {
					if (localPort === ECHONET_LITE_PORT) this.#controller.receive(from, payload);
				},
				onEvent: ({ event }) => this.#onEvent(event),
			},
		});
		this.#controller = new EchonetController({
			scheduler,
			log,
			transmit: (to, message) => this.#client.send(to ?? this.#meter, ECHONET_LITE_PORT, message, SECURITY.required, () => {}),
			onNotification: (_from, frame) => onNotification?.(frame),
		});
		serial.onReceive = (bytes) => this.#client.receive(bytes);
	}

	/** Rejects with HemsError where there is no dongle. */
	async open(): Promise<ModuleInfo> {
		const info = await new Promise<ModuleInfo | undefined>((resolve) => this.#client.open(resolve));
		if (info === undefined) throw new HemsError({ kind: 'noDongle' });
		return info;
	}

	/** Every PAN that answers for this id. Rejects with HemsError if none does, or the dongle refuses the credentials. */
	async scan({ id, password }: Credentials): Promise<readonly PanDescription[]> {
		const configured = await new Promise<boolean>((resolve) => this.#client.configure(id, password, resolve));
		if (!configured) throw new HemsError({ kind: 'credentialsRefused' });
		const pans = await new Promise<readonly PanDescription[]>((resolve) => this.#client.scan(resolve));
		if (pans.length === 0) throw new HemsError({ kind: 'noMeter' });
		return pans;
	}

	/** Rejects with HemsError if the meter does not let the HEMS in. */
	async join(pan: PanDescription): Promise<void> {
		if (!(await new Promise<boolean>((resolve) => this.#client.join(pan, resolve)))) {
			throw new HemsError({ kind: 'joinRefused' });
		}
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
		await new Promise<boolean>((resolve) => this.#client.terminate(resolve));
	}

	#onEvent(event: number): void {
		if (event === EVENT.joined) this.#expiry?.cancel();
		if (!this.#joined) return;
		const why = LOST[event];
		if (why !== undefined) this.#lose(why);
		else if (event === EVENT.expired) {
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

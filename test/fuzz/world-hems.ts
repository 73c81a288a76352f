/** A HEMS on the serial line of its dongle, as programs are: finds its meter, joins, reads, tries again, and begins anew where that does not help. */
import type { Serial } from '../../hal/ports/serial.js';
import type { SeededRandom } from '../../hal/virtual/random.js';
import type { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { EchonetController } from '../../modules/echonet-lite/controller.js';
import { ESV, type Frame } from '../../modules/echonet-lite/frame.js';
import { linkLocalAddress } from '../../modules/ipv6/address.js';
import type { HostDatagram, ModuleHost, SessionChange } from '../../modules/wi-sun-module/host.js';
import { J11Client } from '../../modules/wi-sun-module/j11/host/client.js';
import type { FoundPan } from '../../modules/wi-sun-module/network.js';
import type { Dialect } from '../../modules/wi-sun-module/probe.js';
import { SkHost } from '../../modules/wi-sun-module/skstack/host/sk-host.js';
import { EPC } from '../../src/route-b/epc.js';

const LOG = { write() {} };
const PORT = 3610;
const METER = 0x028801;
const MINUTE = 60_000;
/** Reads without an answer after which it begins anew. */
const PATIENCE = 3;
/** Minutes before it begins anew. */
const SHORTEST_BREAK = 2;
const LONGER_BREAK = 16;
const ENDS: readonly SessionChange[] = ['expiring', 'ended', 'notAgain', 'restarted'];
/** Read together each time; sometimes with one that no meter has. */
const EPCS: readonly number[] = [EPC.importEnergy, EPC.energyUnit, EPC.power];
const NOBODYS_EPC = 0xd5;
const ODD_READS = 4;
/** Of so many reads one is followed by the history of one of so many days. */
const LOOKS_BACK = 2;
const DAYS = 3;

export interface HemsOptions {
	readonly scheduler: VirtualScheduler;
	readonly random: SeededRandom;
	readonly serial: Serial;
	/** What its dongle speaks. */
	readonly dialect: Dialect;
	readonly credentials: { readonly id: string; readonly password: string };
	/** Minutes between two reads, on average. */
	readonly period: number;
	/** Minutes after which it leaves, and comes back later; undefined: it stays. */
	readonly stay?: number;
	/** A request leaves. */
	readonly onAsk: () => unknown;
	/** Its answer, with what `onAsk` returned; `session` counts the joins. */
	readonly onAnswer: (frame: Frame, asked: unknown, session: number) => void;
	readonly onJoined: (session: number) => void;
}

export class WorldHems {
	joins = 0;
	reads = 0;
	readonly #options: HemsOptions;
	#host: ModuleHost;
	readonly #controller: EchonetController;
	#to: Uint8Array = new Uint8Array(16);
	/** Counts what was begun anew: nothing of an earlier life goes on. */
	#life = 0;
	#joined = false;
	#failures = 0;
	#stopped = false;

	constructor(options: HemsOptions) {
		this.#options = options;
		const { serial, scheduler } = options;
		this.#host = this.#newHost();
		this.#controller = new EchonetController({
			scheduler,
			log: LOG,
			// Some programs read at once what they are told of.
			onNotification: () => {
				if (this.#joined && options.random.below(2) === 0) this.#read(false);
			},
			transmit: (to, message) => this.#host.send(to ?? this.#to, PORT, message, 'required', () => {}),
		});
		serial.onReceive = (bytes) => this.#host.receive(bytes);
	}

	start(): void {
		this.#begin();
	}

	/** For good. */
	stop(): void {
		this.#stopped = true;
		this.#abandon();
	}

	#abandon(): void {
		this.#life++;
		this.#joined = false;
		this.#failures = 0;
		this.#controller.cancelAll();
		this.#host = this.#newHost();
	}

	/** Of this life alone: what an earlier one still has under way reaches nobody. */
	#newHost(): ModuleHost {
		const { serial, scheduler, dialect } = this.#options;
		const life = this.#life;
		const isOver = () => life !== this.#life;
		const options = {
			scheduler,
			log: LOG,
			write: (bytes: Uint8Array) => {
				if (!isOver()) serial.write(bytes);
			},
			listener: {
				onDatagram: ({ from, localPort, payload }: HostDatagram) => {
					if (localPort === PORT && !isOver()) this.#controller.receive(from, payload);
				},
				onChange: (change: SessionChange) => {
					if (this.#joined && !isOver() && ENDS.includes(change)) this.#again();
				},
			},
		};
		return dialect === 'j11' ? new J11Client(options) : new SkHost(options);
	}

	/** Some time later, with a module that was reset. */
	#again(): void {
		this.#abandon();
		this.#later(SHORTEST_BREAK + this.#options.random.below(LONGER_BREAK), () => this.#begin());
	}

	#later(minutes: number, task: () => void): void {
		const life = this.#life;
		this.#options.scheduler.after(minutes * MINUTE, () => {
			if (life === this.#life && !this.#stopped) task();
		});
	}

	/** Only while nothing was begun anew meanwhile. */
	#now<Args extends unknown[]>(task: (...args: Args) => void): (...args: Args) => void {
		const life = this.#life;
		return (...args) => {
			if (life === this.#life && !this.#stopped) task(...args);
		};
	}

	#begin(): void {
		const { id, password } = this.#options.credentials;
		const found = this.#now((pans: readonly FoundPan[]) => (pans.length === 0 ? this.#again() : this.#join(pans[0]!)));
		const configured = this.#now((ok: boolean) => (ok ? this.#host.scan(found) : this.#again()));
		this.#host.open(this.#now((speech) => (speech === undefined ? this.#again() : this.#host.configure(id, password, configured))));
	}

	#join(pan: FoundPan): void {
		this.#to = linkLocalAddress(pan.mac);
		this.#host.join(
			pan,
			this.#now((joined) => {
				if (!joined) {
					this.#again();
					return;
				}
				this.#joined = true;
				this.joins++;
				this.#options.onJoined(this.joins);
				const { stay } = this.#options;
				if (stay !== undefined) this.#later(stay, () => this.#leave());
				this.#wait();
			}),
		);
	}

	#leave(): void {
		this.#joined = false;
		this.#host.terminate(this.#now(() => this.#again()));
	}

	#wait(): void {
		const { period, random } = this.#options;
		this.#later(period * (0.5 + random.fraction()), () => this.#read(true));
	}

	/** @param goesOn the next read follows */
	#read(goesOn: boolean): void {
		const epcs = this.#options.random.below(ODD_READS) === 0 ? [...EPCS, NOBODYS_EPC] : EPCS;
		const asked = this.#options.onAsk();
		const session = this.joins;
		this.#controller.get(
			this.#to,
			METER,
			epcs,
			this.#now((answer) => {
				if (answer === undefined && ++this.#failures >= PATIENCE) {
					this.#again();
					return;
				}
				if (answer !== undefined) {
					this.#failures = 0;
					this.#options.onAnswer(answer, asked, session);
					if (answer.esv === ESV.Get_Res) this.reads++;
				}
				if (this.#options.random.below(LOOKS_BACK) === 0) this.#lookBack();
				if (goesOn) this.#wait();
			}),
		);
	}

	/** At the history of a day; what comes of it is of no interest. */
	#lookBack(): void {
		const edt = Uint8Array.of(this.#options.random.below(DAYS));
		const look = this.#now(() => void this.#controller.get(this.#to, METER, [EPC.importHistory1], () => {}));
		this.#controller.set(this.#to, METER, [{ epc: EPC.history1Day, edt }], look);
	}
}

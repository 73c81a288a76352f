/** The HEMS of a lesson: a dongle that is plugged in for it, and the host's side of SKSTACK, as any program has it. */
import type { Serial } from '../../../../hal/ports/serial.js';
import { ECHONET_LITE_PORT } from '../../../../modules/datagram/ports.js';
import { EchonetController } from '../../../../modules/echonet-lite/controller.js';
import type { Frame } from '../../../../modules/echonet-lite/frame.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { SkClient } from '../../../../modules/wi-sun-module/skstack/host/client.js';
import { EVENT } from '../../../../modules/wi-sun-module/skstack/language/event.js';
import type { PanDescription } from '../../../../modules/wi-sun-module/skstack/language/scan-lines.js';
import type { Credentials } from '../../../../src/route-b/credentials.js';
import type { Dongle } from '../../../../src/world/dongle/dongle.js';
import type { Simulator } from '../../../../src/world/simulation/simulator.js';

/** What it speaks, and how long a scan looks at each channel at first. */
export const LESSON_MODEL = 'bp35c2';
const METER = 0x028801;
const LOG = Object.freeze({ write() {} });
const ENDED: readonly number[] = Object.freeze([
	EVENT.joinFailed,
	EVENT.terminationRequested,
	EVENT.terminated,
	EVENT.terminationTimeout,
	EVENT.expired,
]);

export class LessonHems {
	readonly dongle: Dongle;
	onNotification: (frame: Frame) => void = () => {};
	/** What it has found, and joined last. */
	pan: PanDescription | undefined;
	isJoined = false;
	readonly #simulator: Simulator;
	readonly #client: SkClient;
	readonly #controller: EchonetController;
	#isGone = false;

	/** Plugs a dongle into that world. */
	constructor(simulator: Simulator) {
		const { scheduler } = simulator;
		this.#simulator = simulator;
		const serial: Serial = {
			onReceive() {},
			write: (bytes) => this.#later(bytes, (copy) => this.#client.receive(copy)),
		};
		this.#client = new SkClient({
			scheduler,
			write: (bytes) => this.#later(bytes, (copy) => serial.onReceive(copy)),
			listener: {
				onDatagram: ({ from, localPort, payload }) => {
					if (localPort === ECHONET_LITE_PORT) this.#controller.receive(from, payload);
				},
				onEvent: ({ event }) => {
					if (event === EVENT.joined) this.isJoined = true;
					else if (ENDED.includes(event)) this.isJoined = false;
				},
			},
		});
		this.#controller = new EchonetController({
			scheduler,
			log: LOG,
			transmit: (to, message) => {
				if (to !== undefined) this.#client.send(to, ECHONET_LITE_PORT, message, 'required', () => {});
			},
			onNotification: (_from, frame) => this.onNotification(frame),
		});
		this.dongle = simulator.addDongle({ model: LESSON_MODEL, serial });
	}

	open(done: (ok: boolean) => void): void {
		this.#client.open((info) => done(info !== undefined));
	}

	configure({ id, password }: Credentials, done: (ok: boolean) => void): void {
		this.#client.configure(id, password, done);
	}

	scan(done: (pans: readonly PanDescription[]) => void): void {
		this.#client.scan(done);
	}

	join(pan: PanDescription, done: (joined: boolean) => void): void {
		this.pan = pan;
		this.#client.join(pan, done);
	}

	/** @param done with the answer; undefined: there was none in time */
	get(epcs: readonly number[], done: (frame: Frame | undefined) => void): void {
		if (this.pan === undefined) throw new Error('nothing was joined');
		this.#controller.get(linkLocalAddress(this.pan.mac), METER, epcs, done);
	}

	/** Ends the session. @param done with whether there was one that the meter has ended, too */
	terminate(done: (ended: boolean) => void): void {
		this.#controller.cancelAll();
		if (!this.isJoined) done(false);
		else
			this.#client.terminate((ended) => {
				this.isJoined = false;
				done(ended);
			});
	}

	/** Pulls the dongle out. */
	remove(): void {
		if (this.#isGone) return;
		this.#isGone = true;
		this.isJoined = false;
		this.#controller.cancelAll();
		this.#client.abort();
		this.#simulator.removeDongle(this.dongle);
	}

	/** A wire of its own: nothing comes from inside of what was said. */
	#later(bytes: Uint8Array, deliver: (bytes: Uint8Array) => void): void {
		const copy = bytes.slice();
		this.#simulator.scheduler.after(0, () => {
			if (!this.#isGone) deliver(copy);
		});
	}
}

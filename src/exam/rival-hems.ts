/** Another HEMS at a dongle of its own, which joins the meter and stays: the exam's, for what happens when the meter is taken. */
import type { Log } from '../../hal/ports/log.js';
import type { Serial } from '../../hal/ports/serial.js';
import { SkHost } from '../../modules/wi-sun-module/skstack/host/sk-host.js';
import { MODELS } from '../../modules/wi-sun-module/skstack/language/model.js';
import type { Credentials } from '../route-b/credentials.js';
import type { World } from '../world/simulation/world.js';

export class RivalHems {
	readonly #host: SkHost;
	readonly #credentials: Credentials;

	/** Plugs a dongle into that world. */
	constructor(world: World, credentials: Credentials, log: Log) {
		const { simulator } = world;
		const serial: Serial = { onReceive() {}, write: (bytes) => simulator.scheduler.after(0, () => this.#host.receive(bytes.slice())) };
		this.#credentials = credentials;
		this.#host = new SkHost({
			scheduler: simulator.scheduler,
			write: (bytes) => simulator.scheduler.after(0, () => serial.onReceive(bytes.slice())),
			listener: { onDatagram() {}, onChange() {} },
			log,
		});
		simulator.addDongle({ model: MODELS.bp35c2.name, serial });
	}

	/** `done` with whether the meter took it. */
	hold(done: (held: boolean) => void): void {
		const { id, password } = this.#credentials;
		this.#host.open((speech) => {
			if (speech === undefined) done(false);
			else
				this.#host.configure(id, password, (ok) => {
					if (!ok) done(false);
					else this.#host.scan(([pan]) => (pan === undefined ? done(false) : this.#host.join(pan, done)));
				});
		});
	}

	release(done: () => void): void {
		this.#host.terminate(() => done());
	}
}

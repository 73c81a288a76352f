/** A HEMS program at a dongle's serial port, in virtual time. */
import { parseFaults } from '../../../../boards/host/faults/fault-options.js';
import { fromHex, toUpperHex } from '../../../../modules/bytes/hex.js';
import { formatFullAddress, linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { fromText, toText } from '../../../../modules/wi-sun-module/skstack/language/digits.js';
import type { Model, ModelName } from '../../../../modules/wi-sun-module/skstack/language/model.js';
import { parseCombination } from '../../../../src/meter/catalogue/parse.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import type { NotificationRules } from '../../../../src/route-b/notifications.js';
import type { Dongle } from '../../../../src/world/dongle/dongle.js';
import { constantLoad, type LoadSource } from '../../../../src/world/load/source.js';
import { Simulator } from '../../../../src/world/simulation/simulator.js';
import type { SimulatorEvent } from '../../../../src/world/simulation/simulator-event.js';
import { CREDENTIALS } from './hems-rig.js';

export interface ProgramOptions {
	readonly model?: ModelName;
	readonly changes?: Partial<Model>;
	readonly seed?: number;
	readonly capture?: (bytes: Uint8Array) => void;
	readonly neighbours?: number;
	readonly notifications?: NotificationRules;
	/** ms that the meter's clock is ahead. */
	readonly clockOffset?: number;
	readonly load?: LoadSource;
	readonly pastDays?: number;
	/** Of the meter; the usual ones unless told. */
	readonly units?: string;
}

export class SerialProgram {
	readonly simulator: Simulator;
	readonly events: SimulatorEvent[] = [];
	readonly meter: string;
	/** Each piece as the dongle wrote it. */
	readonly pieces: string[] = [];
	readonly #dongle: Dongle;
	#heard = '';

	/** @param faults as for `--fault` */
	constructor(
		faults: readonly string[] = [],
		{ model = 'bp35a1', changes, seed = 1, capture, neighbours, notifications, clockOffset, load, pastDays, units }: ProgramOptions = {},
	) {
		this.simulator = new Simulator({
			seed,
			start: Date.UTC(2026, 10, 22, 3, 0),
			load: load ?? constantLoad(500),
			profile: GEN1,
			credentials: CREDENTIALS,
			log: { write() {} },
			onEvent: (event) => this.events.push(event),
			faults: parseFaults(faults),
			...(clockOffset !== undefined && { clockOffset }),
			...(pastDays !== undefined && { pastDays }),
			...(neighbours !== undefined && { neighbours }),
			...(notifications && { notifications }),
			...(units !== undefined && { combination: parseCombination(units) }),
			...(capture && { capture }),
		});
		const serial = {
			onReceive() {},
			write: (bytes: Uint8Array) => {
				this.pieces.push(toText(bytes));
				this.#heard += toText(bytes);
			},
		};
		this.#dongle = this.simulator.addDongle({ model, ...(changes && { changes }), serial });
		this.meter = formatFullAddress(linkLocalAddress(this.simulator.meters[0]!.macAddress));
	}

	/** Types a line, and returns what comes up to `until`, or within `limit` ms if it does not come. */
	type(line: string, until = 'OK\r\n', limit = 120_000): string {
		return this.typeBytes(line + '\r\n', until, limit);
	}

	typeBytes(text: string, until: string, limit = 120_000): string {
		this.#dongle.module.receive(fromText(text));
		return this.hear(until, limit);
	}

	hear(until: string, limit = 120_000): string {
		this.simulator.scheduler.runWhile(() => !this.#heard.includes(until), limit);
		const at = this.#heard.indexOf(until);
		const end = at < 0 ? this.#heard.length : at + until.length;
		const heard = this.#heard.slice(0, end);
		this.#heard = this.#heard.slice(end);
		return heard;
	}

	wait(time: number): void {
		this.simulator.scheduler.runFor(time);
	}

	/** Sets the credentials and goes to the PAN of a meter. */
	logIn(id: string = CREDENTIALS.id, place: { readonly channel: number; readonly panId: number } = this.simulator.meters[0]!): void {
		this.type(`SKSETPWD C ${CREDENTIALS.password}`);
		this.type(`SKSETRBID ${id}`);
		this.type(`SKSREG S2 ${toUpperHex(Uint8Array.of(place.channel))}`);
		this.type(`SKSREG S3 ${toUpperHex(Uint8Array.of(place.panId >> 8, place.panId))}`);
	}

	/** EVENT 25 or EVENT 24. */
	join(meter = this.meter): string {
		return this.type(`SKJOIN ${meter}`, `${meter}\r\n`).includes('SKJOIN') ? this.#joined() : '';
	}

	/** Joins, and lets the announcement of the instances pass. */
	begin(): void {
		this.logIn();
		this.join();
		this.wait(3000);
		this.forget();
	}

	/** All that comes within `limit` ms after a Get of the power; the request has the TID `tid`. */
	ask(limit = 20_000, request = '1081000105FF010288016201E700', meter = this.meter): string {
		const length = toUpperHex(Uint8Array.of(0, request.length / 2));
		return this.typeBytes(`SKSENDTO 1 ${meter} 0E1A 1 ${length} ${toText(fromHex(request))}`, 'nothing that ever comes', limit);
	}

	/** What was heard so far is of no interest. */
	forget(): void {
		this.#heard = '';
		this.pieces.length = 0;
	}

	#joined(): string {
		let heard = '';
		this.simulator.scheduler.runWhile(() => {
			heard = /EVENT 2[45]/.exec(this.#heard)?.[0] ?? '';
			return heard === '';
		}, 120_000);
		return heard;
	}
}

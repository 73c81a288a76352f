/** A HEMS program at the serial port of a J11 dongle, in virtual time. */
import { parseFaults } from '../../../../boards/host/faults/fault-options.js';
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { channelOf } from '../../../../modules/wi-sun-module/j11/language/channel.js';
import { COMMAND, type CommandName } from '../../../../modules/wi-sun-module/j11/language/codes.js';
import { encodeFrame, responseCode } from '../../../../modules/wi-sun-module/j11/language/frame.js';
import { FrameReader } from '../../../../modules/wi-sun-module/j11/language/frame-reader.js';
import { encodeScan, encodeSend } from '../../../../modules/wi-sun-module/j11/language/messages.js';
import type { J11Model, J11ModelName } from '../../../../modules/wi-sun-module/j11/language/model.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import type { Dongle } from '../../../../src/world/dongle/dongle.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { Simulator } from '../../../../src/world/simulation/simulator.js';
import type { SimulatorEvent } from '../../../../src/world/simulation/simulator-event.js';
import { hex } from '../../../assert.js';
import { CREDENTIALS } from './hems-rig.js';

export interface J11ProgramOptions {
	readonly model?: J11ModelName;
	readonly changes?: Partial<Omit<J11Model, 'dialect' | 'name'>>;
	readonly faults?: readonly string[];
	readonly password?: string;
	readonly seed?: number;
	readonly transmitLimit?: number;
	readonly hearsSerial?: boolean;
}

export class J11Program {
	readonly simulator: Simulator;
	readonly dongle: Dongle;
	readonly meter: Uint8Array;
	readonly events: SimulatorEvent[] = [];
	/** `2001 01020101`, with the virtual time in ms. */
	readonly heard: { readonly what: string; readonly at: number }[] = [];
	readonly #password: string;
	readonly #reader: FrameReader;

	constructor({ model = 'bp35c0-j11', changes, faults = [], password, seed = 1, transmitLimit, hearsSerial = false }: J11ProgramOptions = {}) {
		this.#password = password ?? CREDENTIALS.password;
		this.simulator = new Simulator({
			seed,
			start: Date.UTC(2026, 10, 22, 3, 0),
			load: constantLoad(500),
			profile: GEN1,
			credentials: CREDENTIALS,
			log: { write() {} },
			onEvent: (event) => this.events.push(event),
			faults: parseFaults(faults),
			hearsSerial: () => hearsSerial,
			...(transmitLimit !== undefined && { transmitLimit }),
		});
		const onFrame = (code: number, data: Uint8Array) =>
			this.heard.push({ what: `${toUpperHex(Uint8Array.of(code >> 8, code))} ${toUpperHex(data)}`.trim(), at: this.now });
		const onProblem = (problem: string) => {
			throw new Error(`a frame of the module: ${problem}`);
		};
		this.#reader = new FrameReader({ onFrame, onProblem }, 'response', true);
		const serial = {
			onReceive: (_bytes: Uint8Array) => {},
			write: (bytes: Uint8Array) => {
				for (let at = 0; at < bytes.length; ) at = this.#reader.read(bytes, at);
				if (this.#reader.dropped > 0) throw new Error(`no frame of the module: ${toUpperHex(bytes)}`);
			},
		};
		this.dongle = this.simulator.addDongle({ model, serial, ...(changes && { changes }) });
		this.meter = linkLocalAddress(this.simulator.meters[0]!.macAddress);
	}

	get now(): number {
		return this.simulator.scheduler.now();
	}

	/** Of the meter, as J11 counts it. */
	get channel(): number {
		return channelOf(this.simulator.meters[0]!.channel);
	}

	write(command: CommandName, data: Uint8Array | string = ''): void {
		this.dongle.receive(encodeFrame('request', COMMAND[command], typeof data === 'string' ? hex(data) : data));
	}

	/** What comes first that begins so, within `limit` ms; takes what came before it away. */
	hear(start: string, limit = 120_000): string | undefined {
		const index = () => this.heard.findIndex(({ what }) => what.startsWith(start));
		this.simulator.scheduler.runWhile(() => index() < 0, limit);
		return index() < 0 ? undefined : this.heard.splice(0, index() + 1).pop()!.what;
	}

	/** The response to a command: its data, the result first. */
	ask(command: CommandName, data: Uint8Array | string = '', limit = 120_000): string | undefined {
		const code = responseCode(COMMAND[command]);
		this.write(command, data);
		return this.hear(toUpperHex(Uint8Array.of(code >> 8, code)), limit)?.slice(5);
	}

	setUp(channel = this.channel): void {
		this.ask('setUp', Uint8Array.of(5, 0, channel, 0));
		this.ask('setCredentials', Uint8Array.from([...asciiBytes(CREDENTIALS.id), ...asciiBytes(this.#password)]));
	}

	scan(duration: number, mask = 0x3fff0, id = CREDENTIALS.id): string | undefined {
		return this.ask('scan', encodeScan({ duration, mask, pairingId: asciiBytes(id.slice(-8)) }));
	}

	/** Up to the PAN of the meter, with port 3610 open. */
	start(): string | undefined {
		this.setUp();
		const started = this.ask('startRouteB');
		this.ask('openPort', '0E1A');
		return started;
	}

	/** The outcome of 6028. */
	join(limit = 900_000): string | undefined {
		this.ask('startPana');
		return this.hear('6028', limit)?.slice(5, 7);
	}

	/** Joined, and the announcement of the instances is here. */
	begin(): void {
		this.start();
		this.join();
		this.hear('6018');
	}

	/** The data of the answer to a Get of the power. */
	get(request = '1081000105FF010288016201E700', limit = 20_000): string | undefined {
		this.write('send', encodeSend({ to: this.meter, localPort: 3610, remotePort: 3610, payload: hex(request) }));
		return this.hear('6018', limit)?.slice(5 + 2 * 27);
	}

	wait(time: number): void {
		this.simulator.scheduler.runFor(time);
	}

	/** What was heard so far is of no interest. */
	forget(): void {
		this.heard.length = 0;
	}
}

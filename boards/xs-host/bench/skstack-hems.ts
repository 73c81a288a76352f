/** A HEMS program on the PC that the stick is plugged into: command lines of SKSTACK-IP, and what the dongle says to them. */
import type { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { fromHex, toHex } from '../../../modules/bytes/hex.js';
import { MODELS, type ModelName } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { type StickHems, UsbProgram } from './usb-program.js';
import type { XsStick } from './xs-stick.js';

/** Patience with an answer, with a scan of all channels, with a join, ms. */
const ANSWER = 2_000;
const SCAN = 120_000;
const JOIN = 60_000;
const TRIES = 8;
const READ = 10_000;
/** Controller to meter: EHD, SEOJ 05FF01, DEOJ 028801. */
const [SEOJ, DEOJ] = ['05ff01', '028801'];
const HEADER = 12;
const SERVICE = 10;
const INF = 0x73;
const CR_LF = '\r\n';
const CHANNELS = 'FFFFFFFF';
const DURATION = 4;

export class SkstackHems extends UsbProgram implements StickHems {
	readonly #side: boolean;
	readonly #lines: string[] = [];
	#line = '';
	#address = '';
	#tid = 0;

	constructor(stick: XsStick, scheduler: VirtualScheduler, model: ModelName) {
		super(stick, scheduler);
		this.#side = MODELS[model].side;
	}

	/** Lines that have come since the last command. */
	get lines(): readonly string[] {
		return this.#lines;
	}

	/** Writes a command, and waits for a line that begins so. Throws Error if none comes. */
	async command(line: string, end = 'OK', patience = ANSWER): Promise<void> {
		this.#lines.length = 0;
		await this.send(asciiBytes(line + CR_LF));
		await this.#expect(line, end, patience);
	}

	async begin(id: string, password: string): Promise<void> {
		await this.command('SKRESET');
		await this.command('SKVER');
		const version = this.#lines.find((line) => line.startsWith('EVER '));
		if (version === undefined) throw new Error('expected EVER');
		if (this.#side) await this.command('WOPT 01');
		await this.command(`SKSETPWD C ${password}`);
		await this.command(`SKSETRBID ${id}`);
	}

	async scan(): Promise<void> {
		await this.command(`SKSCAN 2 ${CHANNELS} ${DURATION}${this.#side ? ' 0' : ''}`, 'EVENT 22', SCAN);
		const value = (key: string) => {
			const line = this.#lines.find((each) => each.startsWith(`  ${key}:`));
			if (line === undefined) throw new Error(`the scan found no ${key}: ${this.#lines.join('; ')}`);
			return line.slice(line.indexOf(':') + 1);
		};
		const [channel, pan, mac] = [value('Channel'), value('Pan ID'), value('Addr')];
		await this.command(`SKSREG S2 ${channel}`);
		await this.command(`SKSREG S3 ${pan}`);
		await this.command(`SKLL64 ${mac}`, 'FE80:');
		this.#address = this.#lines.find((line) => line.startsWith('FE80:'))!;
	}

	async join(): Promise<void> {
		await this.command(`SKJOIN ${this.#address}`, 'EVENT 25', JOIN);
	}

	async leave(): Promise<void> {
		await this.command('SKTERM', 'EVENT 27', JOIN);
	}

	async ask(service: number, ...properties: number[][]): Promise<Uint8Array> {
		this.#tid = (this.#tid + 1) & 0xffff;
		const body = Uint8Array.from([service, properties.length, ...properties.flat()]);
		const tid = this.#tid.toString(16).padStart(4, '0');
		const request = fromHex(`1081${tid}${SEOJ}${DEOJ}${toHex(body)}`);
		const length = request.length.toString(16).toUpperCase().padStart(4, '0');
		const begin = asciiBytes(`SKSENDTO 1 ${this.#address} 0E1A 1${this.#side ? ' 0' : ''} ${length} `);
		const command = new Uint8Array(begin.length + request.length);
		command.set(begin);
		command.set(request, begin.length);
		this.#lines.length = 0;
		for (let i = 0; i < TRIES; i++) {
			await this.send(command);
			let answer: Uint8Array | undefined;
			const lacks = () => {
				answer = this.#datagrams().find((payload) => payload[SERVICE] !== INF && toHex(payload.subarray(2, 4)) === tid);
				return answer === undefined;
			};
			if (await this.stick.runWhile(lacks, READ)) return answer!.subarray(HEADER);
		}
		throw new Error(`no answer to TID ${tid}: ${this.#lines.join('; ')}`);
	}

	async #expect(what: string, end: string, patience: number): Promise<void> {
		const failed = () => this.#lines.find((line) => line.startsWith('FAIL') || (end === 'EVENT 25' && line.startsWith('EVENT 24')));
		const came = () => this.#lines.some((line) => line.startsWith(end));
		await this.stick.runWhile(() => !came() && failed() === undefined, patience);
		if (!came()) throw new Error(`${what}: expected ${end}, got ${this.#lines.join('; ')}`);
	}

	/** Payloads of the datagrams that have come since the last command. */
	#datagrams(): Uint8Array[] {
		return this.#lines.filter((line) => line.startsWith('ERXUDP ')).map((line) => fromHex(line.slice(line.lastIndexOf(' ') + 1)));
	}

	protected override take(bytes: Uint8Array): void {
		for (const byte of bytes) this.#line += String.fromCharCode(byte);
		const parts = this.#line.split(/\r\n|\r/);
		this.#line = parts.pop()!;
		for (const part of parts) {
			if (part === '') continue;
			this.#lines.push(part);
			if (part.startsWith('ERXUDP ') && part.slice(part.lastIndexOf(' ') + 1).slice(2 * SERVICE, 2 * SERVICE + 2) === '73') this.informed++;
		}
	}
}

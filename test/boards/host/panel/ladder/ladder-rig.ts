/** A program at the serial port of a dongle of a world, in virtual time, and the ladder that is made of it. */
import { parseFaults } from '../../../../../boards/host/faults/fault-options.js';
import { type Cause, causeOf } from '../../../../../boards/host/panel/ladder/causes.js';
import type { DongleLadder } from '../../../../../boards/host/panel/ladder/dongle-ladder.js';
import { Ladders } from '../../../../../boards/host/panel/ladder/ladders.js';
import type { Rung } from '../../../../../boards/host/panel/ladder/rung.js';
import type { PanelSite } from '../../../../../boards/host/panel/site.js';
import { asciiBytes } from '../../../../../modules/bytes/ascii.js';
import { fromHex, toUpperHex } from '../../../../../modules/bytes/hex.js';
import { formatFullAddress, linkLocalAddress } from '../../../../../modules/ipv6/address.js';
import { channelOf } from '../../../../../modules/wi-sun-module/j11/language/channel.js';
import { COMMAND, type CommandName } from '../../../../../modules/wi-sun-module/j11/language/codes.js';
import { encodeFrame } from '../../../../../modules/wi-sun-module/j11/language/frame.js';
import { FrameReader } from '../../../../../modules/wi-sun-module/j11/language/frame-reader.js';
import { encodeScan } from '../../../../../modules/wi-sun-module/j11/language/messages.js';
import type { ModuleName } from '../../../../../modules/wi-sun-module/models.js';
import { fromText, toText } from '../../../../../modules/wi-sun-module/skstack/language/digits.js';
import { parseCombination } from '../../../../../src/meter/catalogue/parse.js';
import { GEN1 } from '../../../../../src/route-b/meter-profile.js';
import type { Dongle } from '../../../../../src/world/dongle/dongle.js';
import { constantLoad } from '../../../../../src/world/load/source.js';
import { World } from '../../../../../src/world/simulation/world.js';
import { CREDENTIALS } from '../../../../src/world/simulation/hems-rig.js';

export interface LadderRigOptions {
	readonly faults?: readonly string[];
	readonly model?: ModuleName;
	readonly neighbours?: number;
	readonly units?: string;
	readonly seed?: number;
}

export const START = Date.UTC(2026, 10, 22, 3, 0);
const GET_POWER = '1081000105FF010288016201E700';

export class LadderRig {
	readonly world: World;
	readonly dongle: Dongle;
	readonly site: PanelSite;
	readonly ladders: Ladders;
	#heard = '';
	readonly #said: number[] = [];

	constructor({ faults = [], model = 'bp35a1', neighbours, units, seed = 1 }: LadderRigOptions = {}) {
		this.world = new World({
			seed,
			start: START,
			speed: 'max',
			load: constantLoad(500),
			profile: GEN1,
			credentials: CREDENTIALS,
			log: { write() {} },
			faults: parseFaults(faults),
			...(neighbours !== undefined && { neighbours }),
			...(units !== undefined && { combination: parseCombination(units) }),
		});
		const serial = {
			onReceive() {},
			write: (bytes: Uint8Array) => {
				this.#heard += toText(bytes);
				this.#said.push(...bytes);
			},
		};
		this.dongle = this.world.simulator.addDongle({ model, serial });
		const { credentials } = this.meter;
		const ready = {
			dongles: [{ path: '/tmp/keiki-dongle', line: 'pty', model }],
			meters: [{ password: credentials.password }],
			password: credentials.password,
			routeBId: credentials.id,
		};
		this.site = { world: this.world, enter: (event: () => void) => event(), start: START, ready } as unknown as PanelSite;
		this.ladders = new Ladders(this.site);
	}

	get meter() {
		return this.world.simulator.meters[0]!;
	}

	get address(): string {
		return formatFullAddress(linkLocalAddress(this.meter.macAddress));
	}

	get ladder(): DongleLadder {
		return this.ladders.find('dongle')!;
	}

	get rungs(): readonly Rung[] {
		return this.ladder.attempts.current?.rungs ?? [];
	}

	get stopped(): Cause | undefined {
		return causeOf(this.ladders.sight(this.ladder, 'meter'), this.rungs);
	}

	/** Of the rung where it stopped. */
	get stoppedAt(): Rung | undefined {
		return this.rungs.find(({ id }) => id === this.stopped?.rung);
	}

	/** Types a line, and waits for what comes of it; with nothing, for what is answered at once. */
	type(line: string, until = 'OK\r\n', limit = 300_000): string {
		return this.#write(fromText(`${line}\r\n`), until, limit);
	}

	/** A request of J11. */
	request(command: CommandName, data: Uint8Array = new Uint8Array(0), limit = 2_000): void {
		this.dongle.receive(encodeFrame('request', COMMAND[command], data));
		this.wait(limit);
	}

	wait(time: number): void {
		this.world.simulator.scheduler.runFor(time);
	}

	/** What a J11 dongle said last: `0053 0E`, the command and its result, or `6028 01`, a notification and the first byte of its data. */
	get lastSaid(): string {
		let last = '';
		const reader = new FrameReader(
			{
				onFrame: (code, data) => {
					const isAnswer = (code & 0xf000) === 0x2000;
					last = [
						toUpperHex(Uint8Array.of((code >> 8) & (isAnswer ? 0x0f : 0xff), code)),
						...(data.length > 0 ? [toUpperHex(data.subarray(0, 1))] : []),
					].join(' ');
				},
				onProblem() {},
			},
			'response',
			false,
		);
		const bytes = Uint8Array.from(this.#said);
		for (let at = 0; at < bytes.length; ) at = reader.read(bytes, at);
		return last;
	}

	setPassword(password = CREDENTIALS.password): void {
		this.type(`SKSETPWD C ${password}`);
	}

	setId(id = CREDENTIALS.id): void {
		this.type(`SKSETRBID ${id}`);
	}

	scan(duration = 6, mode = 2, mask = 'FFFFFFFF'): void {
		this.type(`SKSCAN ${mode} ${mask} ${duration}`, 'EVENT 22', 600_000);
		this.wait(100);
	}

	goTo(channel = this.meter.channel, panId = this.meter.panId): void {
		this.type(`SKSREG S2 ${toUpperHex(Uint8Array.of(channel))}`);
		this.type(`SKSREG S3 ${toUpperHex(Uint8Array.of(panId >> 8, panId))}`);
	}

	/** Up to EVENT 25 or EVENT 24. */
	join(address = this.address): void {
		this.#heard = '';
		this.dongle.receive(fromText(`SKJOIN ${address}\r\n`));
		this.world.simulator.scheduler.runWhile(() => !/EVENT 2[45] /.test(this.#heard), 120_000);
		this.wait(100);
	}

	/** All that a program does to get in. */
	begin(): void {
		this.setPassword();
		this.setId();
		this.scan();
		this.goTo();
		this.join();
	}

	/** All that a program for J11 does to get in. */
	beginJ11(id = CREDENTIALS.id, password = CREDENTIALS.password): void {
		this.setUpJ11();
		this.request('setCredentials', credentialsOf(id, password));
		this.scanJ11();
		this.request('startRouteB', undefined, 10_000);
		this.request('startPana', undefined, 60_000);
	}

	setUpJ11(): void {
		this.request('setUp', Uint8Array.of(5, 0, channelOf(this.meter.channel), 0));
	}

	scanJ11(duration = 6, mask = 0x3fff0, id = CREDENTIALS.id): void {
		this.request('scan', encodeScan({ duration, mask, pairingId: asciiBytes(id.slice(-8)) }), 60_000);
	}

	/** Asks for the power. */
	ask(limit = 3_000): void {
		const length = toUpperHex(Uint8Array.of(0, GET_POWER.length / 2));
		this.dongle.receive(fromText(`SKSENDTO 1 ${this.address} 0E1A 1 ${length} ${toText(fromHex(GET_POWER))}`));
		this.wait(limit);
	}

	fault(text: string): void {
		const [name = '', value] = text.split('=');
		const wrong = this.world.setFault(name, value ?? 'on');
		if (wrong !== undefined) throw new Error(wrong);
	}

	#write(bytes: Uint8Array, until: string, limit: number): string {
		this.#heard = '';
		this.dongle.receive(bytes);
		this.world.simulator.scheduler.runWhile(() => !this.#heard.includes(until) && !this.#heard.includes('FAIL'), limit);
		return this.#heard;
	}
}

/** Of 0054. */
export function credentialsOf(id = CREDENTIALS.id, password = CREDENTIALS.password): Uint8Array {
	return asciiBytes(id + password);
}

import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { formatFullAddress, linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { Air } from '../../../../modules/medium/air.js';
import { fromText, toText } from '../../../../modules/wi-sun-module/skstack/language/digits.js';
import { MODELS } from '../../../../modules/wi-sun-module/skstack/language/model.js';
import { Dongle } from '../../../../src/world/dongle/dongle.js';
import { equal } from '../../../assert.js';

const ID = '00112233445566778899AABBCCDDEEFF';
const PASSWORD = '0123456789AB';

/** BP35A1s on a desk, in one air: what is typed in, what they print. */
class Desk {
	readonly scheduler = new VirtualScheduler();
	readonly #air = new Air({ scheduler: this.scheduler });
	readonly #dongles: Dongle[] = [];
	readonly #printed: string[] = [];

	constructor() {
		for (let i = 0; i < 2; i++) {
			const write = (bytes: Uint8Array) => {
				this.#printed[i] += toText(bytes);
			};
			this.#printed.push('');
			this.#dongles.push(
				new Dongle({
					name: `dongle ${i}`,
					model: MODELS.bp35a1,
					serial: { onReceive() {}, write },
					air: this.#air,
					scheduler: this.scheduler,
					random: new SeededRandom(1, `dongle ${i}`),
					cipher: new PortableCipher(),
					log: { write() {} },
					macAddress: Uint8Array.of(0x00, 0x1d, 0x12, 0x91, 0, 0, 0, 1 + i),
				}),
			);
			this.ask(i, 'SKSREG SFE 0');
		}
	}

	/** What the other one calls this one. */
	address(index: number): string {
		return formatFullAddress(linkLocalAddress(this.#dongles[index]!.network.macAddress));
	}

	/** Types a line, waits, and returns what was printed since, the lines joined by "/". */
	ask(index: number, line: string, time = 10): string {
		this.#printed[index] = '';
		this.#dongles[index]!.module.receive(fromText(`${line}\r\n`));
		this.scheduler.runFor(time);
		return this.heard(index);
	}

	heard(index: number): string {
		const text = this.#printed[index]!.trim().replace(/\r\n/g, '/');
		this.#printed[index] = '';
		return text;
	}

	/** EVENT numbers among what was printed, without those of datagrams and their addresses. */
	events(index: number, time = 0): string {
		this.scheduler.runFor(time);
		const numbers = this.heard(index).match(/EVENT (\w\w)/g) ?? [];
		return numbers
			.map((text) => text.slice(-2))
			.filter((number) => !['01', '02', '21'].includes(number))
			.join();
	}

	configure(index: number, password = PASSWORD): void {
		for (const line of [`SKSETPWD C ${password}`, `SKSETRBID ${ID}`, 'SKSREG S2 31', 'SKSREG S3 B5FB']) equal(this.ask(index, line), 'OK');
	}

	/** The first as PAA, the second joined to it. */
	join(): void {
		this.configure(0);
		equal(this.ask(0, 'SKSTART'), 'OK');
		this.configure(1);
		this.ask(1, `SKJOIN ${this.address(0)}`);
		equal(this.events(1, 5_000), '25');
		equal(this.events(0), '25');
	}
}

describe('a module after SKSTART', () => {
	it('wants an id and a password first, becomes a coordinator, and then neither joins nor starts again', () => {
		const desk = new Desk();
		equal(desk.ask(0, 'SKSTART'), 'FAIL ER10');
		desk.configure(0);
		equal(desk.ask(0, 'SKSREG S15'), 'ESREG 0/OK');
		equal(desk.ask(0, 'SKTERM'), 'FAIL ER10');
		equal(desk.ask(0, 'SKSTART'), 'OK');
		equal(desk.ask(0, 'SKSREG S15'), 'ESREG 1/OK');
		equal(desk.ask(0, 'SKSTART'), 'FAIL ER10');
		equal(desk.ask(0, `SKJOIN ${desk.address(1)}`), 'FAIL ER10');
		equal(desk.ask(0, 'SKREJOIN'), 'FAIL ER10');
		equal(desk.ask(0, 'SKTERM'), 'FAIL ER10');
		equal(desk.ask(0, 'SKRESET'), 'OK');
		equal(desk.ask(0, 'SKSREG S15'), 'SKSREG S15/ESREG 0/OK', 'with its echo again');
	});

	it('shows PANA as it passes, and the session', () => {
		const desk = new Desk();
		desk.configure(0);
		desk.ask(0, 'SKSTART');
		desk.configure(1);
		desk.ask(1, `SKJOIN ${desk.address(0)}`, 5_000);
		const shown = desk.heard(0).split('/');
		const hems = desk.address(1);
		equal(shown[0], `EVENT 01 ${hems}`);
		equal(
			shown.filter((line) => line.startsWith(`ERXUDP ${hems} ${desk.address(0)} 02CC 02CC 001D129100000002 0 `)).length,
			5,
			'PCI, PAN[S], PAN, PAN, PAN[C]',
		);
		equal(shown.filter((line) => line === `EVENT 21 ${hems} 00`).length, 4, 'PAR[S], PAR, PAR, PAR[C]');
		equal(shown[shown.length - 1], `EVENT 25 ${hems}`);
	});

	it('answers a scan for its pairing id and one for all, while S15 is 1', () => {
		const desk = new Desk();
		desk.configure(0);
		desk.ask(0, 'SKSTART');
		const scan = (mode: number) => desk.ask(1, `SKSCAN ${mode} 00010000 5`, 5_000).includes('EPANDESC');
		equal(desk.ask(1, 'SKSREG S0A CCDDEEFF'), 'OK');
		equal(scan(2), true);
		desk.ask(1, 'SKSREG S0A CCDDEE00');
		equal(scan(2), false);
		equal(scan(3), true);
		desk.ask(0, 'SKSREG S15 0');
		equal(scan(3), false);
	});

	it('tells of a wrong password by EVENT 24', () => {
		const desk = new Desk();
		desk.configure(0);
		desk.ask(0, 'SKSTART');
		desk.configure(1, 'BA9876543210');
		desk.ask(1, `SKJOIN ${desk.address(0)}`);
		equal(desk.events(1, 60_000), '24');
		equal(desk.events(0), '24');
	});

	it('tells that the PaC has ended the session by EVENT 26', () => {
		const desk = new Desk();
		desk.join();
		desk.ask(1, 'SKTERM');
		equal(desk.events(1, 5_000), '27');
		equal(desk.events(0), '26');
		equal(desk.ask(0, 'SKTERM'), 'FAIL ER10');
	});

	it('ends the session by SKTERM: EVENT 27, or 28 where the PaC has gone', () => {
		const desk = new Desk();
		desk.join();
		equal(desk.ask(0, 'SKTERM'), 'OK');
		equal(desk.events(0, 5_000), '27');
		equal(desk.events(1), '26');
		desk.ask(1, `SKJOIN ${desk.address(0)}`);
		equal(desk.events(0, 5_000), '25');
		desk.ask(1, 'SKRESET');
		equal(desk.ask(0, 'SKTERM'), 'OK');
		equal(desk.events(0, 60_000), '28');
	});

	it('authenticates its PaC again by SKREJOIN', () => {
		const desk = new Desk();
		desk.join();
		equal(desk.ask(0, 'SKREJOIN'), 'OK');
		equal(desk.events(0, 5_000), '25');
		equal(desk.events(1), '25');
	});

	for (const [automatic, events] of [
		[1, '29,27'],
		[0, '29'],
	] as const) {
		it(`lets the session end after S16, with S17 ${automatic}: ${events}`, () => {
			const desk = new Desk();
			desk.ask(0, 'SKSREG S16 3C');
			desk.ask(0, `SKSREG S17 ${automatic}`);
			desk.ask(1, 'SKSREG S17 0');
			desk.join();
			equal(desk.events(0, 70_000), events);
			equal(desk.events(1), automatic === 1 ? '29,26' : '29');
		});
	}

	it('takes a key in the place of a password', () => {
		const desk = new Desk();
		for (const i of [0, 1]) {
			desk.configure(i);
			equal(desk.ask(i, 'SKSETPSK 10 000102030405060708090A0B0C0D0E0F'), 'OK');
		}
		desk.ask(0, 'SKSTART');
		desk.ask(1, `SKJOIN ${desk.address(0)}`);
		equal(desk.events(1, 5_000), '25');
	});
});

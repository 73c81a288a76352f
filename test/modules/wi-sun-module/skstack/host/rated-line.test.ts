import type { ClosableSerial } from '../../../../../modules/wi-sun-module/skstack/host/rated-line.js';
import { MODULE_RATES, RatedLine } from '../../../../../modules/wi-sun-module/skstack/host/rated-line.js';
import { fromText, toText } from '../../../../../modules/wi-sun-module/skstack/language/digits.js';
import type { ModelName } from '../../../../../modules/wi-sun-module/skstack/language/model.js';
import { equal, throws } from '../../../../assert.js';
import { Memory, SkstackRig } from '../module-rig.js';

/** When a new WUART counts. */
type Effect = 'at once' | 'when switched on' | 'never';

/** A module on a line that carries characters only where both ends have the same rate. */
class Bench {
	readonly rig: SkstackRig;
	readonly line: RatedLine;
	readonly opened: number[] = [];
	readonly logged: string[] = [];
	readonly heard: string[] = [];
	readonly typed: string[] = [];
	/** bit/s of the module; undefined: it is not there. */
	rate: number | undefined;
	bytewise = false;
	readonly #effect: Effect;
	#open: (ClosableSerial & { rate: number }) | undefined;
	#ready = 0;

	constructor(at: number | undefined, wanted: number, effect: Effect = 'at once', model: ModelName = 'bp35a1', memory = new Memory()) {
		this.rate = at;
		this.#effect = effect;
		this.rig = new SkstackRig(model, undefined, memory);
		this.rig.ask('SKVER\r');
		this.rig.writes.push = (text) => {
			// What the module prints leaves at the rate that it has at that moment.
			this.fromModule(text);
			return 0;
		};
		this.line = new RatedLine({
			scheduler: this.rig.scheduler,
			log: { write: (layer, text) => this.logged.push(`${layer}: ${text}`) },
			rate: wanted,
			open: (rate) => this.open(rate),
		});
		this.line.onReceive = (bytes) => this.heard.push(toText(bytes));
	}

	get isReady(): number {
		return this.#ready;
	}

	/** How often the line was reported to be ready, `time` ms after it was asked to tune. */
	tune(time = 20_000): number {
		this.line.tune(() => this.#ready++);
		this.rig.scheduler.runFor(time);
		return this.#ready;
	}

	say(text: string): string {
		this.heard.length = 0;
		this.line.write(fromText(text));
		this.rig.scheduler.runFor(100);
		return this.heard.join('');
	}

	writings(): number {
		return this.typed.filter((each) => each.startsWith('WUART')).length;
	}

	fromModule(text: string): void {
		const to = this.#open;
		if (to === undefined || this.rate === undefined) return;
		const bytes = to.rate === this.rate ? fromText(text) : new Uint8Array(text.length).fill(0xf8);
		if (this.bytewise) for (const byte of bytes) to.onReceive(Uint8Array.of(byte));
		else to.onReceive(bytes);
		if (this.#effect === 'at once' && /OK\r$/.test(text) && this.typed.at(-1)?.startsWith('WUART')) {
			this.rate = MODULE_RATES[Number.parseInt(this.typed.at(-1)!.slice(6), 16) & 7]!;
		}
	}

	private open(rate: number): ClosableSerial {
		equal(this.#open, undefined, 'the line was open already');
		this.opened.push(rate);
		const port = {
			rate,
			onReceive: (_bytes: Uint8Array) => {},
			write: (bytes: Uint8Array) => {
				equal(this.#open, port, 'written to a closed line');
				if (this.rate !== rate) return;
				const text = toText(bytes);
				this.typed.push(text.trim());
				if (!(this.#effect === 'never' && /WUART/.test(text))) this.rig.type(text);
				else this.fromModule('OK\r');
			},
			close: () => {
				this.#open = undefined;
			},
		};
		this.#open = port;
		return port;
	}
}

describe('the line to a module at the rate that a host can bear', () => {
	it('leaves a module alone that has the rate', () => {
		for (const rate of [115_200, 57_600, 9_600]) {
			const bench = new Bench(rate, rate);
			equal(bench.tune(), 1);
			equal(bench.opened.join(), String(rate));
			equal(bench.writings(), 0);
			equal(bench.logged.join(), '');
			equal(/EVER 1\.2\.10\r\nOK\r\n$/.test(bench.say('SKVER\r\n')), true);
		}
	});

	it('brings one from the factory to the lower rate, where WUART counts at once', () => {
		const bench = new Bench(115_200, 57_600);
		equal(bench.tune(), 1);
		equal(bench.opened.join(), '57600,115200,57600');
		equal(bench.typed.join('|'), 'RUART|WUART 06|RUART');
		equal(bench.logged.join('|'), 'module: speaks 115200 bit/s, and is told to speak 57600|module: now speaks 57600 bit/s, and keeps to that');
		equal(bench.rate, 57_600);
		equal(/EVER 1\.2\.10\r\nOK\r\n$/.test(bench.say('SKVER\r\n')), true);
	});

	it('goes on at the old rate where WUART counts from the next time it is switched on, and writes no second time', () => {
		const memory = new Memory();
		const bench = new Bench(115_200, 57_600, 'when switched on', 'bp35a1', memory);
		equal(bench.tune(), 1);
		equal(bench.line.rate, 115_200);
		equal(bench.opened.join(), '57600,115200,57600,115200');
		equal(bench.logged.at(-1), 'module: speaks 115200 bit/s until it is switched off and on: 57600 was asked for');
		equal(bench.tune(), 2);
		equal(bench.writings(), 1);
		// The host starts anew, the module not.
		const second = new Bench(115_200, 57_600, 'when switched on', 'bp35a1', memory);
		equal(second.tune(), 1);
		equal(second.writings(), 0);
		equal(second.line.rate, 115_200);
		// And now the module too.
		const third = new Bench(57_600, 57_600, 'when switched on', 'bp35a1', memory);
		equal(third.tune(), 1);
		equal(third.logged.join(), '');
	});

	it('writes once in its life to a module that forgets it', () => {
		const bench = new Bench(115_200, 57_600, 'never');
		for (let i = 1; i <= 3; i++) equal(bench.tune(), i);
		equal(bench.writings(), 1);
		equal(bench.line.rate, 115_200);
		equal(/EVER 1\.2\.10\r\nOK\r\n$/.test(bench.say('SKVER\r\n')), true);
	});

	it('reads answers that come byte by byte', () => {
		const bench = new Bench(115_200, 57_600);
		bench.bytewise = true;
		equal(bench.tune(), 1);
		equal(bench.typed.join('|'), 'RUART|WUART 06|RUART');
		equal(bench.rate, 57_600);
	});

	it('stays at the rate of a module that refuses another', () => {
		const memory = new Memory();
		memory.broken = true;
		const bench = new Bench(115_200, 57_600, 'at once', 'bp35a1', memory);
		equal(bench.tune(), 1);
		equal(bench.typed.join('|'), 'RUART|WUART 06');
		equal(bench.logged.at(-1), 'module: speaks 115200 bit/s, and refuses 57600');
		equal(bench.line.rate, 115_200);
		equal(bench.opened.join(), '57600,115200');
	});

	it('opens the line once where it stays as it is', () => {
		const bench = new Bench(115_200, 115_200);
		equal(bench.tune(), 1);
		equal(bench.tune(), 2);
		equal(bench.opened.join(), '115200');
	});

	it('takes a module back to what it had from the factory', () => {
		const memory = new Memory();
		equal(new Bench(115_200, 57_600, 'at once', 'bp35a1', memory).tune(), 1);
		const back = new Bench(57_600, 115_200, 'at once', 'bp35a1', memory);
		equal(back.tune(), 1);
		equal(back.typed.join('|'), 'RUART|WUART 00|RUART');
		equal(back.rate, 115_200);
	});

	it('leaves the other bits of WUART as they are', () => {
		const bench = new Bench(115_200, 57_600);
		bench.rig.type('WUART F8\r');
		bench.rig.scheduler.runFor(100);
		bench.rate = 115_200;
		equal(bench.tune(), 1);
		equal(bench.typed.filter((each) => each.startsWith('WUART')).join(), 'WUART FE');
	});

	it('speaks to a module without WUART at the rate that it has', () => {
		const bench = new Bench(115_200, 57_600, 'at once', 'rl7023-ips');
		equal(bench.tune(), 1);
		equal(bench.writings(), 0);
		equal(bench.logged.join(), 'module: speaks 115200 bit/s, and has no other: 57600 was asked for');
		equal(bench.line.rate, 115_200);
	});

	it('ends with no module at the rate that was asked for, and finds one that comes later', () => {
		const bench = new Bench(undefined, 57_600);
		equal(bench.tune(3_999), 0);
		bench.rig.scheduler.runFor(1);
		equal(bench.isReady, 1);
		equal(bench.opened.join(), '57600,115200,57600,115200,57600,115200,57600,115200,57600');
		equal(bench.line.rate, 57_600);
		bench.rate = 115_200;
		equal(bench.tune(), 2);
		equal(bench.rate, 57_600);
	});

	it('waits for a module that takes a while to start', () => {
		const memory = new Memory();
		equal(new Bench(115_200, 57_600, 'at once', 'bp35a1', memory).tune(), 1);
		const bench = new Bench(undefined, 115_200, 'at once', 'bp35a1', memory);
		bench.rig.scheduler.after(3_200, () => {
			bench.rate = 57_600;
		});
		equal(bench.tune(), 1);
		equal(bench.rate, 115_200);
	});

	it('loses a module that goes while it is changed, and ends', () => {
		const bench = new Bench(115_200, 57_600, 'when switched on');
		bench.rig.scheduler.after(600, () => {
			bench.rate = undefined;
		});
		equal(bench.tune(), 1);
		equal(bench.line.rate, 57_600);
	});

	it('carries nothing of the host while it looks, and nothing of the module', () => {
		const bench = new Bench(115_200, 57_600);
		bench.line.write(fromText('SKRESET\r\n'));
		bench.line.tune();
		let twice = false;
		bench.line.tune(() => {
			twice = true;
		});
		bench.line.write(fromText('SKRESET\r\n'));
		bench.rig.scheduler.runFor(10_000);
		equal(bench.typed.join('|'), 'RUART|WUART 06|RUART');
		equal(bench.heard.join(), '');
		equal(twice, false);
	});

	it('refuses a rate that no module has', () => {
		throws(() => new Bench(115_200, 56_000), /^baud: expected one of 115200, 2400, 4800, 9600, 19200, 38400, 57600, got 56000$/);
	});
});

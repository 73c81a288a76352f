import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { COMMAND } from '../../../modules/wi-sun-module/j11/language/codes.js';
import { encodeFrame } from '../../../modules/wi-sun-module/j11/language/frame.js';
import { J11_MODELS, type J11ModelName } from '../../../modules/wi-sun-module/j11/language/model.js';
import { J11Module } from '../../../modules/wi-sun-module/j11/module/module.js';
import { type Dialect, DialectProbe } from '../../../modules/wi-sun-module/probe.js';
import { fromText } from '../../../modules/wi-sun-module/skstack/language/digits.js';
import { MODELS, type ModelName } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { SkModule } from '../../../modules/wi-sun-module/skstack/module/module.js';
import { equal, hex } from '../../assert.js';
import { ScriptedNetwork } from './network-rig.js';

/** What the probe says of a module, and after how long, ms. */
class Desk {
	readonly scheduler = new VirtualScheduler();
	readonly network = new ScriptedNetwork(this.scheduler);
	readonly answers: (Dialect | undefined)[] = [];
	/** What the module hears. */
	toModule: (bytes: Uint8Array) => void = () => {};
	#probe: DialectProbe | undefined;

	readonly toHost = (bytes: Uint8Array): void => {
		this.scheduler.after(1, () => this.#probe?.receive(bytes));
	};

	probe(): string {
		const start = this.scheduler.now();
		const toModule = (bytes: Uint8Array) => this.scheduler.after(1, () => this.toModule(bytes));
		this.#probe = new DialectProbe(this.scheduler, toModule, (dialect) => this.answers.push(dialect));
		this.scheduler.runWhile(() => this.answers.length === 0, 10_000);
		const time = this.scheduler.now() - start;
		this.scheduler.runFor(5_000);
		equal(this.answers.length, 1);
		return `${this.answers[0]} ${time < 100 ? 'at once' : time}`;
	}
}

function skstack(name: ModelName): [Desk, SkModule] {
	const desk = new Desk();
	const module = new SkModule({ model: MODELS[name], network: desk.network, scheduler: desk.scheduler, write: desk.toHost });
	desk.toModule = (bytes) => module.receive(bytes);
	return [desk, module];
}

function j11(name: J11ModelName = 'bp35c0-j11'): [Desk, J11Module] {
	const desk = new Desk();
	const module = new J11Module({ model: J11_MODELS[name], network: desk.network, scheduler: desk.scheduler, write: desk.toHost });
	desk.toModule = (bytes) => module.receive(bytes);
	return [desk, module];
}

describe('A probe of what a module speaks', () => {
	for (const name of Object.keys(MODELS) as ModelName[]) {
		it(`knows a ${name}, with and without its echo`, () => {
			for (const command of ['', 'SKSREG SFE 0\r\n', 'SKSREG SFE 0\r\nSKVER']) {
				const [desk, module] = skstack(name);
				module.receive(fromText(command));
				equal(desk.probe(), 'skstack at once');
			}
		});
	}

	for (const name of Object.keys(J11_MODELS) as J11ModelName[]) {
		it(`knows a ${name}`, () => equal(j11(name)[0].probe(), 'j11 at once'));
	}

	it('knows a J11 module in the midst of a scan', () => {
		const [desk, module] = j11();
		module.receive(encodeFrame('request', COMMAND.setUp, hex('05000400')));
		module.receive(encodeFrame('request', COMMAND.scan, hex('0e0003fff000')));
		equal(desk.probe(), 'j11 at once');
	});

	it('takes no text within the frame of a J11 module for an answer', () => {
		const desk = new Desk();
		const frame = encodeFrame('response', 0x6018, fromText('OK\r\nFAIL ER04\r\nEVENT 21 '));
		desk.toModule = () => desk.toHost(frame);
		equal(desk.probe(), 'j11 at once');
	});

	it('does not know where nothing answers, or noise', () => {
		const desk = new Desk();
		equal(desk.probe(), 'undefined 2000');
		const noisy = new Desk();
		noisy.toModule = () => noisy.toHost(hex('d0d0f9d0f9ee00ff0d0a4b4f0d'));
		equal(noisy.probe(), 'undefined 2000');
	});

	it('does not know of a module of text that waits for the data of SKSENDTO', () => {
		const [desk, module] = skstack('bp35a1');
		module.receive(fromText('SKSENDTO 1 FE80:0000:0000:0000:0211:2233:4455:6677 0E1A 1 0040 '));
		desk.scheduler.runFor(10);
		equal(desk.probe(), 'undefined 2000');
	});
});

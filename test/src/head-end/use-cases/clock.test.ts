/** The clock of a meter that takes its time to answer: what the line takes is no fault of the clock. */
import { DataTag } from '../../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf, timeOf } from '../../../../modules/dlms/axdr/date-time.js';
import type { MeterSession } from '../../../../src/head-end/meter-session.js';
import { CLOCK_CONTROL } from '../../../../src/head-end/use-cases/clock.js';
import { Deviation, type StepName, type UseCaseTools } from '../../../../src/head-end/use-cases/outcome.js';
import { UseCaseRun } from '../../../../src/head-end/use-cases/use-case-run.js';
import { equal } from '../../../assert.js';

const JAPAN = -540;
const START = Date.UTC(2026, 10, 1, 3);
const [TO_PRESET, PRESET, SHIFT] = [4, 5, 6];

class SlowMeter {
	now = START;
	/** Of its clock over this host's, ms. */
	ahead = 700;
	preset = 0;
	broadcasts = 0;

	/** @param delay of each message, ms. @param isStuck it answers all and does nothing */
	constructor(
		readonly delay: number,
		readonly isStuck = false,
	) {}

	#set(time: number): number {
		if (!this.isStuck) this.ahead = time - this.now;
		return 0;
	}

	#pass<T>(work: () => T): T {
		this.now += this.delay;
		const done = work();
		this.now += this.delay;
		return done;
	}

	get run(): UseCaseRun {
		const session = {
			open: async () => {},
			get: async () => this.#pass(() => ({ tag: DataTag.octetString, bytes: dateTimeOf(this.now + this.ahead, JAPAN, 0) })),
			set: async (_: unknown, value: Uint8Array) => this.#pass(() => this.#set(timeOf(value.subarray(2), JAPAN)!)),
			act: async ({ index }: { readonly index: number }, value: Uint8Array) =>
				this.#pass(() => {
					if (index === SHIFT) this.#set(this.now + this.ahead + 1000 * (((value[1]! << 24) >> 16) | value[2]!));
					if (index === PRESET) this.preset = timeOf(value.subarray(4, 16), JAPAN)!;
					if (index === TO_PRESET) this.#set(this.preset);
					return { result: 0 };
				}),
		};
		const tools = {
			session: () => session as unknown as MeterSession,
			companion: 'japan',
			now: () => this.now,
			wait: async (time: number) => {
				this.now += time;
			},
			patience: 1000,
			isStopped: () => false,
			broadcast: async (_: unknown, value: Uint8Array) => {
				// The public client is asked for the counter first.
				for (let i = 0; i < 3; i++) this.#pass(() => {});
				this.#pass(() => this.#set(timeOf(value.subarray(2), JAPAN)!));
				return true;
			},
		};
		return new UseCaseRun(tools as unknown as UseCaseTools);
	}
}

async function tried(meter: SlowMeter, run: UseCaseRun, step: StepName): Promise<string> {
	try {
		await CLOCK_CONTROL.find((each) => each.step === step)!.run(run);
		return 'ok';
	} catch (error) {
		if (error instanceof Deviation) return `deviates ${'data' in error.got ? error.got.data : ''}`;
		throw error;
	} finally {
		equal(meter.now > START, true);
	}
}

describe('use case 6: a meter', () => {
	for (const delay of [10, 1500, 3500])
		it(`that takes ${2 * delay} ms to answer has a clock in order`, async () => {
			const meter = new SlowMeter(delay);
			const { run } = meter;
			for (const step of ['clockRead', 'clockShifted', 'clockSet', 'clockPreset', 'clockBroadcast'] as const)
				equal(await tried(meter, run, step), 'ok', step);
			equal((await run.restore())?.verdict, 'ok');
			equal(Math.abs(meter.ahead - 700) <= 2 * delay + 5000, true, String(meter.ahead));
		});

	it('that takes as long, and whose clock is stuck, is found', async () => {
		for (const step of ['clockShifted', 'clockPreset', 'clockBroadcast'] as const) {
			const meter = new SlowMeter(3500, true);
			const { run } = meter;
			await tried(meter, run, 'clockRead');
			equal((await tried(meter, run, step)).startsWith('deviates'), true, step);
		}
	});
});

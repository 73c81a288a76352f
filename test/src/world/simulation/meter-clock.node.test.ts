/** A meter whose clock is ahead or behind, as a HEMS meets it: what is told by the clock is told by the meter's, what flows is what flows. */
import { fromCivil } from '../../../../src/meter/metering/calendar.js';
import type { Minute } from '../../../../src/meter/metering/readings.js';
import { type LoadSource, sampleOf } from '../../../../src/world/load/source.js';
import { notificationRules } from '../../../../src/world/meter/notification-rules.js';
import { parseCommand } from '../../../../src/world/scenario/grammar.js';
import type { Answer } from '../../../../src/world/scenario/stand.js';
import { MeterStand } from '../../../../src/world/simulation/meter-stand.js';
import { equal } from '../../../assert.js';
import { SerialProgram } from './serial-program-rig.js';

const MINUTE = 60_000;
const NOTIFICATION_DELAY = 10_000;
const GET_TIME = '1081000105FF0102880162019700';
/** The world's time at the start, in Japan: 2026-11-22T12:00. */
const at = (hour: number, minute = 0): Minute => fromCivil(2026, 11, 22, hour, minute)!;
/** Nothing flows before 11:00, then 6,000 W. */
const STEP: LoadSource = {
	at: (time) => {
		const begins = Date.UTC(2026, 10, 22, 2, 0);
		return time < begins ? { sample: sampleOf(0), until: begins } : { sample: sampleOf(6000), until: Number.POSITIVE_INFINITY };
	},
};

function joined(clockOffset = 0): SerialProgram {
	const notifications = notificationRules({ service: 'INF', min: NOTIFICATION_DELAY, max: NOTIFICATION_DELAY }, 1);
	const program = new SerialProgram([], { clockOffset, load: STEP, pastDays: 2, notifications });
	program.begin();
	return program;
}

/** EPC 97. */
function time(program: SerialProgram): string {
	program.forget();
	return /017201(9702[0-9A-F]{4})/.exec(program.ask(2_000, GET_TIME))?.[1] ?? '';
}

/** Of half-hourly notifications that have come, by the time in them: 0C1E is 12:30. */
function notified(program: SerialProgram, until: number): string {
	program.forget();
	program.wait(until - program.simulator.scheduler.now());
	return [...program.hear('nothing', 0).matchAll(/05FF01730[12]EA0B07EA0B16([0-9A-F]{4})00/g)].map(([, hours]) => hours).join();
}

/** Energy of the half-hour up to this one, Wh; undefined: not recorded. */
function energy(program: SerialProgram, until: Minute): number | undefined {
	const { readings } = program.simulator.meters[0]!;
	const [end, begin] = [readings.halfHour(until), readings.halfHour(until - 30)];
	return end === undefined || begin === undefined ? undefined : (end.import - begin.import) * 100;
}

function ask(program: SerialProgram, line: string): Answer {
	const command = parseCommand(line);
	if (command.kind !== 'clock' && command.kind !== 'power') throw new Error(`${line}: expected a command of this page`);
	let answer: Answer | undefined;
	new MeterStand(program.simulator.meters[0]!, program.simulator.faults).carryOut(command, (each) => {
		answer = each;
	});
	return answer!;
}

describe('a meter whose clock is ahead or behind from the start', () => {
	it('tells its own time, and notifies by it', () => {
		const ahead = joined(7 * MINUTE);
		equal(time(ahead), '97020C07');
		equal(notified(ahead, 23 * MINUTE + 9_000), '');
		equal(notified(ahead, 23 * MINUTE + 12_000), '0C1E');
		const behind = joined(-7 * MINUTE);
		equal(time(behind), '97020B35');
		equal(notified(behind, 7 * MINUTE + 12_000), '0C00');
		equal(joined().simulator.meters[0]!.clockAhead, 0);
	});

	it('has recorded its past by its own clock, without a gap', () => {
		const ahead = joined(7 * MINUTE);
		equal([energy(ahead, at(11)), energy(ahead, at(11, 30)), energy(ahead, at(12))].join(), '0,2300,3000', '23 of 30 minutes');
		const behind = joined(-7 * MINUTE);
		equal([energy(behind, at(11)), energy(behind, at(11, 30))].join(), '700,3000', '37 minutes');
		equal(behind.simulator.meters[0]!.readings.halfHour(at(12)), undefined, 'not come yet');
		for (const program of [ahead, behind]) {
			const { readings } = program.simulator.meters[0]!;
			for (let minute = at(0); minute <= at(11, 30); minute += 30) equal(readings.interval(minute)?.status, 0, `${minute - at(0)} min`);
		}
	});
});

describe('the command clock', () => {
	it('sets the clock forwards, back, to a time and right again', () => {
		const program = joined();
		const { text, outcome } = ask(program, 'clock +7min');
		equal(/^the clock of the meter is 2026-11-22T12:07:\d\d\.\d{3}\+09:00, set by 420000 ms$/.test(text), true, text);
		equal(outcome?.kind === 'clock' && outcome.byMs, 420_000);
		equal(time(program), '97020C07');
		ask(program, 'clock -17m');
		equal(time(program), '97020B32');
		equal(ask(program, 'clock 2026-11-23T00:00').outcome?.kind, 'clock');
		equal(time(program), '97020000');
		ask(program, 'clock right');
		equal(time(program), '97020C00');
		equal(program.simulator.meters[0]!.clockAhead, 0);
	});

	it('set back over a half-hour: it is notified once, what was recorded stays, and no energy is lost', () => {
		const program = joined();
		equal(notified(program, 35 * MINUTE), '0C1E');
		const before = energy(program, at(12, 30));
		ask(program, 'clock -10min');
		equal(notified(program, 60 * MINUTE), '', '12:30 comes again');
		equal(energy(program, at(12, 30)), before);
		equal(notified(program, 71 * MINUTE), '0D00');
		equal(energy(program, at(13)), 4000, '40 minutes');
	});

	it('set forwards over a half-hour: that one is without data, and the next has it all', () => {
		const program = joined();
		program.wait(20 * MINUTE - program.simulator.scheduler.now());
		ask(program, 'clock +20min');
		equal(notified(program, 41 * MINUTE), '0D00');
		const { readings } = program.simulator.meters[0]!;
		equal(readings.halfHour(at(12, 30)), undefined);
		equal((readings.halfHour(at(13))!.import - readings.halfHour(at(12))!.import) * 100, 4000, '40 minutes');
	});

	it('is refused without power', () => {
		const program = joined();
		ask(program, 'power off');
		equal(ask(program, 'clock +7min').refusal, 'the meter has no power');
		ask(program, 'power on');
		equal(ask(program, 'clock +7min').refusal, undefined);
	});
});

/** How the model finds the meter, joins it, and joins it again. */
import { ESV } from '../../../modules/echonet-lite/frame.js';
import { equal } from '../../assert.js';
import { ModelRig } from './model-rig.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const VALUE = /^power -?\d+ W$/;
/** R: until a value comes again. */
const RECOVERY = 5 * MINUTE;

const first = (rig: ModelRig) => rig.typed[0]!.at;
const times = (rig: ModelRig, command: string) => rig.commands(command).map(({ at }) => at);

/** The most within any minute. */
function mostInAMinute(all: readonly number[]): number {
	return Math.max(...all.map((from) => all.filter((at) => at >= from && at < from + MINUTE).length));
}

function within(time: number | undefined, limit: number): void {
	if (time === undefined || time > limit) throw new Error(`expected it within ${limit} ms, got ${time === undefined ? 'nothing' : `${time} ms`}`);
}

/** Runs for a minute, lets something happen, and returns after what time a value comes again. */
function recovery(rig: ModelRig, happens: (rig: ModelRig) => void): number | undefined {
	rig.run(MINUTE);
	happens(rig);
	return rig.until(VALUE, 20 * MINUTE);
}

/** Of a fault that strikes `minutes` after a join, the longest time without a value. */
function longestGap(rig: ModelRig, time: number): number {
	rig.run(time);
	const values = rig.shown.filter(({ line }) => VALUE.test(line)).map(({ at }) => at);
	return Math.max(...[...values.slice(1), rig.now].map((at, i) => at - values[i]!));
}

describe('The model HEMS joins', () => {
	it('sets the dongle up, scans with its pairing id, joins, and shows what the meter serves', () => {
		const rig = new ModelRig().run(20 * SECOND);
		equal(
			rig
				.commands('SKSCAN')
				.map(({ line }) => line)
				.join(),
			'SKSCAN 2 FFFFFFFF 4 0',
		);
		const order = ['SKSETRBID', 'SKSETPWD C', 'SKSCAN', 'SKSREG S2', 'SKSREG S3', 'SKLL64', 'SKJOIN'].map((command) =>
			rig.typed.findIndex(({ line }) => line.startsWith(command)),
		);
		equal([...order].sort((a, b) => a - b).join(), order.join(), 'order');
		equal(rig.lines('power')[0], 'power 1237 W');
		equal(rig.lines('online').length, 1);
	});

	for (const model of ['bp35a1', 'rl7023-ips', 'bp35c0', 'bp35c2', 'rl7023-dss'] as const) {
		it(`speaks to a ${model}, in whatever grammar, with payloads in whatever form`, () => {
			for (const faults of [[], ['other-grammar'], ['binary-payload']]) within(new ModelRig({ model, faults }).until(VALUE, MINUTE), MINUTE);
		});
	}

	it('writes WOPT only where payloads come as bytes, and there is such a command', () => {
		const written = (model: 'bp35a1' | 'bp35c2' | 'rl7023-ips') => new ModelRig({ model }).run(20 * SECOND).commands('WOPT').length;
		equal(written('bp35a1'), 0);
		equal(written('bp35c2'), 1);
		equal(written('rl7023-ips'), 0);
	});

	it('scans longer and longer, and pauses between rounds, for ever', () => {
		const rig = new ModelRig({ faults: ['missing-beacon=always'] }).run(30 * MINUTE);
		const durations = rig.commands('SKSCAN').map(({ line }) => line.split(' ')[3]);
		equal(durations.slice(0, 8).join(), '4,5,6,7,4,5,6,7');
		equal(rig.lines('cannot join: no meter found').length > 5, true);
		rig.fault('missing-beacon', undefined);
		within(rig.until(VALUE, RECOVERY), RECOVERY);
	});

	it('finds a meter whose beacon is slow, and its own among neighbours', () => {
		for (const fault of ['slow-beacon', 'neighbour-pans']) {
			const rig = new ModelRig({ faults: [fault] });
			within(rig.until(VALUE, MINUTE), MINUTE);
			equal(rig.commands('SKJOIN').length, 1, fault);
		}
	});

	for (const fault of ['wrong-password', 'refused-join'] as const) {
		it(`is patient with ${fault}: three joins a minute and fewer and fewer, says so, and is back when it is over`, () => {
			const rig = new ModelRig();
			rig.fault(fault, fault === 'refused-join' ? 'always' : 'on').run(30 * MINUTE);
			const joins = times(rig, 'SKJOIN');
			equal(mostInAMinute(joins) <= 3, true, `joins a minute: ${mostInAMinute(joins)}`);
			const gaps = joins.slice(1, 6).map((at, i) => at - joins[i]!);
			equal([...gaps].sort((a, b) => a - b).join(), gaps.join(), 'gaps');
			equal(rig.lines('cannot join: the meter refuses').length, joins.length);
			rig.fault(fault, undefined);
			within(rig.until(VALUE, RECOVERY), RECOVERY);
		});
	}

	it('pauses by chance before its first join where the power of all the place was cut', () => {
		const pause = first(new ModelRig({ afterCut: true }).run(2 * MINUTE));
		equal(pause >= 5 * SECOND && pause <= MINUTE, true, `pause: ${pause} ms`);
		equal(first(new ModelRig().run(SECOND)) < SECOND, true);
	});
});

describe('The model HEMS keeps its session', () => {
	for (const fault of ['moved-pan', 'lost-session', 'mute', 'dongle-reset'])
		it(`comes back from ${fault}`, () => {
			within(longestGap(new ModelRig({ faults: [`${fault}=2min`] }), 10 * MINUTE), RECOVERY);
		});

	it('is back within a minute when the meter ends the session', () => {
		within(longestGap(new ModelRig({ faults: ['end-session=2min'] }), 5 * MINUTE), MINUTE);
	});

	it('holds its requests while the session is authenticated again, and joins anew where it is not', () => {
		const rig = new ModelRig({ faults: ['short-lifetime=300s'] });
		within(longestGap(rig, 20 * MINUTE), 30 * SECOND);
		equal(rig.commands('SKJOIN').length, 1);
		const refused = new ModelRig({ faults: ['short-lifetime=300s', 'failed-reauthentication'] }).run(4 * MINUTE - SECOND);
		const begun = refused.now;
		refused.run(40 * SECOND);
		equal(refused.sent(ESV.Get, begun + 10 * SECOND).length, 0, 'requests between EVENT 29 and 24');
		within(refused.until(VALUE, MINUTE), MINUTE);
	});

	it('comes back from a dongle that was pulled out, or has started anew', () => {
		within(
			recovery(new ModelRig(), (rig) => rig.do('dongle unplug 10s')),
			2 * MINUTE,
		);
		within(
			recovery(new ModelRig(), (rig) => rig.do('dongle reset')),
			MINUTE,
		);
	});

	for (const cut of [30 * SECOND, 3 * MINUTE, 15 * MINUTE])
		it(`comes back from a power cut of ${cut / SECOND} s`, () => {
			const back = recovery(new ModelRig(), (rig) => rig.do('power cut').run(cut).do('power on'));
			within(back, RECOVERY);
		});

	it('sends nothing while the transmit time of the hour is used up, and goes on then', () => {
		const rig = new ModelRig({ faults: ['transmit-limit=300ms'] }).run(5 * MINUTE);
		const held = rig.requests.filter(({ at }) => at > 2 * MINUTE);
		equal(held.length, 0, 'requests');
		equal(rig.lines('power').at(-1), 'power none');
		within(rig.until(VALUE, 65 * MINUTE), 65 * MINUTE);
	});

	it('ends the session when it ends, and waits for EVENT 27 or 28', () => {
		for (const [faults, most] of [
			[[], SECOND],
			[['ignored-termination'], 45 * SECOND],
		] as const) {
			const rig = new ModelRig({ faults }).run(MINUTE);
			let ended: number | undefined;
			rig.hems.stop(() => {
				ended = rig.now;
			});
			rig.run(MINUTE);
			equal(rig.commands('SKTERM').length, 1);
			within(ended === undefined ? undefined : ended - MINUTE, most);
			equal(rig.typed.at(-1)!.line, 'SKTERM', 'last command');
		}
	});
});

/** Half-hours, histories and gaps: what the model shows of them, and what it asks for them. */
import { ESV } from '../../../modules/echonet-lite/frame.js';
import { GEN1 } from '../../../src/route-b/meter-profile.js';
import { equal } from '../../assert.js';
import { ModelRig, type RigOptions } from './model-rig.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Two minutes before a half-hour. */
const BEFORE = Date.UTC(2026, 10, 29, 3, 28);
const HALF_HOUR = 'half-hour 2026-11-29T12:30';

/** Until 13 minutes after 12:30. */
function overHalfHour({ world, ...options }: RigOptions = {}): ModelRig {
	return new ModelRig({ ...options, world: { start: BEFORE, ...world } }).run(15 * MINUTE);
}

const asked = (rig: ModelRig, epc: number, from = 0) =>
	rig.requests.filter(({ at, properties }) => at >= from && properties.some((each) => each.epc === epc)).map(({ at }) => at);
const services = (rig: ModelRig, epcs: readonly number[]) =>
	rig.requests
		.filter(({ properties }) => epcs.includes(properties.at(-1)!.epc))
		.map(({ esv, properties }) => `${esv.toString(16)}:${properties.map(({ epc }) => epc.toString(16)).join()}`);

describe('The model HEMS keeps half-hours', () => {
	it('as they are told, with the use of each, and asks for none', () => {
		const rig = overHalfHour();
		equal(rig.lines(HALF_HOUR).join(), `${HALF_HOUR} 12405.0 kWh`);
		equal(rig.lines('use 2026-11-29T12:00').length, 1);
		equal(asked(rig, 0xea, 30 * SECOND).length, 0);
	});

	it('late or twice or confirmed: once', () => {
		for (const fault of ['late-notification=always', 'duplicate-notification=always'])
			equal(overHalfHour({ faults: [fault] }).lines(HALF_HOUR).length, 1, fault);
		const rig = overHalfHour({ world: { notifications: { service: 'INFC', delays: () => [10_000], retries: 2, patience: 10_000 } } });
		equal(rig.lines(HALF_HOUR).length, 1);
		const [confirmed] = rig.sent(ESV.INFC_Res);
		equal(confirmed?.properties.map(({ epc, edt }) => `${epc.toString(16)} ${edt.length}`).join(), 'ea 0,eb 0');
		equal(rig.sent(ESV.INFC_Res).length, 1);
	});

	it('asked for from :05 on where none has come', () => {
		const rig = overHalfHour({ faults: ['missing-notification=always'] });
		const [at] = asked(rig, 0xea, 30 * SECOND);
		const since = at! - 2 * MINUTE;
		equal(since >= 5 * MINUTE && since < 5.5 * MINUTE, true, `asked ${since} ms after the half-hour`);
		equal(rig.lines(HALF_HOUR).length, 1);
		equal(
			overHalfHour({ world: { notifications: { service: 'INF', delays: () => [6 * MINUTE], retries: 0, patience: 0 } } }).lines(HALF_HOUR).length,
			1,
			'after 6 min',
		);
	});

	it("by the meter's clock, whatever its own says", () => {
		for (const clockOffset of [-7 * MINUTE, 7 * MINUTE]) {
			const rig = new ModelRig({ world: { start: BEFORE, clockOffset } }).run(45 * MINUTE);
			const times = rig.lines('half-hour 2026').map((line) => line.slice(10, 26));
			equal(times.includes('2026-11-29T13:00'), true, times.join());
			equal(
				times.every((time) => /:[03]0$/.test(time)),
				true,
				times.join(),
			);
			equal(
				rig.lines('half-hour 2026').every((line) => line.endsWith(' kWh')),
				true,
			);
		}
	});
});

describe('The model HEMS reads histories', () => {
	it('by time and by day, each chosen by a SetC that is awaited', () => {
		const rig = new ModelRig().run(30 * SECOND);
		equal(services(rig, [0xed, 0xec, 0xe5, 0xe4]).join(' '), '61:ed 62:ec 61:e5 62:97,98,e2,e4 61:e5 62:97,98,e2,e4');
		equal(rig.lines('history 2026-11-28T').length, 48);
		equal(rig.lines('history 2026-11-29T').length, 25);
		equal(new Set(rig.lines('history ')).size, rig.lines('history ').length, 'each once');
	});

	it('by day alone where there is no EC, and none where Set is refused', () => {
		const lacks = (epc: number) => epc !== 0xec && epc !== 0xed;
		const rig = new ModelRig({ world: { profile: { ...GEN1, readable: GEN1.readable.filter(lacks), settable: GEN1.settable.filter(lacks) } } }).run(
			30 * SECOND,
		);
		equal(asked(rig, 0xec).length + asked(rig, 0xed).length, 0);
		equal(rig.lines('history 2026-11-28T').length, 48);
		const refused = new ModelRig({ faults: ['set-refused=always'] }).run(5 * MINUTE);
		equal(refused.lines('history').length, 0);
		equal(asked(refused, 0xe2).length, 0);
		equal(
			refused
				.fault('set-refused', undefined)
				.run(30 * MINUTE)
				.lines('history 2026-11-28T').length,
			48,
		);
	});

	it('of the right day, wherever midnight comes', () => {
		for (let second = 48; second < 60; second++) {
			const rig = new ModelRig({ world: { start: Date.UTC(2026, 10, 29, 14, 59, second) } }).run(30 * SECOND);
			const known = rig
				.lines('history 2026')
				.map((line) => line.split(' '))
				.filter(([, , value]) => value !== 'none');
			const inOrder = [...known].sort(([, one], [, other]) => (one! < other! ? -1 : 1)).map(([, , value]) => Number(value));
			equal(known.length >= 48, true, `slots: ${known.length}`);
			equal(
				inOrder.slice(1).every((value, i) => value > inOrder[i]! && value < inOrder[i]! + 1),
				true,
				`from ${second} s on`,
			);
		}
	});

	it('for what it missed, and knows where there is nothing', () => {
		const rig = new ModelRig({ world: { start: BEFORE } }).run(MINUTE).do('dongle unplug 1h');
		const from = rig.now;
		rig.run(65 * MINUTE);
		equal(rig.lines('history 2026-11-29T12:30', from).length, 1);
		equal(rig.lines('use 2026-11-29T12:', from).length, 2);
		const cut = new ModelRig({ world: { start: BEFORE } })
			.run(MINUTE)
			.do('power cut')
			.run(3 * MINUTE)
			.do('power on')
			.run(30 * MINUTE);
		equal(cut.lines('history 2026-11-29T12:30').join(), 'history 2026-11-29T12:30 none');
		equal(cut.lines('use 2026-11-29T12:').length, 0);
	});
});

import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../../modules/dlms/axdr/date-time.js';
import { CONTROL } from '../../../../modules/dlms/security/ciphering.js';
import { Limiter, type LimiterHost } from '../../../../src/route-a/control/limiter.js';
import { IDIS_PROFILE } from '../../../../src/route-a/route-a-profile.js';
import { equal, hex, toHex } from '../../../assert.js';
import { answerTo, MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { cutEach } from '../../../power-cut.js';
import { associated, get, itemsIn, keysOf, meter, NOON, numberIn, PRE_ESTABLISHED, securityOf } from '../route-a-rig.js';
import { SupplyRig, visible } from './supply-rig.js';

const LIMITER = 71;
const NO_CURRENT = 0xffff;
const MINUTE = 60_000;
const AE = CONTROL.authentication | CONTROL.encryption;

const set = (rig: SupplyRig, attribute: number, value: DataWriter): number => rig.set(LIMITER, NAME.limiter, attribute, value);
const read = (rig: SupplyRig, attribute: number): number => numberIn(get(rig.line, LIMITER, NAME.limiter, attribute));
const current = (amperes: number): DataWriter => new DataWriter().longUnsigned(Math.round(10 * amperes));
const watts = (value: number): DataWriter => new DataWriter().doubleLongUnsigned(value);
const seconds = watts;
const action = (w: DataWriter, selector: number): DataWriter =>
	w
		.structure(2)
		.logicalName(selector === 0 ? 0 : NAME.disconnectScripts)
		.longUnsigned(selector);
const actions = (over: number, under: number): DataWriter => action(action(new DataWriter().structure(2), over), under);
const monitored = (name: number, classId = 3, attribute = 2): DataWriter =>
	new DataWriter().structure(3).longUnsigned(classId).logicalName(name).integer(attribute);
const emergency = (id: number, time: number, duration: number): DataWriter =>
	new DataWriter()
		.structure(3)
		.longUnsigned(id)
		.octetString(dateTimeOf(time, -540, 0))
		.doubleLongUnsigned(duration);
const groups = (...ids: readonly number[]): DataWriter => {
	const w = new DataWriter().array(ids.length);
	for (const id of ids) w.longUnsigned(id);
	return w;
};

/** Opens after 5 s above the threshold and closes after 10 s below it; in mode 6, in which the meter may do both. */
function started(): SupplyRig {
	const rig = new SupplyRig().start();
	rig.run(6000);
	equal([set(rig, 6, seconds(5)), set(rig, 7, seconds(10)), set(rig, 11, actions(1, 2))].join(), '0,0,0');
	return rig;
}

describe('Route A: limiter', () => {
	it('takes the bytes that clients send, and tells them again', () => {
		const open = meter({ routeAProfile: { ...IDIS_PROFILE, policy: 0 } });
		const { association } = associated(open, MANAGEMENT);
		const object = '0047 0000110000FF';
		for (const [request, answer] of [
			[`C0 01 C1 ${object} 02 00`, 'c401c100 0203 120003 090601005a0700ff 0f02'],
			[`C0 01 C1 ${object} 03 00`, 'c401c100 12ffff'],
			[`C0 01 C1 ${object} 08 00`, 'c401c100 0203 120000 090cffffffffffffffffff8000ff 0600000000'],
			// As in the fact that clients write: id 1, 2026-11-01T12:30+09, 3,600 s.
			[`C1 01 C1 ${object} 08 00 0203 120001 090C07EA0B01070C1E0000FDE400 0600000E10`, 'c501c100'],
			[`C0 01 C1 ${object} 08 00`, 'c401c100 0203 120001 090c07ea0b01070c1e0000fde400 0600000e10'],
			[`C1 01 C1 ${object} 09 00 0102 120001 120007`, 'c501c100'],
			[`C0 01 C1 ${object} 09 00`, 'c401c100 0102 120001 120007'],
			[`C0 01 C1 ${object} 0A 00`, 'c401c100 0300'],
			[`C1 01 C1 ${object} 0B 00 0202 0202 090600000A006AFF 120001 0202 0906000000000000 120000`, 'c501c100'],
			[`C0 01 C1 ${object} 0B 00`, 'c401c100 0202 0202 090600000a006aff 120001 0202 0906000000000000 120000'],
			[`C1 01 C1 ${object} 04 00 12012C`, 'c501c100'],
			[`C1 01 C1 ${object} 03 00 12012C`, 'c501c103'],
			[`C1 01 C1 ${object} 0A 00 0301`, 'c501c103'],
		] as const)
			equal(toHex(answerTo(association, hex(request))!), answer.replaceAll(' ', ''), request);
		equal(JSON.stringify(open.orders), '[{"action":"capacity","origin":"remote","amperes":30}]');
	});

	it('has the ampere contract as its normal threshold: one thing with keiki meter and the breaker', () => {
		const rig = started();
		equal(read(rig, 4), NO_CURRENT);
		equal(set(rig, 4, current(30)), 0);
		rig.run(0);
		equal(rig.unit.capacity, 30);
		equal(rig.unit.setCapacity(40, 'remote'), undefined);
		rig.run(0);
		equal([read(rig, 3), read(rig, 4)].join(), '400,400');
		equal(set(rig, 4, new DataWriter().longUnsigned(NO_CURRENT)), 0);
		rig.run(0);
		equal(rig.unit.capacity, undefined);
		equal(rig.codes(), '67,67,67');
	});

	it('has the demand limit as its normal threshold where it watches the power', () => {
		const rig = started();
		equal(set(rig, 2, monitored(NAME.importPower)), 0);
		equal(read(rig, 4), 0xffffffff);
		equal(set(rig, 4, watts(4000)), 0);
		rig.run(0);
		equal(JSON.stringify(rig.unit.demandLimit), '{"watts":4000,"minutes":30}');
		rig.unit.setDemandLimit({ watts: 3000, minutes: 5 }, 'remote');
		rig.run(0);
		equal(set(rig, 4, watts(3500)), 0);
		rig.run(0);
		equal(JSON.stringify(rig.unit.demandLimit), '{"watts":3500,"minutes":5}');
		equal([set(rig, 4, watts(0)), set(rig, 4, watts(12_001)), set(rig, 4, current(30))].join(), '13,13,12');
		equal(set(rig, 4, watts(0xffffffff)), 0);
		rig.run(0);
		equal(rig.unit.demandLimit, undefined);
	});

	it('refuses what is no contract, no value to watch, no script, too many groups, and what is of another type', () => {
		const rig = started();
		for (const value of [current(35), current(0), current(30.5), current(100)]) equal(set(rig, 4, value), 13);
		equal(set(rig, 4, watts(300)), 12);
		equal(set(rig, 5, watts(300)), 12);
		for (const value of [monitored(NAME.clock), monitored(NAME.currentSum, 5), monitored(NAME.currentSum, 3, 3)]) equal(set(rig, 2, value), 13);
		equal(set(rig, 2, new DataWriter().structure(3).unsigned(3).logicalName(NAME.currentSum).integer(2)), 12);
		equal(set(rig, 6, new DataWriter().longUnsigned(5)), 12);
		equal(set(rig, 7, new DataWriter().longUnsigned(5)), 12);
		equal(set(rig, 8, new DataWriter().structure(3).longUnsigned(1).octetString(hex('07EA0D0107FFFFFFFF8000FF')).doubleLongUnsigned(1)), 12);
		equal(set(rig, 8, new DataWriter().structure(2).longUnsigned(1).octetString(new Uint8Array(12))), 12);
		const profile = (): DataWriter => new DataWriter().structure(3).longUnsigned(1);
		const never = hex('FFFFFFFFFFFFFFFFFF8000FF');
		equal(set(rig, 8, visible(profile(), never).doubleLongUnsigned(1)), 12);
		equal(set(rig, 8, profile().bitString(96, never).doubleLongUnsigned(1)), 12);
		equal(set(rig, 2, visible(new DataWriter().structure(3).longUnsigned(3), hex('01005A0700FF')).integer(2)), 12);
		// A time that 48 bits do not hold, or that the clock cannot reach; in UTC, of which Japan's 1970 begins before.
		for (const time of ['2AC10101FF0C0000FF8000FF', '27100101FF09000000FDE400', '07B20101FF09000000FDE400', '07B20101FF00000000FDE400'])
			equal(set(rig, 8, new DataWriter().structure(3).longUnsigned(1).octetString(hex(time)).doubleLongUnsigned(1)), 13, time);
		for (const time of ['270F0C1FFF173B3B00FDE400', '07B20101FF09000100FDE400', 'FFFFFFFFFFFFFFFFFF8000FF'])
			equal(set(rig, 8, new DataWriter().structure(3).longUnsigned(1).octetString(hex(time)).doubleLongUnsigned(1)), 0, time);
		equal(set(rig, 9, groups(1, 2, 3, 4, 5, 6, 7)), 0);
		equal(set(rig, 9, groups(1, 2, 3, 4, 5, 6, 7, 8)), 13);
		equal(set(rig, 9, new DataWriter().array(1).unsigned(1)), 12);
		equal(set(rig, 11, actions(3, 0)), 13);
		equal(set(rig, 11, actions(0, 3)), 13);
		equal(set(rig, 11, action(new DataWriter().structure(1), 1)), 12);
		rig.meter.routeA.control.supply.onGone();
		equal(set(rig, 4, current(30)), 3);
	});

	it('opens after its time above the threshold, not before, and closes after its time below', () => {
		const rig = started();
		set(rig, 4, current(30));
		rig.run(2000);
		rig.meter.readings.measured = { power: 3500, currentR: 35, currentT: 0, voltageR: 100, voltageT: 100 };
		rig.run(4500);
		equal(rig.state, '1 1 6');
		rig.run(2000);
		equal(rig.state, '0 2 6');
		equal(rig.codes(), '67,65,64');
		rig.meter.readings.measured = { power: 0, currentR: 0, currentT: 0, voltageR: 100, voltageT: 100 };
		rig.run(9000);
		equal(rig.state, '0 2 6');
		rig.run(3000);
		equal(rig.state, '1 1 6');
		equal(rig.codes(), '67,65,64,66,69');
	});

	it('counts its time anew where the value falls, is equal, or is not measured in between', () => {
		for (const between of [29, 30, undefined]) {
			const rig = started();
			set(rig, 4, current(30));
			const draw = (amperes: number | undefined): void => {
				rig.meter.readings.measured = amperes === undefined ? undefined : { power: 0, currentR: amperes, currentT: 0, voltageR: 100, voltageT: 100 };
			};
			draw(35);
			rig.run(4500);
			draw(between);
			rig.run(1500);
			draw(35);
			rig.run(4500);
			equal(rig.state, '1 1 6', String(between));
			rig.run(2000);
			equal(rig.state, '0 2 6', String(between));
		}
	});

	it('opens again where it was closed by hand, though the value was not below for its time', () => {
		const rig = started();
		set(rig, 7, seconds(600));
		set(rig, 4, current(30));
		const draw = (amperes: number): void => {
			rig.meter.readings.measured = { power: 0, currentR: amperes, currentT: 0, voltageR: 100, voltageT: 100 };
		};
		draw(30.5);
		rig.run(7000);
		equal(rig.state, '0 2 6');
		draw(0);
		rig.run(10_000);
		rig.unit.close('hand', 'test');
		rig.run(1000);
		equal(rig.state, '1 1 6');
		draw(35);
		rig.run(4500);
		equal(rig.state, '1 1 6', 'not before its time');
		rig.run(2000);
		equal(rig.state, '0 2 6');
		// Over it was all the while: that is in the log once.
		equal(rig.codes(), '67,65,64,61,64');
		draw(0);
		rig.run(602_000);
		equal(rig.codes(), '67,65,64,61,64,66,69');
	});

	it('runs its script once for a value that stays above, and counts anew where it falls in between', () => {
		const rig = started();
		set(rig, 7, seconds(600));
		set(rig, 4, current(30));
		const draw = (amperes: number): void => {
			rig.meter.readings.measured = { power: 0, currentR: amperes, currentT: 0, voltageR: 100, voltageT: 100 };
		};
		draw(35);
		rig.run(7000);
		rig.unit.close('hand', 'test');
		rig.run(60_000);
		equal(rig.state, '1 1 6', 'it was never below');
		for (let i = 0; i < 5; i++) {
			draw(0);
			rig.run(2000);
			draw(35);
			rig.run(4000);
			equal(rig.state, '1 1 6', 'not above for its time');
		}
		rig.run(3000);
		equal(rig.state, '0 2 6');
		equal(rig.codes(), '67,65,64,61,64');
	});

	it('adds up what flows in on both wires, and counts nothing that is fed in', () => {
		const rig = started();
		rig.meter.readings.measured = { power: 0, currentR: 12.34, currentT: 3.2, voltageR: 100, voltageT: 100 };
		equal(numberIn(get(rig.line, 3, NAME.currentSum, 2)), 155);
		rig.meter.readings.measured = { power: 0, currentR: -40, currentT: 3.2, voltageR: 100, voltageT: 100 };
		equal(numberIn(get(rig.line, 3, NAME.currentSum, 2)), 32);
		rig.meter.readings.measured = undefined;
		equal(get(rig.line, 3, NAME.currentSum, 2), 2);
	});

	it('only logs where no script is named, and does nothing where neither is', () => {
		const rig = started();
		set(rig, 11, actions(0, 2));
		set(rig, 4, current(30));
		rig.meter.readings.measured = { power: 3500, currentR: 35, currentT: 0, voltageR: 100, voltageT: 100 };
		rig.run(10_000);
		equal(rig.state, '1 1 6');
		equal(rig.codes(), '67,65');
		const silent = started();
		set(silent, 11, actions(0, 0));
		set(silent, 4, current(30));
		silent.meter.readings.measured = { power: 3500, currentR: 35, currentT: 0, voltageR: 100, voltageT: 100 };
		silent.run(60_000);
		equal(silent.codes(), '67');
	});

	it('stays as it is where the mode lets the meter neither open nor close', () => {
		const rig = started();
		rig.setMode(4);
		set(rig, 4, current(30));
		rig.meter.readings.measured = { power: 3500, currentR: 35, currentT: 0, voltageR: 100, voltageT: 100 };
		rig.run(10_000);
		equal(rig.state, '0 2 4');
		rig.meter.readings.measured = { power: 0, currentR: 0, currentT: 0, voltageR: 100, voltageT: 100 };
		rig.run(30_000);
		equal(rig.state, '0 2 4');
		equal(rig.codes(), '67,65,64,66');
		equal(rig.meter.lines.at(-1), 'close, limiter of Route A: refused: not in control mode 4');
	});

	it('has the emergency threshold in force for as long as a profile of its groups says', () => {
		const rig = started();
		set(rig, 4, current(30));
		rig.run(0);
		equal(set(rig, 5, current(10)), 0);
		equal(set(rig, 8, emergency(7, NOON + 10 * MINUTE, 600)), 0);
		rig.run(NOON + 11 * MINUTE - rig.meter.clock.now());
		equal([read(rig, 3), Number((get(rig.line, LIMITER, NAME.limiter, 10) as { value: boolean }).value)].join(), '300,0', 'of no group');
		equal(set(rig, 9, groups(3, 7)), 0);
		equal([read(rig, 3), Number((get(rig.line, LIMITER, NAME.limiter, 10) as { value: boolean }).value)].join(), '100,1');
		rig.meter.readings.measured = { power: 1500, currentR: 15, currentT: 0, voltageR: 100, voltageT: 100 };
		rig.run(8000);
		equal(rig.state, '0 2 6', 'what is allowed else is too much');
		rig.meter.readings.measured = { power: 0, currentR: 0, currentT: 0, voltageR: 100, voltageT: 100 };
		rig.run(13_000);
		equal(rig.state, '1 1 6');
		rig.run(NOON + 20 * MINUTE - rig.meter.clock.now());
		equal([read(rig, 3), Number((get(rig.line, LIMITER, NAME.limiter, 10) as { value: boolean }).value)].join(), '300,0', 'it is over');
		rig.meter.readings.measured = { power: 1500, currentR: 15, currentT: 0, voltageR: 100, voltageT: 100 };
		rig.run(60_000);
		equal(rig.state, '1 1 6');
		equal(rig.codes(), '67,67,65,64,66,69');
	});

	it('takes an emergency from the pre-established client, as many meters are told it at once, and nothing else', () => {
		const rig = started();
		set(rig, 4, current(30));
		rig.run(0);
		equal([set(rig, 5, current(10)), set(rig, 9, groups(3, 7))].join(), '0,0');
		const { routeA, keys } = rig.meter;
		const sender = securityOf(keysOf(keys, PRE_ESTABLISHED)).session(keys.systemTitle)!;
		const broadcast = (attribute: number, value: DataWriter): void => {
			const target = new DataWriter().put(hex('C1 01 81 0047 0000110000FF')).uint(1, attribute).uint(1, 0);
			const w = new DataWriter();
			equal(sender.seal(w, target.put(value.bytes).bytes, 'general-glo', AE | CONTROL.broadcastKey), true);
			equal(answerTo(routeA.server.connect(PRE_ESTABLISHED)!, w.copy()), undefined);
		};
		broadcast(5, current(20));
		equal(read(rig, 5), 100, 'not the threshold');
		broadcast(8, emergency(7, NOON, 600));
		equal(read(rig, 3), 100);
		rig.meter.readings.measured = { power: 1500, currentR: 15, currentT: 0, voltageR: 100, voltageT: 100 };
		rig.run(8000);
		equal(rig.state, '0 2 6', 'it opens');
	});

	it('forgets the emergency threshold where another value is watched', () => {
		const rig = started();
		set(rig, 5, current(10));
		equal(read(rig, 5), 100);
		set(rig, 2, monitored(NAME.importPower));
		equal(read(rig, 5), 0xffffffff);
		set(rig, 5, watts(2000));
		equal(read(rig, 5), 2000);
		equal(set(rig, 2, monitored(NAME.importPower)), 0);
		equal(read(rig, 5), 2000);
		equal(toHex((itemsIn(get(rig.line, LIMITER, NAME.limiter, 2))[1] as { bytes: Uint8Array }).bytes), '0100010700ff');
	});

	it('asks for what it looks at once in each look, for it looks each second', () => {
		const rig = started();
		equal(set(rig, 4, current(30)), 0);
		rig.run(0);
		const { control } = rig.meter.routeA;
		const asked = { sample: 0, report: 0, now: 0, isOver: 0 };
		const host: LimiterHost = {
			slots: control.slots,
			deviation: control.deviation,
			get sample() {
				asked.sample++;
				return control.sample;
			},
			get report() {
				asked.report++;
				return control.report;
			},
			get isOver() {
				asked.isOver++;
				return control.isOver;
			},
			now: () => {
				asked.now++;
				return control.now();
			},
			uptime: () => control.uptime(),
			limiterEvent() {},
			runLocally: (_table, _id, done) => done(),
			configure: () => 0,
			rearm() {},
		};
		const limiter = new Limiter(host);
		for (const amperes of [35, 30, 25]) {
			rig.meter.readings.measured = { power: 100 * amperes, currentR: amperes, currentT: 0, voltageR: 100, voltageT: 100 };
			limiter.run();
		}
		equal(JSON.stringify(asked), '{"sample":3,"report":3,"now":3,"isOver":3}');
	});

	it('keeps all that was set through a restart', () => {
		const rig = started();
		set(rig, 4, current(30));
		set(rig, 5, current(10));
		set(rig, 8, emergency(7, NOON + 10 * MINUTE, 600));
		set(rig, 9, groups(7));
		rig.run(0);
		const all = (): string => [2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((index) => JSON.stringify(get(rig.line, LIMITER, NAME.limiter, index))).join();
		const before = all();
		rig.restart(0);
		equal(all(), before);
	});

	it('opens once, and is over or not, whichever flash operation a power cut comes in', () => {
		const ready = (): SupplyRig => {
			const rig = started();
			set(rig, 4, current(30));
			rig.run(0);
			rig.meter.readings.measured = { power: 3500, currentR: 35, currentT: 0, voltageR: 100, voltageT: 100 };
			return rig;
		};
		const steps = (rig: SupplyRig): void => rig.run(10_000);
		const whole = ready();
		steps(whole);
		equal(whole.codes(), '67,65,64');
		for (const which of ['controlFlash', 'switchingFlash'] as const)
			cutEach({
				...{ seed: 23, started: ready, steps, least: 1 },
				flash: (rig) => rig[which],
				check(rig, cut) {
					rig.restart();
					const flows = (): void => {
						const amperes = rig.relay.closed ? 35 : 0;
						rig.meter.readings.measured = { power: 100 * amperes, currentR: amperes, currentT: 0, voltageR: 100, voltageT: 100 };
					};
					for (let i = 0; i < 12; i++) {
						flows();
						rig.run(1000);
					}
					equal(rig.relay.closed, false, `${which} ${cut}: it is open`);
					const codes = rig.codes();
					equal(codes.split(',').filter((code) => code === '65').length, 1, `${which} ${cut}: ${codes}`);
					equal(codes.split(',').filter((code) => code === '64').length, 1, `${which} ${cut}: ${codes}`);
				},
			});
	});
});

/** What each attribute that may be set, and each method, changes outside its object, and the test that shows it. One without is an error, unless it says why. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NAME, type ObjectName } from '../../../modules/cosem/object-names.js';
import { modeOf } from '../../../modules/dlms/server/logical-device.js';
import { OBJECT_NAMES, OBJECT_ROWS } from '../../../src/route-a/objects.js';
import { ROLES } from '../../../src/route-a/roles.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CLOCK = 'src/route-a/clock-and-events.test.ts';
const CLOCK_CLASS = 'modules/cosem/clock.test.ts';
const KEYS = 'src/route-a/kept-keys.test.ts';
const SUPPLY = 'src/route-a/control/supply.test.ts';
const DISCONNECTOR_LOG = 'src/route-a/control/disconnector-log.test.ts';
const SCHEDULE = 'src/route-a/control/schedule.test.ts';
const LIMITER = 'src/route-a/control/limiter.test.ts';
const MONITORS = 'src/route-a/control/monitors.test.ts';
const BILLING = 'src/route-a/tariff/billing.test.ts';
const TARIFF = 'src/route-a/tariff/tariff.test.ts';
const TARIFF_REGISTERS = 'src/route-a/tariff/tariff-registers.test.ts';
const ALARMS = 'src/route-a/control/alarms.test.ts';
const PUSH = 'src/route-a/control/push.test.ts';

const TRIED_AGAIN = ': tries again what did not go, as often and as long after as its set-up says, and logs the first and the last';
const HALF_HOURLY = 'are started by the schedule, twice an hour of each day, and only by the script that it names';

/** Of `object:attribute` and `object/method`: what it changes, in which file, and how the title of the test there ends. */
const EFFECTS: Readonly<Record<string, readonly [effect: string, file: string, title: string]>> = {
	'association/1': [
		'the association',
		'src/route-a/key-use.test.ts',
		'opens nothing for a client that associates: what all meters were told once is told to no other client again',
	],
	'securitySetup/1': ['policy, next start', KEYS, 'keeps a policy that was raised'],
	'securitySetup/2': ['keys, next association, next start', KEYS, 'serves changed keys from the next association on, and after a restart'],
	'clock:2': ['clock, log', CLOCK, 'takes a time of another deviation or of none, and logs from when and to when'],
	'clock/1': ['clock', CLOCK_CLASS, 'goes to the nearest quarter, period and minute'],
	'clock/2': ['clock', CLOCK_CLASS, 'goes to the nearest quarter, period and minute'],
	'clock/3': ['clock', CLOCK_CLASS, 'goes to the nearest quarter, period and minute'],
	'clock/4': ['clock', CLOCK_CLASS, 'takes a preset time once, and only when it may'],
	'clock/5': ['clock, by method 4', CLOCK_CLASS, 'takes a preset time once, and only when it may'],
	'clock/6': ['clock', CLOCK_CLASS, 'shifts by up to 15 minutes'],
	'disconnectControl:4': ['which orders move the contact', SUPPLY, 'mode 0: always connected; the methods answer 3'],
	'disconnectControl/1': ['supply, log', DISCONNECTOR_LOG, 'shows the contact where it really is, and logs that it did not open'],
	'disconnectControl/2': ['supply, log', DISCONNECTOR_LOG, 'logs that it did not close, and that it was not let'],
	'disconnectScripts/1': ['supply, log', SCHEDULE, 'disconnect and reconnect by execute, as the methods of disconnect control do'],
	'disconnectSchedule:2': ['supply, log', SCHEDULE, 'disconnects at its time and not before, once, and says so in the log'],
	'disconnectSchedule:3': ['which times may be set', SCHEDULE, 'runs at each of several times'],
	'disconnectSchedule:4': ['supply, log', SCHEDULE, 'disconnects at its time and not before, once, and says so in the log'],
	'limiter:2': ['demand limit in place of the contract', LIMITER, 'has the demand limit as its normal threshold where it watches the power'],
	'limiter:4': ['ampere contract, log', LIMITER, 'has the ampere contract as its normal threshold: one thing with keiki meter and the breaker'],
	'limiter:5': ['supply, log', LIMITER, 'has the emergency threshold in force for as long as a profile of its groups says'],
	'limiter:6': ['supply, log', LIMITER, 'opens after its time above the threshold, not before, and closes after its time below'],
	'limiter:7': ['supply, log', LIMITER, 'opens after its time above the threshold, not before, and closes after its time below'],
	'limiter:8': ['supply, log', LIMITER, 'has the emergency threshold in force for as long as a profile of its groups says'],
	'limiter:9': ['supply, log', LIMITER, 'has the emergency threshold in force for as long as a profile of its groups says'],
	'limiter:11': ['supply, log', LIMITER, 'opens after its time above the threshold, not before, and closes after its time below'],
	...Object.fromEntries(
		['currentMonitorR', 'currentMonitorT', 'overVoltageR', 'overVoltageT', 'underVoltageR', 'underVoltageT'].flatMap((name) => [
			[`${name}:2`, ['log', MONITORS, ' as the value passes its threshold and comes back'] as const],
			[
				`${name}:4`,
				['supply, log', MONITORS, ': runs its scripts: one opens the supply as the value rises, the other closes it as it falls'] as const,
			],
		]),
	),
	...Object.fromEntries(
		['errorRegister', 'alarmRegister1', 'alarmRegister2', 'alarmDescriptor1', 'alarmDescriptor2'].map((name) => [
			`${name}:2`,
			['log, what is told next', ALARMS, 'are cleared by setting 0, and the standard log says so; bits can be taken away, not added'] as const,
		]),
	),
	...Object.fromEntries(
		['alarmPush', 'intervalPush'].flatMap((name) => [
			[`${name}:2`, ['what is sent', PUSH, ': tells what its list names, in this order'] as const],
			[`${name}:3`, ['where it is sent', PUSH, ': goes where its destination says, by UDP or by TCP, when it is called'] as const],
			[`${name}:4`, ['when', PUSH, ': waits until one of its windows is open, and goes on waiting when the power fails'] as const],
			[`${name}:5`, ['when', PUSH, ': waits a part of its randomisation interval'] as const],
			[`${name}:6`, ['how often', PUSH, TRIED_AGAIN] as const],
			[`${name}:7`, ['when again', PUSH, TRIED_AGAIN] as const],
			[`${name}/1`, ['push', PUSH, ': goes where its destination says, by UDP or by TCP, when it is called'] as const],
		]),
	),
	'pushScripts/1': ['push', PUSH, 'are started by scripts, each by its own'],
	'pushSchedule:2': ['push', PUSH, HALF_HOURLY],
	'pushSchedule:3': ['which times may be set', PUSH, HALF_HOURLY],
	'pushSchedule:4': ['push', PUSH, HALF_HOURLY],
	'activityCalendar:6': ['log; name of the active calendar', TARIFF, 'reads as it was set, passive and active'],
	...Object.fromEntries(
		['activityCalendar:7', 'activityCalendar:8', 'activityCalendar:9', 'activityCalendar/1'].map((name) => [
			name,
			['registers, log', TARIFF, 'switches at its times of day from activation on, and logs that it was programmed and activated'] as const,
		]),
	),
	'activityCalendar:10': [
		'registers, log',
		TARIFF,
		'activates at its time, also in an outage, once; at once at a time that has passed; never at none',
	],
	'specialDays:2': ['registers, log', TARIFF, 'has a day of its own where a special day is in force, before the week has one'],
	'specialDays/1': ['registers', TARIFF, 'takes special days one by one, in place of one of their index, and gives them up'],
	'specialDays/2': ['registers', TARIFF, 'takes special days one by one, in place of one of their index, and gives them up'],
	'registerActivation:4': ['registers', TARIFF_REGISTERS, 'count what the active mask has, and sum up to the total'],
	'registerActivation/2': ['registers', TARIFF_REGISTERS, 'count by masks of a head-end, in place of those that there were'],
	'registerActivation/3': ['which masks can be active', TARIFF_REGISTERS, 'count by masks of a head-end, in place of those that there were'],
	'tariffScripts/1': ['registers', TARIFF, 'runs a script by hand until the calendar is looked at again'],
	'billingScripts/1': ['billing profile, log', BILLING, 'has a row when a client says so, and the standard log says that it did'],
	'billingSchedule:2': ['billing profile', BILLING, 'has a row at each end of a month, once it is planned, through restarts'],
	'billingSchedule:3': ['which times may be set', BILLING, 'has a row at each end of a month, once it is planned, through restarts'],
	'billingSchedule:4': ['billing profile', BILLING, 'has a row at each end of a month, once it is planned, through restarts'],
	'alarmFilter1:2': ['descriptor', ALARMS, 'are in the descriptor of their own filter alone, and in the register whatever the filter'],
	'routeBCredentials:2': [
		'session and joins of Route B, next start, log',
		'src/world/simulation/sealed-credentials.node.test.ts',
		'end the session of those before, and let in a HEMS that has the new ones',
	],
	'alarmFilter2:2': ['descriptor', ALARMS, 'are in the descriptor where the filter lets them, and once until the register is cleared'],
};

/** What changes nothing outside, and why; the README lists them. */
const STORED_ONLY: Readonly<Record<string, string>> = {};

/** Everything that some client may set or call. */
function changeable(): string[] {
	const found: string[] = [];
	for (const key of OBJECT_NAMES) {
		const { rights } = OBJECT_ROWS[key];
		const granted = ROLES.map((role) => (rights[role] ?? '').split('/'));
		const most = (part: number): number => Math.max(...granted.map((digits) => digits[part]?.length ?? 0));
		for (let index = 1; index <= most(0); index++)
			if (granted.some(([attributes = '']) => (modeOf(attributes, index) & 2) !== 0)) found.push(`${key}:${index}`);
		for (let index = 1; index <= most(1); index++)
			if (granted.some(([, methods = '']) => modeOf(methods, index) !== 0)) found.push(`${key}/${index}`);
	}
	return found;
}

describe('Route A: what is set or called', () => {
	it('changes something outside its object, or says why not: each attribute and method once', () => {
		assert.deepEqual([...Object.keys(EFFECTS), ...Object.keys(STORED_ONLY)].sort(), changeable().sort());
	});

	it('has a test that shows it', () => {
		for (const [what, [effect, file, title]] of Object.entries(EFFECTS)) {
			const path = `${ROOT}test/${file}`;
			assert.equal(existsSync(path), true, `${what}: ${file}`);
			const text = readFileSync(path, 'utf8');
			assert.equal(
				text.includes(`${title}'`) || text.includes(`${title}\``),
				true,
				`${what}, ${effect}: no test of ${file} has the title "${title}"`,
			);
		}
	});

	it('is of objects that there are', () => {
		for (const what of Object.keys(EFFECTS)) assert.equal(NAME[what.split(/[:/]/)[0] as ObjectName] !== undefined, true, what);
	});

	it('is told of in the README where it is only stored', () => {
		const readme = readFileSync(`${ROOT}README.md`, 'utf8');
		for (const [what, why] of Object.entries(STORED_ONLY)) assert.equal(readme.includes(what), true, `${what}: ${why}`);
	});
});

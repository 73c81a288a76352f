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
const SETUP = 'src/route-a/security-setup.node.test.ts';
const CERTIFICATES = 'src/route-a/certificates.node.test.ts';
const CERTIFIED = 'draws a pair that is in use as soon as its certificate is there, and over restarts';
const SUPPLY = 'src/route-a/control/supply.test.ts';
const DISCONNECTOR_LOG = 'src/route-a/control/disconnector-log.test.ts';
const SCHEDULE = 'src/route-a/control/schedule.test.ts';
const LIMITER = 'src/route-a/control/limiter.test.ts';
const MONITORS = 'src/route-a/control/monitors.test.ts';
const BILLING = 'src/route-a/tariff/billing.test.ts';
const TARIFF = 'src/route-a/tariff/tariff.test.ts';
const TIMETABLE = 'src/route-a/tariff/timetable.test.ts';
const TARIFF_REGISTERS = 'src/route-a/tariff/tariff-registers.test.ts';
const ALARMS = 'src/route-a/control/alarms.test.ts';
const CERTIFICATE_ENDS = 'src/route-a/certificate-watch.node.test.ts';
const LOAD_RELAY = 'src/route-a/household/load-relay.test.ts';
const MESSAGE = 'src/route-a/household/consumer-message.test.ts';
const ACCOUNT = 'src/route-a/payment/payment-objects.test.ts';
const PUSH = 'src/route-a/control/push.test.ts';
const PUSH_2 = 'src/route-a/control/push-2.test.ts';
const PROTECTED = 'src/route-a/push-protection.node.test.ts';
const IMAGES = 'src/route-a/image/images.node.test.ts';
const MBUS = 'src/route-a/mbus/channels.test.ts';
const MBUS_PLANS = 'src/route-a/mbus/plans.test.ts';
const BY_VALVE_SCHEDULE = 'is a valve that its schedule closes and opens, at each of its times, once';

const BY_SECONDARY = 'are installed by the secondary address that was set, whatever their primary one is';
const BY_MODE = 'have a valve whose control mode says whether it opens at once, waits for a hand, or moves at all';
const VALVE_MOVES = 'have their valve closed and opened, and their counter stands meanwhile';
const BY_KEY = 'get a key that is transferred, and are read under it once it is set, and ordered';

const BY_SCHEDULE = 'activates by its schedule at its time, also after an outage';
const IN_FORCE = 'loads, verifies and activates one: its version is in force once its client has left, and the log says so';
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
	'securitySetup, newer/1': ['policy of requests and responses, next start', SETUP, 'rise bit by bit, never fall, and hold over restarts'],
	'securitySetup, newer/2': ['keys, next start', SETUP, 'takes a key to wrap with, wrapped with the one before'],
	'securitySetup, newer/3': [
		'keys, next association, next start',
		SETUP,
		'agrees on keys that serve from the next association on and over restarts, each with counters of its own',
	],
	'securitySetup, newer/4': ['the key that the meter signs with, by method 6', CERTIFICATES, CERTIFIED],
	'securitySetup, newer/5': ['a certificate from elsewhere', CERTIFICATES, CERTIFIED],
	'securitySetup, newer/6': ['the key that the meter signs with, next start', CERTIFICATES, CERTIFIED],
	'securitySetup, newer/7': ['nothing: it tells', CERTIFICATES, 'lists, exports and removes certificates by whose they are and by their numbers'],
	'securitySetup, newer/8': [
		'which key of a client counts',
		CERTIFICATES,
		'takes the key of a client from its certificate, as long as that is in its time',
	],
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
		['alarmPush', 'intervalPush', 'connectivityPush', 'installationPush'].flatMap((name) => [
			[`${name}:2`, ['what is sent', PUSH, ': tells what its list names, in this order'] as const],
			[`${name}:3`, ['where it is sent', PUSH, ': goes where its destination says, by UDP or by TCP, when it is called'] as const],
			[`${name}:4`, ['when', PUSH, ': waits until one of its windows is open, and goes on waiting when the power fails'] as const],
			[`${name}:5`, ['when', PUSH, ': waits a part of its randomisation interval'] as const],
			[`${name}:6`, ['how often', PUSH, TRIED_AGAIN] as const],
			[`${name}:7`, ['when again', PUSH, TRIED_AGAIN] as const],
			[`${name}/1`, ['push', PUSH, ': goes where its destination says, by UDP or by TCP, when it is called'] as const],
		]),
	),
	...Object.fromEntries(
		['alarmPush, newer', 'intervalPush, newer', 'connectivityPush, newer', 'installationPush, newer'].flatMap((name) => [
			[
				`${name}:2`,
				['what is sent', PUSH_2, 'tell rows of a buffer by entry, by date, and the last ones, columns of them, and elements of a value'] as const,
			],
			[`${name}:3`, ['where it is sent', PUSH_2, 'go by no other port than their reference names'] as const],
			[`${name}:4`, ['when', PUSH, ': waits until one of its windows is open, and goes on waiting when the power fails'] as const],
			[`${name}:5`, ['when', PUSH, ': waits a part of its randomisation interval'] as const],
			[`${name}:6`, ['how often', PUSH_2, 'wait ever longer between tries, up to the most'] as const],
			[`${name}:7`, ['when again', PUSH_2, 'wait ever longer between tries, up to the most'] as const],
			[`${name}:8`, ['whether it is sent', PUSH_2, 'go by no other port than their reference names'] as const],
			[`${name}:9`, ['to whom it is sent', PUSH_2, 'go to the wPort of their client, which is nobody that the meter serves'] as const],
			[`${name}:10`, ['what is sent', PROTECTED, 'are ciphered and signed as their parameters say, the innermost first'] as const],
			[`${name}:11`, ['how often', PUSH_2, 'are sent again until they are confirmed, where their method asks for that'] as const],
			[`${name}:12`, ['what is asked for', PUSH_2, 'ask for confirmation from their start on, and no more often than their interval'] as const],
			[`${name}/1`, ['push', PUSH_2, ': has all that version 0 has, and tells its list in entries of six'] as const],
			[`${name}/2`, ['what is under way', PUSH_2, 'end what is under way by method reset'] as const],
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
	'schedule:2': ['registers, log', TIMETABLE, 'carries its scripts out at their times, on their days, once each'],
	'schedule/1': ['registers', TIMETABLE, 'enables and disables entries, puts them in and takes them away'],
	'schedule/2': ['registers', TIMETABLE, 'enables and disables entries, puts them in and takes them away'],
	'schedule/3': ['registers', TIMETABLE, 'enables and disables entries, puts them in and takes them away'],
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
	'imageTransfer:5': ['what the methods do, next start', IMAGES, 'does nothing while it is not enabled, which outlasts the power'],
	'imageTransfer/1': ['next start', IMAGES, 'keeps version, image and progress over a restart'],
	'imageTransfer/2': ['next start', IMAGES, 'keeps version, image and progress over a restart'],
	'imageTransfer/3': ['log', IMAGES, IN_FORCE],
	'imageTransfer/4': ['firmware, tariff, push, log, associations', IMAGES, IN_FORCE],
	'imageScripts/1': ['firmware', IMAGES, 'activates by its script, as the method does'],
	'imageSchedule:2': ['firmware', IMAGES, BY_SCHEDULE],
	'imageSchedule:3': ['which times may be set', IMAGES, BY_SCHEDULE],
	'imageSchedule:4': ['firmware', IMAGES, BY_SCHEDULE],
	'loadRelay:4': ['load, log', LOAD_RELAY, 'is always on in mode 0, and has no mode beyond 6'],
	'loadRelay/1': ['load, log', LOAD_RELAY, 'switches the load off and on, and says so in the log'],
	'loadRelay/2': ['load, log', LOAD_RELAY, 'switches the load off and on, and says so in the log'],
	'outputScripts/1': ['load, log', LOAD_RELAY, 'is switched by its scripts'],
	'outputSchedule:2': ['load', LOAD_RELAY, 'is switched by its schedule, once'],
	'outputSchedule:3': ['which times may be set', LOAD_RELAY, 'is switched by its schedule, once'],
	'outputSchedule:4': ['load', LOAD_RELAY, 'is switched by its schedule, once'],
	'consumerMessage:2': ["customer's port, next start", MESSAGE, 'is told in telegrams, and stays through a restart'],
	'consumerCode:2': ["customer's port, next start", MESSAGE, 'is told in telegrams, and stays through a restart'],
	'account:16': ['log, emergency credit', ACCOUNT, 'warns below the threshold that is set, from which on emergency credit may be invoked'],
	'account/1': ['credit', ACCOUNT, 'charges from activation on, and takes tokens: credit falls as energy is used'],
	'account/2': ['supply, credit', ACCOUNT, 'gives the supply back as the account is closed, and charges nothing any more'],
	'account/3': ['credit', ACCOUNT, 'gives the supply back as the account is closed, and charges nothing any more'],
	'tokenCredit/1': ['supply', ACCOUNT, 'has credit as the head-end says, with what that does to the supply'],
	'tokenCredit/2': ['supply', ACCOUNT, 'has credit as the head-end says, with what that does to the supply'],
	'emergencyCredit:9': ['supply', ACCOUNT, 'has the supply stay as long as emergency credit lasts, which may be set'],
	'emergencyCredit/3': ['supply', ACCOUNT, 'has the supply stay as long as emergency credit lasts, which may be set'],
	'charge/1': ['credit', ACCOUNT, 'charges by a price that is set first and activated then'],
	'charge/2': ['credit', ACCOUNT, 'charges by a price that is set first and activated then'],
	'tokenGateway/1': ['supply, credit, log', ACCOUNT, 'cuts the supply without credit, and gives it back for a token, as the log says'],
	...Object.fromEntries(
		[1, 2, 3, 4].flatMap((n) => [
			[`mbusClient${n}:3`, ['values, profile', MBUS, 'are captured as the definition says, up to four values'] as const],
			[`mbusClient${n}:4`, ['profile', MBUS, 'are captured at the period that is set, by midnight, and not at all with 0'] as const],
			[`mbusClient${n}:5`, ['who is asked', MBUS, 'are asked at the primary address that is set'] as const],
			...[6, 7, 8, 9].map((index) => [`mbusClient${n}:${index}`, ['who is installed', MBUS, BY_SECONDARY] as const] as const),
			[
				`mbusClient${n}/1`,
				['the meter behind, log', MBUS, 'that nobody finds leave the channel free, and the log says so where a head-end has asked'] as const,
			],
			[
				`mbusClient${n}/2`,
				[
					'the meter behind, next start',
					MBUS,
					'are let go by a head-end: without address, and found again only by slave_install, at the address that it tells',
				] as const,
			],
			[`mbusClient${n}/3`, ['values', MBUS, 'are read by method capture at once'] as const],
			[`mbusClient${n}/4`, ['alarms', MBUS, 'have alarm bits that stay until a head-end takes them away'] as const],
			[`mbusClient${n}/5`, ['clock of the meter behind, log', MBUS, 'have their clocks set by the smart meter, and the log says so'] as const],
			[`mbusClient${n}/6`, ['the meter behind', MBUS, 'take records that a head-end has sent to them'] as const],
			[`mbusClient${n}/7`, ['what can be read and ordered', MBUS, BY_KEY] as const],
			[`mbusClient${n}/8`, ['key of the meter behind', MBUS, BY_KEY] as const],
			[
				`mbusValveScripts${n}/1`,
				['valve', MBUS_PLANS, 'is a valve of each channel by its own scripts alone, which a head-end may run, too'] as const,
			],
			...[2, 3, 4].map((index) => [`mbusValveSchedule${n}:${index}`, ['valve, log', MBUS_PLANS, BY_VALVE_SCHEDULE] as const] as const),
			[
				`mbusDiagnostic${n}/1`,
				[
					'its own counters',
					MBUS_PLANS,
					'has a diagnostic of each channel: frames of both ways, what was no frame, and whether the meter answers',
				] as const,
			],
			[`mbusValve${n}:4`, ['which orders move the valve', MBUS, BY_MODE] as const],
			[`mbusValve${n}/1`, ['valve, log', MBUS, VALVE_MOVES] as const],
			[`mbusValve${n}/2`, ['valve, log', MBUS, VALVE_MOVES] as const],
		]),
	),
	'alarmFilter1:2': ['descriptor', ALARMS, 'are in the descriptor of their own filter alone, and in the register whatever the filter'],
	'routeBCredentials:2': [
		'session and joins of Route B, next start, log',
		'src/world/simulation/sealed-credentials.node.test.ts',
		'end the session of those before, and let in a HEMS that has the new ones',
	],
	'alarmRegister3:2': [
		'alarm, log',
		CERTIFICATE_ENDS,
		'is cleared by setting 0, which the log tells, and comes again at the next midnight as long as the cause is there',
	],
	'alarmFilter3:2': ['descriptor, push', CERTIFICATE_ENDS, 'passes its own filter into its own descriptor, and is pushed then'],
	'alarmDescriptor3:2': ['push', CERTIFICATE_ENDS, 'passes its own filter into its own descriptor, and is pushed then'],
	'unitSecuritySetup/4': [
		'what credentials are sealed for, log',
		'src/world/simulation/sealed-credentials.node.test.ts',
		'are opened by it alone, over restarts, and those for a pair of before by nobody',
	],
	'unitSecuritySetup/5': [
		'what credentials are sealed for',
		'src/world/simulation/sealed-credentials.node.test.ts',
		'are opened by it alone, over restarts, and those for a pair of before by nobody',
	],
	'alarmFilter2:2': ['descriptor', ALARMS, 'are in the descriptor where the filter lets them, and once until the register is cleared'],
};

/** What changes nothing outside, and why; the README lists them. */
const STORED_ONLY: Readonly<Record<string, string>> = {};

/** Everything that some client may set or call. */
function changeable(): string[] {
	const found: string[] = [];
	const rows = OBJECT_NAMES.flatMap((name) => {
		const row = OBJECT_ROWS[name];
		const newer = 'number' in row ? undefined : row.newer;
		return [[name, row.rights] as const, ...(newer === undefined ? [] : [[`${name}, newer`, newer.rights] as const])];
	});
	for (const [key, rights] of rows) {
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
		for (const what of Object.keys(EFFECTS)) assert.equal(NAME[what.split(/[:/,]/)[0] as ObjectName] !== undefined, true, what);
	});

	it('is not said to have an effect, each and all, where something is only stored', () => {
		for (const [file, sentence] of [
			['docs/route-a.md', 'Nothing is stored only.'],
			['docs/route-a.ja.md', '保存されるだけのものはありません。'],
		] as const)
			assert.equal(readFileSync(`${ROOT}${file}`, 'utf8').includes(sentence), Object.keys(STORED_ONLY).length === 0, file);
	});

	it('is told of in the README where it is only stored', () => {
		const readme = readFileSync(`${ROOT}README.md`, 'utf8');
		for (const [what, why] of Object.entries(STORED_ONLY)) assert.equal(readme.includes(what), true, `${what}: ${why}`);
	});
});

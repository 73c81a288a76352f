/** Use cases that switch: 5 disconnect and reconnect, by order, by time and by the limiter; 8 load management by relay. */
import { NAME } from '../../../modules/cosem/object-names.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { parseLogicalName } from '../../../modules/dlms/axdr/obis.js';
import { dataBytes, dataNotation, parseData } from '../data-notation.js';
import { attributeTarget } from '../reading.js';
import { Deviation, NotDone } from './outcome.js';
import { FAR } from './reading.js';
import type { Step } from './use-case.js';
import { dataOf, SUCCESS, type UseCaseRun } from './use-case-run.js';

const REGISTER = 3;
const PROFILE = 7;
const SCRIPTS = 9;
const SCHEDULE = 22;
const CONTROL = 70;
const LIMITER = 71;
const VALUE = 2;
const CONTROL_STATE = 3;
const CONTROL_MODE = 4;
const DISCONNECT = 1;
const RECONNECT = 2;
const NO_PARAMETER = 'i8:0';
const CONNECTED = 'enum:1';
const DISCONNECTED = 'enum:0';
const READY = 'enum:2';
/** No order opens: the supply is always connected. */
const ALWAYS = 'enum:0';
/** Remote orders open and close. */
const BY_REMOTE = 'enum:4';
/** The limiter opens and closes. */
const BY_LIMITER = 'enum:6';
/** Of the limiter: opens above, closes below its threshold. */
const SCRIPTS_OF_LIMITER = '{{obis:0.0.10.0.106.255, u16:1}, {obis:0.0.10.0.106.255, u16:2}}';
/** Seconds above and below a threshold until it does. */
const SOON = 'u32:1';
/** An emergency of a group that no meter is in otherwise, long past its end: until the meter is made to belong to it nothing is in force. */
const GROUP = 'u16:65001';
const EVENT = Object.freeze({ remoteOff: 62, remoteOn: 63, localOff: 64, exceeded: 65, ok: 66, localOn: 69 });
const RELAY = parseLogicalName('0.1.96.3.10.255');
const RELAY_SCRIPTS = parseLogicalName('0.0.10.0.103.255');
const RELAY_SCHEDULE = parseLogicalName('0.0.15.0.3.255');

const SUPPLY = [CONTROL, NAME.disconnectControl] as const;
const LOG = [PROFILE, NAME.disconnectorLog] as const;

/** Looks until the contact and its control are so. */
async function supplyIs(run: UseCaseRun, name: number, output: boolean, state: string): Promise<void> {
	await run.until(async () => {
		const found = await run.values([
			[CONTROL, name, VALUE],
			[CONTROL, name, CONTROL_STATE],
		]);
		const expected = `{${output}, ${state}}`;
		const told = `{${found.map(dataNotation).join(', ')}}`;
		if (told !== expected) throw new Deviation(expected, { data: told });
	});
}

/** The supply comes to be as it was: connected, disconnected, or ready for a hand. Its control mode. */
async function keepSupply(run: UseCaseRun): Promise<string> {
	const [state, mode] = (
		await run.values([
			[CONTROL, NAME.disconnectControl, CONTROL_STATE],
			[CONTROL, NAME.disconnectControl, CONTROL_MODE],
		])
	).map(dataNotation);
	// Whoever lives there has no supply for a reason.
	if (state !== CONNECTED) throw new NotDone('notConnected');
	run.later(async () => {
		const now = dataNotation(dataOf(await run.get(CONTROL, NAME.disconnectControl, CONTROL_STATE)));
		if (now !== CONNECTED) {
			await run.set(CONTROL, NAME.disconnectControl, CONTROL_MODE, BY_REMOTE);
			// No order leads from ready to connected.
			if (now === READY) await run.act(CONTROL, NAME.disconnectControl, DISCONNECT, NO_PARAMETER);
			await run.act(CONTROL, NAME.disconnectControl, RECONNECT, NO_PARAMETER);
		}
		await run.ensure(CONTROL, NAME.disconnectControl, CONTROL_MODE, mode!);
		if (now !== CONNECTED) await supplyIs(run, NAME.disconnectControl, true, CONNECTED);
	});
	return mode!;
}

/** The thresholds, times, scripts and emergency of the limiter are at the end what they were, the groups last; now it is in no emergency. */
async function keepLimiter(run: UseCaseRun): Promise<void> {
	for (const attribute of [9, 11, 7, 6, 8, 5]) await run.keep(LIMITER, NAME.limiter, attribute);
	await run.set(LIMITER, NAME.limiter, 9, '[]');
	// First of all, no emergency is in force any more.
	run.later(() => run.ensure(LIMITER, NAME.limiter, 9, '[]'));
}

/** Where an emergency of 0 A or 0 W, or as little as the limiter counts, is made ready. */
async function prepareEmergency(run: UseCaseRun): Promise<void> {
	const watched = dataOf(await run.get(LIMITER, NAME.limiter, VALUE));
	const normal = dataNotation(dataOf(await run.get(LIMITER, NAME.limiter, 4)));
	const word = /^(u16|u32):/.exec(normal)?.[0];
	if (word === undefined) throw new Deviation('u16 or u32', { data: dataNotation(watched) });
	await keepLimiter(run);
	// As they are: taken all the same.
	await run.set(LIMITER, NAME.limiter, VALUE, dataNotation(watched));
	await run.set(LIMITER, NAME.limiter, 4, normal);
	await run.set(LIMITER, NAME.limiter, 5, `${word}1`);
	await run.set(LIMITER, NAME.limiter, 6, SOON);
	await run.set(LIMITER, NAME.limiter, 7, SOON);
	await run.set(LIMITER, NAME.limiter, 11, SCRIPTS_OF_LIMITER);
}

export const SUPPLY_CONTROL: readonly Step[] = [
	{
		step: 'controlMode',
		needs: [SUPPLY],
		must: true,
		run: async (run) => {
			const mode = await keepSupply(run);
			const result = await run.session.set(attributeTarget(CONTROL, NAME.disconnectControl, CONTROL_MODE), dataBytes(parseData(BY_REMOTE)));
			// There is nothing that could switch, as with a meter without a switching unit.
			if (result !== ACCESS_RESULT.success && mode === ALWAYS) throw new NotDone('notSwitched');
			if (result !== ACCESS_RESULT.success) throw new Deviation(SUCCESS, { result });
			// It is the switching unit's, which may take its time.
			await run.until(() => run.reads(CONTROL, NAME.disconnectControl, CONTROL_MODE, BY_REMOTE));
		},
	},
	{
		step: 'disconnected',
		needs: [SUPPLY],
		run: async (run) => {
			await run.mark(NAME.disconnectorLog);
			await run.act(CONTROL, NAME.disconnectControl, DISCONNECT, NO_PARAMETER);
			await supplyIs(run, NAME.disconnectControl, false, DISCONNECTED);
		},
	},
	{ step: 'disconnectLogged', needs: [LOG], run: (run) => run.logged(NAME.disconnectorLog, [EVENT.remoteOff]) },
	{
		step: 'reconnected',
		needs: [SUPPLY],
		must: true,
		run: async (run) => {
			await run.mark(NAME.disconnectorLog);
			await run.act(CONTROL, NAME.disconnectControl, RECONNECT, NO_PARAMETER);
			await supplyIs(run, NAME.disconnectControl, true, CONNECTED);
		},
	},
	{ step: 'reconnectLogged', needs: [LOG], run: (run) => run.logged(NAME.disconnectorLog, [EVENT.remoteOn]) },
	{
		step: 'switchPlanned',
		needs: [[SCHEDULE, NAME.disconnectSchedule]],
		run: async (run) => {
			await run.change(SCHEDULE, NAME.disconnectSchedule, 4, FAR);
			await run.changeScript(SCHEDULE, NAME.disconnectSchedule, VALUE, '{obis:0.0.10.0.106.255, u16:1}');
			await run.reads(SCHEDULE, NAME.disconnectSchedule, 4, FAR);
		},
	},
	{
		step: 'limiterSet',
		needs: [[LIMITER, NAME.limiter], SUPPLY],
		must: true,
		run: async (run) => {
			await run.set(CONTROL, NAME.disconnectControl, CONTROL_MODE, BY_LIMITER);
			await prepareEmergency(run);
			await run.reads(LIMITER, NAME.limiter, 11, SCRIPTS_OF_LIMITER);
		},
	},
	{
		step: 'limiterOpens',
		needs: [[LIMITER, NAME.limiter], SUPPLY, [REGISTER, NAME.currentSum]],
		must: true,
		run: async (run) => {
			const load = dataNotation(dataOf(await run.get(REGISTER, NAME.currentSum, VALUE)));
			// Nothing is above the least threshold.
			if (/:[01]$/.test(load)) throw new NotDone('noLoad');
			await run.mark(NAME.disconnectorLog);
			const time = dataOf(await run.get(8, NAME.clock, VALUE));
			await run.set(LIMITER, NAME.limiter, 8, `{${GROUP}, ${dataNotation(time)}, u32:3600}`);
			await run.set(LIMITER, NAME.limiter, 9, `[${GROUP}]`);
			await supplyIs(run, NAME.disconnectControl, false, READY);
		},
	},
	{ step: 'limiterLogged', needs: [LOG], run: (run) => run.logged(NAME.disconnectorLog, [EVENT.exceeded, EVENT.localOff]) },
	{
		step: 'limiterCloses',
		needs: [[LIMITER, NAME.limiter], SUPPLY],
		run: async (run) => {
			await supplyIs(run, NAME.disconnectControl, true, CONNECTED);
			await run.set(LIMITER, NAME.limiter, 9, '[]');
			if (run.has(...LOG)) await run.logged(NAME.disconnectorLog, [EVENT.ok, EVENT.localOn]);
		},
	},
];

const RELAY_KEPT = 'relay';

/** The relay comes to be as it was before the first order. */
async function keepRelay(run: UseCaseRun): Promise<void> {
	if (run.notes.has(RELAY_KEPT)) return;
	const [before] = (await run.values([[CONTROL, RELAY, CONTROL_STATE]])).map(dataNotation);
	run.notes.set(RELAY_KEPT, before);
	run.later(async () => {
		const now = dataNotation(dataOf(await run.get(CONTROL, RELAY, CONTROL_STATE)));
		if (now === before) return;
		const isOn = before === CONNECTED;
		await run.act(CONTROL, RELAY, isOn ? RECONNECT : DISCONNECT, NO_PARAMETER);
		await supplyIs(run, RELAY, isOn, before!);
	});
}

/** A relay by an order of its own. */
function relay(step: 'relayOff' | 'relayOn', method: number, output: boolean, state: string): Step {
	return {
		step,
		needs: [[CONTROL, RELAY]],
		run: async (run) => {
			await keepRelay(run);
			await run.act(CONTROL, RELAY, method, NO_PARAMETER);
			await supplyIs(run, RELAY, output, state);
		},
	};
}

/** As the management client sets it of one meter, and client 102 of many. */
const PLANNED = `{${GROUP}, octets:08330C1FFF170000008000FF, u32:60}`;
const BROADCAST = `{${GROUP}, octets:08330C1FFF170000008000FF, u32:61}`;
/** Where it is looked at: how long. */
const BROADCAST_DURATION = 'u32:61';

export const LOAD_MANAGEMENT: readonly Step[] = [
	relay('relayOff', DISCONNECT, false, DISCONNECTED),
	relay('relayOn', RECONNECT, true, CONNECTED),
	{ step: 'relayScript', needs: [[SCRIPTS, RELAY_SCRIPTS]], run: async (run) => void (await run.values([[SCRIPTS, RELAY_SCRIPTS, VALUE]])) },
	{
		step: 'relaySchedule',
		needs: [[SCHEDULE, RELAY_SCHEDULE]],
		run: async (run) => {
			await run.change(SCHEDULE, RELAY_SCHEDULE, 4, FAR);
			await run.reads(SCHEDULE, RELAY_SCHEDULE, 4, FAR);
		},
	},
	{
		step: 'emergencyPlanned',
		needs: [[LIMITER, NAME.limiter]],
		run: async (run) => {
			await keepLimiter(run);
			await run.set(LIMITER, NAME.limiter, 8, PLANNED);
			await run.set(LIMITER, NAME.limiter, 9, `[${GROUP}]`);
			await run.reads(LIMITER, NAME.limiter, 9, `[${GROUP}]`);
			await run.reads(LIMITER, NAME.limiter, 10, 'false');
		},
	},
	{
		step: 'emergencyBroadcast',
		needs: [[LIMITER, NAME.limiter]],
		run: async (run) => {
			await run.keep(LIMITER, NAME.limiter, 8);
			await run.broadcast(LIMITER, NAME.limiter, 8, BROADCAST);
			await run.until(async () => {
				const profile = dataOf(await run.get(LIMITER, NAME.limiter, 8));
				const duration = 'items' in profile ? profile.items[2] : undefined;
				if (duration === undefined || dataNotation(duration) !== BROADCAST_DURATION) throw new Deviation(BROADCAST, { data: dataNotation(profile) });
			});
		},
	},
];

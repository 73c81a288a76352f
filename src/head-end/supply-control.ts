/** The supply of a meter by its disconnect control (class 70): where it stands, and the order to open or close it, now or at a time (class 22). */
import { DATE_LENGTH } from '../../modules/cosem/execution-time.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { putScript, type ScriptReference } from '../../modules/cosem/value-parts.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { numberOf } from '../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../modules/dlms/axdr/date-time.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget } from './reading.js';

export const DISCONNECT_CONTROL = 70;
const OUTPUT_STATE = 2;
const CONTROL_STATE = 3;
export const CONTROL_MODE = 4;
/** Methods, and scripts of 0.0.10.0.106.255 likewise. */
const METHODS = Object.freeze({ disconnect: 1, reconnect: 2 });

const SCHEDULE = 22;
const EXECUTED_SCRIPT = 2;
const EXECUTION_TIME = 4;
/** Where date and time of day stand in a date-time. */
const TIME_END = 9;

export type SupplyOrder = keyof typeof METHODS;

export interface SupplyState {
	/** Whether the contact is closed; undefined: the meter does not tell. */
	readonly output: boolean | undefined;
	/** 0 disconnected, 1 connected, 2 ready for reconnection. */
	readonly control: number;
	/** 0 to 6; undefined: the meter does not tell. */
	readonly mode: number | undefined;
}

/** Where an order leads: a reconnection may have to wait for a hand, as the control mode says. */
const REACHED: Readonly<Record<SupplyOrder, (state: SupplyState) => boolean>> = Object.freeze({
	disconnect: ({ output, control }: SupplyState) => control === 0 && output !== true,
	reconnect: ({ output, control }: SupplyState) => control === 2 || (control === 1 && output !== false),
});

/** Disconnect control of the supply, or of the valve of a meter behind it on this channel, from 1 to 4. */
export function disconnectName(channel: number | undefined): LogicalName {
	return channel === undefined ? NAME.disconnectControl : ofChannel(NAME.mbusValve1, channel);
}

function ofChannel(ofFirst: LogicalName, channel: number): LogicalName {
	return ofFirst + (channel - 1) * (NAME.mbusValve2 - NAME.mbusValve1);
}

/** @param name of the disconnect control */
export async function readSupply(session: MeterSession, name: LogicalName = NAME.disconnectControl): Promise<SupplyState> {
	const attributes = [OUTPUT_STATE, CONTROL_STATE, CONTROL_MODE].map((index) => attributeTarget(DISCONNECT_CONTROL, name, index));
	const [output, state, mode] = await session.getAll(attributes);
	const control = typeof state === 'object' ? numberOf(state) : undefined;
	if (control === undefined)
		throw new HeadEndError({ kind: 'supplyUnreadable', result: typeof state === 'number' ? state : ACCESS_RESULT.typeUnmatched });
	return {
		output: typeof output === 'object' && output.tag === DataTag.boolean ? output.value : undefined,
		control,
		mode: typeof mode === 'object' ? numberOf(mode) : undefined,
	};
}

/** The meter takes the order; what its contact does takes longer. Throws HeadEndError. @param name of the disconnect control */
export async function orderSupply(session: MeterSession, order: SupplyOrder, name: LogicalName = NAME.disconnectControl): Promise<void> {
	const target = { classId: DISCONNECT_CONTROL, name, index: METHODS[order] };
	const { result } = await session.act(target, new DataWriter().integer(0).copy());
	if (result !== 0) throw new HeadEndError({ kind: 'supplyNotSwitched', result });
}

/** The script that carries an order out. @param channel of a valve; undefined: of the supply itself */
export function scriptOf(order: SupplyOrder, channel?: number): ScriptReference {
	return { script: channel === undefined ? NAME.disconnectScripts : ofChannel(NAME.mbusValveScripts1, channel), selector: METHODS[order] };
}

/** The order that a script carries out; undefined: it is another one. */
export function orderOf({ script, selector }: ScriptReference): SupplyOrder | undefined {
	if (script !== NAME.disconnectScripts) return undefined;
	return (Object.keys(METHODS) as SupplyOrder[]).find((order) => METHODS[order] === selector);
}

export function isReached(order: SupplyOrder, state: SupplyState): boolean {
	return REACHED[order](state);
}

/**
 * Has the meter carry an order out at a time, in place of what was planned before. Throws HeadEndError.
 * @param time ms since 1970-01-01T00:00:00Z; undefined: nothing is planned any more
 * @param deviation of the meter's clock, minutes from local time to UTC
 * @param channel of a valve; undefined: the supply itself
 */
export async function planSupply(
	session: MeterSession,
	order: SupplyOrder,
	time: number | undefined,
	deviation: number,
	channel?: number,
): Promise<void> {
	const name = channel === undefined ? NAME.disconnectSchedule : ofChannel(NAME.mbusValveSchedule1, channel);
	// Never one script at the other's time.
	await setPlan(session, name, EXECUTION_TIME, new DataWriter().array(0));
	if (time === undefined) return;
	await setPlan(session, name, EXECUTED_SCRIPT, putScript(new DataWriter(), scriptOf(order, channel)));
	const at = dateTimeOf(time, deviation, 0);
	const w = new DataWriter().array(1).structure(2);
	await setPlan(session, name, EXECUTION_TIME, w.octetString(at.subarray(DATE_LENGTH, TIME_END)).octetString(at.subarray(0, DATE_LENGTH)));
}

async function setPlan(session: MeterSession, name: LogicalName, attribute: number, value: DataWriter): Promise<void> {
	const result = await session.set(attributeTarget(SCHEDULE, name, attribute), value.copy());
	if (result !== 0) throw new HeadEndError({ kind: 'supplyNotPlanned', result });
}

/** Scripts of the meter: what a head-end, a schedule or a monitor has it do. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { Script } from '../../../modules/cosem/script-table.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';

const DISCONNECT_CONTROL = 70;

/** Identifiers of the disconnect scripts. */
const DISCONNECT_SCRIPT = Object.freeze({ disconnect: 1, reconnect: 2 });

export const DISCONNECT_SCRIPTS: readonly Script[] = frozen([
	{ id: DISCONNECT_SCRIPT.disconnect, classId: DISCONNECT_CONTROL, name: NAME.disconnectControl, index: 1 },
	{ id: DISCONNECT_SCRIPT.reconnect, classId: DISCONNECT_CONTROL, name: NAME.disconnectControl, index: 2 },
]);

export const OUTPUT_SCRIPTS: readonly Script[] = frozen([
	{ id: DISCONNECT_SCRIPT.disconnect, classId: DISCONNECT_CONTROL, name: NAME.loadRelay, index: 1 },
	{ id: DISCONNECT_SCRIPT.reconnect, classId: DISCONNECT_CONTROL, name: NAME.loadRelay, index: 2 },
]);

const PUSH_SETUP = 40;

/** Which set-up each script starts. */
const PUSH_SCRIPT: Readonly<Record<number, 'interval' | 'alarm'>> = Object.freeze({ 1: 'interval', 2: 'alarm' });

/** Of set-ups that have these names. */
export function pushScripts(interval: LogicalName, alarm: LogicalName): readonly Script[] {
	return frozen([
		{ id: 1, classId: PUSH_SETUP, name: interval, index: 1 },
		{ id: 2, classId: PUSH_SETUP, name: alarm, index: 1 },
	]);
}

export const PUSH_SCRIPTS = pushScripts(NAME.intervalPush, NAME.alarmPush);

/** All script tables, by their names. */
const TABLES: Readonly<Record<LogicalName, readonly Script[]>> = Object.freeze({
	[NAME.disconnectScripts]: DISCONNECT_SCRIPTS,
	[NAME.outputScripts]: OUTPUT_SCRIPTS,
	[NAME.pushScripts]: PUSH_SCRIPTS,
});

/** What each disconnect script orders. */
const ORDERS: Readonly<Record<number, 'disconnect' | 'reconnect'>> = Object.freeze({
	[DISCONNECT_SCRIPT.disconnect]: 'disconnect',
	[DISCONNECT_SCRIPT.reconnect]: 'reconnect',
});

/** What a script orders; undefined: there is no such script. */
export function orderOf(table: LogicalName, id: number): 'disconnect' | 'reconnect' | undefined {
	return table === NAME.disconnectScripts ? ORDERS[id] : undefined;
}

/** Likewise of the load relay. */
export function outputOf(table: LogicalName, id: number): 'disconnect' | 'reconnect' | undefined {
	return table === NAME.outputScripts ? ORDERS[id] : undefined;
}

/** The push set-up that a script starts; undefined: it is none of them. */
export function pushOf(table: LogicalName, id: number): 'interval' | 'alarm' | undefined {
	return table === NAME.pushScripts ? PUSH_SCRIPT[id] : undefined;
}

/** Whether there is such a script; both 0 say that none is to run. */
export function isScript(table: LogicalName, id: number): boolean {
	return (table === 0 && id === 0) || TABLES[table]?.some((script) => script.id === id) === true;
}

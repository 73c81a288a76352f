/** Whether a unit is what belongs into its place, by what it says of itself. */
import { type BrokenRule, checkFit, type Units } from '../catalogue/rules.js';
import { unitType } from '../catalogue/unit-types.js';
import { REGISTERS_LENGTH, SERIAL_LENGTH } from './ledger-entry.js';
import { PLACE_OF, type UnitIdentity } from './messages.js';
import type { Plug } from './plug.js';

/** Why a unit with this identity is refused in the place of `plug`; undefined if it is not. */
export function misfit(plug: Plug, identity: UnitIdentity): string | undefined {
	const { kind, code, serial } = identity;
	if (PLACE_OF[kind] !== plug.place) return `a ${kind} unit in the place for ${plug.place}`;
	const type = unitType(code);
	if (type === undefined) return `no unit is of type ${code}`;
	if (type.kind !== kind) return `says it is a ${kind} unit of type ${code}`;
	if (!isSerial(serial)) return 'its serial number is none';
	if (kind !== 'metering') return undefined;
	if (plug.registers?.length !== REGISTERS_LENGTH || plug.unit.readings === undefined) return 'a metering unit without registers';
	if (identity.certified === undefined) return 'a metering unit without certification';
	return undefined;
}

/** What the unit of `plug`, which works, makes not fit together: each rule of the catalogue that is broken with it and not without. */
export function mismatches(plugs: readonly Plug[], plug: Plug): BrokenRule[] {
	const others = checkFit(unitsOf(plugs, plug));
	return checkFit(unitsOf(plugs)).filter(({ rule }) => !others.some((other) => other.rule === rule));
}

/** Units of the plugs that work, but for one. */
function unitsOf(plugs: readonly Plug[], without?: Plug): Units {
	const units: { -readonly [place in keyof Units]: Units[place] } = {};
	for (const plug of plugs) {
		const { place, state, identity } = plug;
		const type = plug !== without && state === 'working' && identity !== undefined ? unitType(identity.code) : undefined;
		if (type !== undefined) (units as Record<string, unknown>)[place] = type;
	}
	return units;
}

/** 1 to 12 printable ASCII characters. */
function isSerial(serial: string): boolean {
	if (serial.length < 1 || serial.length > SERIAL_LENGTH) return false;
	for (let i = 0; i < serial.length; i++) {
		const code = serial.charCodeAt(i);
		if (code < 0x20 || code > 0x7e) return false;
	}
	return true;
}

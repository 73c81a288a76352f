/** What kinds of meter there are, as data: which properties each shows, and the constants it answers with. */
import type { Property } from '../../modules/echonet-lite/frame.js';
import type { PropertyAccess } from '../../modules/echonet-lite/object.js';
import type { Counter } from '../meter/metering/registers.js';
import { EPC } from './epc.js';

export interface MeterProfile extends PropertyAccess {
	readonly name: string;
	/** EPC 82: release of the Appendix as its letter, and the revision. */
	readonly release: { readonly letter: string; readonly revision: number };
	/** EPC 8A, 24 bits. */
	readonly manufacturer: number;
	/** EPC 81 until something else is set, 1 or 17 bytes. */
	readonly location: readonly number[];
	/** The register that such a meter has, for whoever builds one; what is served (EPC D3, D7, E1) comes from `Readings`. */
	readonly counter: Counter;
	/** See `MeterTraits`; default: all that the readings have. */
	readonly minutesKept?: number;
	/** See `MeterTraits`; default: none. */
	readonly unanswered?: readonly number[];
	/**
	 * A meter after a real one's answers: those that never change, in place of what the class makes of readings and profile. What it shows beyond the class
	 * and these is refused. Default: all is the class's.
	 */
	readonly fixed?: readonly Property[];
	/** What EPC E5, ED and EF are set to when it starts; default: nothing. */
	readonly chosen?: readonly Property[];
	/** What E2 and E4 show before E5 was ever set: day 00FF without data, or with that of today. No source tells: unconfirmed. */
	readonly unsetDay: 'no data' | 'today';
	/** Whether SetGet, optional for a device, is served. No source tells what real meters do: unconfirmed. */
	readonly setGet: boolean;
}

const ANNOUNCED = Object.freeze([EPC.operationStatus, EPC.installationLocation, EPC.faultStatus]);

const GEN1_READABLE = Object.freeze([
	...[EPC.operationStatus, EPC.installationLocation, EPC.standardVersion, EPC.faultStatus, EPC.manufacturer, EPC.serialNumber],
	...[EPC.currentTime, EPC.currentDate, EPC.announcedMap, EPC.settableMap, EPC.readableMap],
	...[EPC.coefficient, EPC.effectiveDigits, EPC.importEnergy, EPC.energyUnit, EPC.importHistory1, EPC.exportEnergy, EPC.exportHistory1],
	...[EPC.history1Day, EPC.power, EPC.currents, EPC.fixedTimeImport, EPC.fixedTimeExport, EPC.history2, EPC.history2Time],
]);

/**
 * A first-generation meter, after the dump of a real one (Release F). EA and EB are not in its map of announced properties
 * although it sends them every half hour. Its unit (EPC E1), 0.1 kWh, is unconfirmed.
 */
export const GEN1: MeterProfile = Object.freeze({
	name: 'gen1',
	release: Object.freeze({ letter: 'F', revision: 0 }),
	manufacturer: 0x000016,
	location: Object.freeze([0x61]),
	counter: Object.freeze({ wattHours: 100, digits: 6 }),
	unsetDay: 'no data',
	setGet: true,
	readable: GEN1_READABLE,
	settable: Object.freeze([EPC.installationLocation, EPC.history1Day, EPC.history2Time]),
	announced: ANNOUNCED,
});

/**
 * A second-generation meter by the requirements of Release R: one-minute values and a Route B identification number in addition.
 * No real one was seen, nor its manufacturer: unit, revision, what is announced and how far back the minutes reach are unconfirmed, and EPC 8A is that of GEN1.
 * Its 8 digits are those of the study group's interim report (2021-02), quoted at second hand.
 */
export const GEN2: MeterProfile = Object.freeze({
	...GEN1,
	name: 'gen2',
	release: Object.freeze({ letter: 'R', revision: 2 }),
	counter: Object.freeze({ wattHours: 10, digits: 8 }),
	readable: Object.freeze([...GEN1_READABLE, EPC.routeBId, EPC.minuteEnergy, EPC.history3, EPC.history3Time]),
	settable: Object.freeze([...GEN1.settable, EPC.history3Time]),
});

export const PROFILES: readonly MeterProfile[] = Object.freeze([GEN1, GEN2]);

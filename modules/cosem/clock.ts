/**
 * Clock (class 8, version 0). Times are octet-strings of 12 bytes (modules/dlms/axdr/date-time.ts).
 *
 * | attribute     | value                                | method                     | parameter                                            |
 * |---------------|--------------------------------------|----------------------------|------------------------------------------------------|
 * | 2 time        | octet-string                         | 1 adjust_to_quarter        | integer                                              |
 * | 3 time_zone   | long: minutes from local time to UTC | 2 adjust_to_measuring_period | integer                                            |
 * | 4 status      | unsigned: `CLOCK_STATUS`             | 3 adjust_to_minute         | integer                                              |
 * | 5, 6 daylight saving begins, ends | octet-string     | 4 adjust_to_preset_time    | integer                                              |
 * | 7 deviation   | integer: minutes                     | 5 preset_adjusting_time    | structure of time, begin and end of when it may be used |
 * | 8 enabled     | boolean: false                       | 6 shift_time               | long: seconds, −900 to 900                           |
 * | 9 clock_base  | enum: 1 internal crystal             |                            |                                                      |
 */
import type { Clock } from '../../hal/ports/clock.js';
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import { dateTimeOf, earliest, latest, timeOf, UNSPECIFIED_TIME } from '../dlms/axdr/date-time.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { MINUTE } from '../time/durations.js';
import { type FactsClass, FactsObject, type FactsOf, type Put } from './facts-object.js';
import { isNoParameter } from './no-parameter.js';
import { timeBytes } from './value-parts.js';

/** Looked at anew for each request. */
export interface ClockFacts {
	readonly clock: Clock;
	/** Minutes from local time to UTC: −540 in Japan. */
	readonly deviation: number;
	/** Bits of `CLOCK_STATUS`, now. */
	status(): number;
	/** Sets the clock to `time` (ms since 1970-01-01T00:00:00Z), with all that this means for the intervals; returns a Data-Access-Result. */
	adjust(time: number): number;
	/** What adjust_to_measuring_period adjusts to, in seconds. */
	readonly period: number;
}

const INTERNAL_CRYSTAL = 1;
const QUARTER = 15 * MINUTE;
const SHIFT_MAX = 900;
/** The last method that needs no parameter. */
const ADJUST_TO_PRESET_TIME = 4;

/** A time that waits for adjust_to_preset_time. */
interface Preset {
	readonly time: number;
	readonly from: number;
	readonly to: number;
}

/** No daylight saving: no time that it begins or ends. */
const unspecified: Put<unknown> = (w) => w.octetString(UNSPECIFIED_TIME);

const CLOCK: FactsClass<ClockFacts> = frozen({
	classId: 8,
	version: 0,
	attributes: 9,
	methods: 6,
	puts: [
		(w, facts) => w.octetString(dateTimeOf(facts.clock.now(), facts.deviation, facts.status())),
		(w, { deviation }) => w.long(deviation),
		(w, facts) => w.unsigned(facts.status()),
		unspecified,
		unspecified,
		(w) => w.integer(0),
		(w) => w.boolean(false),
		(w) => w.enum(INTERNAL_CRYSTAL),
	],
});

export class ClockObject extends FactsObject<ClockFacts> implements CosemObject {
	#preset: Preset | undefined;

	constructor(name: LogicalName, facts: FactsOf<ClockFacts>) {
		super(CLOCK, name, facts);
	}

	/** Only the time can be set; one of another deviation, or of none, is converted. */
	write(attribute: number, value: Data, { device }: Caller): number {
		if (attribute !== 2) return ACCESS_RESULT.readWriteDenied;
		const facts = this.facts(device);
		const time = timeOf(timeBytes(value), facts.deviation);
		return time === undefined ? ACCESS_RESULT.typeUnmatched : facts.adjust(time);
	}

	act(method: number, parameter: Data | undefined, _w: DataWriter, { device }: Caller): number {
		const facts = this.facts(device);
		const now = facts.clock.now();
		if (method <= ADJUST_TO_PRESET_TIME && !isNoParameter(parameter)) return ACTION_RESULT.typeUnmatched;
		switch (method) {
			case 1:
				return facts.adjust(nearest(now, QUARTER));
			case 2:
				return facts.adjust(nearest(now, 1000 * facts.period));
			case 3:
				return facts.adjust(nearest(now, MINUTE));
			case ADJUST_TO_PRESET_TIME: {
				const preset = this.#preset;
				if (preset === undefined || now < preset.from || now > preset.to) return ACTION_RESULT.temporaryFailure;
				this.#preset = undefined;
				return facts.adjust(preset.time);
			}
			case 5:
				return this.keep(parameter, facts.deviation);
			default:
				if (parameter?.tag !== DataTag.long) return ACTION_RESULT.typeUnmatched;
				if (Math.abs(parameter.value) > SHIFT_MAX) return ACTION_RESULT.scopeOfAccessViolated;
				return facts.adjust(now + 1000 * parameter.value);
		}
	}

	private keep(parameter: Data | undefined, deviation: number): number {
		if (parameter?.tag !== DataTag.structure || parameter.items.length !== 3) return ACTION_RESULT.typeUnmatched;
		const [preset, begin, end] = parameter.items as readonly [Data, Data, Data];
		const time = timeOf(timeBytes(preset), deviation);
		const from = earliest(timeBytes(begin), deviation);
		const to = latest(timeBytes(end), deviation);
		if (time === undefined || from === undefined || to === undefined) return ACTION_RESULT.typeUnmatched;
		this.#preset = { time, from, to };
		return ACTION_RESULT.success;
	}
}

/** The nearest multiple of `step`, both in ms; deviations are whole quarters of an hour. */
function nearest(time: number, step: number): number {
	return Math.round(time / step) * step;
}

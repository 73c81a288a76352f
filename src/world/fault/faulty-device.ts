/** The objects of a meter with faults: what they tell is spoilt on its way out, or there are more of them. */
import { data } from '../../../modules/cosem/data-class.js';
import { FactsObject } from '../../../modules/cosem/facts-object.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { ProfileObject } from '../../../modules/cosem/profile-generic.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { AttributeTarget, Target } from '../../../modules/dlms/apdu/descriptor.js';
import type { DataSource, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { CLOCK_STATUS } from '../../../modules/dlms/axdr/date-time.js';
import { ASSOCIATION_CLASS } from '../../../modules/dlms/current-association.js';
import type { Caller, ClientRights, DeviceEntry, LogicalDevice } from '../../../modules/dlms/server/logical-device.js';
import { HOUR } from '../../../modules/time/durations.js';
import { MeterDevice, type MeterState } from '../../route-a/meter-state.js';
import { CAPTURE_PERIOD, LOAD_PROFILE_COLUMNS } from '../../route-a/object-rows.js';
import type { FaultSwitches } from './fault-switches.js';
import { FaultyImages } from './faulty-images.js';
import { clearWeekday, FaultyRows, setStatus, shiftTime, strikesRows } from './faulty-rows.js';

const VALUE = 2;
const STATUS = 4;
const ENTRIES_IN_USE = 7;
const OBJECT_LIST = 2;
/** Bit 13 of a double-long-unsigned behind its tag: an attempt of fraud. */
const FLUTTER_AT = 3;
const FLUTTER_BIT = 0x20;
/** How many objects a client sees at least with `many-objects`. */
const MANY = 600;
/** 0.0.128.0.0.255, the first of those that are there to be many: in the group that is the makers' own. */
const FIRST_MORE = 0x00_00_80_00_00_ff;
const NEXT_NAME = 0x100;

export class FaultyDevice extends MeterDevice {
	readonly #entries: readonly DeviceEntry[];
	readonly #switches: FaultSwitches;
	readonly #images: FaultyImages;
	/** With more objects, from when they were asked for. */
	#large: MeterDevice | undefined;

	constructor(entries: readonly DeviceEntry[], meter: MeterState, switches: FaultSwitches) {
		super(entries, meter);
		this.#entries = entries;
		this.#switches = switches;
		this.#images = new FaultyImages(meter, switches);
	}

	override read(target: AttributeTarget, w: DataWriter, caller: Caller): number | DataSource {
		const switches = this.#switches;
		if (switches.isEmpty) return super.read(target, w, caller);
		const start = w.length;
		const result = switches.isOn('many-objects') ? this.#readOfMany(target, w, caller) : super.read(target, w, caller);
		if (typeof result === 'number' && result !== ACCESS_RESULT.success) return result;
		if (target.name === NAME.alarmRegister1 && target.index === VALUE && switches.strikes('alarm-flutters'))
			w.bytes[start + FLUTTER_AT]! ^= FLUTTER_BIT;
		if (target.name === NAME.clock) this.#spoilClock(target.index, w, start);
		this.#images.read(target, w, start);
		return target.name === NAME.loadProfile ? this.#profile(target, w, start, result) : result;
	}

	override act(target: Target, parameter: Uint8Array | undefined, w: DataWriter, caller: Caller): number {
		return this.#images.act(target, parameter, caller, () => super.act(target, parameter, w, caller));
	}

	#spoilClock(attribute: number, w: DataWriter, start: number): void {
		const switches = this.#switches;
		if (attribute === VALUE) {
			const ahead = switches.delay('clock-jumps', HOUR);
			if (ahead > 0) shiftTime(w, start, ahead, this.meter.routeAProfile.deviation);
			if (switches.strikes('clock-invalid')) setStatus(w, start, CLOCK_STATUS.invalid);
			if (switches.strikes('weekday-zero')) clearWeekday(w, start);
		} else if (attribute === STATUS && switches.strikes('clock-invalid')) w.bytes[w.length - 1]! |= CLOCK_STATUS.invalid;
	}

	/** @param result of reading what there really is, which the client may do */
	#profile({ index, selection }: AttributeTarget, w: DataWriter, start: number, result: number | DataSource): number | DataSource {
		const { intervals, routeAProfile } = this.meter;
		const switches = this.#switches;
		if (index === ENTRIES_IN_USE && switches.strikes('entries-lie')) {
			w.truncate(start);
			w.doubleLongUnsigned(2 * (intervals.end - intervals.first) + 1);
		}
		if (index !== VALUE || !strikesRows(switches)) return result;
		const { profileCapacity: capacity, deviation } = routeAProfile;
		const rows = new FaultyRows(intervals, switches, deviation);
		const profile = new ProfileObject({
			name: NAME.loadProfile,
			columns: LOAD_PROFILE_COLUMNS,
			rows,
			capturePeriod: CAPTURE_PERIOD,
			capacity,
			deviation,
		});
		return profile.read(index, w, selection);
	}

	#readOfMany(target: AttributeTarget, w: DataWriter, caller: Caller): number | DataSource {
		this.#large ??= new MeterDevice([...this.#entries, ...moreThan(this.#entries)], this.meter);
		if (target.classId === ASSOCIATION_CLASS && target.index === OBJECT_LIST) this.#switches.strikes('many-objects');
		return this.#large.read(target, w, inDevice(caller, this.#large));
	}
}

/** Objects for all who may read the load profile, so that each of them sees `MANY` or more. */
function moreThan(entries: readonly DeviceEntry[]): DeviceEntry[] {
	const readers = entries.find(({ object }) => object.name === NAME.loadProfile)!.rights;
	const rights: ClientRights = Object.fromEntries(Object.keys(readers).map((client) => [client, { attributes: '11', methods: '' }]));
	const seen = Object.keys(readers).map((client) => entries.filter((entry) => entry.rights[Number(client)] !== undefined).length);
	return Array.from({ length: MANY - Math.min(...seen) }, (_, i) => {
		const type = data((w) => w.doubleLongUnsigned(i));
		return { object: new FactsObject(type, FIRST_MORE + NEXT_NAME * i, () => undefined), rights };
	});
}

/** The same caller, in another device. */
function inDevice(caller: Caller, device: LogicalDevice): Caller {
	const { client, rights, state, context, mechanism, conformance, receiveSize, sendSize, security, session } = caller;
	return { client, rights, device, state, context, mechanism, conformance, receiveSize, sendSize, security, session };
}

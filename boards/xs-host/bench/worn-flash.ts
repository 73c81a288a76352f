/** What is on the flash of a meter that has worked for years: all that it keeps has gone round its sectors, and the parts of Route A are in use. */
import { RamFlash } from '../../../hal/virtual/flash.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { putUint48 } from '../../../modules/bytes/uint.js';
import { FlashPart } from '../../../modules/journal/flash-part.js';
import { Slots } from '../../../modules/journal/slots.js';
import { HOUR } from '../../../modules/time/durations.js';
import { backplaneSectors } from '../../../src/meter/backplane/backplane.js';
import { BaseLog } from '../../../src/meter/backplane/base-log.js';
import { Ledger, ledgerSectors } from '../../../src/meter/backplane/ledger.js';
import { REGISTERS_LENGTH } from '../../../src/meter/backplane/ledger-entry.js';
import { CAUSE, Memory } from '../../../src/meter/switching/memory.js';
import { ControlLogs } from '../../../src/route-a/control/control-logs.js';
import { LOG_NAMES, LOG_ROWS, SLOT_LENGTH, slotCount } from '../../../src/route-a/control/slot-rows.js';
import { ConsumerMessage, MOST_MESSAGE } from '../../../src/route-a/household/consumer-message.js';
import { HOUSEHOLD_SLOT, HouseholdMemory } from '../../../src/route-a/household/household-memory.js';
import { ImageMemory } from '../../../src/route-a/image/image-memory.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { EventLog } from '../../../src/route-a/standard-log.js';
import { CalendarMemory } from '../../../src/route-a/tariff/calendar-memory.js';
import { BILLING_RECORD_LENGTH, TariffMemory } from '../../../src/route-a/tariff/tariff-slots.js';
import { eventLogBehind } from '../../firmware.js';
import { ROUTE_A_PARTS, ROUTE_A_PARTS_SECTORS, routeAFlashes } from '../../route-a-parts.js';
import { METERING, PARTS_SECTOR, SECTORS, UNITS_SECTOR } from '../firmware/units.js';
import { fullCalendar } from './part-scenarios.js';

const LOG = Object.freeze({ write() {} });

/**
 * @param recorded the flash with what its metering unit has recorded
 * @param now ms since 1970-01-01T00:00:00Z; nothing on it is newer
 */
export function wornPast(recorded: Uint8Array, now: number): Uint8Array {
	const flash = new RamFlash(SECTORS);
	flash.restore(recorded);
	for (const open of [...ofBase(flash, now), ...ofRouteA(flash, now)]) wear(flash, open);
	return flash.snapshot();
}

/** Opens what is kept; writes something that changes nothing of how the meter works, number `i`. */
type Wear = () => (i: number) => void;

/** Writes until the journal has gone round its sectors, and would open the next one with one record more: there is no more of it to look at. */
function wear(flash: RamFlash, open: Wear): void {
	const before = flash.snapshot();
	let writes = 0;
	let erased = false;
	flash.onOperation = ({ type }) => {
		erased ||= type === 'erase';
	};
	let write = open();
	for (let erases = 0; erases < 2; writes++) {
		erased = false;
		write(writes);
		if (erased) erases++;
	}
	flash.onOperation = undefined;
	flash.restore(before);
	write = open();
	for (let i = 0; i < writes - 1; i++) write(i);
}

/** Of the base, its switching unit, and the standard log of Route A. */
function ofBase(flash: RamFlash, now: number): Wear[] {
	const { powerDown, powerUp } = IDIS_PROFILE.events;
	const ledger = () => new Ledger(flash, UNITS_SECTOR, LOG);
	const registers = new Uint8Array(REGISTERS_LENGTH);
	const switching = () => new Memory({ flash, firstSector: UNITS_SECTOR + backplaneSectors(flash.sectorSize) });
	return [
		() => {
			const log = new EventLog({ capacity: IDIS_PROFILE.eventCapacity, deviation: IDIS_PROFILE.deviation, range: eventLogBehind(flash) });
			return (i) => log.record(i % 2 === 0 ? powerUp : powerDown, now - HOUR);
		},
		() => {
			const opened = ledger();
			return () => {
				opened.enter(METERING[0]!, registers, now - HOUR);
				opened.leave('announced', true, now - HOUR);
			};
		},
		() => {
			const opened = ledger();
			opened.enter(METERING[0]!, registers, now - HOUR);
			return () => opened.hold(now - HOUR);
		},
		() => {
			const log = new BaseLog(flash, UNITS_SECTOR + ledgerSectors(flash.sectorSize), LOG);
			return () => log.write(now - HOUR, 'started', undefined, '');
		},
		() => {
			const memory = switching();
			memory.configuration = { mode: 1, capacity: 60, demandLimit: undefined };
			return (i) => {
				memory.intent = { control: 1, locked: i % 2 === 1, cause: CAUSE.order };
			};
		},
		() => {
			const memory = switching();
			const entry = { time: now - HOUR, origin: 'remote', result: 'done', reason: 'the bench', closed: true, control: 1, locked: false } as const;
			return (i) => memory.append({ ...entry, action: i % 2 === 0 ? 'open' : 'close' });
		},
	];
}

/** Of the parts of Route A. */
function ofRouteA(flash: RamFlash, now: number): Wear[] {
	const whole = new FlashPart(flash, PARTS_SECTOR, ROUTE_A_PARTS_SECTORS);
	const { controlFlash, tariffFlash, imageFlash, household } = routeAFlashes(ROUTE_A_PARTS, whole);
	return [
		() => {
			const slots = new Slots({ range: controlFlash, count: slotCount(LOG_ROWS, true), length: SLOT_LENGTH });
			const logs = new ControlLogs(slots, LOG_ROWS);
			return (i) => logs.record(LOG_NAMES[i % LOG_NAMES.length]!, 1, now - HOUR);
		},
		() => {
			const calendar = new CalendarMemory(new TariffMemory(tariffFlash!).tariffSlots());
			const { seasons, weeks, days, specialDays } = fullCalendar(now);
			return (i) => {
				if (i % 8 === 0) calendar.setSeasons(seasons);
				else if (i % 8 === 1) calendar.setWeeks(weeks);
				else if (i % 8 === 2) calendar.setDays(days);
				else if (i % 8 === 3) calendar.activate();
				else if (i % 8 === 4) calendar.setSpecialDays(specialDays!);
				else calendar.setName(asciiBytes(`bench ${i % 2}`));
			};
		},
		() => spare(new TariffMemory(tariffFlash!).scheduleSlots()),
		() => {
			const { billing } = new TariffMemory(tariffFlash!);
			const record = new Uint8Array(BILLING_RECORD_LENGTH);
			putUint48(record, 0, now - HOUR);
			return () => billing.append(record);
		},
		() => {
			const images = new ImageMemory(imageFlash!);
			return (i) => {
				images.enabled = i % 2 === 1;
			};
		},
		() => spare(new ImageMemory(imageFlash!).schedule),
		() => {
			const { values } = new HouseholdMemory(household!.flash);
			const message = new ConsumerMessage(values, HOUSEHOLD_SLOT.message, MOST_MESSAGE);
			return (i) => message.set(asciiBytes(`bench ${i % 2}`));
		},
		() => spare(new HouseholdMemory(household!.flash).relay),
	];
}

/** The last byte of a value of a schedule stands for nothing. */
function spare(slots: Slots): (i: number) => void {
	const count = slots.bytes.length / slots.length;
	return (i) => {
		slots.bytes[((i % count) + 1) * slots.length - 1]! ^= 1;
		slots.keep(i % count);
	};
}

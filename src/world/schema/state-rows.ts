/** How a world is, as plain data: what the command `state` answers with. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { anything, choice, either, field, flag, listOf, mapOf, number, optional, orNull, type RecordOf, record, text } from './shape.js';

const UNIT = frozen({
	state: field(choice('empty', 'greeting', 'working', 'isolated'), 'how the base finds it'),
	code: field(orNull(text()), 'its type, as it says'),
	serial: field(orNull(text()), 'its serial number'),
	firmware: field(orNull(text()), 'its version'),
	since: field(orNull(text()), 'when it got power', 'ISO 8601, +09:00'),
	reason: field(orNull(text()), 'why it is isolated'),
});

const SWITCHING = frozen({
	contact: field(choice('open', 'closed'), 'where it really is'),
	locked: field(flag(), 'it has given up closing by itself'),
	controlMode: field(number(), 'control_mode of class 70', '0 to 6'),
	controlState: field(number(), 'control_state of class 70', '0 to 2'),
	fault: field(orNull(text()), 'why it must not be closed'),
	contract: field(orNull(number()), 'the ampere contract', 'A'),
	demandLimit: field(
		orNull(record({ watts: field(number(), 'the most average power', 'W'), minutes: field(number(), 'in each window', 'min') })),
		'of the utility',
	),
	heat: field(number(), 'of the breaker, which trips at 1', '0 to 1'),
});

const HEMS = frozen({
	verdict: field(text(), 'the row of Table 2'),
	causes: field(listOf(text()), 'what Table 2 names'),
	items: field(mapOf(text()), 'its status items'),
	evidence: field(mapOf(anything()), 'what they are made of'),
});

const SESSION = frozen({
	state: field(text(), 'of the authentication agent: `INITIAL`, `OPEN`, …'),
	peer: field(orNull(text()), 'who has the session', 'IPv6 address'),
	peerNode: field(orNull(text()), 'which dongle that is'),
	sessionId: field(number(), 'of PANA; 0 without'),
	keyId: field(number(), 'of PANA; 0 without'),
});

/** State of a meter without its name and place: what `status` tells, too. */
const METER_STATUS = frozen({
	time: field(text(), 'by its own clock', 'ISO 8601, +09:00'),
	power: field(flag(), 'it has power'),
	supply: field(flag(), 'voltage gets through to the house'),
	units: field(
		record({
			metering: field(record(UNIT), ''),
			communication: field(record(UNIT), ''),
			option: field(record(UNIT), ''),
			cover: field(record(UNIT), ''),
		}),
		'what is in each place',
	),
	import: field(orNull(number()), 'the register of what was drawn; null where nothing counts', 'Wh'),
	export: field(orNull(number()), 'likewise of what was fed in', 'Wh'),
	watts: field(orNull(number()), 'what flows now; negative where it is fed in', 'W'),
	voltages: field(listOf(number()), 'of R-N and T-N', 'V'),
	relay: optional(field(flag(), 'with --load-relay: what hangs on it is on')),
	account: optional(
		field(
			record({
				mode: field(choice('credit', 'prepaid'), 'who pays first'),
				status: field(choice('new', 'active', 'closed'), 'whether anything is charged'),
				state: field(choice('inCredit', 'emergency', 'out'), 'what credit there is'),
				selectable: field(flag(), 'emergency credit may be selected'),
				credit: field(number(), 'what tokens have paid in and is not used; negative where it is to be paid back', 'JPY'),
			}),
			'with --payment: the account of the customer',
		),
	),
	message: optional(field(text(), 'what the utility lets the customer read; not there where it is nothing')),
	switching: field(orNull(record(SWITCHING)), 'the switching unit; null without one that works'),
	hems: field(orNull(record(HEMS)), 'why the HEMS does or does not get through; null without Route B'),
	certified: field(orNull(record({ until: field(text(), 'the last day', 'ISO 8601'), state: field(text(), '`valid`, …') })), 'of the metering unit'),
	beside: field(listOf(text()), 'units that lie beside the meter', 'serial numbers'),
});

export const STATE = frozen({
	schema: field(number(), 'version of all that this page tells'),
	time: field(text(), 'of the world', 'ISO 8601, +09:00'),
	elapsedMs: field(number(), 'virtual time since the start', 'ms'),
	speed: field(either(number(), choice('max')), 'of virtual time', 'times real time'),
	meters: field(
		listOf(
			record({
				node: field(text(), '`meter`, `meter-2`, …'),
				macAddress: field(text(), 'EUI-64', '16 hexadecimal digits'),
				panId: field(text(), 'of its PAN', '4 hexadecimal digits'),
				channel: field(number(), 'as SKSTACK counts them', '33 to 60'),
				contact: field(choice('open', 'closed'), 'of the base: closed where there has been no switching unit'),
				session: field(orNull(record(SESSION)), 'of Route B; null without, or without power'),
				...METER_STATUS,
			}),
		),
		'the first one is that of the commands',
	),
	dongles: field(
		listOf(
			record({
				node: field(text(), '`dongle`, `dongle-2`, …'),
				macAddress: field(text(), 'EUI-64', '16 hexadecimal digits'),
				model: field(text(), 'what it is', 'as --dongle-model'),
				scanning: field(flag(), 'a scan is under way'),
				busy: field(flag(), 'something is under way that ends in a line to the program'),
				limited: field(flag(), 'its transmit time of this hour is used up'),
				transmitMs: field(number(), 'that it has used', 'ms'),
			}),
		),
		'in their order',
	),
	faults: field(
		listOf(
			record({
				name: field(text(), 'as --fault has it'),
				value: field(text(), 'its value'),
				once: field(flag(), 'it strikes once and is off then'),
				struck: field(number(), 'how often it has struck so far'),
				at: field(listOf(text()), 'where it is on: `air`, `meter`, `dongle`, …'),
			}),
		),
		'those that are on',
	),
});

export type WorldState = RecordOf<typeof STATE>;
export type MeterStatus = RecordOf<typeof METER_STATUS>;
export type PlaceStatus = RecordOf<typeof UNIT>;
export type SwitchStatus = RecordOf<typeof SWITCHING>;
export type HemsStatus = RecordOf<typeof HEMS>;

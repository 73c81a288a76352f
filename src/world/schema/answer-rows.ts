/** What may come of a command, each a row: its kind, and the fields that go with it. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { PLACES } from '../../meter/backplane/messages.js';
import { choice, type Fields, field, flag, listOf, number, orNull, type RecordOf, record, text } from './shape.js';

/** A unit as a hand holds it. */
const HELD = frozen({
	code: field(text(), 'its type'),
	serial: field(text(), 'its serial number'),
});
const FAULT = frozen({ name: field(text(), 'of the fault') });
const MODEL = frozen({ model: field(text(), 'of the dongle') });
const PLACE = frozen({ place: field(choice(...PLACES), 'which') });

/** Why a command was not carried out. */
export const REFUSALS = frozen({
	noPower: {},
	noSwitchingUnit: {},
	switchingUnitOff: {},
	noCommunicationUnit: {},
	switchingUnit: {
		result: field(text(), '`refused`, `stuck`, `overtaken` or `unanswered`'),
		reason: field(text(), 'as the log of the unit has it, which keeps text'),
	},
	emptyPlace: PLACE,
	fullPlace: PLACE,
	neverPulled: PLACE,
	inPlace: { serial: field(text(), 'of the unit') },
	unknownSerial: { serial: field(text(), 'as it was given') },
	notMade: { unit: field(text(), 'as it was given'), phases: field(choice('1p2w', '1p3w', '3p3w'), 'of the supply') },
	tooManyUnits: { most: field(number(), 'units for one meter') },
	unknownMeter: {
		meter: field(text(), 'as it was given'),
		meters: field(number(), 'how many there are'),
		first: field(text(), 'serial number of the first'),
		last: field(text(), 'serial number of the last'),
	},
	unknownDongle: { dongle: field(number(), 'as it was given'), dongles: field(number(), 'how many there are') },
	noPanel: {},
	dongleOut: { node: field(text(), 'which: `dongle`, `dongle-2`, …') },
	damagedMemory: {
		message: field(text(), 'which file, and what is wrong with it'),
		owner: field(orNull(text()), 'whose memory it is; null: only `message` tells'),
		damage: field(
			orNull(choice('foreign', 'newer', 'corrupt')),
			'something else stands there; a later version wrote it; nothing of it is whole; null: only `message` tells',
		),
	},
	coverClosed: {},
	nothingWrong: HELD,
	contactWhole: {},
	faultLasts: FAULT,
	faultNotOn: { ...FAULT, node: field(orNull(text()), 'where alone it was to be switched off; null: everywhere') },
	faultElsewhere: {
		...FAULT,
		node: field(text(), 'where it was to be'),
		places: field(listOf(text()), 'those that it strikes; of more than 12 the first 6 and the last 6'),
		count: field(number(), 'of all that it strikes'),
	},
	faultNowhere: FAULT,
	unknownNode: {
		node: field(text(), 'as it was given'),
		nodes: field(listOf(text()), 'those that are there; of more than 12 the first 6 and the last 6'),
		count: field(number(), 'of all that are there'),
	},
	noTransmitLimit: { of: field(choice('dongle', 'meter'), 'what is on the power line') },
	notInJ11: { ...FAULT, ...MODEL },
	onlyInJ11: MODEL,
	digitsAlways: MODEL,
	rawAlready: {},
	inModule: FAULT,
	noRouteB: {},
	noRouteA: {},
	noLocalPort: {},
	noRouteAOverIp: {},
	noClientKeys: {},
	noGeneralBlocks: {},
	noImages: {},
	notOnAir: {},
	noNeighbours: {},
	powerIs: { on: field(flag(), 'it is on already; else off') },
	noLoadRelay: {},
	relayStays: { on: field(flag(), 'what hangs on it is on'), mode: field(number(), 'control_mode of class 70', '0 to 6') },
	noAccount: {},
	tokenRefused: { why: field(choice('format', 'authentication', 'validation', 'execution'), 'as the token gateway has it') },
	tokenWaits: {},
	noEmergencyCredit: {},
	notSelectable: { credit: field(number(), 'of the account', 'JPY') },
});

/** What was done. */
export const OUTCOMES = frozen({
	pulled: HELD,
	plugged: { ...HELD, before: field(orNull(record(HELD)), 'what was in its place') },
	service: { minutes: field(number(), 'that are announced; 0: it is over', 'min') },
	unitFails: {
		...HELD,
		how: field(choice('silent', 'late', 'lies', 'crashes'), 'as `fail` has it'),
		delayMs: field(orNull(number()), 'of `late`', 'ms'),
		as: field(orNull(text()), 'of `lies`: the type that it says it is'),
	},
	unitMended: HELD,
	contactFails: { how: field(choice('welded', 'stuck', 'slow', 'fed'), 'as `fail contact` has it') },
	contactMended: {},
	contact: { closed: field(flag(), 'where it is') },
	relay: { on: field(flag(), 'what hangs on it is on') },
	token: { credit: field(number(), 'of the account now', 'JPY') },
	emergencyCredit: { credit: field(number(), 'of the account', 'JPY'), emergency: field(number(), 'what may be used beyond it', 'JPY') },
	contract: { amperes: field(orNull(number()), 'null: none', 'A') },
	demandLimit: { watts: field(orNull(number()), 'null: none', 'W'), minutes: field(orNull(number()), 'of the window', 'min') },
	load: { watts: field(orNull(number()), 'null: that of the house', 'W') },
	voltage: { r: field(orNull(number()), 'of R; null: that of the supply', 'V'), t: field(orNull(number()), 'of T likewise', 'V') },
	clock: { time: field(text(), 'what it is set to', 'ISO 8601, +09:00'), byMs: field(number(), 'forwards; negative: back', 'ms') },
	power: { on: field(flag(), 'whether it is') },
	dongleReset: { node: field(text(), 'which: `dongle`, `dongle-2`, …') },
	dongleUnplugged: { node: field(text(), 'which: `dongle`, `dongle-2`, …'), forMs: field(number(), 'until it is plugged in again', 'ms') },
	faultOn: {
		name: field(text(), 'of the fault'),
		value: field(text(), 'its value'),
		once: field(flag(), 'it strikes once and is off then'),
		node: field(orNull(text()), 'where alone; null: wherever it can strike'),
	},
	faultOff: { name: field(orNull(text()), 'null: all'), node: field(orNull(text()), 'where alone; null: everywhere') },
});

type Kinds<Rows extends Readonly<Record<string, Fields>>> = { [Kind in keyof Rows]: { readonly kind: Kind } & RecordOf<Rows[Kind]> }[keyof Rows];
export type Refusal = Kinds<typeof REFUSALS>;
export type Outcome = Kinds<typeof OUTCOMES>;

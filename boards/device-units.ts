/**
 * Units that plug into the base of a device, and the pins at them, as words of `mc/config` tell:
 *
 * | word                                      | without it                                                                                     |
 * |-------------------------------------------|------------------------------------------------------------------------------------------------|
 * | `units`: codes as of `keiki run --units`  | a metering and a communication unit are built in, and all other words here are refused          |
 * | `relay`: pin of a relay's coil; two with a comma between: of a latching one, first the coil that closes | the contact is made up        |
 * | `relayLevel`, `loadRelayLevel`: `low`     | `high`: the level of the pin at which the coil has current                                     |
 * | `relayRest`: `closed`                     | `open`: where a plain relay is without current                                                 |
 * | `relaySense`: pin, to ground while there is voltage behind the contact | the contact is taken to be where it was sent                      |
 * | `pullMetering`, `pullCommunication`, `pullOption`, `pullCover`: pin, to ground while the unit is in its place | it always is             |
 */
import type { Flash } from '../hal/ports/flash.js';
import type { Input } from '../hal/ports/input.js';
import type { Log } from '../hal/ports/log.js';
import type { Metrology } from '../hal/ports/metrology.js';
import type { Level, Output } from '../hal/ports/output.js';
import type { Scheduler } from '../hal/ports/scheduler.js';
import type { Store } from '../hal/ports/store.js';
import { frozen } from '../modules/bytes/frozen.js';
import type { Place } from '../src/meter/backplane/messages.js';
import { parseCombination } from '../src/meter/catalogue/parse.js';
import type { Combination } from '../src/meter/catalogue/rules.js';
import { UTILITY_PROFILES } from '../src/meter/switching/utility.js';
import type { LoadOutput } from '../src/route-a/household/load-relay.js';
import type { Firmware, UnitsOptions } from './firmware.js';
import { type Coils, PinRelay } from './pin-relay.js';
import { SwitchedTerminals } from './switched-terminals.js';
import { PulledContacts, UnitHands } from './unit-hands.js';

type Words = Readonly<Record<string, string>>;

/** How a board gets at its pins. Each throws if the pin is in use, or not there. */
export interface Pins {
	input(pin: number): Input;
	output(pin: number, level: Level): Output;
}

export interface DeviceUnitsOptions {
	readonly words: Words;
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** Keeps where the contact was sent. */
	readonly store: Store;
	/** Of base and switching unit, `unitSectors` sectors; undefined: `units` names none. */
	readonly flash: Flash | undefined;
	/** What the terminals measure, and by which metering unit, if not by any (device-metrology.ts). */
	readonly metrology: Metrology;
	readonly simulated: boolean;
	readonly metering: string | undefined;
	/** Undefined: the device has none. */
	readonly pins: Pins | undefined;
}

export interface DeviceUnits {
	/** For the firmware. */
	readonly units: UnitsOptions;
	readonly metrology: Metrology;
	/** Before the firmware starts: from now on hands and contacts are at its units. */
	guard(firmware: Firmware): UnitHands;
}

/** 2026-01-01T00:00Z, a minute since 1970: of units that are made up. */
const CERTIFIED = 29_453_760;
const FIRMWARE = '1.0.0';
const PULLS = frozen([
	['pullMetering', 'metering'],
	['pullCommunication', 'communication'],
	['pullOption', 'option'],
	['pullCover', 'cover'],
] as const);
const LEVELS: readonly string[] = Object.freeze(['high', 'low']);
const RESTS: readonly string[] = Object.freeze(['open', 'closed']);
const OF_THE_RELAY: readonly string[] = Object.freeze(['relay', 'relayLevel', 'relayRest', 'relaySense']);

/**
 * Undefined: nothing plugs in.
 * @throws CombinationError if `units` names no meter that there is
 * @throws RangeError for a meter that the board cannot be, or another word that is wrong
 * @throws JournalError if the flash holds something else
 */
export function deviceUnits(options: DeviceUnitsOptions): DeviceUnits | undefined {
	const { words, scheduler, store, log, simulated } = options;
	const text = told(words, 'units');
	if (text === '') {
		const needless = [...OF_THE_RELAY, ...PULLS.map(([word]) => word)].find((word) => told(words, word) !== '');
		if (needless !== undefined) throw new RangeError(`${needless}: expected units=… as well`);
		return undefined;
	}
	const combination = parseCombination(text);
	refuse(options, combination);
	const { metering, communication, option, cover } = combination;
	const contacts = contactsOf(options, combination);
	let metrology = options.metrology;
	const identity = { firmware: FIRMWARE };
	const units = {
		flash: options.flash,
		firstSector: 0,
		metering: { ...identity, kind: 'metering', code: metering.code, serial: 'M0000001', certified: CERTIFIED },
		communication: { ...identity, kind: 'communication', code: communication.code, serial: 'C0000001' },
		cover: { ...identity, kind: 'cover', code: cover.code, serial: 'T0000001' },
	} as const;
	const places = PULLS.map(([, place]) => place).filter((place) => place !== 'option' || option !== undefined);
	const guard = (firmware: Firmware) => {
		const hands = new UnitHands(firmware.backplane!, places, firmware.switching);
		new PulledContacts(hands, contacts, scheduler);
		return hands;
	};
	if (option === undefined) {
		if (simulated) metrology = new SwitchedTerminals(metrology, metering.phases, true);
		return { units, metrology, guard };
	}
	let terminals: SwitchedTerminals | undefined;
	const sense = pinOf(options, 'relaySense');
	const coils = coilsOf(options);
	const relay: PinRelay = new PinRelay({
		...{ coils, scheduler, store },
		sense: sense === undefined ? undefined : options.pins!.input(sense),
		onMove: () => {
			log.write('relay', relay.closed ? 'closed' : 'open');
			terminals?.setContact(relay.closed);
		},
	});
	if (coils.kind === 'none') log.write('relay', 'no pin was told, so the contact is made up');
	else if (sense === undefined) log.write('relay', 'nothing reads it back, so it is taken to be where it was sent');
	if (simulated) metrology = terminals = new SwitchedTerminals(metrology, metering.phases, relay.closed);
	const rating = { wiring: option.phases, amperes: option.rating };
	const switching = {
		...{ relay, rating, utility: UTILITY_PROFILES.general },
		identity: { ...identity, kind: 'switching', code: option.code, serial: 'S0000001' },
	} as const;
	return { units: { ...units, switching }, metrology, guard };
}

/** The output of a load relay, by `loadRelay` and `loadRelayLevel`; undefined: none is told. Throws as `deviceUnits` does. */
export function loadOutput(words: Words, pins: Pins | undefined): LoadOutput | undefined {
	const pin = pinOf({ words, pins }, 'loadRelay');
	const level = oneOf(words, 'loadRelayLevel', LEVELS) as Level;
	if (pin === undefined) {
		if (told(words, 'loadRelayLevel') !== '') throw new RangeError('loadRelayLevel: expected loadRelay=… as well');
		return undefined;
	}
	if (!told(words, 'routeAParts').split(',').includes('household'))
		throw new RangeError('loadRelay: expected household among routeAParts: the load relay is of that part');
	return new PinLoad(pins!.output(pin, level));
}

/** Nothing reads it back: it is where it was sent. */
class PinLoad implements LoadOutput {
	on = false;
	private readonly output: Output;

	constructor(output: Output) {
		this.output = output;
	}

	set(on: boolean): void {
		this.on = on;
		this.output.set(on);
	}
}

/** What there may be in a meter, and not on a board. */
function refuse({ words, metering: measured }: DeviceUnitsOptions, { metering, communication, option }: Combination): void {
	if (communication.routeB !== 'radio')
		throw new RangeError(`units: expected a communication unit with Route B by radio, as rf-b, got ${communication.code}`);
	if (metering.phases === '3p3w') throw new RangeError(`units: expected a single-phase metering unit: no load here has three, got ${metering.code}`);
	if (measured !== undefined && !measured.startsWith(metering.phases))
		throw new RangeError(`units: expected a metering unit like ${measured}, which is what the chip measures, got ${metering.code}`);
	if (option?.kind === 'voltage') throw new RangeError(`units: expected no voltage unit: a board has no such unit, got ${option.code}`);
	const needless = option === undefined ? OF_THE_RELAY.find((word) => told(words, word) !== '') : undefined;
	if (needless !== undefined) throw new RangeError(`${needless}: expected a switching unit among units=…, as switch-60`);
}

function coilsOf(options: DeviceUnitsOptions): Coils {
	const { words, pins } = options;
	const level = oneOf(words, 'relayLevel', LEVELS) as Level;
	const rest = oneOf(words, 'relayRest', RESTS);
	const text = told(words, 'relay');
	if (text === '') {
		const needless = ['relayLevel', 'relayRest', 'relaySense'].find((word) => told(words, word) !== '');
		if (needless !== undefined) throw new RangeError(`${needless}: expected relay=… as well`);
		return { kind: 'none' };
	}
	const numbers = text.split(',').map((each) => pinNumber('relay', each, pins));
	if (numbers.length > 2 || numbers[0] === numbers[1]) throw new RangeError(`relay: expected one pin, or two with a comma between, got ${text}`);
	const [first, second] = numbers;
	if (second === undefined) return { kind: 'plain', coil: pins!.output(first!, level), restsClosed: rest === 'closed' };
	if (told(words, 'relayRest') !== '') throw new RangeError('relayRest: not with a latching relay, which stays where it is');
	return { kind: 'latching', close: pins!.output(first!, level), open: pins!.output(second, level) };
}

function contactsOf(options: DeviceUnitsOptions, { option }: Combination): Partial<Record<Place, Input>> {
	const contacts: Partial<Record<Place, Input>> = {};
	for (const [word, place] of PULLS) {
		const pin = pinOf(options, word);
		if (pin === undefined) continue;
		if (place === 'option' && option === undefined) throw new RangeError(`${word}: expected a switching unit among units=…, as switch-60`);
		contacts[place] = options.pins!.input(pin);
	}
	return contacts;
}

/** Undefined: none is told. */
function pinOf({ words, pins }: Pick<DeviceUnitsOptions, 'words' | 'pins'>, word: string): number | undefined {
	const text = told(words, word);
	return text === '' ? undefined : pinNumber(word, text, pins);
}

function pinNumber(word: string, text: string, pins: Pins | undefined): number {
	if (pins === undefined) throw new RangeError(`${word}: this board has no pins`);
	const pin = Number(text);
	if (text === '' || !Number.isInteger(pin) || pin < 0 || pin > 48)
		throw new RangeError(`${word}: expected the number of a pin, 0 to 48, got ${text}`);
	return pin;
}

/** The first is the usual one. */
function oneOf(words: Words, word: string, known: readonly string[]): string {
	const text = told(words, word) || known[0]!;
	if (!known.includes(text)) throw new RangeError(`${word}: expected ${known.join(' or ')}, got ${text}`);
	return text;
}

function told(words: Words, word: string): string {
	return words[word] ?? '';
}

/** The commands in words: one a line, and the table that tells what there is. */
import { HOUR, SECOND } from '../../../modules/time/durations.js';
import { PLACES, type Place } from '../../meter/backplane/messages.js';
import { MAKERS, makerNamed } from '../../meter/catalogue/makers.js';
import { examine } from '../../meter/catalogue/parse.js';
import { unitType } from '../../meter/catalogue/unit-types.js';
import { DEMAND_WINDOWS } from '../../meter/switching/demand.js';
import { TOKEN_DIGITS } from '../../route-a/payment/token.js';
import { FaultError, parseFault, parseFaultName } from '../fault/fault-choice.js';
import type { UnitFailure } from '../fault/faulty-unit.js';
import { MOST_WATTS } from '../load/bounds.js';
import { CONTACT_FAILURES, type Command, isOfWorld, type MeterChoice, type MeterCommand, type WorldCommand } from './command.js';
import { type Expectable, listText } from './line-wrong.js';
import { takeAmperes, takeClock, takeDongle, takeDuration, takeVolts, takeWatts, takeWholeWatts } from './values.js';
import { unexpected, type Word, WordError, Words } from './words.js';

export type CommandName =
	| ('pull' | 'plug' | 'swap' | 'service' | 'fail' | 'mend' | 'fault' | 'cover' | 'switch' | 'breaker')
	| ('relay' | 'token' | 'credit' | 'contract' | 'demand-limit' | 'load' | 'voltage' | 'clock' | 'power' | 'dongle' | 'status' | 'state' | 'help');

export interface CommandForm {
	readonly name: CommandName;
	/** The words behind the name. */
	readonly usage: string;
	readonly does: string;
	/** Takes the words behind the name. Throws WordError. */
	readonly parse: (words: Words) => MeterCommand | WorldCommand;
}

const FAILURES = Object.freeze(['silent', 'late', 'lies', 'crashes'] as const);
const CONTACT = 'contact';
const USUAL_SERVICE = HOUR;
const USUAL_WINDOW = 30;
/** Usual time of a dongle out of its port, ms. */
const USUAL_UNPLUGGED = 10 * SECOND;
/** Most dongles of a run's command line; more are refused by what is there. */
const MOST_DONGLES = 99;
/** `M0000001`: a letter for the kind, and a number, longer beyond meter 9999. */
const SERIAL = /^[A-Z]\d{7,10}$/;
/** Before a command: for which meter it is. */
const METER = 'meter';
const METER_NUMBER = /^[1-9]\d{0,6}$/;
const METER_SERIAL = /^[A-Z][0-9A-Z]{3,23}$/;

export const COMMANDS: readonly CommandForm[] = Object.freeze([
	{
		name: 'pull',
		usage: 'PLACE',
		does: `pull a unit out: ${listText(PLACES)}`,
		parse: (words) => ({ kind: 'pull', place: takePlace(words) }),
	},
	{
		name: 'plug',
		usage: 'UNIT',
		does: 'push a unit in: a code of "keiki catalogue types" for a new one, a place or a serial number for one that was pulled',
		parse: (words) => ({ kind: 'plug', unit: takeUnit(words) }),
	},
	{
		name: 'swap',
		usage: 'UNIT',
		does: 'pull what is in its place, and push this unit in',
		parse: (words) => ({ kind: 'swap', unit: takeUnit(words) }),
	},
	{
		name: 'service',
		usage: 'on [TIME] | off',
		does: 'announce work at the meter, for 1h unless told: pulling and opening are no tamper then',
		parse: (words) => {
			if (words.oneOf(['on', 'off']) === 'off') return { kind: 'service', duration: 0 };
			return { kind: 'service', duration: words.peek === undefined ? USUAL_SERVICE : takeDuration(words) };
		},
	},
	{
		name: 'fail',
		usage: `PLACE silent | late TIME | lies CODE | crashes; contact ${CONTACT_FAILURES.join(' | ')}`,
		does: 'let a unit fail, or the contact of the switching unit',
		parse: (words) => {
			if (words.take(CONTACT)) return { kind: 'fail contact', failure: words.oneOf(CONTACT_FAILURES, 'contactFailure') };
			return { kind: 'fail', place: takePlace(words, CONTACT), failure: takeFailure(words) };
		},
	},
	{
		name: 'mend',
		usage: 'PLACE | contact',
		does: 'end what "fail" began',
		parse: (words) => (words.take(CONTACT) ? { kind: 'mend contact' } : { kind: 'mend', place: takePlace(words, CONTACT) }),
	},
	{
		name: 'fault',
		usage: 'NAME[=VALUE] [once] [at NODE] | NAME off | off',
		does: 'let something go wrong, as --fault does: from now on, or once; NODE is meter, dongle, …; off ends it; without words, tell what is on',
		parse: takeFault,
	},
	{
		name: 'cover',
		usage: 'open | close',
		does: 'take the terminal cover off, or put it back',
		parse: (words) => ({ kind: 'cover', open: words.oneOf(['open', 'close']) === 'open' }),
	},
	{
		name: 'switch',
		usage: 'open | close | ready',
		does: 'as the utility, by the communication unit: open the contact, close it, or make it ready for a hand to close',
		parse: (words) => ({ kind: 'switch', order: words.oneOf(['open', 'close', 'ready']) }),
	},
	{
		name: 'breaker',
		usage: 'reset',
		does: 'by hand, at the switching unit: close what is open and not closed by the utility alone, and lift a lock-out',
		parse: (words) => {
			words.oneOf(['reset']);
			return { kind: 'breaker reset' };
		},
	},
	{
		name: 'relay',
		usage: 'on | off',
		does: 'by hand, at the load relay: switch its load on or off, as far as its control mode lets a hand',
		parse: (words) => ({ kind: 'relay', on: words.oneOf(['on', 'off']) === 'on' }),
	},
	{
		name: 'token',
		usage: 'DIGITS',
		does: 'as the customer, at the meter: enter a token of 20 digits, blanks and hyphens between them or not',
		parse: takeToken,
	},
	{
		name: 'credit',
		usage: 'emergency',
		does: 'as the customer, at the meter: select emergency credit, once credit is low',
		parse: (words) => {
			words.oneOf(['emergency']);
			return { kind: 'credit' };
		},
	},
	{
		name: 'contract',
		usage: 'AMPERES | none',
		does: 'as the utility: the ampere contract that the breaker holds',
		parse: (words) => ({ kind: 'contract', amperes: words.take('none') ? undefined : takeAmperes(words) }),
	},
	{
		name: 'demand-limit',
		usage: 'WATTS [MINUTES] | none',
		does: `as the utility: the most average power in each window of so many minutes, ${listText(DEMAND_WINDOWS.map(String))}, 30 unless told`,
		parse: (words) => {
			if (words.take('none')) return { kind: 'demand limit', limit: undefined };
			const watts = takeWholeWatts(words, 1, MOST_WATTS);
			return { kind: 'demand limit', limit: { watts, minutes: takeWindow(words) } };
		},
	},
	{
		name: 'load',
		usage: 'WATTS | normal',
		does: 'what the house draws from now on, negative where it feeds in; normal: what --load says',
		parse: (words) => ({ kind: 'load', watts: words.take('normal') ? undefined : takeWatts(words) }),
	},
	{
		name: 'voltage',
		usage: 'VOLTS | R VOLTS [T VOLTS] | T VOLTS | normal',
		does: 'of both legs against neutral, or of one, from now on; normal: what --load says',
		parse: takeVoltages,
	},
	{
		name: 'clock',
		usage: '+TIME | -TIME | DATETIME | right',
		does: "set the clock of the meter forwards or back, to a time like 2026-11-22T09:30, or to the world's time again; what is measured goes on",
		parse: (words) => ({ kind: 'clock', setting: words.take('right') ? 'right' : takeClock(words) }),
	},
	{
		name: 'power',
		usage: 'off | cut | on',
		does: 'the supply fails: off leaves the meter time to write down where it stands, cut does not',
		parse: (words) => ({ kind: 'power', to: words.oneOf(['off', 'cut', 'on']) }),
	},
	{
		name: 'dongle',
		usage: 'reset [NUMBER] | unplug [NUMBER] [TIME]',
		does: 'take the power of a dongle away and give it back, of the first one unless told: what it does not keep is gone; unplug: for 10s unless told, and its port is gone meanwhile',
		parse: (words) => {
			if (words.oneOf(['reset', 'unplug']) === 'reset')
				return { kind: 'dongle reset', number: words.peek === undefined ? 1 : takeDongle(words, MOST_DONGLES) };
			const number = /^\d+$/.test(words.peek?.text ?? '') ? takeDongle(words, MOST_DONGLES) : 1;
			return { kind: 'dongle unplug', number, time: words.peek === undefined ? USUAL_UNPLUGGED : takeDuration(words) };
		},
	},
	{ name: 'status', usage: '', does: 'tell how the meter is', parse: () => ({ kind: 'status' }) },
	{ name: 'state', usage: '', does: 'tell how all meters, dongles and faults are, as data for programs', parse: () => ({ kind: 'state' }) },
	{ name: 'help', usage: '', does: 'tell these commands', parse: () => ({ kind: 'help' }) },
] satisfies CommandForm[]);

/** @throws WordError at the first word that is wrong */
export function parseCommand(line: string): Command {
	return takeCommand(new Words(line));
}

/** Takes all words that are left. Throws WordError. */
export function takeCommand(words: Words): Command {
	if (!words.take(METER)) return takeOne(words);
	const meter = takeMeter(words);
	const command = takeOne(words);
	return isOfWorld(command) ? command : { kind: 'of meter', meter, command };
}

function takeMeter(words: Words): MeterChoice {
	const expected = { kind: 'meter' } as const;
	const word = words.next(expected);
	if (METER_NUMBER.test(word.text)) return Number(word.text);
	if (word.text === 'all' || METER_SERIAL.test(word.text)) return word.text;
	throw unexpected(word, expected);
}

function takeOne(words: Words): MeterCommand | WorldCommand {
	const expected = { kind: 'command', names: COMMANDS.map(({ name }) => name) } as const;
	const word = words.next(expected);
	const form = COMMANDS.find(({ name }) => name === word.text);
	if (form === undefined) throw unexpected(word, expected);
	const command = form.parse(words);
	words.end();
	return command;
}

/** What the table of the commands says of them. */
export interface HelpWords {
	readonly does: Readonly<Record<CommandName, string>>;
	/** @param forms of the words before a command that say for which meter it is */
	readonly before: (forms: string) => string;
}

const HELP_WORDS: HelpWords = Object.freeze({
	does: Object.freeze(Object.fromEntries(COMMANDS.map(({ name, does }) => [name, does])) as Record<CommandName, string>),
	before: (forms: string) => `Before any of them: ${forms}; without it, it is for meter 1.`,
});

/** The table of the commands, one line each; default: English. */
export function helpText({ does, before }: HelpWords = HELP_WORDS): string {
	const forms = COMMANDS.map(({ name, usage }) => ({ form: usage === '' ? name : `${name} ${usage}`, does: does[name] }));
	const short = forms.filter(({ form }) => form.length <= 50);
	const widest = Math.max(...short.map(({ form }) => form.length));
	const lines = forms
		.map((each) => (each.form.length > widest ? `${each.form}\n${' '.repeat(widest)}  ${each.does}` : `${each.form.padEnd(widest)}  ${each.does}`))
		.join('\n');
	return `${lines}\n${before(`${METER} NUMBER | SERIAL | all`)}`;
}

function takePlace(words: Words, other?: string): Place {
	const expected = { kind: 'choice', choices: other === undefined ? PLACES : [...PLACES, other], of: 'place' } as const;
	const word = words.next(expected);
	const place = PLACES.find((each) => each === word.text);
	if (place === undefined) throw unexpected(word, expected);
	return place;
}

function takeUnit(words: Words): string {
	const expected = { kind: 'unit', places: PLACES } as const;
	const word = words.next(expected);
	const isKnown = PLACES.some((place) => place === word.text) || SERIAL.test(word.text);
	if (isKnown) return word.text;
	const at = word.text.indexOf('@');
	const code = at < 0 ? word.text : word.text.slice(0, at);
	const maker = at < 0 ? undefined : word.text.slice(at + 1);
	checkCode({ ...word, text: code }, expected);
	if (maker !== undefined && makerNamed(maker) === undefined) {
		const choices = MAKERS.map(({ name }) => name);
		throw new WordError(word.column + at + 1, { kind: 'unexpected', expected: { kind: 'choice', choices, of: undefined }, got: maker });
	}
	return word.text;
}

function takeFailure(words: Words): UnitFailure {
	const how = words.oneOf(FAILURES, 'failure');
	if (how === 'late') return { how, delay: takeDuration(words) };
	if (how !== 'lies') return { how };
	const expected = { kind: 'liesCode' } as const;
	const code = words.next(expected);
	if (unitType(code.text) === undefined) checkCode(code, expected);
	return { how, code: code.text };
}

function takeFault(words: Words): MeterCommand {
	if (words.peek === undefined) return { kind: 'faults' };
	if (words.take('off')) return { kind: 'fault off', name: undefined, node: takeNode(words) };
	const word = words.next({ kind: 'fault' });
	try {
		if (words.take('off')) return { kind: 'fault off', name: parseFaultName(word.text), node: takeNode(words) };
		const fault = parseFault(word.text);
		const once = words.take('once');
		return { kind: 'fault', fault: once ? { ...fault, once } : fault, node: takeNode(words) };
	} catch (error) {
		if (!(error instanceof FaultError)) throw error;
		throw new WordError(word.column, { kind: 'fault', wrong: error.wrong, message: error.message });
	}
}

function takeToken(words: Words): MeterCommand {
	const expected = { kind: 'token', digits: TOKEN_DIGITS } as const;
	const first = words.next(expected);
	const text = [first.text, words.rest()].join(' ').trim();
	const digits = text.replace(/[ -]/g, '');
	if (!/^\d+$/.test(digits) || digits.length !== TOKEN_DIGITS) throw unexpected({ text, column: first.column }, expected);
	return { kind: 'token', digits };
}

function takeNode(words: Words): string | undefined {
	return words.take('at') ? words.next({ kind: 'node' }).text : undefined;
}

function takeWindow(words: Words): number {
	if (words.peek === undefined) return USUAL_WINDOW;
	const expected = { kind: 'window', minutes: DEMAND_WINDOWS } as const;
	const word = words.next(expected);
	const minutes = DEMAND_WINDOWS.find((each) => `${each}` === word.text);
	if (minutes === undefined) throw unexpected(word, expected);
	return minutes;
}

function takeVoltages(words: Words): MeterCommand {
	if (words.take('normal')) return { kind: 'voltage', r: undefined, t: undefined };
	const first = words.peek;
	if (first?.text !== 'R' && first?.text !== 'T') {
		if (first === undefined || !/^\d/.test(first.text)) {
			const expected = { kind: 'voltages' } as const;
			throw unexpected(words.next(expected), expected);
		}
		const volts = takeVolts(words);
		return { kind: 'voltage', r: volts, t: volts };
	}
	const legs: { R?: number; T?: number } = {};
	while (words.peek !== undefined) {
		const leg = words.peek;
		const name = words.oneOf(['R', 'T']);
		if (legs[name] !== undefined) throw unexpected(leg, { kind: 'otherLeg' });
		legs[name] = takeVolts(words);
	}
	return { kind: 'voltage', r: legs.R, t: legs.T };
}

/** A code of the catalogue, or the short one of an optional unit. */
function checkCode(word: Word, expected: Expectable): void {
	const unknown = examine(word.text).unknown[0];
	if (unknown === undefined && !word.text.includes(',')) return;
	throw new WordError(word.column, { kind: 'unexpected', expected, got: word.text, perhaps: unknown?.perhaps ?? [] });
}

/** What comes of a command: the one place where its kinds and fields become words. Japanese is in the file beside this. */
import type { OUTCOMES, Outcome, REFUSALS, Refusal } from '../schema/answer-rows.js';
import type { InEach, Language, RowWords } from '../schema/language.js';
import { OUTCOME_WORDS_JA, REFUSAL_WORDS_JA } from './answer-words-ja.js';
import { namesText } from './names-text.js';

const at = (node: string | null) => (node === null ? '' : ` at ${node}`);
const held = ({ code, serial }: { readonly code: string; readonly serial: string }) => `${code} ${serial}`;

const TOKEN_WORDS = Object.freeze({
	format: 'it is no token',
	authentication: 'the token is not of this meter, or was changed; or so many were wrong that none is looked at for an hour',
	validation: 'the token was used before, or the account is not active',
	execution: 'the account cannot hold so much',
});

/** What is wrong with a memory. */
const DAMAGE: Readonly<Record<'foreign' | 'newer' | 'corrupt', string>> = Object.freeze({
	foreign: 'something else stands in it, or records of another kind',
	newer: 'a later version of Keiki wrote it',
	corrupt: 'no beginning of its records is whole',
});

const REFUSAL_WORDS: RowWords<typeof REFUSALS> = Object.freeze({
	noPower: () => 'the meter has no power',
	noSwitchingUnit: () => 'there is no switching unit',
	switchingUnitOff: () => 'the switching unit has no power',
	noCommunicationUnit: () => 'there is no communication unit that works, to bring the order',
	switchingUnit: ({ result, reason }) => (result === 'refused' || result === 'unanswered' ? reason : `${result}: ${reason}`),
	emptyPlace: ({ place }) => `the place for ${place} is empty`,
	fullPlace: ({ place }) => `the place for ${place} is not empty: pull its unit first, or swap it`,
	neverPulled: ({ place }) => `no unit was pulled from the place for ${place}`,
	inPlace: ({ serial }) => `${serial} is in its place`,
	unknownSerial: ({ serial }) => `no unit of this meter has the serial number ${serial}`,
	notMade: ({ unit, phases }) => `no unit "${unit}" is made for ${phases}`,
	tooManyUnits: ({ most }) => `there are no more than ${most} units for one meter`,
	unknownMeter: ({ meter, meters, first, last }) =>
		`there is no meter ${meter}; expected ${meters === 1 ? `1 or ${last}, the only one, or all` : `1 to ${meters}, a serial number from ${first} to ${last}, or all`}`,
	unknownDongle: ({ dongle, dongles }) =>
		dongles === 0 ? 'there is no dongle' : `there is no dongle ${dongle}; expected ${dongles === 1 ? '1, the only one' : `1 to ${dongles}`}`,
	noPanel: () => 'this run has no panel',
	dongleOut: ({ node }) => `${node} is not plugged in`,
	damagedMemory: ({ message, owner, damage }) => (damage === null ? message : `${owner}.flash is damaged: ${DAMAGE[damage]}`),
	coverClosed: () => 'the cover is closed',
	nothingWrong: (unit) => `nothing is wrong with ${held(unit)}`,
	contactWhole: () => 'nothing is wrong with the contact',
	faultLasts: ({ name }) => `${name} lasts as long as it is on: it has no single strike`,
	faultNotOn: ({ name, node }) => `${name} is not on${at(node)}`,
	faultElsewhere: ({ name, node, places, count }) => `${name} does not strike ${node}, but ${namesText(places, count, ' or ')}`,
	faultNowhere: ({ name }) => `there is nothing that ${name} strikes`,
	unknownNode: ({ node, nodes, count }) => `there is no ${node}; there is ${namesText(nodes, count, ', ')}`,
	noTransmitLimit: ({ of }) => `a ${of} on the power line has no transmit limit`,
	notInJ11: ({ name, model }) => `a ${model} speaks J11, of which ${name} has no form`,
	onlyInJ11: ({ model }) => `a ${model} has no 0053: it is a command of J11`,
	digitsAlways: ({ model }) => `a ${model} shows payloads in digits always: it has no WOPT`,
	rawAlready: () => 'the dongle shows payloads as raw bytes already',
	inModule: ({ name }) => `the stack of the meter is in a Wi-SUN module, which knows no ${name}`,
	noRouteB: () => 'the meter has no communication unit with Route B, on which a HEMS would meet it',
	noRouteA: () => 'no head-end can meet the meter: it has no communication unit, or neither Route A over IP nor a local port',
	noLocalPort: () => 'the meter has no local port; keiki run --local-port gives it one',
	noRouteAOverIp: () => 'the meter has no Route A over IP; keiki run --route-a gives it one',
	noClientKeys: () => 'no client of the meter has keys',
	noImages: () => 'the meter has no image transfer; a firmwareKey in the file of keiki run --keys gives it one',
	noGeneralBlocks: () => 'no client of the meter is offered gbt; the file of keiki run --keys offers it',
	notOnAir: () => 'the meter is not on the virtual air',
	noNeighbours: () => 'on the power line there are no neighbours',
	powerIs: ({ on }) => `the power is ${on ? 'on' : 'off'}`,
	noLoadRelay: () => 'the meter has no load relay; keiki run --load-relay gives it one',
	relayStays: ({ on, mode }) => `the load relay stays ${on ? 'on' : 'off'}: control mode ${mode} leaves that to others than a hand`,
	noAccount: () => 'the meter has no account; keiki run --payment gives it one',
	tokenRefused: ({ why }) => TOKEN_WORDS[why],
	tokenWaits: () => 'the meter still looks at the token before',
	noEmergencyCredit: () => 'there is no emergency credit: it is of prepayment alone',
	notSelectable: ({ credit }) =>
		`emergency credit cannot be selected now: the credit of ${credit.toFixed(2)} JPY is not low, it is selected already, or the account is not active`,
});

const OUTCOME_WORDS: RowWords<typeof OUTCOMES> = Object.freeze({
	pulled: (unit) => `pulled ${held(unit)}`,
	plugged: ({ before, ...unit }) => `plugged ${held(unit)} in${before === null ? '' : `, in place of ${held(before)}`}`,
	service: ({ minutes }) => (minutes > 0 ? `work at the meter is announced for ${minutes} min` : 'work at the meter is over'),
	unitFails: ({ how, delayMs, as, ...unit }) =>
		`${held(unit)} fails: ${delayMs !== null ? `late by ${delayMs} ms` : as !== null ? `says it is ${as}` : how}`,
	unitMended: (unit) => `${held(unit)} is whole again`,
	contactFails: ({ how }) => `the contact fails: ${how}`,
	contactMended: () => 'the contact is whole again',
	contact: ({ closed }) => `the contact is ${closed ? 'closed' : 'open'}`,
	relay: ({ on }) => `the load relay is ${on ? 'on' : 'off'}`,
	token: ({ credit }) => `the token is taken: the credit is ${credit.toFixed(2)} JPY`,
	emergencyCredit: ({ credit, emergency }) => `emergency credit of ${emergency.toFixed(2)} JPY is selected: the credit is ${credit.toFixed(2)} JPY`,
	contract: ({ amperes }) => (amperes === null ? 'there is no contract' : `the contract is ${amperes} A`),
	demandLimit: ({ watts, minutes }) => (watts === null ? 'there is no demand limit' : `the demand limit is ${watts} W in ${minutes} min`),
	load: ({ watts }) => (watts === null ? 'the load is that of the house' : `the load is ${watts} W`),
	voltage: ({ r, t }) => {
		if (r === null && t === null) return 'the voltage is that of the supply';
		const leg = (name: string, volts: number | null) => `${name} ${volts === null ? 'as the supply has it' : `${volts} V`}`;
		return `the voltage is ${leg('R', r)}, ${leg('T', t)}`;
	},
	clock: ({ time, byMs }) => `the clock of the meter is ${time}, set by ${byMs} ms`,
	power: ({ on }) => `the power is ${on ? 'on' : 'off'}`,
	dongleReset: ({ node }) => `${node} starts anew`,
	dongleUnplugged: ({ node, forMs }) => `${node} is unplugged for ${forMs} ms`,
	faultOn: ({ name, value, once, node }) => `${name}=${value} is on${once ? ', once' : ''}${at(node)}`,
	faultOff: ({ name, node }) => `${name ?? 'every fault'} is off${at(node)}`,
});

export const ALL_REFUSAL_WORDS: InEach<RowWords<typeof REFUSALS>> = Object.freeze({ en: REFUSAL_WORDS, ja: REFUSAL_WORDS_JA });
export const ALL_OUTCOME_WORDS: InEach<RowWords<typeof OUTCOMES>> = Object.freeze({ en: OUTCOME_WORDS, ja: OUTCOME_WORDS_JA });

/** English where nothing else is said: programs and logs read it. */
export function refusalWords(refusal: Refusal, language: Language = 'en'): string {
	return (ALL_REFUSAL_WORDS[language][refusal.kind] as (fields: Refusal) => string)(refusal);
}

export function outcomeWords(outcome: Outcome, language: Language = 'en'): string {
	return (ALL_OUTCOME_WORDS[language][outcome.kind] as (fields: Outcome) => string)(outcome);
}

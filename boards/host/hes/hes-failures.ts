/** What goes wrong with a meter, in words for whoever typed `keiki hes`: one row for each kind of failure. */

import { asciiText } from '../../../modules/bytes/ascii.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import {
	type FailureKind,
	HeadEndError,
	type HeadEndFailure,
	type Loss,
	type Malformed,
	type Proof,
	type TariffPart,
	type Work,
} from '../../../src/head-end/head-end-error.js';
import { countText } from '../../../src/head-end/physical-units.js';
import type { InEach, Language } from '../../../src/world/schema/language.js';
import { type FailureTexts, failuresJa, type LossTexts } from './hes-failures-ja.js';
import { accessResultText, diagnosticText, exceptionText, notProvenText, serviceErrorText } from './hes-refusals.js';
import { accessResultTextJa } from './hes-refusals-ja.js';
import { imageStatusText } from './image-status-text.js';
import { IMAGE_WORDS } from './image-words.js';
import { mbusHint } from './mbus-words.js';

/** Why the work with one meter came to nothing, for a reason of this host's; the message says it to a person. */
export class HesError extends Error {
	readonly #words: InEach<string>;

	/** @param refused the meter answered, and the answer is no */
	constructor(
		words: InEach<string>,
		readonly refused = false,
	) {
		super(words.en);
		this.#words = words;
	}

	textIn(language: Language): string {
		return this.#words[language];
	}
}

const WORKS: Readonly<Record<Work, string>> = Object.freeze({
	association: 'the association',
	release: 'release',
	get: 'GET',
	set: 'SET',
	action: 'ACTION',
	access: 'ACCESS',
	invocationCounter: 'the invocation counter',
	objectList: 'the object list',
	scalers: 'scalers and units',
	columns: 'the columns of the profile',
	rows: 'rows',
	clock: 'the clock',
	timeZone: 'the time zone',
	deviceName: 'the logical device name',
	securitySetup: 'the security setup’s name',
});

const LOSSES: LossTexts = Object.freeze({
	closed: () => 'the meter closed the connection',
	notDlms: ({ malformed }) => `what answers is no DLMS meter: ${malformedText(malformed)}`,
	unreachable: ({ reason }) => `nobody answers there: ${reason}`,
	frameUnanswered: () => 'HDLC: no answer to a frame',
	linkEnded: () => 'HDLC: the meter ended the link',
	lineClosed: () => 'the serial line was closed',
});

/** What to look at when the meter stays silent, by the proof that the client gives. */
const TARIFF_PARTS: Readonly<Record<TariffPart, string>> = Object.freeze({
	name: 'the name of the calendar',
	seasons: 'the seasons',
	weeks: 'the weeks',
	days: 'the days',
	specialDays: 'the special days',
	activation: 'the activation of the calendar',
});

/** Why a unit refuses credentials, by the Data-Access-Result. */
const CREDENTIAL_HINTS: Readonly<Record<number, string>> = Object.freeze({
	[ACCESS_RESULT.scopeOfAccessViolated]: '; it has this version already, or a later one: keiki hes credentials status tells which',
	[ACCESS_RESULT.otherReason]: '; they are sealed for another unit, or were altered',
	[ACCESS_RESULT.temporaryFailure]: '; its communication unit is still opening others, which came right before: try again',
	[ACCESS_RESULT.objectUndefined]: '; its communication unit has no credential key, or this client has no right to it',
});

/** Of these, why its state is not told. */
const READING_HINTS: readonly number[] = Object.freeze([ACCESS_RESULT.objectUndefined, ACCESS_RESULT.temporaryFailure]);

const SILENCE_HINTS: Readonly<Record<Proof, string>> = Object.freeze({
	keys: 'check the address, --client and --server, and that the keys are this client’s',
	password: 'check the address, --client and --server, and that the meter knows this client by a password',
	none: 'check the address, --client and --server',
});

const TEXTS: FailureTexts = Object.freeze({
	connectTimeout: ({ timeout }) => `cannot connect: no answer within ${timeout / 1000} s; check the address, and that nothing on the way blocks it`,
	cannotConnect: ({ reason }) => `cannot connect: ${reason}`,
	cannotSend: ({ reason }) => `cannot send to it: ${reason}`,
	cannotOpenLine: ({ reason }) => `cannot open the line: ${reason}`,
	lineClosed: () => 'the serial line was closed',
	noIdentification: () => 'no identification to "/?!": check the optical head, or leave out mode-e if the meter speaks HDLC at once',
	identificationUnknown: ({ found }) =>
		`what came upon "/?!" is no identification: ${foundText(found)}; expected a line like /ABC5\\2NAME: check the speed, the parity and the optical head`,
	noHdlc: ({ found }) => `the meter offers no HDLC: it says ${foundText(found)}, and not \\2 behind the speed`,
	linkUnanswered: () => 'HDLC: no answer to SNRM; check the line, its speed, and the device address',
	linkRefused: () => 'HDLC: the meter refuses the link (DM); check the client and the device address',
	lost: ({ work, loss }) => `${WORKS[work]}: ${lossText(loss)}`,
	noAnswer: ({ work, timeout, refused, astray = 0, proof }) =>
		astray > 0
			? astrayText(work, astray)
			: refused > 0
				? refusedText(work, refused, proof)
				: `${WORKS[work]}: no answer within ${timeout / 1000} s; ${SILENCE_HINTS[proof]}`,
	answerMalformed: ({ work, malformed }) => `${WORKS[work]}: the meter’s answer is malformed: ${malformedText(malformed)}`,
	ended: ({ work }) => `${WORKS[work]}: ended by this side`,
	associationRefused: ({ transient, diagnostic, inside, proof }) =>
		`association refused${transient ? ' for now' : ''}: ${diagnosticText(diagnostic, proof)}${inside === undefined ? '' : `; ${serviceErrorText(inside)}`}`,
	notProven: ({ found, proof }) => notProvenText(found, proof),
	serviceError: ({ error }) => serviceErrorText(error),
	exception: ({ exception, proof }) => exceptionText(exception, proof),
	protocol: ({ found }) => found,
	valueMalformed: ({ malformed }) => `the meter’s value is not understood: ${malformedText(malformed)}`,
	valueTooLong: ({ work, most }) => `${WORKS[work]}: the meter sends more than ${most / 0x100000} MiB, which is no value of a meter’s`,
	tooManyColumns: ({ most }) => `the profile has more than ${most} columns`,
	tooManyRows: ({ most }) => `rows: the meter has more than ${most} of them upon one request; --from and --to ask for fewer`,
	counterExhausted: () => 'the invocation counter is at its end: the keys must be changed in another way',
	counterLeap: ({ meter, here }) =>
		`the meter’s invocation counter is ${meter}, and here ${here} was the last: either somebody else uses these keys under this ` +
		`title, or somebody poses as the meter; if you trust it, --counter ${meter + 1} goes on from there, once`,
	counterUnreadable: ({ tried }) => {
		const why = tried.map(({ name, result }) => `${logicalNameText(name)}: ${result === undefined ? 'no number' : accessResultText(result)}`);
		return `the public client cannot read the invocation counter (${why.join('; ')}); --counter N tells it instead`;
	},
	publicRefused: ({ cause }) => `as the public client, to read the invocation counter: ${failureText(cause)}; --counter N tells it instead`,
	clockUnreadable: ({ result }) => `the clock cannot be read: ${accessResultText(result)}`,
	clockNotSet: ({ result }) => `the clock cannot be set: ${accessResultText(result)}`,
	objectListUnreadable: ({ result }) => `the object list cannot be read: ${accessResultText(result)}`,
	rowsUnreadable: ({ result }) => `rows: ${accessResultText(result)}`,
	keysNotTaken: ({ result }) => `the meter refuses the new keys: ${accessResultText(result)}; it keeps the old ones`,
	agreementUnproven: () =>
		'what the meter tells of its key is not signed by it: the keys that it agreed on are nobody’s, and those in the file may not hold any more',
	policyUnreadable: ({ result }) => `the security policy cannot be read: ${accessResultText(result)}`,
	policyNotRaised: ({ result }) =>
		`the meter refuses this policy: ${accessResultText(result)}${result === ACTION_RESULT.otherReason ? '; it has no keys for signatures, or not this client’s' : ''}`,
	certificatesUnreadable: ({ result }) => `the certificates cannot be read: ${accessResultText(result)}; only class 64 version 1 has any`,
	certificateRefused: ({ result }) =>
		`the meter refuses it: ${accessResultText(result)}; a certificate must be in its time, by an authority that the meter has a certificate of, and one of its own must be of its key pair`,
	policyUnfit: () => 'the meter has class 64 version 0, which asks the same of requests and of responses, and for no signatures',
	credentialsUnreadable: ({ result }) =>
		`the status of Route B cannot be read: ${accessResultText(result)}${READING_HINTS.includes(result) ? CREDENTIAL_HINTS[result] : ''}`,
	credentialsNotTaken: ({ result }) => `the meter refuses the credentials: ${accessResultText(result)}${CREDENTIAL_HINTS[result] ?? ''}`,
	unitKeyRefused: ({ result }) =>
		`the communication unit tells no key of its own: ${accessResultText(result)}; it has one where client 1 has suite 1 or 2 and it was given no --credential-key, and only client 1 has it draw another`,
	unitKeyUnproven: () => 'what the meter tells is no key of its communication unit: another title, or no proof of the private key',
	supplyUnreadable: ({ result }) => `the state of the supply cannot be read: ${accessResultText(result)}`,
	supplyNotSwitched: ({ result }) =>
		`the meter refuses to switch the supply: ${accessResultText(result)}${result === ACTION_RESULT.readWriteDenied ? '; or it has no switching unit, or is in control mode 0' : ''}`,
	supplyNotPlanned: ({ result }) => `the meter refuses to plan that: ${accessResultText(result)}`,
	limiterUnreadable: ({ result }) => `the limiter cannot be read: ${accessResultText(result)}`,
	limitNotSet: ({ result }) => `the meter refuses this limit: ${accessResultText(result)}`,
	tariffUnreadable: ({ part, result }) => `${TARIFF_PARTS[part]} cannot be read: ${accessResultText(result)}`,
	tariffNotSet: ({ part, result }) => `the meter refuses ${TARIFF_PARTS[part]}: ${accessResultText(result)}`,
	imageUnreadable: ({ result }) => `the image transfer cannot be read: ${accessResultText(result)}`,
	imageNotPlanned: ({ result }) => `the meter refuses to plan the activation: ${accessResultText(result)}`,
	imageRefused: ({ step, result }) => `the meter refuses ${IMAGE_WORDS.en.steps[step]}: ${accessResultText(result)}${IMAGE_WORDS.en.hints[step]}`,
	imageBlockRefused: ({ block, result }) => `the meter refuses block ${block}: ${accessResultText(result)}`,
	imageBlocksUnsized: () => 'the meter does not tell how long the blocks of an image are (18/0.0.44.0.0.255:2): nothing of it was sent',
	imageStalls: ({ block, tries }) =>
		`block ${block} was sent ${tries} times and taken each time, and the meter still lacks it: sending it again would never end`,
	imageUnverified: ({ status }) => `the image is not verified: ${imageStatusText(status, 'en')}`,
	imageNotActivated: ({ status, waited }) => `the image is not activated: ${imageStatusText(status, 'en')} (waited for ${waited / 1000} s at most)`,
	imageOld: ({ version, found }) =>
		`the meter says that the activation was successful, and is back with version ${found ?? IMAGE_WORDS.en.unknown()}, not ${version}`,
	limitUnfit: ({ value, scaler, most }) =>
		`${value}: expected a multiple of ${countText(1, scaler)}, ${countText(most, scaler)} at most, as this meter counts`,
	alarmsUnreadable: ({ result }) => `the alarms cannot be read: ${accessResultText(result)}`,
	statisticsUnreadable: ({ result }) => `the statistics cannot be read: ${accessResultText(result)}`,
	unitsUnreadable: ({ result }) => `the installed units cannot be read: ${accessResultText(result)}`,
	accountUnreadable: ({ result }) => `the account cannot be read: ${accessResultText(result)}`,
	tokenNotTaken: ({ result }) => `the meter does not say what it thinks of the token: ${accessResultText(result)}`,
	mbusUnreadable: ({ channel, result }) => `channel ${channel} cannot be read: ${accessResultText(result)}; has this meter an M-Bus?`,
	mbusRefused: ({ channel, result }) => `the meter refuses this for channel ${channel}: ${accessResultText(result)}${mbusHint(result, 'en')}`,
	mbusNotSet: ({ channel, result }) => `the meter refuses this value for channel ${channel}: ${accessResultText(result)}`,
	alarmsNotSet: ({ name, result }) => `${logicalNameText(name)} cannot be set: ${accessResultText(result)}`,
	pushUnreadable: ({ name, result }) => `the push set-up ${logicalNameText(name)} cannot be read: ${accessResultText(result)}`,
	pushNotSet: ({ name, result }) => `the meter refuses this for ${logicalNameText(name)}: ${accessResultText(result)}`,
	thresholdNotSet: ({ name, result }) => `the meter refuses this threshold of ${logicalNameText(name)}: ${accessResultText(result)}`,
	profileUnreadable: ({ name, result }) => `profile ${logicalNameText(name)}: ${accessResultText(result)}`,
	clockTellsNoTime: () => 'the meter’s clock tells no time: it was never set',
	objectListMalformed: () => 'the object list is none: expected an array',
	columnsMalformed: () => 'the columns of the profile are not understood: expected structures of class, logical name, attribute and index',
	profileWithoutTime: ({ name }) => `profile ${logicalNameText(name)}: its rows have no time; keiki hes read ${logicalNameText(name)}:2 shows them`,
	noSuchObject: ({ name }) => `${logicalNameText(name)}: the meter shows this client no such object; keiki hes walk lists them`,
});

/** The sentences of all kinds. */
export const FAILURE_TEXTS: InEach<FailureTexts> = Object.freeze({ en: TEXTS, ja: failuresJa(foundText) });

/** What is not here: nobody answered, or not so that it was understood. */
const REFUSALS: readonly FailureKind[] = Object.freeze([
	'linkRefused',
	'associationRefused',
	'serviceError',
	'exception',
	'counterUnreadable',
	'clockUnreadable',
	'clockNotSet',
	'objectListUnreadable',
	'rowsUnreadable',
	'keysNotTaken',
	'agreementUnproven',
	'policyUnreadable',
	'policyNotRaised',
	'policyUnfit',
	'certificatesUnreadable',
	'certificateRefused',
	'credentialsUnreadable',
	'credentialsNotTaken',
	'unitKeyRefused',
	'unitKeyUnproven',
	'supplyUnreadable',
	'supplyNotSwitched',
	'supplyNotPlanned',
	'limiterUnreadable',
	'limitNotSet',
	'tariffUnreadable',
	'tariffNotSet',
	'imageUnreadable',
	'imageNotPlanned',
	'imageRefused',
	'imageBlockRefused',
	'imageBlocksUnsized',
	'imageStalls',
	'imageUnverified',
	'imageNotActivated',
	'imageOld',
	'limitUnfit',
	'alarmsUnreadable',
	'statisticsUnreadable',
	'unitsUnreadable',
	'accountUnreadable',
	'tokenNotTaken',
	'mbusUnreadable',
	'mbusRefused',
	'mbusNotSet',
	'alarmsNotSet',
	'pushUnreadable',
	'pushNotSet',
	'thresholdNotSet',
	'profileUnreadable',
	'clockTellsNoTime',
	'profileWithoutTime',
	'noSuchObject',
]);

export function isRefusal(failure: HeadEndFailure): boolean {
	return failure.kind === 'publicRefused' ? isRefusal(failure.cause) : REFUSALS.includes(failure.kind);
}

export function failureText(failure: HeadEndFailure, language: Language = 'en'): string {
	return (FAILURE_TEXTS[language][failure.kind] as (failure: HeadEndFailure) => string)(failure);
}

/** An Access-Result or Action-Result for people. */
export function accessText(result: number, language: Language): string {
	return language === 'ja' ? accessResultTextJa(result) : accessResultText(result);
}

/** The meter answered, and the answer is no. */
export function isNo(error: unknown): boolean {
	return error instanceof HeadEndError ? isRefusal(error.failure) : error instanceof HesError && error.refused;
}

/** The words of an error of either side; undefined: it is of neither. */
export function whyText(error: unknown, language: Language = 'en'): string | undefined {
	if (error instanceof HeadEndError) return failureText(error.failure, language);
	return error instanceof HesError ? error.textIn(language) : undefined;
}

function lossText(loss: Loss): string {
	return (LOSSES[loss.kind] as (loss: Loss) => string)(loss);
}

function malformedText({ format, offset, expected }: Malformed): string {
	return `${format}: at byte ${offset}: expected ${expected}`;
}

function astrayText(work: Work, astray: number): string {
	const answers = astray === 1 ? 'an answer came that belongs' : `${astray} answers came that belong`;
	return `${WORKS[work]}: ${answers} to another request or another block, by invoke id or block number, and none to this one`;
}

function refusedText(work: Work, refused: number, proof: Proof): string {
	const answers = refused === 1 ? 'an answer came that is' : `${refused} answers came that are`;
	if (proof !== 'keys') return `${WORKS[work]}: ${answers} not understood; check the address, and that the meter does not cipher for this client`;
	return `${WORKS[work]}: ${answers} not under these keys, or not understood; check the keys, the titles and --ciphering`;
}

/** Characters in quotes, other bytes in hexadecimal digits. */
function foundText(bytes: Uint8Array): string {
	return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0d || byte === 0x0a)
		? JSON.stringify(asciiText(bytes).trimEnd())
		: toUpperHex(bytes);
}

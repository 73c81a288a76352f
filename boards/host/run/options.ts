/** What `keiki run` is asked for, checked: from the words of the command line to values. */
import { isIP } from 'node:net';
import { isInterface, linkLocalOf } from '../../../hal/node/addresses.js';
import { OWN_HOST } from '../../../hal/node/sockets.js';
import type { Companion } from '../../../modules/cosem/companion.js';
import { DAY } from '../../../modules/time/durations.js';
import type { PaymentMode } from '../../../src/route-a/payment/payment.js';
import type { Credentials } from '../../../src/route-b/credentials.js';
import type { MeterProfile } from '../../../src/route-b/meter-profile.js';
import type { FaultChoice } from '../../../src/world/fault/fault-choice.js';
import { parseDurationRange } from '../../../src/world/fault/fault-values.js';
import type { MeterLike } from '../../../src/world/like/like.js';
import type { NotificationChoice } from '../../../src/world/meter/notification-rules.js';
import type { RegisterChoice } from '../../../src/world/meter/past.js';
import type { Language } from '../../../src/world/schema/language.js';
import { parseDuration } from '../../../src/world/time/duration.js';
import { parseIsoTime } from '../../../src/world/time/iso-time.js';
import { parseFaults } from '../faults/fault-options.js';
import { type PanelChoice, parsePanel } from '../panel/place-option.js';
import { companionOf } from '../shared/companion-option.js';
import { credentialsOf, wholeNumber } from '../shared/option-values.js';
import { DEMO, type PasswordWords, passwordOf } from '../shared/password-option.js';
import type { CommonWords } from '../shared/program.js';
import { STATE_KEY_FILE } from '../shared/state-key.js';
import { UsageError } from '../shared/usage-error.js';
import { type BehindOptions, type BehindWords, parseBehind } from './behind-option.js';
import { CREDENTIAL_KEY } from './credential-keys.js';
import {
	type CustomerPortChoice,
	type LineChoice,
	type PlaceChoice,
	parseCustomerPort,
	parseDongle,
	parseLocalPort,
	parseModel,
	refuseTwice,
} from './dongle-option.js';
import type { LanChoice } from './lan.js';
import { readLike } from './like-option.js';
import { type LoadChoice, parseLoad } from './loads.js';
import { type ManyChoice, type ManyWords, parseMany } from './many-option.js';
import { parseRouteA, type RouteAChoices } from './route-a-option.js';
import { parseRegister, parseTraits, type TraitsWords } from './traits-option.js';
import { parseUnits, type UnitsChoice, type UnitsWords } from './units-option.js';
import { wrongUse } from './usage-words.js';

/** As commander hands them over. */
export interface RunWords extends UnitsWords, TraitsWords, PasswordWords, ManyWords, BehindWords, CommonWords {
	readonly load?: string;
	readonly like?: string;
	readonly dongle?: readonly string[];
	readonly dongleModel: string;
	readonly routeBId?: string;
	readonly showPassword?: boolean;
	readonly lan?: string | true;
	readonly lanAnswers?: string;
	readonly answerAnnouncements?: boolean;
	readonly localPort?: string | true;
	readonly customerPort?: string | true;
	readonly loadRelay?: string;
	readonly payment?: string;
	readonly control?: string;
	readonly panel?: string;
	readonly keys?: string;
	readonly companion?: string;
	readonly pushVersion?: string;
	readonly credentialKey?: readonly string[];
	readonly stateKeyFile?: string;
	readonly start?: string;
	readonly clockOffset?: string;
	readonly speed: string;
	readonly seed: string;
	readonly capture?: string;
	readonly fault?: readonly string[];
	readonly neighbours: string;
	readonly notify: string;
	readonly notifyDelay: string;
	readonly json?: boolean;
}

export interface RunOptions {
	readonly load: LoadChoice;
	readonly profile: MeterProfile;
	/** The real one that the meter is like. */
	readonly like: MeterLike | undefined;
	/** Undefined: as a meter that has hung there for years, or as that one. */
	readonly register: RegisterChoice | undefined;
	readonly lines: readonly LineChoice[];
	readonly credentials: Credentials;
	/** The credentials are those that everybody knows. */
	readonly isDemo: boolean;
	readonly lan: LanChoice | undefined;
	/** The password may be told to whoever reads the output. */
	readonly showsPassword: boolean;
	/** Of the first meter. */
	readonly routeA: RouteAChoices;
	readonly many: ManyChoice;
	/** Undefined: none. */
	readonly localPort: PlaceChoice | undefined;
	readonly customerPort: CustomerPortChoice | undefined;
	/** Of the first meter. */
	readonly behind: BehindOptions;
	/** W of what hangs on the load relay; undefined: there is none. */
	readonly loadRelay: number | undefined;
	/** Undefined: there is no account. */
	readonly payment: PaymentMode | undefined;
	/** Where the control socket is to be; undefined: a free place. */
	readonly control: string | undefined;
	readonly panel: PanelChoice;
	/** The file of the keys of Route A; undefined: those that everybody knows. */
	readonly keys: string | undefined;
	/** Of all meters. */
	readonly companion: Companion;
	/** Of all meters: version of class 40. */
	readonly pushVersion: 0 | 2;
	/** Files of the communication units' credential keys, in the order in which the units come; undefined: they have none. */
	readonly credentialKeys: readonly string[] | undefined;
	/** ms since 1970-01-01T00:00:00Z; undefined: now. */
	readonly start: number | undefined;
	/** Lead of the meters' clocks over that time, ms; negative: behind. */
	readonly clockOffset: number;
	readonly speed: number | 'max';
	readonly seed: number;
	readonly state: string | undefined;
	/** The file of the key of `state`; undefined: the one beside it. */
	readonly stateKeyFile: string | undefined;
	readonly capture: string | undefined;
	readonly faults: readonly FaultChoice[];
	readonly neighbours: number;
	readonly notifications: NotificationChoice;
	readonly meter: UnitsChoice;
	readonly json: boolean;
	/** No timeline, no progress, no log. */
	readonly quiet: boolean;
	readonly lang: Language;
}

const PAYMENT_MODES = Object.freeze(['credit', 'prepaid'] as const);
const PUSH_VERSIONS = Object.freeze(['0', '2'] as const);
const ANSWER_PORTS = Object.freeze(['standard', 'asker', 'both'] as const);

const SPEEDS = Object.freeze({ min: 0.01, max: 100_000 });
const MOST_SEED = 0xffffffff;
const MOST_NEIGHBOURS = 20;
const MOST_DONGLES = 8;
/** Of what hangs on a load relay, W. */
const MOST_RELAYED = 10_000;
/** A notification that is later comes after the next boundary, ms. */
const MOST_NOTIFY_DELAY = 30 * 60_000;
/** Most that a clock may be ahead or behind, ms. */
const MOST_CLOCK_OFFSET = 7 * DAY;

/** Throws UsageError for the first that is wrong. */
export function parseRunOptions(words: RunWords): RunOptions {
	const faults = parseFaults(words.fault ?? []);
	const neighbours = wholeNumber('--neighbours', words.neighbours, 0, MOST_NEIGHBOURS);
	const model = parseModel('--dongle-model', words.dongleModel);
	const like = readLike(words.like);
	const profile = parseTraits(words, like?.profile);
	const lines = (words.dongle ?? ['pty']).map((text) => parseDongle(text, model));
	const localPort = parseLocalPort(words.localPort);
	const many = parseMany(words);
	const customerPort = parseCustomerPort(words.customerPort, many.count);
	const behind = parseBehind(words, many.count);
	refuseTwice(lines, [localPort, customerPort?.place, behind.mbus]);
	const password = passwordOf(words);
	if (lines.length > MOST_DONGLES) throw wrongUse('tooManyDongles', MOST_DONGLES, lines.length);
	return {
		load: words.load === undefined ? { kind: 'recorded' } : parseLoad(words.load),
		profile,
		like,
		register: parseRegister(words.register, profile),
		lines,
		credentials: credentialsOf(words.routeBId ?? DEMO.id, password ?? DEMO.password),
		isDemo: words.routeBId === undefined && password === undefined,
		showsPassword: (words.showPassword ?? false) || password === undefined || password === DEMO.password,
		lan: parseLan(words),
		routeA: parseRouteA(words.routeA),
		many,
		localPort,
		customerPort,
		behind,
		loadRelay: words.loadRelay === undefined ? undefined : wholeNumber('--load-relay', words.loadRelay, 1, MOST_RELAYED),
		payment: parsePayment(words.payment),
		control: named('--control', words.control),
		panel: panelOf(words),
		keys: named('--keys', words.keys),
		companion: companionOf(words.companion),
		pushVersion: parsePushVersion(words.pushVersion),
		credentialKeys: words.credentialKey?.map((file) => named(CREDENTIAL_KEY, file)!),
		start: parseStart(words.start),
		clockOffset: parseClockOffset(words.clockOffset),
		speed: parseSpeed(words.speed),
		seed: wholeNumber('--seed', words.seed, 0, MOST_SEED),
		state: named('--state', words.state),
		stateKeyFile: stateKeyOf(words),
		capture: named('--capture', words.capture),
		faults,
		neighbours,
		notifications: { service: parseNotify(words.notify), ...parseNotifyDelay(words.notifyDelay) },
		meter: parseUnits(words),
		json: words.json ?? false,
		quiet: words.quiet ?? false,
		lang: words.lang ?? 'en',
	};
}

/** Programs get no page that nobody has asked for. */
function panelOf({ panel, json = false }: RunWords): PanelChoice {
	const choice = parsePanel(panel);
	if (choice === undefined) throw wrongUse('panel', panel!);
	return choice === 'default' && json ? 'off' : choice;
}

function parsePayment(text: string | undefined): PaymentMode | undefined {
	if (text === undefined) return undefined;
	const mode = PAYMENT_MODES.find((each) => each === text);
	if (mode === undefined) throw wrongUse('oneOf', '--payment', PAYMENT_MODES, text);
	return mode;
}

function parsePushVersion(text = '0'): 0 | 2 {
	if (text === '0') return 0;
	if (text === '2') return 2;
	throw wrongUse('oneOf', '--push-version', PUSH_VERSIONS, text);
}

function parseNotify(text: string): NotificationChoice['service'] {
	const service = text.toUpperCase();
	if (service === 'INF' || service === 'INFC') return service;
	throw new UsageError({ kind: 'choice', option: '--notify', text, choices: ['inf', 'infc'] });
}

function parseNotifyDelay(text: string): { readonly min: number; readonly max: number } {
	const delay = parseDurationRange(text);
	if (delay !== undefined && delay.max <= MOST_NOTIFY_DELAY) return delay;
	throw wrongUse('notifyDelay', text);
}

function parseLan({ lan, lanAnswers, answerAnnouncements = false }: RunWords): LanChoice | undefined {
	const asked = lanAnswers ?? 'standard';
	const answers = ANSWER_PORTS.find((each) => each === asked);
	if (answers === undefined) throw wrongUse('oneOf', '--lan-answers', ANSWER_PORTS, asked);
	if (lan === undefined && lanAnswers !== undefined) throw wrongUse('noLan', '--lan-answers');
	if (lan === undefined && answerAnnouncements) throw wrongUse('noLan', '--answer-announcements');
	return lan === undefined ? undefined : { address: parseLanAddress(lan), answers, answersAnnouncements: answerAnnouncements };
}

function parseLanAddress(text: string | true): string {
	if (text === true) return OWN_HOST;
	if (/^fe[89ab]/i.test(text) && !text.includes('%') && isIP(text) === 6) throw wrongUse('linkLocal', text);
	if (isIP(text.replace(/%.*/, '')) !== 0) return text;
	if (isInterface(text)) {
		const address = linkLocalOf(text);
		if (address !== undefined) return address;
		throw wrongUse('noLinkLocal', text);
	}
	throw wrongUse('lan', text);
}

/** ms since 1970-01-01T00:00:00Z; undefined: it was not told. Throws UsageError. */
export function parseStart(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const time = parseIsoTime(text);
	if (time !== undefined) return time;
	throw wrongUse('start', text);
}

function parseClockOffset(text = '0s'): number {
	const [, sign, time] = /^([+-]?)(.+)$/.exec(text) ?? [];
	const offset = parseDuration(time ?? '');
	if (offset !== undefined && offset <= MOST_CLOCK_OFFSET) return sign === '-' ? -offset : offset;
	throw wrongUse('clockOffset', text);
}

/** Throws UsageError. */
export function parseSpeed(text: string): number | 'max' {
	if (text === 'max') return 'max';
	const speed = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
	if (speed >= SPEEDS.min && speed <= SPEEDS.max) return speed;
	throw wrongUse('speed', SPEEDS.min, SPEEDS.max, text);
}

/** Throws UsageError. */
function stateKeyOf({ state, stateKeyFile }: RunWords): string | undefined {
	if (stateKeyFile !== undefined && state === undefined) throw wrongUse('keyWithoutState', STATE_KEY_FILE);
	return named(STATE_KEY_FILE, stateKeyFile);
}

/** Throws UsageError for the empty name. */
export function named(option: string, text: string | undefined): string | undefined {
	if (text === '') throw wrongUse('noName', option);
	return text;
}

/** `keiki hes push listen`: what meters push, as it comes, until it is stopped. */
import { isIP } from 'node:net';
import process from 'node:process';
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import type { TtySerial } from '../../../hal/node/tty-serial.js';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { numberOf } from '../../../modules/dlms/axdr/data.js';
import { logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import { CONTROL, SecuritySuite, TITLE_LENGTH } from '../../../modules/dlms/security/ciphering.js';
import type { CounterStore } from '../../../modules/dlms/security/counters.js';
import { PROTECTION } from '../../../modules/dlms/security/policy.js';
import { ClientSecurity } from '../../../modules/dlms/security/security.js';
import { COSEM_PORT } from '../../../modules/dlms/wrapper.js';
import { alarmTextOf } from '../../../src/head-end/alarms.js';
import { generalJson, generalText } from '../../../src/head-end/data-text.js';
import { dateTimeIso } from '../../../src/head-end/date-time-text.js';
import {
	PUSH_REFUSALS,
	type Push,
	type PushedValue,
	PushReceiver,
	type PushReceiverOptions,
	type PushRefusal,
} from '../../../src/head-end/push-receiver.js';
import type { Say } from '../../../src/head-end/value-words.js';
import { keysOfClient, type RouteAKeys } from '../../../src/route-a/keys.js';
import { DEMO_KEYS } from '../../../src/world/meter/demo-keys.js';
import { companionOf } from '../shared/companion-option.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { readKeysFile } from '../shared/keys-file.js';
import { readMetersFile } from '../shared/meters-file.js';
import { wholeNumber } from '../shared/option-values.js';
import type { CommonWords } from '../shared/program.js';
import { Stop } from '../shared/stop.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import type { HesCapture } from './hes-capture.js';
import { DEFAULT_TITLE } from './hes-certified.js';
import { materialOf } from './hes-general.js';
import { checkClientKeys, controlOf, hostCipher, LAST_ADDRESS } from './hes-options.js';
import { localLine } from './hes-places.js';
import { nameOf } from './hes-read.js';
import { closeCapture, openCapture } from './hes-run.js';
import { type Fields, HesView, tableLines } from './hes-view.js';
import { MOST_APDU, PushListener } from './push-listener.js';
import { PUSH_USAGE, PUSH_WORDS, type PushTexts } from './push-words.js';
import { HES_USAGE } from './usage-words.js';

const COLUMNS = Object.freeze([
	...['title', 'kind', 'id', 'time', 'security', 'signed', 'counter'],
	...['obis', 'class', 'attribute', 'name', 'value', 'text'],
]);

export interface ListenWords extends CommonWords {
	readonly companion?: string;
	readonly port?: string;
	readonly keys?: readonly string[];
	readonly meters?: string;
	readonly client?: string;
	readonly security?: string;
	readonly sign?: boolean;
	readonly line?: string;
	readonly count?: string;
	readonly capture?: string;
	readonly json?: boolean;
	readonly csv?: boolean;
}

const ADDRESS = '::1';
const PORT = '4060';
const MANAGEMENT = '1';
const BAUD = '9600';
const PUSH_SETUP = 40;
/** The longest push that is put together of blocks, bytes. */
const MOST_PUSH = 0x10000;
/** Hosts that a capture tells apart. */
const MOST_HOSTS = 1000;
const OTHERS = 'others';
const MOST_COUNT = 1_000_000_000;
/** What may wait for a reader of stdout, bytes; pushes that come on top of it are lost, and that is told. */
const MOST_UNREAD = 4_000_000;
/** Those that were accepted are known as long as the command runs. */
const NO_STORE: CounterStore = Object.freeze({ read: () => undefined, write() {} });

/** Throws UsageError. */
export async function hesPushListen(words: ListenWords): Promise<ExitCode> {
	const { lang = 'en', quiet = false, json, csv } = words;
	if (json && csv) throw new UsageError(inEach(HES_USAGE, ({ either }) => either('--json', '--csv')));
	const count = words.count === undefined ? undefined : wholeNumber('--count', words.count, 1, MOST_COUNT);
	const companion = companionOf(words.companion);
	let capture: HesCapture | undefined;
	const hosts = new Map<string, ReturnType<HesCapture['of']>>();
	const receiver = receiverOf(words, (peer, ...message) => capture !== undefined && captureOf(capture, hosts, peer)(...message));
	const view = new HesView({
		format: json ? 'json' : csv ? 'csv' : 'table',
		meters: 2,
		columns: COLUMNS,
		quiet,
		language: lang,
		companion,
	});
	const texts = PUSH_WORDS[lang];
	capture = openCapture(words.capture, view);
	const stop = new Stop();
	const refused = new Map<PushRefusal, number>();
	let pushes = 0;
	let repeated = 0;
	let lost = 0;
	let turnedAway = 0;
	const listener = await open(words.port ?? PORT, receiver, {
		onPush: (peer, push, confirm) => {
			if (stop.isEnded) return;
			if (push.isRepeated) {
				repeated++;
				// Behind what was written of it.
				if (confirm !== undefined) process.stdout.write('', (error) => !error && confirm(() => {}));
				return;
			}
			pushes++;
			const isLast = pushes === count;
			const end = (): void => {
				if (isLast) stop.end('done');
			};
			if (process.stdout.writableLength > MOST_UNREAD) lost++;
			else {
				view.show(peer, rowsOf(push, view), () => linesOf(push, view));
				receiver.keep(push);
				if (confirm !== undefined) {
					// Behind what was written: it is confirmed once somebody has it.
					process.stdout.write('', (error) => (error ? end() : confirm(end)));
					return;
				}
			}
			end();
		},
		onRefused: (peer, kind, reason) => {
			if (kind === 'connection') {
				turnedAway++;
				if (turnedAway === 1) view.note(peer, texts.tooManyConnections());
				return;
			}
			const before = refused.get(kind) ?? 0;
			refused.set(kind, before + 1);
			if (before === 0) view.note(peer, reason === undefined ? texts.refused(kind) : texts.noFrame(reason));
		},
	});
	const line = words.line === undefined ? undefined : lineOf(words.line, listener);
	if (line !== undefined) {
		listener.hear(line, words.line!);
		line.onClose = () => view.warn(words.line!, texts.lineGone());
	}
	view.note('push', texts.listening(listener.place));
	const ending = await stop.ending;
	listener.close();
	line?.close();
	const isCaptured = closeCapture(capture);
	if ('error' in ending) throw ending.error;
	view.end();
	view.note(
		'push',
		texts.heard(
			pushes,
			PUSH_REFUSALS.map((kind) => [kind, refused.get(kind) ?? 0] as const).filter(([, times]) => times > 0),
			{ turnedAway, repeated },
		),
	);
	if (lost === 0) return isCaptured ? EXIT.done : EXIT.untold;
	view.warn('push', texts.lost(lost));
	return EXIT.untold;
}

/** What comes from a host is one interface; of more hosts than so many, all the others. */
function captureOf(capture: HesCapture, hosts: Map<string, ReturnType<HesCapture['of']>>, peer: string): ReturnType<HesCapture['of']> {
	const own = peer.replace(/:\d+$/, '');
	const host = hosts.has(own) || hosts.size < MOST_HOSTS ? own : OTHERS;
	const found = hosts.get(host) ?? capture.of(host);
	hosts.set(host, found);
	return found;
}

async function open(text: string, receiver: PushReceiver, heard: Pick<ConstructorOf, 'onPush' | 'onRefused'>): Promise<PushListener> {
	const { address, port } = placeOf(text);
	try {
		return await PushListener.open({ address, port, receiver, ...heard });
	} catch (error) {
		throw new UsageError(inEach(PUSH_USAGE, (words) => words.notToBeHad(text, reasonOf(error))));
	}
}

type ConstructorOf = Parameters<typeof PushListener.open>[0];

/** `PATH` or `PATH,BAUD`. Throws UsageError, and then nothing is listened to. */
function lineOf(text: string, listener: PushListener): TtySerial {
	const [, path, baud = BAUD] = /^([^,]+)(?:,(\d{3,7}))?$/.exec(text) ?? [];
	try {
		if (path === undefined) throw new UsageError(inEach(PUSH_USAGE, (words) => words.line(text)));
		return localLine(path, Number(baud));
	} catch (error) {
		listener.close();
		throw error instanceof UsageError ? error : new UsageError(inEach(PUSH_USAGE, (words) => words.lineNotToBeHad(path!, reasonOf(error))));
	}
}

/** `4060`, `[::]:4060` or `192.0.2.7:4060`. Throws UsageError. */
function placeOf(text: string): { readonly address: string; readonly port: number } {
	const [, v6, v4, digits] = /^(?:(?:\[([^\]]+)\]|([\d.]+)):)?(\d{1,5})$/.exec(text) ?? [];
	const address = v6 ?? v4 ?? ADDRESS;
	const port = Number(digits ?? Number.NaN);
	if (!(port <= LAST_ADDRESS) || isIP(address) !== (v4 === undefined ? 6 : 4)) throw new UsageError(inEach(PUSH_USAGE, (words) => words.port(text)));
	if (port === COSEM_PORT) throw new UsageError(inEach(PUSH_USAGE, (words) => words.meterPort(port)));
	return { address, port };
}

/** Throws UsageError. */
function receiverOf(words: ListenWords, onMessage: PushReceiverOptions['onMessage']): PushReceiver {
	const client = wholeNumber('--client', words.client ?? MANAGEMENT, 1, LAST_ADDRESS);
	return pushReceiver(client, controlOf(words.security ?? 'ae') / CONTROL.authentication, meterKeys(words), words.sign, onMessage);
}

/**
 * Takes pushes that are under a client's keys. Throws UsageError where a meter has none for it.
 * @param policy how they must be protected at least
 * @param all keys of meters, and the file that they are from; undefined: those that everybody knows
 * @param isSigned whether they must be signed
 * @param onMessage sees what comes and goes
 * @param counters of those that were accepted; default: they are known as long as this is there
 */
export function pushReceiver(
	client: number,
	policy: number,
	all: readonly { readonly keys: RouteAKeys; readonly path: string | undefined }[],
	isSigned = false,
	onMessage?: PushReceiverOptions['onMessage'],
	counters = NO_STORE,
): PushReceiver {
	const cipher = hostCipher();
	const suites = [0, 1, 2].map((number) => new SecuritySuite(cipher, number));
	// Nobody else's: what is sealed under it is counted from 1 on.
	const ownTitle = new Uint8Array(TITLE_LENGTH);
	SYSTEM_RANDOM.fill(ownTitle);
	const confirming: ClientSecurity[] = [];
	const meters = all.map(({ keys, path }) => {
		checkClientKeys(client, keys, path);
		const general = materialOf(keys, client, cipher);
		if (isSigned && general.peerSignatureKey === undefined) throw new UsageError(inEach(PUSH_USAGE, (words) => words.noSignatureKey(path)));
		const common = {
			...{ suite: suites[keys.clients[client]!.suite ?? 0]!, peerTitle: keys.systemTitle, keys: keysOfClient(keys, client), general },
			...{ counters, name: 'push' },
		};
		confirming.push(new ClientSecurity({ ...common, title: ownTitle, policy: 0 }));
		return new ClientSecurity({
			...common,
			title: fromHex(DEFAULT_TITLE),
			policy: isSigned ? policy * PROTECTION.authenticatedRequest + PROTECTION.signedRequest : policy,
			takesSuite1: true,
			takesAnyones: true,
		});
	});
	const most = Math.max(MOST_PUSH, MOST_APDU);
	return new PushReceiver({ meters, confirming, takesPlain: policy === 0 && !isSigned, most, ...(onMessage && { onMessage }) });
}

function meterKeys({ keys, meters }: ListenWords) {
	if (meters !== undefined && keys !== undefined) throw new UsageError(inEach(HES_USAGE, (words) => words.keysTwice()));
	if (meters !== undefined)
		return readMetersFile(meters, '--meters').map((listed) => ({ keys: listed.keys, path: listed.isDemo ? undefined : meters }));
	if (keys === undefined) return [{ keys: DEMO_KEYS, path: undefined }];
	return keys.map((path) => ({ keys: readKeysFile(path), path }));
}

const SECURITY: Readonly<Record<number, string>> = Object.freeze({
	0: 'none',
	[CONTROL.authentication]: 'a',
	[CONTROL.encryption]: 'e',
	[CONTROL.authentication | CONTROL.encryption]: 'ae',
});

/** One of each value, and one of a push that has none; the list that names them is not told again. */
function rowsOf(push: Push, { companion, sayEnglish }: HesView): Fields[] {
	const { kind, title, id, time, control, counter, isSigned } = push;
	const head = {
		...{ title: title === undefined ? null : toUpperHex(title), kind, id: id ?? null },
		...{ time: time === undefined ? null : dateTimeIso(time), security: SECURITY[control], signed: isSigned, counter: counter ?? null },
	};
	const values = valuesOf(push);
	if (values.length === 0) return [{ ...head, obis: null, class: null, attribute: null, name: null, value: null, text: null }];
	return values.map(({ object, value }) => ({
		...head,
		obis: object === undefined ? null : logicalNameText(object.name),
		class: object?.classId ?? null,
		attribute: object?.attribute ?? null,
		name: object === undefined ? null : nameOf(object, 'en', companion),
		value: generalJson(value),
		text: textOf({ object, value }, sayEnglish),
	}));
}

function protectionText({ control, counter, isSigned }: Push, words: PushTexts): string {
	return [SECURITY[control], ...(isSigned ? [words.signed()] : []), ...(counter === undefined ? [] : [counter])].join(', ');
}

function valuesOf({ values }: Push): readonly PushedValue[] {
	const isList = ({ object }: PushedValue): boolean => object?.classId === PUSH_SETUP && object.attribute === 2;
	return values.filter((value) => !isList(value));
}

function textOf({ object, value }: PushedValue, say: Say): string {
	const word = object === undefined ? undefined : numberOf(value);
	return (word === undefined ? undefined : alarmTextOf(object!.name, word, say)) ?? generalText(value);
}

function linesOf(push: Push, view: HesView): string[] {
	const words = PUSH_WORDS[view.language];
	const { id, title, time } = push;
	const from = title === undefined ? words.clear() : `${toUpperHex(title)}, ${protectionText(push, words)}`;
	const head = `${id === undefined ? words.event() : words.push(id)} (${from})${time === undefined ? '' : ` ${dateTimeIso(time)}`}`;
	const lines = tableLines(
		valuesOf(push).map(({ object, value }) => [
			...(object === undefined ? ['?', ''] : [logicalNameText(object.name), nameOf(object, view.language, view.companion)]),
			textOf({ object, value }, view.say),
		]),
	);
	return [head, ...lines.map((line) => `  ${line}`)];
}

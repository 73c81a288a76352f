/** `keiki hems read` and `keiki hems watch`: a small HEMS on a Wi-SUN dongle, emulated or real. */
import { existsSync, lstatSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { RealTime } from '../../../hal/node/real-time.js';
import { TcpClient } from '../../../hal/node/tcp-client.js';
import { isOwn } from '../../../hal/node/temporary.js';
import { TtySerial } from '../../../hal/node/tty-serial.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { Speech } from '../../../modules/wi-sun-module/host.js';
import { MODULES, type ModuleName } from '../../../modules/wi-sun-module/models.js';
import type { FoundPan } from '../../../modules/wi-sun-module/network.js';
import type { Credentials } from '../../../src/route-b/credentials.js';
import { EPC } from '../../../src/route-b/epc.js';
import { SMART_METER } from '../../../src/route-b/smart-meter.js';
import { parseModel } from '../run/dongle-option.js';
import { dongleLinks } from '../shared/dongle-links.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { credentialsOf, wholeNumber } from '../shared/option-values.js';
import { DEMO, type PasswordWords, passwordOf } from '../shared/password-option.js';
import { printable } from '../shared/printable.js';
import type { CommonWords } from '../shared/program.js';
import { hostLog } from '../shared/stderr-log.js';
import { Stop } from '../shared/stop.js';
import { reasonOf, UntoldError, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { HemsError, hemsFailureText } from './hems-failures.js';
import { readAll, readDay, readWattHours } from './hems-reading.js';
import { HemsSession } from './hems-session.js';
import { HemsJson, HemsText, type HemsView } from './hems-view.js';
import { HEMS_TEXTS, type HemsTexts } from './hems-words.js';
import { masked } from './masking.js';
import { HEMS_USAGE } from './usage-words.js';

export interface HemsWords extends PasswordWords, CommonWords {
	readonly dongle?: string;
	readonly id?: string;
	readonly model?: string;
	readonly baud: string;
	/** Of `read`, and of `watch`. */
	readonly day?: string;
	readonly interval?: string;
	readonly json?: boolean;
	readonly mask?: boolean;
}

interface HemsLine extends Serial {
	onClose: () => void;
	close(): void;
}

const DONE = 'done';
const LONGEST_INTERVAL = 86_400;
const LAST_DAY = 99;
/** What the meter may take to confirm the end, ms. */
const LONGEST_END = 1000;

/** Throws UsageError, and UntoldError where there is no dongle. */
export async function hemsCommand(what: 'read' | 'watch', words: HemsWords): Promise<ExitCode> {
	const credentials = credentialsFor(words);
	const model = words.model === undefined ? undefined : parseModel('--model', words.model);
	const day = wholeNumber('--day', words.day ?? '0', 0, LAST_DAY);
	const interval = wholeNumber('--interval', words.interval ?? '60', 1, LONGEST_INTERVAL);
	const baud = wholeNumber('--baud', words.baud, 1200, 1_000_000);
	const { json, quiet, lang, mask = false } = words;
	const view: HemsView = json ? new HemsJson(quiet, lang, mask) : new HemsText(quiet, lang, mask);
	const stop = new Stop();
	const line = await openLine(words.dongle ?? runningDongle(), baud);
	line.onClose = () => stop.fail(new HemsError({ kind: 'lineClosed' }));
	const session = new HemsSession({
		serial: line,
		scheduler: new RealTime(),
		log: hostLog(words.quiet),
		onNotification: (frame) => view.notification(frame),
		onLost: (why) => stop.fail(new HemsError(why)),
	});
	const work = async (): Promise<void> => {
		await connect(session, view, credentials, model, HEMS_TEXTS[words.lang ?? 'en']);
		if (what === 'read') await read(session, view, day, mask);
		else await watch(session, view, interval);
		stop.end(DONE);
	};
	work().catch((error: unknown) => stop.fail(error));
	const ending = await stop.ending;
	try {
		if (!('error' in ending)) await Promise.race([session.end(), sleep(LONGEST_END)]);
	} finally {
		line.close();
	}
	if (!('error' in ending)) {
		view.end(ending.reason);
		return what === 'watch' || ending.reason === DONE ? EXIT.done : EXIT.untold;
	}
	const { error } = ending;
	const why = error instanceof HemsError ? hemsFailureText(error.failure, words.lang ?? 'en') : reasonOf(error);
	process.stderr.write(`keiki: ${printable(why)}\n`);
	view.failed(reasonOf(ending.error));
	return ending.error instanceof HemsError && ending.error.refused ? EXIT.no : EXIT.untold;
}

/** Those that everybody knows, where none are told. Throws UsageError for an id without its password. */
function credentialsFor(words: HemsWords): Credentials {
	const { id = DEMO.id } = words;
	const password = passwordOf(words) ?? (id.toUpperCase() === DEMO.id ? DEMO.password : undefined);
	if (password !== undefined) return credentialsOf(id, password);
	throw new UsageError(inEach(HEMS_USAGE, (words) => words.noPassword()));
}

/** The first link to a dongle that a run of this user has made here. */
function runningDongle(): string {
	const paths = dongleLinks();
	const path = paths.find((each) => {
		const link = lstatSync(each, { throwIfNoEntry: false });
		return link !== undefined && isOwn(link) && existsSync(each);
	});
	if (path !== undefined) return path;
	throw new UntoldError(inEach(HEMS_USAGE, (words) => words.noDongle(paths[0]!)));
}

async function connect(
	session: HemsSession,
	view: HemsView,
	credentials: Credentials,
	model: ModuleName | undefined,
	texts: HemsTexts,
): Promise<void> {
	view.step('open');
	const speech = await session.open();
	if (model !== undefined && speechOf(model) !== speech) process.stderr.write(`keiki: ${texts.otherSpeech(speech, model)}\n`);
	view.step('scan');
	const pans = await session.scan(credentials);
	view.found(pans);
	view.step('join');
	await session.join(bestOf(pans, credentials.id));
	view.step('joined');
}

function speechOf(name: ModuleName): Speech {
	const model = MODULES[name];
	if (model.dialect === 'j11') return 'j11';
	return model.side ? 'side' : 'single';
}

/** Neighbours may answer too: the one for this id, else the strongest. */
function bestOf(pans: readonly FoundPan[], id: string): FoundPan {
	const byLevel = [...pans].sort((a, b) => b.rssi - a.rssi);
	return byLevel.find(({ pairingId }) => pairingId === id.slice(-8)) ?? byLevel[0]!;
}

async function read(session: HemsSession, view: HemsView, day: number, mask: boolean): Promise<void> {
	view.step('read');
	const reading = await readAll(session);
	view.table(mask ? masked(reading) : reading);
	if (mask) return;
	const epcs = [EPC.importHistory1, EPC.exportHistory1].filter((epc) => reading.properties.some((property) => property.epc === epc));
	for (const epc of epcs) view.day(epc, await readDay(session, epc, day, reading.digits), reading);
}

async function watch(session: HemsSession, view: HemsView, interval: number): Promise<never> {
	view.wattHours = await readWattHours(session);
	for (;;) {
		view.values(await session.get(SMART_METER, [EPC.power, EPC.currents]));
		await sleep(interval * 1000);
	}
}

async function openLine(place: string, baud: number): Promise<HemsLine> {
	const tcp = /^(?:tcp:)?(?:([^/:]+):)?(\d{1,5})$/.exec(place);
	try {
		return tcp === null ? new TtySerial(place, baud) : await TcpClient.open(tcp[1] ?? '127.0.0.1', Number(tcp[2]));
	} catch (error) {
		throw new UsageError(inEach(HEMS_USAGE, (words) => words.noLine(place, reasonOf(error))));
	}
}

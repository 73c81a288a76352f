/** `keiki conformance test`: meters are examined, one after the other. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseLogicalName } from '../../../modules/dlms/axdr/obis.js';
import { meterCheck } from '../../../src/exam/conformance/checks.js';
import { type ConformanceReport, conformanceReport } from '../../../src/exam/conformance/conformance-report.js';
import { Dialogue } from '../../../src/exam/conformance/dialogue.js';
import { examineMeter, type MeterOutcome } from '../../../src/exam/conformance/examination.js';
import { Halt } from '../../../src/exam/conformance/halt.js';
import { generalText } from '../../../src/head-end/data-text.js';
import { type FailureKind, HeadEndError } from '../../../src/head-end/head-end-error.js';
import { MeterSession, type MeterSessionOptions } from '../../../src/head-end/meter-session.js';
import { isoTime } from '../../../src/world/time/iso-time.js';
import { summaryLines } from '../exam/report/summary.js';
import { REPORT_FILES } from '../exam/report/write-report.js';
import { failureText } from '../hes/hes-failures.js';
import { materialOf } from '../hes/hes-general.js';
import { type HesMeter, sessionOptions } from '../hes/hes-options.js';
import { wireOf } from '../hes/hes-places.js';
import { HesView } from '../hes/hes-view.js';
import { paintFor } from '../shared/colours.js';
import { endText } from '../shared/ending.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { ownName } from '../shared/own-name.js';
import { printable } from '../shared/printable.js';
import { Stop } from '../shared/stop.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { version } from '../shared/version.js';
import { type ConformanceOptions, type ConformanceWords, conformanceOptions } from './conformance-options.js';
import { conformanceWords } from './conformance-words.js';
import { pushEar } from './push-ear.js';
import { CONFORMANCE_USAGE } from './usage-words.js';
import { writeConformance } from './write-conformance.js';

/** A signal waits for the check that is under way to put back what it changed: for so many answers of the meter, and for the report, ms. */
const ANSWERS = 12;
const GRACE = 15_000;
/**
 * How long silence is waited for where it is one of the right answers, ms: as long, or so many times what the meter took to answer rightly, and at most what
 * it is given to answer. What came later would be taken for the answer to what is asked next.
 */
const QUIET = 1500;
const SLOWER = 3;
const DEVICE_NAME = { classId: 1, name: parseLogicalName('0.0.42.0.0.255'), index: 2, selection: undefined };
/** Kinds of findings of what was left out on purpose. */
const LEFT_OUT: readonly string[] = Object.freeze(['only', 'mayWrite', 'mayDisconnect', 'interrupted']);
/** There is no meter, or none that speaks: nothing was put to the test. */
const NOBODY: readonly FailureKind[] = Object.freeze([
	'connectTimeout',
	'cannotConnect',
	'cannotSend',
	'cannotOpenLine',
	'lineClosed',
	'noIdentification',
	'identificationUnknown',
	'noHdlc',
	'linkUnanswered',
	'linkRefused',
	'lost',
	'noAnswer',
]);

/** Ends as the worst of the meters does. Throws UsageError. */
export async function conformanceTest(meters: readonly string[], words: ConformanceWords): Promise<ExitCode> {
	const options = conformanceOptions(meters, words, Date.now());
	for (const { place } of options.hes.meters) openFolder(folderOf(options, place.text));
	const stop = new Stop(true, GRACE + ANSWERS * options.hes.timeout);
	let code: ExitCode = EXIT.done;
	for (const meter of options.hes.meters) {
		if (stop.isEnded) {
			const ending = await stop.ending;
			if ('error' in ending) throw ending.error;
			viewOf(options).failed(meter.place.text, (language) => CONFORMANCE_USAGE[language].meterLeft(endText(ending.reason, language)));
			if (code !== EXIT.no) code = EXIT.untold;
			continue;
		}
		const ended = await examineOne(options, meter, stop, meters, words);
		// What failed says more than what could not be told.
		if (code !== EXIT.no && ended !== EXIT.done) code = ended;
	}
	return code;
}

async function examineOne(
	options: ConformanceOptions,
	meter: HesMeter,
	stop: Stop,
	meters: readonly string[],
	words: ConformanceWords,
): Promise<ExitCode> {
	const { hes, mayWrite, mayDisconnect, isLeftOut, isStrict } = options;
	const { lang: language, client, server } = hes;
	const { place } = meter;
	const view = viewOf(options);
	const session = sessionOptions(hes, meter);
	const started = Date.now();
	let look: FirstLook;
	try {
		look = await firstLook(session);
	} catch (error) {
		await session.carrier.close();
		if (!(error instanceof HeadEndError)) throw error;
		view.failed(place.text, (of) => failureText(error.failure, of), error.failure.kind);
		return EXIT.untold;
	}
	const dialogue = new Dialogue(() => Date.now() - started, session.password);
	const halt = new Halt();
	const material = materialOf(meter.keys, client, session.cipher);
	const ear = () => pushEar(meter, client, hes.control);
	const quiet = Math.min(Math.max(QUIET, SLOWER * look.took), hes.timeout);
	const site = { session, material, ear, wire: wireOf(place), dialogue, halt, quiet, mayWrite, mayDisconnect };
	const outcomes: MeterOutcome[] = [];
	const all = examineMeter(site, {
		isLeftOut,
		why: (failure) => failureText(failure, language),
		onOutcome: (outcome) => {
			outcomes.push(outcome);
			view.progress(place.text, CONFORMANCE_USAGE[language].checking(meterCheck(outcome.name).id, outcome.name));
		},
	});
	const ending = await Promise.race([all.then(() => undefined), stop.ending]);
	if (ending !== undefined) {
		halt.want();
		if ('reason' in ending) view.note(place.text, CONFORMANCE_USAGE[language].ending(endText(ending.reason, language)));
		await all;
		if ('error' in ending) throw ending.error;
	}
	await session.carrier.close();
	view.end();
	const report = conformanceReport({
		...{ language, keiki: version(), started: isoTime(started), ended: isoTime(Date.now()), meter: place.text, device: look.device, client, server },
		...{ mayWrite, mayDisconnect, outcomes, isStrict },
		cutShort: ending === undefined ? null : endText(ending.reason, language),
		repeat: (id) => repeatText(id, place.text, meters, words),
	});
	const folder = folderOf(options, place.text);
	writeConformance(folder, report);
	tell(report, folder);
	return report.exitCode as ExitCode;
}

function viewOf({ hes: { quiet, lang: language } }: ConformanceOptions): HesView {
	return new HesView({ format: 'table', meters: 1, columns: [], quiet, language });
}

interface FirstLook {
	/** Logical device name; null: it is not to be had. */
	readonly device: string | null;
	/** How long the meter took to answer a GET, ms; 0: it did not. */
	readonly took: number;
}

/** Finds out where the invocation counter stands, and the name of the device. Throws HeadEndError where nobody is there. */
async function firstLook(options: MeterSessionOptions): Promise<FirstLook> {
	const session = new MeterSession(options);
	try {
		await session.open();
	} catch (error) {
		if (!(error instanceof HeadEndError) || NOBODY.includes(error.failure.kind)) throw error;
		// That is for the checks to judge.
		options.security?.supply.goOn(options.security.counter ?? 1);
		return { device: null, took: 0 };
	}
	try {
		const asked = Date.now();
		const reading = await session.get(DEVICE_NAME, 'deviceName');
		return { device: typeof reading === 'number' ? null : generalText(reading), took: Date.now() - asked };
	} catch (error) {
		if (!(error instanceof HeadEndError)) throw error;
		return { device: null, took: 0 };
	} finally {
		await session.close();
	}
}

function tell(report: ConformanceReport, folder: string): void {
	const words = conformanceWords(report.language);
	const lines = [...summaryLines(report, join(folder, REPORT_FILES.html), paintFor(process.stdout), undefined, words, LEFT_OUT)];
	const left = report.checks.filter(({ findings }) => findings.some(({ kind }) => kind === 'interrupted')).map(({ id }) => id);
	if (left.length > 0) lines.push(CONFORMANCE_USAGE[report.language].checksLeft(left));
	process.stdout.write(`${lines.map(printable).join('\n')}\n`);
}

function folderOf({ out, hes }: ConformanceOptions, place: string): string {
	return hes.meters.length === 1 ? out : join(out, place.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^-|-$/g, ''));
}

/** Throws UsageError where something else than a report stands there. */
function openFolder(folder: string): void {
	try {
		if (existsSync(folder) && readdirSync(folder).some((name) => name !== REPORT_FILES.json) && !existsSync(join(folder, REPORT_FILES.json)))
			throw new UsageError(inEach(CONFORMANCE_USAGE, (texts) => texts.folderThere(folder)));
		mkdirSync(folder, { recursive: true });
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError(inEach(CONFORMANCE_USAGE, (texts) => texts.cannotWrite(folder, reasonOf(error))));
	}
}

/** The words that change what is asked of a meter; secrets in words are left out. */
function repeatText(id: string, place: string, meters: readonly string[], words: ConformanceWords): string {
	const { client, server, keys, auth, passwordFile, title, security, ciphering, counter, counters, timeout, mayWrite, mayDisconnect } = words;
	const own = keys === undefined ? undefined : keys.length === 1 ? keys[0] : keys[meters.indexOf(place)];
	const told = { client, server, keys: own, auth, 'password-file': passwordFile, title, security, ciphering, counter, counters, timeout };
	const options = Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
	const flags = [...(mayWrite ? ['--may-write'] : []), ...(mayDisconnect ? ['--may-disconnect'] : [])];
	const all = [ownName(), 'conformance', 'test', '--only', id, ...options, ...flags, place];
	return all.map((word) => (/^[\w./:=@%+,{}[\]-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}

/** `keiki hes image load` and `status`. */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { asciiBytes, asciiText } from '../../../modules/bytes/ascii.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { DAY, SECOND } from '../../../modules/time/durations.js';
import { isoAt } from '../../../src/head-end/date-time-text.js';
import {
	activateImage,
	IMAGE_UNITS,
	type ImageState,
	type ImageUnit,
	loadImage,
	planActivation,
	readFirmware,
	readImageState,
	STATUS_WORDS,
	type UnitFirmware,
} from '../../../src/head-end/image-transfer.js';
import { readClock } from '../../../src/head-end/meter-clock.js';
import { type ImageLabel, labelIn } from '../../../src/route-a/image/image-format.js';
import { parseDuration } from '../../../src/world/time/duration.js';
import type { ExitCode } from '../shared/exit-codes.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { HesError } from './hes-failures.js';
import { type HesOptions, type HesSession, type HesWords, hesOptions, hesTime } from './hes-options.js';
import { onEachMeter } from './hes-run.js';
import { HesView, tableLines } from './hes-view.js';
import { IMAGE_USAGE, IMAGE_WORDS } from './image-words.js';
import { HES_USAGE } from './usage-words.js';
import { sayIn } from './value-words-ja.js';

const LOAD_COLUMNS = Object.freeze(['unit', 'version', 'bytes', 'blocks', 'activation']);
const STATUS_COLUMNS = Object.freeze([
	...['status', 'text', 'enabled', 'blockSize', 'blocks', 'transferred', 'identification', 'size', 'signature'],
	...['meteringVersion', 'meteringSignature', 'communicationVersion', 'communicationSignature'],
]);
/** Between two lines of progress where there is no terminal, in parts of the whole. */
const STEPS = 10;

export interface ImageLoadWords {
	readonly activate?: string;
	readonly patience?: string;
}

/** What is loaded, and when it is to be activated. */
interface LoadRequest {
	readonly image: Uint8Array;
	readonly unit: ImageUnit;
	readonly version: string;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly activate: 'now' | 'never' | number;
	/** ms. */
	readonly patience: number;
}

/** Throws UsageError. */
export async function hesImageLoad(path: string, words: HesWords & ImageLoadWords): Promise<ExitCode> {
	const request = loadRequest(path, words);
	const options = hesOptions(words);
	const view = viewOf(options, LOAD_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => load(session, place.text, request, view, options));
}

export async function hesImageStatus(words: HesWords): Promise<ExitCode> {
	const options = hesOptions(words);
	const view = viewOf(options, STATUS_COLUMNS);
	return onEachMeter(options, view, (session, { place }) => showStatus(session, place.text, view));
}

function loadRequest(path: string, { activate = 'never', patience = '15min' }: ImageLoadWords): LoadRequest {
	let image: Uint8Array;
	try {
		image = new Uint8Array(readFileSync(path));
	} catch (error) {
		throw new UsageError(inEach(HES_USAGE, (usage) => usage.cannotRead(path, reasonOf(error))));
	}
	const label = labelIn(image);
	const unit = typeof label === 'object' ? unitOf(label) : undefined;
	if (typeof label === 'string' || unit === undefined)
		throw new UsageError(inEach(IMAGE_USAGE, (usage) => usage.noImage(path, typeof label === 'string' ? label : `unit ${label.unit}`)));
	const limit = parseDuration(patience);
	if (limit === undefined || limit < SECOND || limit > DAY) throw new UsageError(inEach(IMAGE_USAGE, (usage) => usage.patience(patience)));
	const when = activate === 'now' || activate === 'never' ? activate : hesTime('--activate', activate);
	return { image, unit, version: label.version, activate: when, patience: limit };
}

function unitOf({ unit }: ImageLabel): ImageUnit | undefined {
	return (Object.keys(IMAGE_UNITS) as ImageUnit[])[unit - 1];
}

async function load(
	session: HesSession,
	meter: string,
	{ image, unit, version, activate, patience }: LoadRequest,
	view: HesView,
	{ retries }: HesOptions,
): Promise<boolean> {
	const words = IMAGE_WORDS[view.language];
	const { deviation, time } = await readClock(session, Date.now);
	const at = typeof activate === 'number' ? isoAt(activate, deviation) : activate;
	if (typeof activate === 'number' && activate <= time)
		throw new HesError(
			inEach(HES_USAGE, (usage) => usage.atPast(at, isoAt(time, deviation), '--activate')),
			true,
		);
	const waiting = { wait: (ms: number) => wait(ms), now: () => performance.now(), patience, retries };
	let count = 0;
	let told = 0;
	await loadImage(
		session,
		image,
		asciiBytes(`${unit} ${version}`),
		{
			onStart: (blocks, there) => {
				count = blocks;
				view.note(meter, words.start(blocks, there));
			},
			onBlock: (done, blocks) => {
				view.progress(meter, words.block(done, blocks));
				if (done - told < blocks / STEPS) return;
				told = done;
				view.step(meter, words.block(done, blocks));
			},
			onVerifying: () => view.note(meter, words.verifying()),
			onAnew: () => {
				told = 0;
				view.note(meter, words.anew());
			},
		},
		waiting,
	);
	if (activate === 'now') await activateImage(session, unit, version, waiting);
	else if (typeof activate === 'number') await planActivation(session, activate, deviation);
	view.show(meter, [{ unit, version, bytes: image.length, blocks: count, activation: at }], () => [
		words.loaded(count, image.length),
		...(activate === 'now' ? [words.activated(words.units[unit], version)] : []),
		...(typeof activate === 'number' ? [words.planned(words.units[unit], version, at)] : []),
	]);
	return true;
}

async function showStatus(session: HesSession, meter: string, view: HesView): Promise<boolean> {
	const state = await readImageState(session);
	const firmware = await readFirmware(session);
	view.show(meter, [fieldsOf(state, firmware)], () => tableLines(rowsOf(state, firmware, view)));
	return true;
}

function fieldsOf({ status, enabled, blockSize, transferred, toActivate }: ImageState, firmware: readonly UnitFirmware[]) {
	return {
		status,
		text: STATUS_WORDS[status] ?? null,
		enabled,
		blockSize,
		blocks: transferred.length,
		transferred: transferred.filter((isThere) => isThere).length,
		identification: toActivate === undefined ? null : asciiText(toActivate.identification),
		size: toActivate?.size ?? null,
		signature: toActivate === undefined ? null : toUpperHex(toActivate.signature),
		...Object.fromEntries(
			firmware.flatMap(({ unit, version, signature }) => [
				[`${unit}Version`, version ?? null],
				[`${unit}Signature`, signature === undefined || signature.length === 0 ? null : toUpperHex(signature)],
			]),
		),
	};
}

function rowsOf({ status, enabled, blockSize, transferred, toActivate }: ImageState, firmware: readonly UnitFirmware[], view: HesView): string[][] {
	const words = IMAGE_WORDS[view.language];
	const word = STATUS_WORDS[status];
	const there = transferred.filter((isThere) => isThere).length;
	return [
		[words.status(), `${word === undefined ? status : sayIn(view.language)(word)}${enabled ? '' : ` (${words.disabled()})`}`],
		[words.blocks(), words.blocksOf(there, transferred.length, blockSize)],
		...(toActivate === undefined
			? []
			: [[words.verified(), words.info(asciiText(toActivate.identification), toActivate.size, toUpperHex(toActivate.signature))]]),
		...firmware.map(({ unit, version, signature }) => [
			words.units[unit],
			version === undefined
				? words.unknown()
				: `${version} (${signature === undefined || signature.length === 0 ? words.cameWith() : toUpperHex(signature)})`,
		]),
	];
}

function viewOf({ format, meters, quiet, lang }: HesOptions, columns: readonly string[]): HesView {
	return new HesView({ format, meters: meters.length, columns, quiet, language: lang });
}

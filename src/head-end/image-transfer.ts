/**
 * Firmware images into a meter, by image transfer (class 18). A transfer that was interrupted goes on where it was, whoever began it: what the meter has of
 * another image the verification shows, and then all of it is sent again, once. Nothing is waited for without an end: a block that never counts, a
 * verification or an activation that goes on and on.
 */
import { equalBytes } from '../../modules/bytes/equal.js';
import { IMAGE_METHOD, IMAGE_STATUS } from '../../modules/cosem/image-transfer.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { putScript } from '../../modules/cosem/value-parts.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../modules/dlms/axdr/date-time.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import type { Reading } from './decoding.js';
import { HeadEndError, type HeadEndFailure } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget, isAbsent } from './reading.js';
import type { ValueWord } from './value-words.js';

const IMAGE_TRANSFER = 18;
const ATTRIBUTE = Object.freeze({ blockSize: 2, transferred: 3, firstMissing: 4, enabled: 5, status: 6, toActivate: 7 });
const DATA = 1;
const VALUE = 2;
const SCHEDULE = 22;
const EXECUTED_SCRIPT = 2;
const EXECUTION_TIME = 4;
const ACTIVATE = 1;
/** Where date and time of day stand in a date-time. */
const DATE_LENGTH = 5;
const TIME_END = 9;
/** How often a block is sent that does not count. */
const TRIES = 3;
/** Bytes of a signature that tells one image from another: those of the shortest that public clients compare. */
const LEAST_SIGNATURE = 4;
/** Between two looks, ms. */
const LOOK = 1000;
/** A meter that restarts is left alone for so long, ms. */
const RESTART = 5000;

/** By image_transfer_status. */
export const STATUS_WORDS: readonly ValueWord[] = Object.freeze([
	'not initiated',
	'initiated',
	'verification initiated',
	'verification successful',
	'verification failed',
	'activation initiated',
	'activation successful',
	'activation failed',
] as const);

/** The units whose firmware a meter tells. */
export const IMAGE_UNITS = Object.freeze({
	metering: { firmware: NAME.meteringFirmware, signature: NAME.meteringSignature },
	communication: { firmware: NAME.communicationFirmware, signature: NAME.communicationSignature },
});

export type ImageUnit = keyof typeof IMAGE_UNITS;

export interface UnitFirmware {
	readonly unit: ImageUnit;
	/** Undefined: the meter does not tell. */
	readonly version: string | undefined;
	readonly signature: Uint8Array | undefined;
}

export interface ImageState {
	/** One of `IMAGE_STATUS`. */
	readonly status: number;
	readonly enabled: boolean;
	/** Bytes of a block; 0: the meter does not tell. */
	readonly blockSize: number;
	/** A boolean for each block: it is there. */
	readonly transferred: readonly boolean[];
	readonly firstMissing: number;
	/** The image that was verified, if there is one. */
	readonly toActivate: { readonly size: number; readonly identification: Uint8Array; readonly signature: Uint8Array } | undefined;
}

/** What of a session it takes. */
export type ImageSession = Pick<MeterSession, 'getAll' | 'get' | 'set' | 'act' | 'close'>;

/** What whoever waits is told of. */
export interface LoadListener {
	/** @param there so many blocks of an earlier transfer are there already */
	onStart(blocks: number, there: number): void;
	onBlock(done: number, blocks: number): void;
	onVerifying(): void;
	/** What was there was of another image: all of it is sent again. */
	onAnew(): void;
}

export interface Waiting {
	/** ms. */
	wait(ms: number): Promise<void>;
	/** ms, from any beginning on. */
	now(): number;
	/** How long a verification or an activation may take, ms. */
	readonly patience: number;
	/** How often a block that got no answer is sent again. */
	readonly retries: number;
}

/** Throws HeadEndError. */
export async function readImageState(session: Pick<MeterSession, 'getAll'>): Promise<ImageState> {
	const [blockSize, transferred, firstMissing, enabled, status, toActivate] = await session.getAll(
		Object.values(ATTRIBUTE).map((index) => attributeTarget(IMAGE_TRANSFER, NAME.imageTransfer, index)),
	);
	const number = numberIn(status);
	if (number === undefined) throw unreadable(status);
	return {
		status: number,
		enabled: typeof enabled === 'object' && enabled.tag === DataTag.boolean && enabled.value,
		blockSize: numberIn(blockSize) ?? 0,
		transferred: bitsIn(transferred),
		firstMissing: numberIn(firstMissing) ?? 0,
		toActivate: typeof toActivate === 'object' && 'items' in toActivate ? infoIn(toActivate.items[0]) : undefined,
	};
}

export async function readFirmware(session: Pick<MeterSession, 'getAll'>): Promise<UnitFirmware[]> {
	const units = Object.entries(IMAGE_UNITS) as [ImageUnit, (typeof IMAGE_UNITS)[ImageUnit]][];
	const readings = await session.getAll(
		units.flatMap(([, { firmware, signature }]) => [firmware, signature].map((name) => attributeTarget(DATA, name, VALUE))),
	);
	return units.map(([unit], i) => {
		const version = bytesIn(readings[2 * i]);
		return { unit, version: version && String.fromCharCode(...version), signature: bytesIn(readings[2 * i + 1]) };
	});
}

/** Sends an image and has it verified. Throws HeadEndError. */
export async function loadImage(
	session: ImageSession,
	image: Uint8Array,
	identifier: Uint8Array,
	listener: LoadListener,
	waiting: Waiting,
): Promise<void> {
	const before = await readImageState(session);
	// Before anything of what the meter has is given up.
	if (before.blockSize === 0) throw new HeadEndError({ kind: 'imageBlocksUnsized' });
	await forgetPlan(session);
	if (!before.enabled) {
		const result = await session.set(attributeTarget(IMAGE_TRANSFER, NAME.imageTransfer, ATTRIBUTE.enabled), new DataWriter().boolean(true).copy());
		if (result !== ACCESS_RESULT.success) throw new HeadEndError({ kind: 'imageRefused', step: 'enable', result });
	}
	const blocks = Math.ceil(image.length / before.blockSize);
	const isResumed = before.status === IMAGE_STATUS.initiated && before.transferred.length === blocks && before.transferred.includes(true);
	if (!isResumed) {
		await sendAnew(session, image, identifier, listener, waiting);
		await verify(session, listener, waiting);
		return;
	}
	await send(session, image, listener, waiting);
	try {
		await verify(session, listener, waiting);
		const { toActivate } = await readImageState(session);
		if (toActivate !== undefined && isOf(toActivate, image)) return;
	} catch (error) {
		if (!(error instanceof HeadEndError) || !isRefused(error.failure)) throw error;
	}
	listener.onAnew();
	await sendAnew(session, image, identifier, listener, waiting);
	await verify(session, listener, waiting);
}

/**
 * Activates what was verified, now, and waits until the meter has restarted. Throws HeadEndError.
 * @param unit whose version it is
 */
export async function activateImage(session: ImageSession, unit: ImageUnit, version: string, waiting: Waiting): Promise<void> {
	const { result } = await session.act(method(IMAGE_METHOD.activate), new DataWriter().integer(0).copy());
	if (result !== ACTION_RESULT.success && result !== ACTION_RESULT.temporaryFailure)
		throw new HeadEndError({ kind: 'imageRefused', step: 'activate', result });
	// The meter restarts once its client has left.
	await session.close();
	const until = waiting.now() + waiting.patience;
	let status: number | undefined = IMAGE_STATUS.activationInitiated;
	while ((status === undefined || status === IMAGE_STATUS.activationInitiated) && waiting.now() < until) {
		await session.close();
		await waiting.wait(RESTART);
		status = await statusAfterRestart(session, waiting, until);
	}
	if (status !== IMAGE_STATUS.activationSuccessful) throw new HeadEndError({ kind: 'imageNotActivated', status, waited: waiting.patience });
	const found = (await readFirmware(session)).find((each) => each.unit === unit)?.version;
	if (found !== version) throw new HeadEndError({ kind: 'imageOld', version, found });
}

/**
 * Has the meter activate it at a time, in place of what was planned before. Throws HeadEndError.
 * @param time ms since 1970-01-01T00:00:00Z
 * @param deviation of the meter's clock, minutes from local time to UTC
 */
export async function planActivation(session: ImageSession, time: number, deviation: number): Promise<void> {
	const at = dateTimeOf(time, deviation, 0);
	await setPlan(session, EXECUTED_SCRIPT, putScript(new DataWriter(), { script: NAME.imageScripts, selector: ACTIVATE }));
	const w = new DataWriter().array(1).structure(2).octetString(at.subarray(DATE_LENGTH, TIME_END));
	await setPlan(session, EXECUTION_TIME, w.octetString(at.subarray(0, DATE_LENGTH)));
}

/** What was planned for an image before is not for this one. A meter without a schedule has nothing planned. */
async function forgetPlan(session: ImageSession): Promise<void> {
	const result = await session.set(attributeTarget(SCHEDULE, NAME.imageSchedule, EXECUTION_TIME), new DataWriter().array(0).copy());
	if (result !== ACCESS_RESULT.success && !isAbsent(result)) throw new HeadEndError({ kind: 'imageNotPlanned', result });
}

async function setPlan(session: ImageSession, attribute: number, value: DataWriter): Promise<void> {
	const result = await session.set(attributeTarget(SCHEDULE, NAME.imageSchedule, attribute), value.copy());
	if (result !== ACCESS_RESULT.success) throw new HeadEndError({ kind: 'imageNotPlanned', result });
}

/** Undefined: nobody answers yet. */
async function statusAfterRestart(session: ImageSession, { now }: Waiting, until: number): Promise<number | undefined> {
	try {
		return numberIn(await session.get(attributeTarget(IMAGE_TRANSFER, NAME.imageTransfer, ATTRIBUTE.status)));
	} catch (error) {
		// Nobody listens while it restarts.
		if (error instanceof HeadEndError && (error.passing || error.failure.kind === 'cannotConnect') && now() < until) return undefined;
		throw error;
	}
}

async function sendAnew(session: ImageSession, image: Uint8Array, identifier: Uint8Array, listener: LoadListener, waiting: Waiting): Promise<void> {
	const parameter = new DataWriter().structure(2).octetString(identifier).doubleLongUnsigned(image.length);
	const { result } = await session.act(method(IMAGE_METHOD.initiate), parameter.copy());
	if (result !== ACTION_RESULT.success) throw new HeadEndError({ kind: 'imageRefused', step: 'initiate', result });
	await send(session, image, listener, waiting);
}

/** All blocks that the meter lacks, in their order; then those that it still lacks. */
async function send(session: ImageSession, image: Uint8Array, listener: LoadListener, waiting: Waiting): Promise<void> {
	const { blockSize, transferred, status } = await readImageState(session);
	if (status !== IMAGE_STATUS.initiated || blockSize === 0) throw new HeadEndError({ kind: 'imageUnverified', status });
	const blocks = Math.ceil(image.length / blockSize);
	let done = transferred.filter((isThere) => isThere).length;
	listener.onStart(blocks, done);
	const one = (block: number) => sendBlock(session, block, image.subarray(block * blockSize, (block + 1) * blockSize), waiting.retries);
	for (let block = 0; block < blocks; block++) {
		if (transferred[block] === true) continue;
		await one(block);
		listener.onBlock(++done, blocks);
	}
	for (let tries = 0, last = -1; ; ) {
		const first = await readNumber(session, ATTRIBUTE.firstMissing);
		if (first >= blocks) return;
		tries = first === last ? tries + 1 : 1;
		if (tries > TRIES) throw new HeadEndError({ kind: 'imageStalls', block: first, tries: TRIES });
		last = first;
		await one(first);
	}
}

/** The same block twice does no harm: it goes again where nothing was heard of it. */
async function sendBlock(session: ImageSession, block: number, bytes: Uint8Array, retries: number): Promise<void> {
	const parameter = new DataWriter().structure(2).doubleLongUnsigned(block).octetString(bytes).copy();
	for (let attempt = 0; ; attempt++) {
		try {
			const { result } = await session.act(method(IMAGE_METHOD.transfer), parameter);
			if (result !== ACTION_RESULT.success) throw new HeadEndError({ kind: 'imageBlockRefused', block, result });
			return;
		} catch (error) {
			if (!(error instanceof HeadEndError) || !error.passing || attempt >= retries) throw error;
		}
	}
}

async function verify(session: ImageSession, listener: LoadListener, waiting: Waiting): Promise<void> {
	listener.onVerifying();
	const { result } = await session.act(method(IMAGE_METHOD.verify), new DataWriter().integer(0).copy());
	if (result !== ACTION_RESULT.success && result !== ACTION_RESULT.temporaryFailure)
		throw new HeadEndError({ kind: 'imageRefused', step: 'verify', result });
	const until = waiting.now() + waiting.patience;
	let status = await readNumber(session, ATTRIBUTE.status);
	while (status === IMAGE_STATUS.verificationInitiated && waiting.now() < until) {
		await waiting.wait(LOOK);
		status = await readNumber(session, ATTRIBUTE.status);
	}
	if (status !== IMAGE_STATUS.verificationSuccessful) throw new HeadEndError({ kind: 'imageUnverified', status });
}

/** Whether what the meter says of the image that it verified is true of this one. A meter that says nothing may have verified any. */
function isOf({ size, signature }: NonNullable<ImageState['toActivate']>, image: Uint8Array): boolean {
	const isLong = signature.length >= LEAST_SIGNATURE && signature.length <= image.length;
	return size === image.length && isLong && equalBytes(signature, image.subarray(0, signature.length));
}

/** Whether a verification has ended, and the image is none. */
function isRefused(failure: HeadEndFailure): boolean {
	return failure.kind === 'imageRefused' || (failure.kind === 'imageUnverified' && failure.status === IMAGE_STATUS.verificationFailed);
}

async function readNumber(session: ImageSession, attribute: number): Promise<number> {
	const reading = await session.get(attributeTarget(IMAGE_TRANSFER, NAME.imageTransfer, attribute));
	const number = numberIn(reading);
	if (number === undefined) throw unreadable(reading);
	return number;
}

function method(index: number): { readonly classId: number; readonly name: LogicalName; readonly index: number } {
	return { classId: IMAGE_TRANSFER, name: NAME.imageTransfer, index };
}

function unreadable(reading: Reading | undefined): HeadEndError {
	return new HeadEndError({ kind: 'imageUnreadable', result: typeof reading === 'number' ? reading : ACCESS_RESULT.typeUnmatched });
}

function numberIn(reading: Reading | undefined): number | undefined {
	return typeof reading === 'object' ? numberOf(reading) : undefined;
}

function bytesIn(reading: Reading | undefined): Uint8Array | undefined {
	return typeof reading === 'object' && 'bytes' in reading ? reading.bytes : undefined;
}

function bitsIn(reading: Reading | undefined): boolean[] {
	if (typeof reading !== 'object' || reading.tag !== DataTag.bitString) return [];
	return Array.from({ length: reading.bits }, (_, i) => ((reading.bytes[i >> 3]! >> (7 - (i & 7))) & 1) === 1);
}

function infoIn(data: Data | undefined): ImageState['toActivate'] {
	const [size, identification, signature] = data !== undefined && 'items' in data ? data.items : [];
	const bytes = size && numberOf(size);
	if (bytes === undefined || identification === undefined || signature === undefined) return undefined;
	return 'bytes' in identification && 'bytes' in signature
		? { size: bytes, identification: identification.bytes, signature: signature.bytes }
		: undefined;
}

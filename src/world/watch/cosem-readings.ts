/**
 * What clients of Route A read of a meter's energy, power and load profile, told from the frames of their connections. A frame that comes is only kept; it
 * is opened when somebody wants to know, or when too many wait.
 */

import type { Cipher } from '../../../hal/ports/cipher.js';
import { joined } from '../../../modules/bytes/joined.js';
import { Reader } from '../../../modules/bytes/reader.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { decodeAccessRequest, decodeAccessResponse, LONG_INVOKE } from '../../../modules/dlms/apdu/access.js';
import { ACCESS_RESULT, APDU, type DataResult, INVOKE } from '../../../modules/dlms/apdu/apdu.js';
import type { AttributeTarget } from '../../../modules/dlms/apdu/descriptor.js';
import { decodeGetRequest, decodeGetResponse, readResults } from '../../../modules/dlms/apdu/get.js';
import { LARGE, numberOf, readData } from '../../../modules/dlms/axdr/data.js';
import { readSize } from '../../../modules/dlms/axdr/data-length.js';
import { DataTag } from '../../../modules/dlms/axdr/data-writer.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import type { KeyInfo } from '../../../modules/dlms/security/general.js';
import { decodeHdlcFrame, isInformation, sendNumber } from '../../../modules/hdlc/frame.js';
import { ApduOpener, type Association, orUndefined } from './apdu-opener.js';
import { apduOfSegments, type CosemApdu, clientOf, startsApdu, wrappedApdu } from './cosem-frame.js';
import type { CosemKeys } from './cosem-keys.js';
import type { CosemPiece } from './cosem-tap.js';
import { keyInfoIn, MOST_KEYS } from './general-key.js';
import { PassingBlocks } from './passing-blocks.js';

/** An attribute 2 was read. */
export interface CosemReading {
	/** Virtual ms since the start, of the answer. */
	readonly elapsed: number;
	/** Number of the meter, from 1. */
	readonly meter: number;
	readonly client: number;
	readonly medium: CosemPiece['medium'];
	readonly name: LogicalName;
	/** Of a register, as it stands there: its scaler and unit are another attribute. */
	readonly value: number | undefined;
	/** Of a profile. */
	readonly rows: number | undefined;
	/** Data-Access-Result in place of a value. */
	readonly refused: number | undefined;
}

/** What is of interest. */
const READ: ReadonlySet<LogicalName> = new Set([
	NAME.importEnergy,
	NAME.exportEnergy,
	NAME.importPower,
	NAME.exportPower,
	NAME.currentR,
	NAME.currentT,
	NAME.voltageR,
	NAME.voltageT,
	NAME.loadProfile,
]);
const VALUE = 2;
/** Frames that may wait, and their bytes; how many are read when there are more. */
const MOST_WAITING = 1000;
const MOST_WAITING_BYTES = 1 << 20;
const AT_ONCE = 64;
/** Connections of which something is known; of more, the one that said nothing for longest is forgotten. */
const CONNECTIONS = 1000;
/** Clients of a connection, whoever they say they are: of more, the first one is forgotten. */
const TALKS = 16;
/** Bytes of a request, and of an answer, in general blocks. */
const LONGEST_REQUEST = 0x1000;
const LONGEST_ANSWER = 0x40000;
/** Bytes of an answer in blocks, or of an APDU in segments, that are kept. */
const MAX_LENGTH = 0x10000;
/** Bytes of all connections together: where there are more, those that said nothing for longest are forgotten. */
const MOST_KEPT = 1 << 24;

interface Waiting {
	readonly piece: CosemPiece;
	readonly elapsed: number;
}

/** A client on a connection. */
interface Talk {
	association: Association | undefined;
	/** What messages of general-ciphering told of their keys, the newest first. */
	keyInfos: KeyInfo[];
	/** Of the request that waits for its answer, in its order; undefined: another one than to read. */
	targets: readonly (AttributeTarget | undefined)[];
	isList: boolean;
	invoke: number;
	/** Of an answer in blocks. */
	blocks: Uint8Array[];
	/** Of requests and of answers in general blocks. */
	readonly passing: readonly [PassingBlocks, PassingBlocks];
}

/** Segments of one direction of a line. */
interface Segments {
	parts: Uint8Array[];
	length: number;
	last: number;
}

interface Connection {
	readonly talks: Map<number, Talk>;
	readonly segments: readonly [Segments, Segments];
	/** Bytes that were kept of it when it was looked at last. */
	kept: number;
}

export class CosemReadings {
	/** Hears each reading, in the order of time, once its frames are read. */
	onReading: (reading: CosemReading) => void = () => {};
	readonly #opener: ApduOpener;
	readonly #keys: CosemKeys;
	readonly #connections = new Map<number, Connection>();
	#waiting: Waiting[] = [];
	#waitingBytes = 0;
	#kept = 0;

	constructor(cipher: Cipher, keys: CosemKeys) {
		this.#opener = new ApduOpener(cipher);
		this.#keys = keys;
	}

	/** @param elapsed when it went, virtual ms since the start */
	hear(piece: CosemPiece, elapsed: number): void {
		if (piece.kind === 'line') return;
		this.#waiting.push({ piece, elapsed });
		this.#waitingBytes += piece.bytes.length;
		while (this.#waiting.length > MOST_WAITING || this.#waitingBytes > MOST_WAITING_BYTES) this.#readNext(AT_ONCE);
	}

	/** Bytes of what is not whole yet, in all connections. */
	get kept(): number {
		return this.#kept;
	}

	/** All that was heard so far is read. */
	settle(): void {
		this.#readNext(this.#waiting.length);
	}

	#readNext(most: number): void {
		const next = this.#waiting.splice(0, most);
		for (const { piece } of next) this.#waitingBytes -= piece.bytes.length;
		for (const each of next) this.#read(each);
	}

	#read(heard: Waiting): void {
		const connection = this.#connectionOf(heard.piece.connection);
		const apdu = apduIn(heard.piece, connection);
		if (apdu?.client !== undefined) this.#take({ ...apdu, client: apdu.client }, connection, heard);
		this.#weigh(connection);
	}

	#take(apdu: CosemApdu & { readonly client: number }, connection: Connection, heard: Waiting): void {
		const talk = talkOf(connection, apdu.client);
		orUndefined(() => {
			const bytes = talk.passing[apdu.isServers ? 1 : 0].take(apdu.bytes);
			if (bytes === undefined) return;
			const whole = { ...apdu, bytes };
			const info = keyInfoIn(bytes);
			if (info !== undefined) talk.keyInfos = [info, ...talk.keyInfos].slice(0, MOST_KEYS);
			if (apdu.isServers) this.#onAnswer(whole, talk, heard);
			else this.#onRequest(whole, talk, heard);
		});
	}

	#connectionOf(number: number): Connection {
		const known = this.#connections.get(number) ?? { talks: new Map(), segments: [noSegments(), noSegments()], kept: 0 };
		this.#connections.delete(number);
		this.#connections.set(number, known);
		if (this.#connections.size > CONNECTIONS) this.#forgetOldest();
		return known;
	}

	#weigh(connection: Connection): void {
		const kept = keptOf(connection);
		this.#kept += kept - connection.kept;
		connection.kept = kept;
		while (this.#kept > MOST_KEPT) this.#forgetOldest();
	}

	#forgetOldest(): void {
		const [number, { kept }] = this.#connections.entries().next().value!;
		this.#connections.delete(number);
		this.#kept -= kept;
	}

	#onRequest(apdu: CosemApdu, talk: Talk, heard: Waiting): void {
		if (apdu.bytes[0] === APDU.aarq) {
			talk.association = this.#opener.association(apdu.bytes);
			talk.keyInfos = [];
		}
		const clear = this.#clear(apdu, talk, heard);
		if (clear?.[0] === APDU.getRequest) {
			const request = decodeGetRequest(clear);
			if (request.kind === 'next') return;
			talk.invoke = request.invoke & INVOKE.id;
			talk.isList = request.kind === 'list';
			talk.targets = request.kind === 'list' ? request.targets : [request.target];
			talk.blocks = [];
		} else if (clear?.[0] === APDU.accessRequest) {
			const { invoke, specifications } = decodeAccessRequest(clear);
			talk.invoke = invoke & LONG_INVOKE.id;
			talk.targets = specifications.map(({ service, target }) => (service === 'get' ? target : undefined));
		} else return;
		// What comes of it is not looked at.
		if (!talk.targets.some((target) => target !== undefined && isOfInterest(target))) talk.targets = [];
	}

	#onAnswer(apdu: CosemApdu, talk: Talk, heard: Waiting): void {
		if (talk.targets.length === 0) return;
		const clear = this.#clear(apdu, talk, heard);
		if (clear === undefined) return;
		// An exception ends the request; an answer to an earlier one does not.
		const results = clear[0] === APDU.getResponse ? resultsIn(clear, talk) : clear[0] === APDU.accessResponse ? resultsOfAccess(clear, talk) : [];
		if (results === undefined) return;
		for (const [i, target] of talk.targets.entries()) {
			const result = results[i];
			if (result === undefined || target === undefined || !isOfInterest(target)) continue;
			const { piece, elapsed } = heard;
			this.onReading({ elapsed, meter: piece.meter, client: apdu.client!, medium: piece.medium, name: target.name, ...whatOf(result) });
		}
		talk.targets = [];
	}

	#clear(apdu: CosemApdu, talk: Talk, { piece, elapsed }: Waiting): Uint8Array | undefined {
		const past = { association: () => talk.association, keyInfos: () => talk.keyInfos };
		return this.#opener.clear(apdu, this.#keys.of(piece.meter, elapsed), past);
	}
}

function keptOf({ talks, segments: [requests, answers] }: Connection): number {
	let kept = Math.min(requests.length, MAX_LENGTH) + Math.min(answers.length, MAX_LENGTH);
	for (const { passing, blocks } of talks.values()) {
		for (const { kept: bytes } of passing) kept += bytes;
		for (const { length } of blocks) kept += length;
	}
	return kept;
}

function talkOf({ talks }: Connection, client: number): Talk {
	const known = talks.get(client);
	if (known !== undefined) return known;
	const passing = [new PassingBlocks(LONGEST_REQUEST), new PassingBlocks(LONGEST_ANSWER)] as const;
	const talk: Talk = { association: undefined, keyInfos: [], targets: [], isList: false, invoke: 0, blocks: [], passing };
	talks.set(client, talk);
	if (talks.size > TALKS) talks.delete(talks.keys().next().value!);
	return talk;
}

function noSegments(): Segments {
	return { parts: [], length: 0, last: -1 };
}

/** The APDU that a frame carries, or completes. */
function apduIn({ kind, isServers, bytes }: CosemPiece, { segments }: Connection): CosemApdu | undefined {
	if (kind === 'line') return undefined;
	const frame = { kind, isServers, bytes };
	if (kind === 'wrapper') return wrappedApdu(frame);
	const hdlc = orUndefined(() => decodeHdlcFrame(bytes.subarray(1, bytes.length - 1)));
	const way = segments[isServers ? 1 : 0];
	if (hdlc === undefined || !isInformation(hdlc.control)) {
		// A link begins, or ends.
		if (hdlc !== undefined && (hdlc.control & 3) === 3) way.last = -1;
		return undefined;
	}
	// One that was sent again.
	if (sendNumber(hdlc.control) === way.last) return undefined;
	way.last = sendNumber(hdlc.control);
	if (startsApdu(hdlc.information)) [way.parts, way.length] = [[], 0];
	else if (way.parts.length === 0) return undefined;
	way.length += hdlc.information.length;
	if (way.length <= MAX_LENGTH) way.parts.push(hdlc.information);
	if (hdlc.segmented) return undefined;
	const whole = way.length <= MAX_LENGTH ? joined(way.parts) : undefined;
	[way.parts, way.length] = [[], 0];
	return whole && { client: clientOf(frame), isServers, bytes: apduOfSegments(whole) };
}

/** Of each target; undefined: more blocks come, or it answers another request. Throws DecodeError. */
function resultsIn(clear: Uint8Array, talk: Talk): readonly DataResult[] | undefined {
	const response = decodeGetResponse(clear);
	if ((response.invoke & INVOKE.id) !== talk.invoke) return undefined;
	if (response.kind === 'normal') return [response.result];
	if (response.kind === 'list') return response.results;
	const { last, result } = response;
	if (typeof result === 'number') return [result];
	// The head of a value tells enough of it.
	if (talk.blocks.length === 0 || (talk.isList && talk.blocks.reduce((sum, { length }) => sum + length, result.length) <= MAX_LENGTH))
		talk.blocks.push(result);
	if (!last) return undefined;
	const whole = joined(talk.blocks);
	return talk.isList ? readResults(new Reader('blocks', whole)) : [whole];
}

/** As `resultsIn`. */
function resultsOfAccess(clear: Uint8Array, talk: Talk): readonly DataResult[] | undefined {
	const { invoke, values, results } = decodeAccessResponse(clear);
	return (invoke & LONG_INVOKE.id) === talk.invoke
		? results.map(({ result }, i) => (result === ACCESS_RESULT.success ? values[i]! : result))
		: undefined;
}

function isOfInterest({ name, index }: AttributeTarget): boolean {
	return index === VALUE && READ.has(name);
}

function whatOf(result: DataResult): Pick<CosemReading, 'value' | 'rows' | 'refused'> {
	if (typeof result === 'number') return { value: undefined, rows: undefined, refused: result };
	if (result[0] !== DataTag.array) {
		return { value: numberOf(readData(new Reader('value', result), LARGE)), rows: undefined, refused: undefined };
	}
	const r = new Reader('profile', result);
	r.uint(1, 'tag');
	return { value: undefined, rows: readSize(r), refused: undefined };
}

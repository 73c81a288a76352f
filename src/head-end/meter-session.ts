/**
 * A head-end's work with one meter: opens associations where they are needed, tries again where that may help, and leaves in order.
 *
 * With keys it asks the meter as the public client for the invocation counter first, as every head-end does, and goes on from there, or from what was
 * used last under these keys if that is more. What it asks again after a time-out it asks over a new connection and in a new association, so that a
 * late answer is taken for no other's.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { DecodeError } from '../../modules/bytes/reader.js';
import { NAME, numbered } from '../../modules/cosem/object-names.js';
import type { Outcome } from '../../modules/dlms/apdu/action.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import type { AttributeTarget, Target } from '../../modules/dlms/apdu/descriptor.js';
import { CONFORMANCE } from '../../modules/dlms/apdu/initiate.js';
import { ArrayStream } from '../../modules/dlms/axdr/array-stream.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { DataTag } from '../../modules/dlms/axdr/data-writer.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import { CosemClient } from '../../modules/dlms/client/client.js';
import type { AccessItem, AccessOptions, AccessOutcome } from '../../modules/dlms/client/client-access.js';
import type { CosemClientOptions } from '../../modules/dlms/client/client-options.js';
import type { Done } from '../../modules/dlms/client/exchange.js';
import type { ClientSecurity } from '../../modules/dlms/security/security.js';
import type { Carrier } from './connection.js';
import { decoded, type Reading, readingOf, understood } from './decoding.js';
import { HeadEndError, type HeadEndFailure, type Work } from './head-end-error.js';
import { MeterAssociation } from './meter-association.js';
import { isEstranged, isOutrun } from './refusals.js';
import { clientSecurityOf, type SessionSecurity } from './session-security.js';
import type { TransmitSupply } from './transmit-supply.js';

export interface MeterSessionOptions {
	readonly carrier: Carrier;
	/** The client's and the logical device's address. */
	readonly client: number;
	readonly server: number;
	/** Undefined: nothing ciphered, and no authentication unless by password. */
	readonly security: SessionSecurity | undefined;
	/** Password of LLS: all the authentication there is, in the clear. */
	readonly password?: Uint8Array | undefined;
	/** HLS other than GMAC. */
	readonly hls?: CosemClientOptions['hls'] | undefined;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly cipher: Cipher;
	/** General blocks that are taken in a row, 1 to 63; undefined: they are not proposed. */
	readonly window?: number | undefined;
	/** Whether ACCESS is proposed, and several attributes are read by it where the meter agrees. */
	readonly access?: boolean | undefined;
	/** How long the meter may be silent, ms. */
	readonly timeout: number;
	/** How often what got no answer is tried again. */
	readonly retries: number;
	/** Sees each message: `CosemClientOptions.onMessage`. */
	readonly onMessage?: CosemClientOptions['onMessage'];
	/** The meter says that it accepted none, and `last` was used here before. */
	readonly onCountersForgotten?: (last: number) => void;
	/** It is tried again, for the first, second … time. */
	readonly onRetry?: (failure: HeadEndFailure, attempt: number) => void;
}

/** Gets the elements of an array. */
export interface ArrayListener {
	onStart(): void;
	/** How many there will be. */
	onCount(count: number): void;
	/** It is the listener's own. */
	onElement(element: Data): void;
}

export const PUBLIC_CLIENT = 16;
/** Bits of `CONFORMANCE` that the public client proposes, and those that all others do. */
export const PUBLIC_CONFORMANCE = CONFORMANCE.get | CONFORMANCE.blockGet | CONFORMANCE.multipleReferences | CONFORMANCE.selectiveAccess;
export const CONFORMANCE_PROPOSED =
	CONFORMANCE.generalProtection |
	CONFORMANCE.priority |
	CONFORMANCE.blockGet |
	CONFORMANCE.blockSet |
	CONFORMANCE.blockAction |
	CONFORMANCE.multipleReferences |
	CONFORMANCE.dataNotification |
	CONFORMANCE.get |
	CONFORMANCE.set |
	CONFORMANCE.selectiveAccess |
	CONFORMANCE.eventNotification |
	CONFORMANCE.action;
/** The longest value, bytes: an object list of 1,000 objects has some 200 KB. */
const LONGEST_VALUE = 1 << 20;
/** The longest array that is taken element by element, bytes: three years of half-hours of ten columns. */
const LONGEST_ARRAY = 4 << 20;
/** The longest row, bytes. */
const LONGEST_ELEMENT = 1 << 14;
/** Each block counts as this many bytes at least, so that there is an end to empty ones. */
const LEAST_PART = 64;
/** A meter that takes no leave is not waited for longer, ms. */
const RELEASE_TIMEOUT = 1000;
/** How many attributes are asked for at once. */
const LIST = 8;

export class MeterSession {
	readonly #options: MeterSessionOptions;
	#security: ClientSecurity | undefined;
	#association: MeterAssociation | undefined;
	/** The meter refuses lists although it agreed to them. */
	#noLists = false;

	constructor(options: MeterSessionOptions) {
		this.#options = options;
	}

	/** Whether the meter agreed to all of these bits of `CONFORMANCE`; false without an association. */
	agreed(bits: number): boolean {
		return this.#association !== undefined && (this.#association.conformance & bits) === bits;
	}

	/** Opens the association; not needed before the other calls. */
	async open(): Promise<void> {
		await this.#tried(async () => undefined);
	}

	async get(target: AttributeTarget, work: Work = 'get'): Promise<Reading> {
		return readingOf(await this.getBytes(target, work));
	}

	/** A value as it came, or a Data-Access-Result. */
	async getBytes(target: AttributeTarget, work: Work = 'get'): Promise<Uint8Array | number> {
		const result = await this.#tried((association) => association.ask<Uint8Array | number>(work, (client, done) => client.get(target, done)));
		return typeof result === 'number' ? result : result.slice();
	}

	/** Several attributes, in as few requests as the meter takes. */
	async getAll(targets: readonly AttributeTarget[], work: Work = 'get'): Promise<Reading[]> {
		await this.open();
		const readings: Reading[] = [];
		for (let from = 0; from < targets.length; ) {
			const some = targets.slice(from, from + LIST);
			from += some.length;
			const together = some.length > 1 ? await this.#getList(some, work) : undefined;
			if (together !== undefined && !isRefusal(together)) readings.push(...together);
			else for (const target of some) readings.push(await this.get(target, work));
		}
		return readings;
	}

	/**
	 * A long array, element by element as its blocks come. Returns a Data-Access-Result.
	 * @param listener told anew from the start when the request is tried again; what it throws of DecodeError and HeadEndError ends the request
	 */
	async getArray(target: AttributeTarget, work: Work, listener: ArrayListener): Promise<number> {
		return this.#tried(async (association) => {
			listener.onStart();
			const stream = new ArrayStream({
				onCount: (count) => listener.onCount(count),
				onElement: (element) => listener.onElement(decoded(element)),
				maxElement: LONGEST_ELEMENT,
			});
			let isEmpty = false;
			let length = 0;
			let refusal: HeadEndError | undefined;
			const onPart = (part: Uint8Array): void => {
				length += Math.max(part.length, LEAST_PART);
				try {
					if (length > LONGEST_ARRAY) throw new HeadEndError({ kind: 'valueTooLong', work, most: LONGEST_ARRAY });
					// Some meters have null-data for an empty array.
					if (stream.taken === 0 && part.length === 1 && part[0] === DataTag.nullData) isEmpty = true;
					else stream.push(part);
				} catch (error) {
					if (!(error instanceof HeadEndError)) throw error;
					// What goes through the client is of its kind.
					refusal = error;
					throw new DecodeError('array', length, 'an array that is taken');
				}
			};
			const asked = association.ask<number>(work, (client, done) => client.getParts(target, onPart, done));
			const result = await asked.catch((error) => {
				throw refusal ?? error;
			});
			if (result === 0 && !isEmpty) understood(() => stream.end());
			return result;
		});
	}

	/** A Data-Access-Result. */
	async set(target: AttributeTarget, value: Uint8Array): Promise<number> {
		return this.#tried((association) => association.ask<number>('set', (client, done) => client.set(target, value, done)));
	}

	/** What a method does it does once: it is not tried again when there was no answer, but only where the meter has not looked at it. */
	async act(target: Target, parameter: Uint8Array | undefined): Promise<Outcome> {
		await this.open();
		return this.#tried((association) => association.ask<Outcome>('action', (client, done) => client.act(target, parameter, done)), false);
	}

	/** Several attributes, in their order and in as few requests as the meter takes: a Data-Access-Result for each. One that is refused stops none behind it. */
	async setAll(targets: readonly AttributeTarget[], values: readonly Uint8Array[]): Promise<number[]> {
		await this.open();
		const results: number[] = [];
		for (let from = 0; from < targets.length; from += LIST) {
			const [some, theirs] = [targets.slice(from, from + LIST), values.slice(from, from + LIST)];
			const together = await this.#setList(some, theirs);
			if (together !== undefined && !isRefusal(together)) results.push(...together);
			else for (const [i, target] of some.entries()) results.push(await this.set(target, theirs[i]!));
		}
		return results;
	}

	/** All of it in one request (ACCESS), in its order. It is not tried again if a method is among it. */
	async access(items: readonly AccessItem[], work: Work = 'access', options: AccessOptions = {}): Promise<readonly AccessOutcome[]> {
		const once = (association: MeterAssociation) =>
			association.ask<readonly AccessOutcome[]>(work, (client, done) => client.access(items, options, done));
		if (items.every(({ service }) => service !== 'action')) return this.#tried(once);
		await this.open();
		return once(this.#association!);
	}

	/** Releases the association and closes the connection; the session may be used again. */
	async close(): Promise<void> {
		const association = this.#association;
		this.#association = undefined;
		if (association === undefined) return;
		association.stop();
		await association.release(Math.min(this.#options.timeout, RELEASE_TIMEOUT));
	}

	/** Undefined: the meter takes no lists. */
	async #getList(targets: readonly AttributeTarget[], work: Work): Promise<Reading[] | undefined> {
		if (this.agreed(CONFORMANCE.access)) {
			const outcomes = await this.access(
				targets.map((target) => ({ service: 'get', target, value: undefined })),
				work,
			);
			const readings = outcomes.map(({ result, value }) => readingOf(result === ACCESS_RESULT.success ? value : result));
			// What did not fit into the one answer is asked for alone.
			for (const [i, reading] of readings.entries())
				if (reading === ACCESS_RESULT.dataBlockUnavailable) readings[i] = await this.get(targets[i]!, work);
			return readings;
		}
		const results = await this.#inList(work, (client, done: Done<readonly (Uint8Array | number)[]>) => client.getList(targets, done));
		return results?.map((result) => readingOf(result));
	}

	/** Undefined: the meter takes no lists, or there is only one to set. */
	async #setList(targets: readonly AttributeTarget[], values: readonly Uint8Array[]): Promise<readonly number[] | undefined> {
		if (this.agreed(CONFORMANCE.access)) {
			const outcomes = await this.access(targets.map((target, i) => ({ service: 'set', target, value: values[i]! })));
			return outcomes.map(({ result }) => result);
		}
		if (targets.length === 1) return undefined;
		return this.#inList('set', (client, done: Done<readonly number[]>) => client.setList(targets, values, done));
	}

	/** Undefined: the meter takes no lists. */
	async #inList<T>(work: Work, begin: (client: CosemClient, done: Done<T>) => void): Promise<T | undefined> {
		if (this.#noLists || !this.agreed(CONFORMANCE.multipleReferences)) return undefined;
		try {
			return await this.#tried((association) => association.ask<T>(work, begin));
		} catch (error) {
			if (!(error instanceof HeadEndError) || error.passing) throw error;
		}
		this.#noLists = true;
		return undefined;
	}

	/** Bits of `CONFORMANCE` that are proposed only where that is asked for. */
	get #besides(): number {
		const { window, access } = this.#options;
		return (window === undefined ? 0 : CONFORMANCE.generalBlockTransfer) | (access === true ? CONFORMANCE.access : 0);
	}

	/**
	 * Does `work` in an association; in a new one again where that may help.
	 * @param isRepeatable false: not where it may have been done
	 */
	async #tried<T>(work: (association: MeterAssociation) => Promise<T>, isRepeatable = true): Promise<T> {
		let wasEstranged = false;
		for (let attempt = 0; ; attempt++) {
			try {
				this.#association ??= await this.#associate();
				return await work(this.#association);
			} catch (error) {
				if (!(error instanceof HeadEndError)) throw error;
				// In an association that was accepted, and once: who has other keys says so at every request.
				const estranged: boolean = isEstranged(error.failure) && this.#association !== undefined && !wasEstranged;
				// Somebody else was faster: the meter is asked for its counter again.
				const outrun = isOutrun(error.failure) && this.#options.security?.counter === undefined;
				if (!(error.passing && isRepeatable) && !outrun && !estranged) throw error;
				wasEstranged ||= estranged;
				await this.#drop();
				if (attempt >= this.#options.retries) throw error;
				this.#options.onRetry?.(error.failure, attempt + 1);
				if (outrun) this.#security = undefined;
			}
		}
	}

	/** The connection is of no use any more. */
	async #drop(): Promise<void> {
		const association = this.#association;
		this.#association = undefined;
		await association?.close();
	}

	async #associate(): Promise<MeterAssociation> {
		const { client, security, password, hls } = this.#options;
		this.#security ??= await this.#secured();
		return this.#connected(client, {
			...(this.#security === undefined ? {} : { security: this.#security }),
			...(security === undefined ? {} : { protocol: security.protocol, control: security.control }),
			...(security?.general === undefined ? {} : { general: security.general }),
			...(password === undefined ? {} : { password }),
			...(hls === undefined ? {} : { hls }),
			dedicated: security?.protocol === 'ded' || security?.protocol === 'general-ded',
		});
	}

	/** The keys with their counters, which go on from what was used here and from what the meter has seen. */
	async #secured(): Promise<ClientSecurity | undefined> {
		const { security, cipher } = this.#options;
		if (security === undefined) return undefined;
		const { supply } = security;
		supply.goOn(security.counter ?? (await this.#countedByMeter(supply)));
		if (supply.exhausted) throw new HeadEndError({ kind: 'counterExhausted' });
		return clientSecurityOf(security, cipher);
	}

	/** The first counter that the meter will accept. Anybody may have answered in its place, so that it may not use the key up. */
	async #countedByMeter(supply: TransmitSupply): Promise<number> {
		let counter: number;
		try {
			counter = (await this.#readCounter()) + 1;
		} catch (error) {
			// What was used here goes before.
			if (supply.least > 1 && error instanceof HeadEndError && !error.passing) return supply.least;
			throw error;
		}
		if (counter === 1 && supply.least > 1) this.#options.onCountersForgotten?.(supply.least - 1);
		if (!supply.isLeap(counter)) return counter;
		throw new HeadEndError({ kind: 'counterLeap', meter: counter - 1, here: supply.least - 1 });
	}

	/** The last counter that the meter accepted from this client. */
	async #readCounter(): Promise<number> {
		const { client } = this.#options;
		const association = await this.#connected(PUBLIC_CLIENT, {});
		try {
			const tried: { readonly name: LogicalName; readonly result: number | undefined }[] = [];
			for (const number of client === 1 ? [0, 1] : [client, 0]) {
				const target = { classId: 1, name: numbered(NAME.invocationCounter, number), index: 2, selection: undefined };
				const result = await association.ask<Uint8Array | number>('invocationCounter', (asking, done) => asking.get(target, done));
				const reading = readingOf(result);
				const counter = typeof reading === 'number' ? undefined : numberOf(reading);
				if (counter !== undefined) return counter;
				tried.push({ name: target.name, result: typeof reading === 'number' ? reading : undefined });
			}
			throw new HeadEndError({ kind: 'counterUnreadable', tried });
		} finally {
			await association.release(Math.min(this.#options.timeout, RELEASE_TIMEOUT));
		}
	}

	async #connected(
		client: number,
		protection: Pick<CosemClientOptions, 'security' | 'protocol' | 'general' | 'control' | 'password' | 'hls' | 'dedicated'>,
	): Promise<MeterAssociation> {
		const { carrier, server, random, scheduler, timeout, security, window, onMessage } = this.#options;
		const connection = await carrier.connect(client, server, timeout);
		const cosem = new CosemClient({
			...protection,
			send: (apdu) => connection.send(apdu),
			random,
			conformance: client === PUBLIC_CLIENT ? PUBLIC_CONFORMANCE : CONFORMANCE_PROPOSED | this.#besides,
			window: window ?? 1,
			...(onMessage && { onMessage }),
			maxPdu: carrier.maxApdu,
			...(carrier.wholeApdu !== undefined && { wholePdu: carrier.wholeApdu }),
			maxValue: LONGEST_VALUE,
		});
		const failure = () => security?.supply.failure;
		const proof =
			protection.security !== undefined ? 'keys' : protection.password !== undefined || protection.hls !== undefined ? 'password' : 'none';
		const association = new MeterAssociation({ connection, client: cosem, proof, scheduler, timeout, failure });
		try {
			await association.ask<undefined>('association', (asking, done) => asking.associate(done));
		} catch (error) {
			await connection.close();
			const asPublic = client === PUBLIC_CLIENT && this.#options.client !== PUBLIC_CLIENT;
			if (!asPublic || !(error instanceof HeadEndError) || error.passing) throw error;
			throw new HeadEndError({ kind: 'publicRefused', cause: error.failure });
		}
		return association;
	}
}

/** All of a list has one refusal: a meter that refuses the list as such may say so of each of it. */
function isRefusal(list: readonly (Reading | number)[]): boolean {
	const [first] = list;
	return typeof first === 'number' && first !== ACCESS_RESULT.success && list.every((each) => each === first);
}

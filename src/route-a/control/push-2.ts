/**
 * A push set-up of version 2 (modules/cosem/push-setup-2.ts): what it has beside one of version 0, and what that changes of its pushes. What is unconfirmed:
 *
 * | confirmation_parameters | a push asks for confirmation from the start on, and where the last one is `interval` seconds past |
 * | data index of a buffer   | 1001 to 1FFF hexadecimal: so many of the last rows                                             |
 */

import { KEY_INFO, keyNumberIn, PUSH_PROTECTION, type PushObject, type PushProtection, schemeIn } from '../../../modules/cosem/push-object.js';
import { type Confirmation, PUSH_METHOD, type PushFacts2, type Repetition } from '../../../modules/cosem/push-setup-2.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { dateTimeOf, earliest, latest, UNSPECIFIED_TIME } from '../../../modules/dlms/axdr/date-time.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import { SECOND } from '../../../modules/time/durations.js';
import { type PushHost, type PushRow, PushSetup, type PushTurns } from './push.js';
import type { PushMemory } from './push-memory.js';
import type { PushMemory2 } from './push-memory-2.js';
import { PUSH_CLIENT, type PushOrder } from './push-order.js';

/** The most of each. */
const MOST_OBJECTS = 16;
const MOST_COLUMNS = 16;
const LAST_CLIENT = 127;
/** Exponent that leaves the delay as it is, hundredths. */
const STEADY = 100;
const LONGEST_DELAY = 0xffff;
const PROFILE = 7;
const BUFFER = 2;
/** Of a data index: the last rows of a buffer; elements of anything else. */
const LAST_ROWS = 0x1000;
const MOST_ROWS = 0x0fff;
const MOST_ELEMENTS = 0xff;

const { success, scopeOfAccessViolated } = ACCESS_RESULT;

export class PushSetup2 extends PushSetup implements PushFacts2 {
	readonly #more: PushMemory2;

	constructor(host: PushHost, turns: PushTurns, row: PushRow, memory: PushMemory, more: PushMemory2) {
		super(host, turns, row, memory);
		this.#more = more;
	}

	override get objects(): readonly PushObject[] {
		return this.#more.objects ?? super.objects;
	}

	override setObjects(objects: readonly PushObject[]): number {
		if (objects.length > MOST_OBJECTS) return scopeOfAccessViolated;
		for (const object of objects) {
			if (!isTellable(object, this.host.deviation)) return scopeOfAccessViolated;
			const result = this.host.sender.mayTell(object);
			if (result !== success) return result;
		}
		return this.#more.setObjects(objects) ? success : scopeOfAccessViolated;
	}

	get repetition(): Repetition {
		return this.#more.repetition ?? { least: this.repetitionDelay, exponent: STEADY, most: LONGEST_DELAY };
	}

	setRepetition(repetition: Repetition): number {
		if (repetition.exponent === 0 || repetition.most < repetition.least) return scopeOfAccessViolated;
		this.#more.setRepetition(repetition);
		return success;
	}

	get port(): LogicalName {
		return this.#more.port;
	}

	setPort(port: LogicalName): number {
		if (port !== 0 && !this.host.sender.hasPort(port)) return scopeOfAccessViolated;
		this.#more.port = port;
		return success;
	}

	get client(): number {
		return this.#more.client || PUSH_CLIENT;
	}

	setClient(client: number): number {
		if (client < 1 || client > LAST_CLIENT || !this.host.sender.mayPushTo(client)) return scopeOfAccessViolated;
		this.#more.client = client;
		return success;
	}

	get protection(): readonly PushProtection[] {
		return this.#more.protection;
	}

	setProtection(protection: readonly PushProtection[]): number {
		if (!isOrder(protection) || !protection.every(isKnown) || !this.host.sender.canProtect(protection)) return scopeOfAccessViolated;
		return this.#more.setProtection(protection) ? success : scopeOfAccessViolated;
	}

	get method(): number {
		return this.#more.method;
	}

	setMethod(method: number): number {
		if (method > PUSH_METHOD.confirmed) return scopeOfAccessViolated;
		this.#more.method = method;
		return success;
	}

	get confirmation(): Confirmation {
		return this.#more.confirmation;
	}

	setConfirmation(confirmation: Confirmation): number {
		if (earliest(confirmation.start, this.host.deviation) === undefined) return scopeOfAccessViolated;
		this.#more.confirmation = confirmation;
		return success;
	}

	get lastConfirmation(): Uint8Array {
		const { lastConfirmation } = this.#more;
		return lastConfirmation === 0 ? UNSPECIFIED_TIME : dateTimeOf(lastConfirmation, this.host.deviation, 0);
	}

	reset(): number {
		this.giveUp();
		return ACTION_RESULT.success;
	}

	protected override order(now: number): PushOrder {
		const { client, protection, port, method } = this;
		const asked = method === PUSH_METHOD.confirmed && !this.#isToConfirm(now) ? PUSH_METHOD.unconfirmed : method;
		return { ...super.order(now), client, protection, port, method: asked };
	}

	protected override delayBehind(tries: number): number {
		const { least, exponent, most } = this.repetition;
		return Math.min(most, Math.round(least * (exponent / STEADY) ** (tries - 1)));
	}

	protected override onConfirmed(): void {
		this.#more.lastConfirmation = this.host.now();
	}

	/** Whether a push of now asks for confirmation. */
	#isToConfirm(now: number): boolean {
		const { start, interval } = this.confirmation;
		const { lastConfirmation } = this.#more;
		if (now < earliest(start, this.host.deviation)!) return false;
		// A clock that was set back would have it wait for what is not to come.
		return lastConfirmation === 0 || lastConfirmation > now || now - lastConfirmation >= interval * SECOND;
	}
}

/** Whether what is selected of an attribute can be. */
function isTellable({ classId, attribute, dataIndex, restriction, columns = [] }: PushObject, deviation: number): boolean {
	const isBuffer = classId === PROFILE && attribute === BUFFER;
	if (!isBuffer) return restriction === undefined && columns.length === 0 && dataIndex <= (attribute === 0 ? 0 : MOST_ELEMENTS);
	if (columns.length > MOST_COLUMNS) return false;
	if (dataIndex !== 0 && (dataIndex <= LAST_ROWS || dataIndex > LAST_ROWS + MOST_ROWS || restriction !== undefined)) return false;
	if (restriction === undefined) return true;
	if (restriction.kind === 'entry') return restriction.from > 0 && (restriction.to === 0 || restriction.to >= restriction.from);
	return earliest(restriction.from, deviation) !== undefined && latest(restriction.to, deviation) !== undefined;
}

/** Ciphered, signed, or one within the other. */
function isOrder(protection: readonly PushProtection[]): boolean {
	const signed = protection.filter(({ kind }) => kind === PUSH_PROTECTION.signature).length;
	return signed <= 1 && protection.length - signed <= 1;
}

/** Whether there is such a protection, and keys can be told so. */
function isKnown({ kind, other, keyInfo, keyOptions }: PushProtection): boolean {
	if (kind > PUSH_PROTECTION.signature || other.length > 0 || keyInfo > KEY_INFO.agreed) return false;
	if (kind === PUSH_PROTECTION.signature) return true;
	return keyInfo === KEY_INFO.agreed ? schemeIn(keyOptions) !== undefined : keyNumberIn(keyOptions) === 0;
}

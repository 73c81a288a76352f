/**
 * Image transfer (class 18, version 0): new firmware in blocks, which is verified and activated once all of them are there.
 *
 * | attribute                                 | value                                                                                     |
 * |-------------------------------------------|-------------------------------------------------------------------------------------------|
 * | 2 image_block_size                        | double-long-unsigned, bytes of each block but the last                                    |
 * | 3 image_transferred_blocks_status         | bit-string, a bit for each block, 1: it is there; empty before there is an image          |
 * | 4 image_first_not_transferred_block_number | double-long-unsigned, from 0; all are there: how many there are                          |
 * | 5 image_transfer_enabled                  | boolean, may be set                                                                       |
 * | 6 image_transfer_status                   | enum: `IMAGE_STATUS`                                                                      |
 * | 7 image_to_activate_info                  | array of structures: double-long-unsigned size, octet-string identification, octet-string signature |
 *
 * Methods, each in the states of `CALLS`: 1 image_transfer_initiate, a structure of octet-string identifier and double-long-unsigned size; 2
 * image_block_transfer, a structure of double-long-unsigned number and octet-string block; 3 image_verify, 4 image_activate, both integer 0.
 *
 * | status                     | 1 initiate | 2 block | 3 verify | 4 activate |
 * |----------------------------|------------|---------|----------|------------|
 * | 0 not initiated            | → 1        | 250     | 250      | 250        |
 * | 1 initiated                | → 1        | → 1     | → 2, 3, 4 | verifies first, → 5, 6, 7 |
 * | 2 verification initiated   | → 1        | 250     | 2        | 2          |
 * | 3 verification successful  | → 1        | 250     | → 2, 3, 4 | → 5, 6, 7 |
 * | 4 verification failed      | → 1        | 250     | 250      | 250        |
 * | 5 activation initiated     | 250        | 250     | 250      | 2          |
 * | 6 activation successful    | → 1        | 250     | 250      | 250        |
 * | 7 activation failed        | → 1        | 250     | 250      | 250        |
 */
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Selection } from '../dlms/apdu/descriptor.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';
import { isNoParameter } from './no-parameter.js';
import { anyOctetsIn, itemsOf } from './value-parts.js';

/** Values of image_transfer_status. */
export const IMAGE_STATUS = Object.freeze({
	notInitiated: 0,
	initiated: 1,
	verificationInitiated: 2,
	verificationSuccessful: 3,
	verificationFailed: 4,
	activationInitiated: 5,
	activationSuccessful: 6,
	activationFailed: 7,
});

/** Numbers of the methods. */
export const IMAGE_METHOD = Object.freeze({ initiate: 1, transfer: 2, verify: 3, activate: 4 });

export interface ImageToActivate {
	/** Bytes. */
	readonly size: number;
	readonly identification: Uint8Array;
	readonly signature: Uint8Array;
}

/** Looked at anew for each request; methods return an Action-Result, and are called in no other state than the table has them in. */
export interface ImageFacts {
	readonly enabled: boolean;
	/** One of `IMAGE_STATUS`. */
	readonly status: number;
	/** How many blocks there are. */
	readonly blocks: number;
	/** A bit for each, the first one the highest. */
	readonly transferred: Uint8Array;
	/** Number of the first block that is not there; `blocks`: all are. */
	readonly firstMissing: number;
	/** Undefined: none is verified. */
	readonly toActivate: ImageToActivate | undefined;
	/** Bytes of a block, as this client may send it. */
	blockSize(caller: Caller): number;
	/** Returns a Data-Access-Result. */
	setEnabled(enabled: boolean): number;
	initiate(identifier: Uint8Array, size: number, caller: Caller): number;
	transfer(number: number, block: Uint8Array): number;
	verify(): number;
	activate(client: number): number;
}

const BLOCK_SIZE = 2;

const IMAGE_TRANSFER: FactsClass<ImageFacts> = frozen({
	classId: 18,
	version: 0,
	attributes: 7,
	methods: 4,
	puts: [
		undefined,
		(w, { blocks, transferred }) => w.bitString(blocks, transferred),
		(w, { firstMissing }) => w.doubleLongUnsigned(firstMissing),
		(w, { enabled }) => w.boolean(enabled),
		(w, { status }) => w.enum(status),
		(w, { toActivate }) => {
			if (toActivate === undefined) return w.array(0);
			const { size, identification, signature } = toActivate;
			return w.array(1).structure(3).doubleLongUnsigned(size).octetString(identification).octetString(signature);
		},
	],
});

const { otherReason, temporaryFailure, typeUnmatched } = ACTION_RESULT;

/** Calls a method; its parameter was not looked at. */
type Call = (facts: ImageFacts, parameter: Data | undefined, caller: Caller) => number;

/** From method 1 on. */
const METHODS: readonly Call[] = Object.freeze([
	(facts: ImageFacts, parameter: Data | undefined, caller: Caller) => {
		const [identifier, size] = parameter === undefined ? [] : itemsOf(parameter, 2);
		const octets = anyOctetsIn(identifier);
		if (octets === undefined || size?.tag !== DataTag.doubleLongUnsigned) return typeUnmatched;
		return may(facts, IMAGE_METHOD.initiate) ?? facts.initiate(octets, size.value, caller);
	},
	(facts: ImageFacts, parameter: Data | undefined) => {
		const [number, block] = parameter === undefined ? [] : itemsOf(parameter, 2);
		const octets = anyOctetsIn(block);
		if (number?.tag !== DataTag.doubleLongUnsigned || octets === undefined) return typeUnmatched;
		return may(facts, IMAGE_METHOD.transfer) ?? facts.transfer(number.value, octets);
	},
	(facts: ImageFacts, parameter: Data | undefined) =>
		isNoParameter(parameter) ? (may(facts, IMAGE_METHOD.verify) ?? facts.verify()) : typeUnmatched,
	(facts: ImageFacts, parameter: Data | undefined, { client }: Caller) =>
		isNoParameter(parameter) ? (may(facts, IMAGE_METHOD.activate) ?? facts.activate(client)) : typeUnmatched,
]);

const CALL = undefined;
/** By the status, then from method 1 on: the Action-Result, or that the method is called. */
const CALLS: readonly (readonly (number | undefined)[])[] = frozen([
	[CALL, otherReason, otherReason, otherReason],
	[CALL, CALL, CALL, CALL],
	[CALL, otherReason, temporaryFailure, temporaryFailure],
	[CALL, otherReason, CALL, CALL],
	[CALL, otherReason, otherReason, otherReason],
	[otherReason, otherReason, otherReason, temporaryFailure],
	[CALL, otherReason, otherReason, otherReason],
	[CALL, otherReason, otherReason, otherReason],
]);

/** Why a method is not called in the state that there is; undefined: it is. */
function may({ status }: ImageFacts, method: number): number | undefined {
	return CALLS[status]![method - 1];
}

/** Whether an image can be activated as things stand: whoever does so without a client asks first. */
export function canActivate(facts: ImageFacts): boolean {
	return may(facts, IMAGE_METHOD.activate) === undefined;
}

export class ImageTransferObject extends FactsObject<ImageFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<ImageFacts>) {
		super(IMAGE_TRANSFER, name, facts);
	}

	override read(attribute: number, w: DataWriter, selection: Selection | undefined, caller: Caller): number {
		if (attribute !== BLOCK_SIZE) return super.read(attribute, w, selection, caller);
		w.doubleLongUnsigned(this.facts(caller.device).blockSize(caller));
		return ACCESS_RESULT.success;
	}

	write(_attribute: number, value: Data, { device }: Caller): number {
		return value.tag === DataTag.boolean ? this.facts(device).setEnabled(value.value) : ACCESS_RESULT.typeUnmatched;
	}

	act(method: number, parameter: Data | undefined, _w: DataWriter, caller: Caller): number {
		const facts = this.facts(caller.device);
		return facts.enabled ? METHODS[method - 1]!(facts, parameter, caller) : otherReason;
	}
}

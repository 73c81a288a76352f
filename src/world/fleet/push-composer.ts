/**
 * The interval push of a fleet's meters, put together byte by byte: what Route A of each would send if its set-up had these objects (`FLEET_PUSH`), by UDP under the
 * policy that it came with. Only a few bytes differ from meter to meter, so that it takes little more than its sealing.
 *
 * | of the body | value                                                                         |
 * |-------------|-------------------------------------------------------------------------------|
 * | 1           | the list itself                                                               |
 * | 2           | logical device name, 16 characters                                            |
 * | 3           | clock                                                                         |
 * | 4           | AMR profile status                                                            |
 * | 5           | newest row of the load profile: time, status, import, export                  |
 */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { putUint16, putUint32 } from '../../../modules/bytes/uint.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { PushObject } from '../../../modules/cosem/push-object.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { encodeDataNotification } from '../../../modules/dlms/apdu/notification.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../modules/dlms/axdr/date-time.js';
import { CONTROL, encodeCiphered, SecuritySuite } from '../../../modules/dlms/security/ciphering.js';
import { WRAPPER_HEADER_LENGTH, writeWrapperHeader } from '../../../modules/dlms/wrapper.js';
import type { Counter } from '../../meter/metering/registers.js';
import { PUSH_CLIENT } from '../../route-a/control/push-order.js';
import { putCount } from '../../route-a/register-count.js';
import { MANAGEMENT_DEVICE } from '../../route-a/transport.js';

/** The objects of the push of a fleet's meters, in their order. */
export const FLEET_PUSH: readonly PushObject[] = Object.freeze([
	{ classId: 40, name: NAME.intervalPush, attribute: 2, dataIndex: 0 },
	{ classId: 1, name: NAME.logicalDevice, attribute: 2, dataIndex: 0 },
	{ classId: 8, name: NAME.clock, attribute: 2, dataIndex: 0 },
	{ classId: 1, name: NAME.amrStatus, attribute: 2, dataIndex: 0 },
	{ classId: 7, name: NAME.loadProfile, attribute: 2, dataIndex: 0 },
]);

const NAME_LENGTH = 16;
/** Where a DataNotification has its id, and its body; what stands before the elements of a structure, and before the bytes of a short octet-string. */
const INVOKE_AT = 1;
const NOTIFICATION_HEAD = 6;
const STRUCTURE_HEAD = 2;
const STRING_HEAD = 2;
/** From the beginning of the logical device name on. */
const PLACE = Object.freeze({ clock: 18, amrStatus: 31, time: 38, status: 51, import: 53, export: 58 });
/** Where the wrapper has its length. */
const LENGTH_AT = 6;
/** Registers of more digits take 8 bytes (register-count.ts). */
const SHORT_DIGITS = 9;

/** Values of one push. */
export interface PushValues {
	/** Long invoke id. */
	readonly id: number;
	/** 16 ASCII characters. */
	readonly logicalDeviceName: string;
	/** ms since 1970-01-01T00:00:00Z by the meter's clock. */
	readonly now: number;
	/** The newest half-hour on record; undefined: there is none. */
	readonly row: { readonly at: number; readonly amrStatus: number; readonly import: number; readonly export: number } | undefined;
}

/** 16 bytes each. */
interface PushKeys {
	readonly encryption: Uint8Array;
	readonly authentication: Uint8Array;
}

export class PushComposer {
	readonly #suite: SecuritySuite;
	readonly #deviation: number;
	readonly #register: { readonly counter: Counter };
	readonly #list: Uint8Array;
	readonly #plain = new DataWriter();
	readonly #frame = new DataWriter();
	/** A push in the clear, of which each is another in a few places alone; and where its logical device name begins. */
	readonly #model: Uint8Array;
	readonly #nameAt: number;
	/** Counts take 4 bytes. */
	readonly #isShort: boolean;
	#rowAt = Number.NaN;
	#rowTime: Uint8Array = new Uint8Array(0);

	/** @param deviation minutes from local time to UTC */
	constructor(cipher: Cipher, counter: Counter, deviation: number) {
		this.#suite = new SecuritySuite(cipher, 0);
		this.#register = { counter };
		this.#deviation = deviation;
		const list = new DataWriter().array(FLEET_PUSH.length);
		for (const { classId, name, attribute, dataIndex } of FLEET_PUSH)
			list.structure(4).longUnsigned(classId).logicalName(name).integer(attribute).longUnsigned(dataIndex);
		this.#list = list.copy();
		this.#isShort = counter.digits <= SHORT_DIGITS;
		writeWrapperHeader(this.#frame, MANAGEMENT_DEVICE, PUSH_CLIENT, 0);
		const body = this.body({ id: 0, logicalDeviceName: '?'.repeat(NAME_LENGTH), now: 0, row: { at: 0, amrStatus: 0, import: 0, export: 0 } });
		encodeDataNotification(this.#plain, { invoke: 0, time: undefined, body });
		this.#model = this.#plain.copy();
		this.#nameAt = NOTIFICATION_HEAD + STRUCTURE_HEAD + this.#list.length + STRING_HEAD;
	}

	/** The frame of the wrapper, under this counter; a view until the next. */
	compose(values: PushValues, title: Uint8Array, keys: PushKeys, counter: number): Uint8Array {
		const control = CONTROL.authentication | CONTROL.encryption;
		const material = { encryptionKey: keys.encryption, authenticationKey: keys.authentication, title };
		const payload = this.#suite.seal(material, control, counter, this.plain(values));
		const w = this.#frame;
		w.truncate(WRAPPER_HEADER_LENGTH);
		encodeCiphered(w, { tag: APDU.generalGlo, title, control, counter, payload });
		const frame = w.bytes;
		putUint16(frame, LENGTH_AT, frame.length - WRAPPER_HEADER_LENGTH);
		return frame;
	}

	/** The DataNotification in the clear; a view until the next. */
	plain(values: PushValues): Uint8Array {
		const { id, logicalDeviceName, now, row } = values;
		if (row === undefined || !this.#isShort) {
			this.#plain.truncate(0);
			encodeDataNotification(this.#plain, { invoke: id, time: undefined, body: this.body(values) });
			return this.#plain.bytes;
		}
		const bytes = this.#model;
		putUint32(bytes, INVOKE_AT, id);
		const at = this.#nameAt;
		for (let i = 0; i < NAME_LENGTH; i++) bytes[at + i] = logicalDeviceName.charCodeAt(i);
		bytes.set(dateTimeOf(now, this.#deviation, 0), at + PLACE.clock);
		bytes[at + PLACE.amrStatus] = row.amrStatus;
		bytes[at + PLACE.status] = row.amrStatus;
		if (row.at !== this.#rowAt) {
			this.#rowAt = row.at;
			this.#rowTime = dateTimeOf(60_000 * row.at, this.#deviation, 0);
		}
		bytes.set(this.#rowTime, at + PLACE.time);
		putUint32(bytes, at + PLACE.import, row.import);
		putUint32(bytes, at + PLACE.export, row.export);
		return bytes;
	}

	/** Its body alone. */
	body({ logicalDeviceName, now, row }: PushValues): Uint8Array {
		const body = new DataWriter().structure(FLEET_PUSH.length).put(this.#list);
		body
			.octetString(asciiBytes(logicalDeviceName))
			.octetString(dateTimeOf(now, this.#deviation, 0))
			.unsigned(row?.amrStatus ?? 0);
		body.array(row === undefined ? 0 : 1);
		if (row !== undefined) {
			body
				.structure(4)
				.octetString(dateTimeOf(60_000 * row.at, this.#deviation, 0))
				.unsigned(row.amrStatus);
			putCount(body, row.import, this.#register);
			putCount(body, row.export, this.#register);
		}
		return body.bytes;
	}
}

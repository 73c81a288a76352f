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

	/** @param deviation minutes from local time to UTC */
	constructor(cipher: Cipher, counter: Counter, deviation: number) {
		this.#suite = new SecuritySuite(cipher, 0);
		this.#register = { counter };
		this.#deviation = deviation;
		const list = new DataWriter().array(FLEET_PUSH.length);
		for (const { classId, name, attribute, dataIndex } of FLEET_PUSH)
			list.structure(4).longUnsigned(classId).logicalName(name).integer(attribute).longUnsigned(dataIndex);
		this.#list = list.copy();
	}

	/** The frame of the wrapper, under this counter; a view until the next. */
	compose(values: PushValues, title: Uint8Array, keys: PushKeys, counter: number): Uint8Array {
		const control = CONTROL.authentication | CONTROL.encryption;
		const material = { encryptionKey: keys.encryption, authenticationKey: keys.authentication, title };
		const payload = this.#suite.seal(material, control, counter, this.plain(values));
		const w = this.#frame;
		w.truncate(0);
		encodeCiphered(w, { tag: APDU.generalGlo, title, control, counter, payload });
		const apdu = w.copy();
		w.truncate(0);
		writeWrapperHeader(w, MANAGEMENT_DEVICE, PUSH_CLIENT, apdu.length);
		return w.put(apdu).bytes.subarray(0, WRAPPER_HEADER_LENGTH + apdu.length);
	}

	/** The DataNotification in the clear; a view until the next. */
	plain(values: PushValues): Uint8Array {
		this.#plain.truncate(0);
		encodeDataNotification(this.#plain, { invoke: values.id, time: undefined, body: this.body(values) });
		return this.#plain.bytes;
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

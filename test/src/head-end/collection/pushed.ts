/** Interval pushes as meters send them, put together from the protocol's own parts. */

import { NAME } from '../../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { encodeDataNotification } from '../../../../modules/dlms/apdu/notification.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../../modules/dlms/axdr/date-time.js';
import { CONTROL, encodeCiphered, SecuritySuite } from '../../../../modules/dlms/security/ciphering.js';

export const HALF_HOUR = 1_800_000;
export const JAPAN = -540;
export const AE = CONTROL.authentication | CONTROL.encryption;
const SUITE = new SecuritySuite(new PortableCipher(), 0);

export interface Row {
	readonly at: number;
	readonly status?: number;
	readonly import: number;
	readonly export?: number;
}

interface Objects {
	readonly rows?: readonly Row[];
	readonly registers?: { readonly import: number; readonly export: number };
	readonly status?: number;
	readonly clock?: number;
	readonly invoke?: number;
	readonly deviation?: number;
}

type Listed = readonly [classId: number, name: number, attribute: number];
const IMPORT = 0x01_00_01_08_00_ff;
const EXPORT = 0x01_00_02_08_00_ff;

/** A DataNotification in the clear. */
export function pushOf({ rows, registers, status, clock, invoke = 1, deviation = JAPAN }: Objects): Uint8Array {
	const list: Listed[] = [
		[40, NAME.intervalPush, 2],
		[1, NAME.logicalDevice, 2],
	];
	if (clock !== undefined) list.push([8, NAME.clock, 2]);
	if (status !== undefined) list.push([1, NAME.amrStatus, 2]);
	if (rows !== undefined) list.push([7, NAME.loadProfile, 2]);
	if (registers !== undefined) list.push([3, IMPORT, 2], [3, EXPORT, 2]);
	const body = new DataWriter().structure(list.length).array(list.length);
	for (const [classId, name, attribute] of list) body.structure(4).longUnsigned(classId).logicalName(name).integer(attribute).longUnsigned(0);
	body.octetString(new Uint8Array(16).fill(0x4b));
	if (clock !== undefined) body.octetString(dateTimeOf(clock, deviation, 0));
	if (status !== undefined) body.unsigned(status);
	if (rows !== undefined) {
		body.array(rows.length);
		for (const row of rows) {
			body
				.structure(4)
				.octetString(dateTimeOf(row.at, deviation, 0))
				.unsigned(row.status ?? 0)
				.doubleLongUnsigned(row.import);
			if (row.export === undefined) body.nullData();
			else body.doubleLongUnsigned(row.export);
		}
	}
	if (registers !== undefined) body.doubleLongUnsigned(registers.import).doubleLongUnsigned(registers.export);
	const w = new DataWriter();
	encodeDataNotification(w, { invoke, time: undefined, body: body.copy() });
	return w.copy();
}

export interface Sealing {
	readonly title: Uint8Array;
	/** Encryption and authentication, 16 bytes each. */
	readonly keys: Uint8Array;
	readonly counter: number;
	readonly control?: number;
}

/** In a general-glo. */
export function sealed(plain: Uint8Array, { title, keys, counter, control = AE }: Sealing): Uint8Array {
	const material = { encryptionKey: keys.subarray(0, 16), authenticationKey: keys.subarray(16), title };
	const w = new DataWriter();
	encodeCiphered(w, { tag: 0xdb, title, control, counter, payload: SUITE.seal(material, control, counter, plain) });
	return w.copy();
}

export function titleOf(number: number): Uint8Array {
	return Uint8Array.of(0x4a, 0x50, 0x4d, 0, number >>> 24, number >>> 16, number >>> 8, number);
}

export function keysOf(number: number): Uint8Array {
	return Uint8Array.from({ length: 32 }, (_, i) => 1 + ((number * 31 + i * 7) & 0x7f));
}

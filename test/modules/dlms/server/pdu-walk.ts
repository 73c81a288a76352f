/** Long values at each of many PDU sizes, however messages are protected. */
import type { Cipher } from '../../../../hal/ports/cipher.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { CONTROL } from '../../../../modules/dlms/security/ciphering.js';
import { equal, toHex } from '../../../assert.js';
import { clientSecurity, Line, MANAGEMENT, NAMES, newCipher, rig } from '../device-rig.js';

export const ECHO = { classId: 1, name: NAMES.echo, index: 2, selection: undefined };
const PROTOCOLS = ['glo', 'ded', 'general-glo', 'general-ded'] as const;
const CONTROLS = [CONTROL.authentication, CONTROL.encryption, CONTROL.authentication | CONTROL.encryption];
/** Longer than the longest PDU here. */
export const VALUE = new DataWriter().octetString(new Uint8Array(330).fill(0x5a)).copy();

export interface Form {
	readonly protocol: (typeof PROTOCOLS)[number];
	readonly control: number;
	readonly dedicated: boolean;
}

/** Seals nothing: only how long messages are is of interest here, of which there are many. */
export function newOpenCipher(): Cipher {
	const cipher = newCipher();
	return Object.assign(cipher, {
		gcmSeal: (_key: Uint8Array, _iv: Uint8Array, _header: Uint8Array, plain: Uint8Array, tagLength: number) => {
			const sealed = new Uint8Array(plain.length + tagLength);
			sealed.set(plain);
			return sealed;
		},
		gcmOpen: (_key: Uint8Array, _iv: Uint8Array, _header: Uint8Array, sealed: Uint8Array, tagLength: number) =>
			sealed.subarray(0, sealed.length - tagLength),
	});
}

/** How messages may be protected: a dedicated key is sent only under encryption. */
export function* forms(): Generator<Form> {
	for (const protocol of PROTOCOLS)
		for (const control of CONTROLS) {
			const dedicated = protocol.endsWith('ded');
			if (!dedicated || control & CONTROL.encryption) yield { protocol, control, dedicated };
		}
}

/** A line, and how long its longest message each way was since the last call. */
export function measured(line: Line): () => { request: number; answer: number } {
	line.record = true;
	return () => {
		const longest = (list: Uint8Array[]) => list.splice(0).reduce((most, { length }) => Math.max(most, length), 0);
		return { request: longest(line.requests), answer: longest(line.answers) };
	};
}

function read(line: Line): string {
	let text = 'no answer';
	line.get(ECHO, (error, value) => {
		text = error?.text ?? (typeof value === 'object' ? toHex(value) : String(value));
	});
	return text;
}

/** A client whose PDU has this size gets a long value whole, and no answer that is longer. */
export function readsWhole({ protocol, control, dedicated }: Form, sizes: Iterable<number>): void {
	const cipher = newOpenCipher();
	const { server } = rig({ policy: control >> 4, cipher });
	const security = clientSecurity({ cipher });
	const writer = new Line(server, MANAGEMENT, { security, control });
	equal(writer.associate(), 'ok');
	writer.set(ECHO, VALUE, () => {});
	for (const pdu of sizes) {
		const line = new Line(server, MANAGEMENT, { security, protocol, control, dedicated, maxPdu: pdu });
		equal(line.associate(), 'ok');
		const longest = measured(line);
		longest();
		equal(read(line), toHex(VALUE), `PDU ${pdu}`);
		const { answer } = longest();
		equal(answer <= pdu && answer >= pdu - 2, true, `${answer} of ${pdu}`);
	}
}

/** The same of a client that sends one to a server whose PDU has this size, too, and gets it back from a method. */
export function sendsWhole({ protocol, control, dedicated }: Form, sizes: Iterable<number>): void {
	const cipher = newOpenCipher();
	for (const pdu of sizes) {
		const { server } = rig({ policy: control >> 4, cipher, maxPdu: pdu });
		const line = new Line(server, MANAGEMENT, { security: clientSecurity({ cipher }), protocol, control, dedicated, maxPdu: pdu });
		equal(line.associate(), 'ok');
		const longest = measured(line);
		longest();
		let result: unknown;
		line.set(ECHO, VALUE, (error, value) => {
			result = error?.text ?? value;
		});
		equal(result, 0, `PDU ${pdu}`);
		const { request } = longest();
		equal(request <= pdu && request >= pdu - 6, true, `${request} of ${pdu}`);
		line.act({ classId: 1, name: NAMES.echo, index: 1 }, VALUE, (error, outcome) => {
			result = error?.text ?? outcome?.returned;
		});
		equal(toHex(result as Uint8Array), toHex(VALUE), `PDU ${pdu}`);
		const { answer } = longest();
		equal(answer <= pdu && answer >= pdu - 2, true, `${answer} of ${pdu}`);
	}
}

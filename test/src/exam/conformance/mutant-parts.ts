/** Of what meters are made that are wrong in one thing. */
import { Reader } from '../../../../modules/bytes/reader.js';
import { type Aarq, decodeAarq, encodeAarq } from '../../../../modules/dlms/apdu/acse.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import type { AttributeTarget } from '../../../../modules/dlms/apdu/descriptor.js';
import { decodeInitiateRequest, encodeInitiateRequest, type InitiateRequest } from '../../../../modules/dlms/apdu/initiate.js';
import { type Data, LARGE, readData, writeData } from '../../../../modules/dlms/axdr/data.js';
import { type DataSource, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { logicalNameText } from '../../../../modules/dlms/axdr/obis.js';
import type { Caller, DeviceEntry } from '../../../../modules/dlms/server/logical-device.js';
import { MeterDevice } from '../../../../src/route-a/meter-state.js';
import type { Mutant } from './conformance-rig.js';

/** A change of what is read: a value or a Data-Access-Result. `time`: how often it was read, from 0. */
export type Change = (data: Data, time: number, target: AttributeTarget, caller: Caller) => Data | number;

/** A meter without what a public client does not see. */
export const SMALL_METER: NonNullable<Mutant['meter']> = {
	tariffFlash: undefined,
	push: undefined,
	network: undefined,
	localPort: undefined,
	routeB: undefined,
};

/** An attribute, `CLASS/OBIS:ATTRIBUTE`, is read otherwise than it is. */
export function reads(place: string, change: Change): Mutant {
	let time = 0;
	class MutantDevice extends MeterDevice {
		override read(target: AttributeTarget, w: DataWriter, caller: Caller): number | DataSource {
			const start = w.length;
			const result = super.read(target, w, caller);
			const at = `${target.classId}/${logicalNameText(target.name)}:${target.index}`;
			if (at !== place || (typeof result === 'number' && result !== 0)) return result;
			if (typeof result === 'object') while (result.produce(w));
			const data = readData(new Reader('A-XDR', w.copy().subarray(start)), LARGE);
			w.truncate(start);
			const changed = change(data, time++, target, caller);
			if (typeof changed === 'number') return changed;
			writeData(w, changed);
			return 0;
		}
	}
	return { meter: { ...SMALL_METER, makeDevice: (entries, meter) => new MutantDevice(entries, meter) } };
}

/** Rights of one object are others. */
export function grants(name: number, rights: DeviceEntry['rights']): Mutant {
	const changed = (entries: readonly DeviceEntry[]) =>
		entries.map((entry) => (entry.object.name === name ? { ...entry, rights: { ...entry.rights, ...rights } } : entry));
	return { meter: { ...SMALL_METER, makeDevice: (entries, meter) => new MeterDevice(changed(entries), meter) } };
}

/** A request in the clear is answered otherwise than it would be; undefined: it is not. */
export function answers(change: (request: Uint8Array, answer: Uint8Array, caller: Caller) => Uint8Array | undefined): Mutant {
	return {
		meter: SMALL_METER,
		between: (request, w, caller, services) => {
			const asked = request.slice();
			let malformed: unknown;
			try {
				services.serve(request, w);
			} catch (error) {
				malformed = error;
			}
			const changed = change(asked, w.copy(), caller);
			if (changed === undefined && malformed !== undefined) throw malformed;
			if (changed === undefined) return;
			w.truncate();
			w.put(changed);
		},
	};
}

/** A request in the clear is taken for another one; undefined: it is not. */
export function takes(
	change: (request: Uint8Array, caller: Caller) => Uint8Array | undefined,
	onAnswer: (answer: Uint8Array) => void = () => {},
): Mutant {
	return {
		meter: SMALL_METER,
		between: (request, w, caller, services) => {
			services.serve(change(request.slice(), caller) ?? request, w);
			onAnswer(w.copy());
		},
	};
}

/** An AARQ is taken for another one; undefined: it is not. */
export function admits(change: (aarq: Aarq, bytes: Uint8Array) => Aarq | undefined): Mutant {
	return {
		meter: SMALL_METER,
		request: (apdu) => {
			// One that ends too early is taken for none.
			if (apdu[0] !== APDU.aarq || apdu[1] !== apdu.length - 2) return undefined;
			const changed = change(decodeAarq(apdu), apdu);
			if (changed === undefined) return undefined;
			const w = new DataWriter();
			encodeAarq(w, { ...changed, version1: true });
			return { to: w.copy() };
		},
	};
}

/** The same of the InitiateRequest in the clear that is in it. */
export function initiates(change: (initiate: InitiateRequest) => InitiateRequest | undefined): Mutant {
	return admits((aarq) => {
		const changed = change(decodeInitiateRequest(aarq.userInformation!));
		if (changed === undefined) return undefined;
		const w = new DataWriter();
		encodeInitiateRequest(w, changed);
		return { ...aarq, userInformation: w.copy() };
	});
}

/** The items of an array or a structure. */
export function itemsOf(data: Data): Data[] {
	if (!('items' in data)) throw new Error(`expected items, got tag ${data.tag}`);
	return [...data.items];
}

/** The same with other items. */
export function withItems(data: Data, items: readonly Data[]): Data {
	if (!('items' in data)) throw new Error(`expected items, got tag ${data.tag}`);
	return { tag: data.tag, items };
}

/** Bytes of a string, of which some are others. */
export function withByte(data: Data, at: number, value: number): Data {
	if (!('bytes' in data)) throw new Error(`expected bytes, got tag ${data.tag}`);
	const bytes = data.bytes.slice();
	bytes[at] = value;
	return { ...data, bytes };
}

export function withNumber(data: Data, change: (value: number) => number): Data {
	if (!('value' in data) || typeof data.value !== 'number') throw new Error(`expected a number, got tag ${data.tag}`);
	return { ...data, value: change(data.value) } as Data;
}

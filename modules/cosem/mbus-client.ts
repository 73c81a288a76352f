/**
 * M-Bus client (class 72, version 0 or 1): a meter's view of one M-Bus slave behind it.
 *
 * | attribute               | value                                                              | method                | parameter                |
 * |-------------------------|--------------------------------------------------------------------|-----------------------|--------------------------|
 * | 2 mbus_port_reference   | octet-string: logical name of the port                             | 1 slave_install       | integer or unsigned: address, 0: any |
 * | 3 capture_definition    | array of structures of two octet-strings, DIB and VIB              | 2 slave_deinstall     | integer 0                |
 * | 4 capture_period        | double-long-unsigned, s; 0: not by time                            | 3 capture             | integer 0                |
 * | 5 primary_address       | unsigned; 0: none                                                  | 4 reset_alarm         | integer 0                |
 * | 6 identification_number | double-long-unsigned: a decimal digit in each 4 bits; 0: none      | 5 synchronize_clock   | integer 0                |
 * | 7 manufacturer_id       | long-unsigned                                                      | 6 data_send           | array of structures: DIB, VIB, data as octet-strings |
 * | 8 version               | unsigned                                                           | 7 set_encryption_key  | octet-string of 16 bytes, or none |
 * | 9 device_type           | unsigned                                                           | 8 transfer_key        | octet-string of 16 bytes |
 * | 10 access_number        | unsigned                                                           |                       |                          |
 * | 11 status               | unsigned, of the slave's last header                               |                       |                          |
 * | 12 alarm                | unsigned: bits of the status since they were reset                 |                       |                          |
 * | 13 configuration        | long-unsigned, of the slave's last header; version 1               |                       |                          |
 * | 14 encryption_key_status | enum: 0 none, 1 set, 2 transferred, 3 both, 4 in use; version 1   |                       |                          |
 *
 * 3 to 9 may be set.
 */
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';
import { isNoParameter } from './no-parameter.js';
import { anyOctetsIn, itemsOf, listIn } from './value-parts.js';

/** What of a slave's data is captured. */
export interface CaptureElement {
	readonly dib: Uint8Array;
	readonly vib: Uint8Array;
}

/** A record to be sent. */
export interface SentElement extends CaptureElement {
	readonly data: Uint8Array;
}

export const KEY_STATUS = Object.freeze({ none: 0, set: 1, transferred: 2, setAndTransferred: 3, inUse: 4 });

/** A number that may be set. */
export type MbusNumber = 'capturePeriod' | 'primaryAddress' | 'identification' | 'manufacturer' | 'version' | 'deviceType';

/** Looked at anew for each request. Orders return an Action-Result: that they were taken, not what came of them. */
export interface MbusClientFacts extends Readonly<Record<MbusNumber, number>> {
	readonly port: LogicalName;
	readonly captureDefinition: readonly CaptureElement[];
	readonly accessNumber: number;
	readonly status: number;
	readonly alarm: number;
	readonly configuration: number;
	readonly keyStatus: number;
	/** Both return a Data-Access-Result. */
	setCaptureDefinition(elements: readonly CaptureElement[]): number;
	setNumber(which: MbusNumber, value: number): number;
	/** @param address 0: whichever is free */
	install(address: number): number;
	deinstall(): number;
	capture(): number;
	resetAlarm(): number;
	synchronizeClock(): number;
	send(elements: readonly SentElement[]): number;
	/** @param key undefined: none any more */
	setKey(key: Uint8Array | undefined): number;
	/** @param enciphered as the slave is to have it */
	transferKey(enciphered: Uint8Array): number;
}

const CAPTURE_DEFINITION = 3;
const KEY_LENGTH = 16;

/** Of attributes that are numbers: which, and of which type. */
const NUMBERS: Readonly<Record<number, readonly [MbusNumber, number]>> = frozen({
	4: ['capturePeriod', DataTag.doubleLongUnsigned],
	5: ['primaryAddress', DataTag.unsigned],
	6: ['identification', DataTag.doubleLongUnsigned],
	7: ['manufacturer', DataTag.longUnsigned],
	8: ['version', DataTag.unsigned],
	9: ['deviceType', DataTag.unsigned],
});

const PUTS: FactsClass<MbusClientFacts>['puts'] = Object.freeze<FactsClass<MbusClientFacts>['puts'][number][]>([
	(w, { port }) => w.logicalName(port),
	(w, { captureDefinition }) => {
		w.array(captureDefinition.length);
		for (const { dib, vib } of captureDefinition) w.structure(2).octetString(dib).octetString(vib);
		return w;
	},
	(w, { capturePeriod }) => w.doubleLongUnsigned(capturePeriod),
	(w, { primaryAddress }) => w.unsigned(primaryAddress),
	(w, { identification }) => w.doubleLongUnsigned(identification),
	(w, { manufacturer }) => w.longUnsigned(manufacturer),
	(w, { version }) => w.unsigned(version),
	(w, { deviceType }) => w.unsigned(deviceType),
	(w, { accessNumber }) => w.unsigned(accessNumber),
	(w, { status }) => w.unsigned(status),
	(w, { alarm }) => w.unsigned(alarm),
]);

export const MBUS_CLIENT: FactsClass<MbusClientFacts> = frozen({ classId: 72, version: 0, attributes: 12, methods: 8, puts: PUTS });

export const MBUS_CLIENT_1: FactsClass<MbusClientFacts> = frozen({
	classId: 72,
	version: 1,
	attributes: 14,
	methods: 8,
	puts: [...PUTS, (w, { configuration }) => w.longUnsigned(configuration), (w, { keyStatus }) => w.enum(keyStatus)],
});

/** Methods whose parameter says nothing. */
const PLAIN: Readonly<Record<number, (facts: MbusClientFacts) => number>> = frozen({
	2: (facts) => facts.deinstall(),
	3: (facts) => facts.capture(),
	4: (facts) => facts.resetAlarm(),
	5: (facts) => facts.synchronizeClock(),
});

/** Undefined: the parameter is none of the method's. */
type Act = (facts: MbusClientFacts, parameter: Data | undefined) => number | undefined;

const ACTS: Readonly<Record<number, Act>> = frozen({
	1: (facts, parameter) => {
		if (parameter?.tag !== DataTag.integer && parameter?.tag !== DataTag.unsigned) return undefined;
		return facts.install(parameter.value & 0xff);
	},
	6: (facts, parameter) => {
		const elements = listIn(parameter, sentIn);
		return elements && facts.send(elements);
	},
	7: (facts, parameter) => {
		const key = anyOctetsIn(parameter);
		if (key === undefined || (key.length !== 0 && key.length !== KEY_LENGTH)) return undefined;
		return facts.setKey(key.length === 0 ? undefined : key);
	},
	8: (facts, parameter) => {
		const key = anyOctetsIn(parameter);
		return key?.length === KEY_LENGTH ? facts.transferKey(key) : undefined;
	},
});

export class MbusClientObject extends FactsObject<MbusClientFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<MbusClientFacts>, type = MBUS_CLIENT) {
		super(type, name, facts);
	}

	write(attribute: number, value: Data, { device }: Caller): number {
		const facts = this.facts(device);
		if (attribute === CAPTURE_DEFINITION) {
			const elements = listIn(value, elementIn);
			return elements === undefined ? ACCESS_RESULT.typeUnmatched : facts.setCaptureDefinition(elements);
		}
		const [which, tag] = NUMBERS[attribute] ?? [];
		if (which === undefined) return ACCESS_RESULT.readWriteDenied;
		return value.tag === tag && 'value' in value ? facts.setNumber(which, value.value as number) : ACCESS_RESULT.typeUnmatched;
	}

	act(method: number, parameter: Data | undefined, _w: DataWriter, { device }: Caller): number {
		const facts = this.facts(device);
		const plain = PLAIN[method];
		if (plain !== undefined) return isNoParameter(parameter) ? plain(facts) : ACTION_RESULT.typeUnmatched;
		return ACTS[method]?.(facts, parameter) ?? ACTION_RESULT.typeUnmatched;
	}
}

function elementIn(data: Data): CaptureElement | undefined {
	const [dib, vib] = itemsOf(data, 2).map(anyOctetsIn);
	return dib === undefined || vib === undefined ? undefined : { dib, vib };
}

function sentIn(data: Data): SentElement | undefined {
	const [dib, vib, bytes] = itemsOf(data, 3).map(anyOctetsIn);
	return dib === undefined || vib === undefined || bytes === undefined ? undefined : { dib, vib, data: bytes };
}

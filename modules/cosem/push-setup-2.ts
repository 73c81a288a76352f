/**
 * Push setup (class 40, version 2): that of version 0 (push-setup.ts), and
 *
 * | attribute                       | value                                                                                                   |
 * |---------------------------------|---------------------------------------------------------------------------------------------------------|
 * | 2 push_object_list              | array of entries of version 2 (push-object.ts)                                                          |
 * | 7 repetition_delay              | structure of three long-unsigned: least, s; exponent, hundredths; most, s. Before try n + 1: least × (exponent ÷ 100)^(n − 1) |
 * | 8 port_reference                | octet-string of 6: the set-up of the port that it goes by; 0: by any                                      |
 * | 9 push_client_SAP               | integer: wPort of who takes it                                                                          |
 * | 10 push_protection_parameters   | array of structures, the innermost first (push-object.ts); empty: as the security policy has it          |
 * | 11 push_operation_method        | enum (`PUSH_METHOD`)                                                                                     |
 * | 12 confirmation_parameters      | structure: octet-string date-time from which on confirmation is asked for, double-long-unsigned interval, s |
 * | 13 last_confirmation_date_time  | octet-string date-time; only told                                                                       |
 *
 * Methods: 1 push, 2 reset, integer 0.
 */
import { frozen } from '../bytes/frozen.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import { DATE_TIME_LENGTH } from '../dlms/axdr/date-time.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';
import { isNoParameter } from './no-parameter.js';
import { type PushObject, type PushProtection, protectionIn, pushObjectIn, writeProtection, writePushObject } from './push-object.js';
import { PUSH_PUTS, type PushFacts, setEach, setOf } from './push-setup.js';
import { itemsOf, nameIn, octetsIn } from './value-parts.js';

/**
 * | value       | tried again where                                          |
 * |-------------|------------------------------------------------------------|
 * | unconfirmed | it did not go                                              |
 * | delivered   | what carries it does not confirm it                        |
 * | confirmed   | who takes it does not confirm it (DataNotificationConfirm) |
 */
export const PUSH_METHOD = Object.freeze({ unconfirmed: 0, delivered: 1, confirmed: 2 });

export interface Repetition {
	/** Seconds. */
	readonly least: number;
	/** Hundredths. */
	readonly exponent: number;
	/** Seconds. */
	readonly most: number;
}

export interface Confirmation {
	/** 12 bytes. */
	readonly start: Uint8Array;
	/** Seconds; 0: each push asks for it. */
	readonly interval: number;
}

/** Looked at anew for each request; all `set…` return a Data-Access-Result. */
export interface PushFacts2 extends PushFacts {
	readonly objects: readonly PushObject[];
	readonly repetition: Repetition;
	/** 0: any. */
	readonly port: LogicalName;
	readonly client: number;
	readonly protection: readonly PushProtection[];
	/** One of `PUSH_METHOD`. */
	readonly method: number;
	readonly confirmation: Confirmation;
	/** 12 bytes; all open: there was none. */
	readonly lastConfirmation: Uint8Array;
	setRepetition(repetition: Repetition): number;
	setPort(port: LogicalName): number;
	setClient(client: number): number;
	setProtection(protection: readonly PushProtection[]): number;
	setMethod(method: number): number;
	setConfirmation(confirmation: Confirmation): number;
	/** What is under way is given up. Returns an Action-Result. */
	reset(): number;
}

const [, putDestination, putWindows, putRandomisation, putRetries] = PUSH_PUTS;

const PUSH_SETUP_2: FactsClass<PushFacts2> = frozen({
	classId: 40,
	version: 2,
	attributes: 13,
	methods: 2,
	puts: [
		(w, { objects }) => {
			w.array(objects.length);
			for (const object of objects) writePushObject(w, object);
			return w;
		},
		putDestination,
		putWindows,
		putRandomisation,
		putRetries,
		(w, { repetition: { least, exponent, most } }) => w.structure(3).longUnsigned(least).longUnsigned(exponent).longUnsigned(most),
		(w, { port }) => w.logicalName(port),
		(w, { client }) => w.integer(client),
		(w, { protection }) => {
			w.array(protection.length);
			for (const each of protection) writeProtection(w, each);
			return w;
		},
		(w, { method }) => w.enum(method),
		(w, { confirmation: { start, interval } }) => w.structure(2).octetString(start).doubleLongUnsigned(interval),
		(w, { lastConfirmation }) => w.octetString(lastConfirmation),
	],
});

const { typeUnmatched } = ACCESS_RESULT;
const OBJECTS = 2;
const REPETITION = 7;
const RESET = 2;

/** Of what version 0 has not, or has otherwise; by attribute. */
const SETS: Readonly<Record<number, (facts: PushFacts2, value: Data) => number>> = Object.freeze({
	[OBJECTS]: (facts: PushFacts2, value: Data) => setEach(value, pushObjectIn, (objects) => facts.setObjects(objects)),
	[REPETITION]: (facts: PushFacts2, value: Data) => {
		const [least, exponent, most] = itemsOf(value, 3);
		if (least?.tag !== DataTag.longUnsigned || exponent?.tag !== DataTag.longUnsigned || most?.tag !== DataTag.longUnsigned) return typeUnmatched;
		return facts.setRepetition({ least: least.value, exponent: exponent.value, most: most.value });
	},
	8: (facts: PushFacts2, value: Data) => {
		const port = nameIn(value);
		return port === undefined ? typeUnmatched : facts.setPort(port);
	},
	9: (facts: PushFacts2, value: Data) => (value.tag === DataTag.integer ? facts.setClient(value.value) : typeUnmatched),
	10: (facts: PushFacts2, value: Data) => setEach(value, protectionIn, (protection) => facts.setProtection(protection)),
	11: (facts: PushFacts2, value: Data) => (value.tag === DataTag.enum ? facts.setMethod(value.value) : typeUnmatched),
	12: (facts: PushFacts2, value: Data) => {
		const [time, interval] = itemsOf(value, 2);
		const start = octetsIn(time, DATE_TIME_LENGTH);
		if (start === undefined || interval?.tag !== DataTag.doubleLongUnsigned) return typeUnmatched;
		return facts.setConfirmation({ start, interval: interval.value });
	},
});

export class PushSetup2Object extends FactsObject<PushFacts2> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<PushFacts2>) {
		super(PUSH_SETUP_2, name, facts);
	}

	write(attribute: number, value: Data, { device }: Caller): number {
		const facts = this.facts(device);
		return SETS[attribute]?.(facts, value) ?? setOf(attribute, facts, value);
	}

	act(method: number, parameter: Data | undefined, _w: DataWriter, { device }: Caller): number {
		if (!isNoParameter(parameter)) return ACTION_RESULT.typeUnmatched;
		return method === RESET ? this.facts(device).reset() : this.facts(device).push();
	}
}

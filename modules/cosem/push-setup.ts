/**
 * Push setup (class 40, version 0): what a meter sends unasked, where to and when.
 *
 * | attribute                     | value                                                                                                     |
 * |-------------------------------|-----------------------------------------------------------------------------------------------------------|
 * | 2 push_object_list            | array of columns (selective-access.ts): what is told, in this order; of a profile's buffer the newest row    |
 * | 3 send_destination_and_method | structure: enum service (0 TCP, 1 UDP, 5 HDLC), octet-string destination of ASCII (empty: nowhere), enum message (0 A-XDR) |
 * | 4 communication_window        | array of structures of two octet-strings: date-times from and to (communication-window.ts); empty: always    |
 * | 5 randomisation_start_interval | long-unsigned, seconds: the first try comes after a random part of it                                       |
 * | 6 number_of_retries           | unsigned: how often what could not be sent is tried again                                                   |
 * | 7 repetition_delay            | long-unsigned, seconds: how long after                                                                      |
 *
 * All six may be set. Method: 1 push, integer 0.
 */
import { frozen } from '../bytes/frozen.js';
import { joined } from '../bytes/joined.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../dlms/apdu/apdu.js';
import { type CaptureObject, writeCaptureObject } from '../dlms/apdu/selective-access.js';
import type { Data } from '../dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../dlms/axdr/data-writer.js';
import { DATE_TIME_LENGTH } from '../dlms/axdr/date-time.js';
import type { LogicalName } from '../dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../dlms/server/logical-device.js';
import { type FactsClass, FactsObject, type FactsOf } from './facts-object.js';
import { isNoParameter } from './no-parameter.js';
import { captureObjectIn } from './push-object.js';
import { itemsOf, listIn, octetsIn } from './value-parts.js';

/** How pushes are carried: values of service. */
export const PUSH_SERVICE = Object.freeze({ tcp: 0, udp: 1, hdlc: 5 });

export interface PushDestination {
	/** One of `PUSH_SERVICE`. */
	readonly service: number;
	/** ASCII; empty: nowhere. */
	readonly destination: Uint8Array;
}

/** Looked at anew for each request; all `set…` return a Data-Access-Result. */
export interface PushFacts {
	readonly objects: readonly CaptureObject[];
	readonly destination: PushDestination;
	/** Each of 24 bytes. */
	readonly windows: readonly Uint8Array[];
	/** Seconds. */
	readonly randomisation: number;
	readonly retries: number;
	/** Seconds. */
	readonly repetitionDelay: number;
	setObjects(objects: readonly CaptureObject[]): number;
	setDestination(destination: PushDestination): number;
	setWindows(windows: readonly Uint8Array[]): number;
	setRandomisation(seconds: number): number;
	setRetries(count: number): number;
	setRepetitionDelay(seconds: number): number;
	/** Returns an Action-Result: whether it will be sent. */
	push(): number;
}

const A_XDR = 0;

/** Of the attributes from 2 on. */
export const PUSH_PUTS = frozen([
	(w: DataWriter, { objects }: PushFacts) => {
		w.array(objects.length);
		for (const object of objects) writeCaptureObject(w, object);
		return w;
	},
	(w: DataWriter, { destination: { service, destination } }: PushFacts) => w.structure(3).enum(service).octetString(destination).enum(A_XDR),
	(w: DataWriter, { windows }: PushFacts) => {
		w.array(windows.length);
		for (const window of windows) w.structure(2).octetString(window.subarray(0, DATE_TIME_LENGTH)).octetString(window.subarray(DATE_TIME_LENGTH));
		return w;
	},
	(w: DataWriter, { randomisation }: PushFacts) => w.longUnsigned(randomisation),
	(w: DataWriter, { retries }: PushFacts) => w.unsigned(retries),
	(w: DataWriter, { repetitionDelay }: PushFacts) => w.longUnsigned(repetitionDelay),
] as const);

const PUSH_SETUP: FactsClass<PushFacts> = frozen({ classId: 40, version: 0, attributes: 7, methods: 1, puts: PUSH_PUTS });

/** Sets one attribute. */
type Set = (facts: PushFacts, value: Data) => number;

const { typeUnmatched, scopeOfAccessViolated } = ACCESS_RESULT;

/** From attribute 2 on. */
const SETS: readonly Set[] = Object.freeze([
	(facts: PushFacts, value: Data) => setEach(value, captureObjectIn, (objects) => facts.setObjects(objects)),
	(facts: PushFacts, value: Data) => {
		const [service, destination, message] = itemsOf(value, 3);
		if (service?.tag !== DataTag.enum || destination?.tag !== DataTag.octetString || message?.tag !== DataTag.enum) return typeUnmatched;
		if (message.value !== A_XDR) return scopeOfAccessViolated;
		return facts.setDestination({ service: service.value, destination: destination.bytes });
	},
	(facts: PushFacts, value: Data) => setEach(value, windowIn, (windows) => facts.setWindows(windows)),
	(facts: PushFacts, value: Data) => (value.tag === DataTag.longUnsigned ? facts.setRandomisation(value.value) : typeUnmatched),
	(facts: PushFacts, value: Data) => (value.tag === DataTag.unsigned ? facts.setRetries(value.value) : typeUnmatched),
	(facts: PushFacts, value: Data) => (value.tag === DataTag.longUnsigned ? facts.setRepetitionDelay(value.value) : typeUnmatched),
]);

/** Returns a Data-Access-Result. */
export function setOf(attribute: number, facts: PushFacts, value: Data): number {
	return SETS[attribute - 2]!(facts, value);
}

export class PushSetupObject extends FactsObject<PushFacts> implements CosemObject {
	constructor(name: LogicalName, facts: FactsOf<PushFacts>) {
		super(PUSH_SETUP, name, facts);
	}

	write(attribute: number, value: Data, { device }: Caller): number {
		return setOf(attribute, this.facts(device), value);
	}

	act(_method: number, parameter: Data | undefined, _w: DataWriter, { device }: Caller): number {
		return isNoParameter(parameter) ? this.facts(device).push() : ACTION_RESULT.typeUnmatched;
	}
}

/** An array whose items all are what `read` finds in them. */
export function setEach<T>(value: Data, read: (item: Data) => T | undefined, set: (items: readonly T[]) => number): number {
	const items = listIn(value, read);
	return items === undefined ? typeUnmatched : set(items);
}

function windowIn(data: Data): Uint8Array | undefined {
	const [from, to] = itemsOf(data, 2);
	const opening = octetsIn(from, DATE_TIME_LENGTH);
	const closing = octetsIn(to, DATE_TIME_LENGTH);
	return opening === undefined || closing === undefined ? undefined : joined([opening, closing]);
}

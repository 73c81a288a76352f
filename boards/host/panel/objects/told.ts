/** What the panel tells of objects, and takes: plain data in the units of docs/events.md. */
import type { Value } from '../../../../src/world/watch/values.js';

/** By which way a value was got, or a request went. */
export type Way =
	/** Nothing was on the air, and nothing changed: what the meter would answer. */
	| 'would'
	/** The panel's own dongle joined, asked once, and left. */
	| 'own dongle'
	/** The panel's own client of Route A. */
	| 'client';

/** Why it is what the meter would answer. */
export type WouldReason =
	/** It was asked for: the tree is always so. */
	| 'asked'
	/** A HEMS has the session, or is on its way in. */
	| 'hems joined'
	| 'hems joining'
	/** A HEMS came while the panel's own dongle was there, which left at once. */
	| 'hems came'
	/** The meter is on a real radio: nobody of this world reaches it. */
	| 'real radio';

/** Who read or wrote something last, or was told it. */
export interface LastReader {
	readonly how: 'get' | 'set' | 'notify';
	/** `dongle`, `panel`, …; null for another. */
	readonly node: string | null;
	readonly peer: string;
	readonly medium: 'wi-sun' | 'plc' | 'lan';
	/** Service of what the meter sent. */
	readonly service: string;
	readonly time: string;
	readonly elapsedMs: number;
}

/** What may be set, as the class has it. */
export type SetRule = 'location' | 'day' | 'halfHours' | 'minutes';

export interface ToldValue {
	/** Hexadecimal digits; empty where there is no data. */
	readonly edt: string;
	readonly value: Value;
	/** For people, with its unit. */
	readonly text: string;
}

export interface ToldProperty extends ToldValue {
	/** 2 hexadecimal digits. */
	readonly epc: string;
	readonly name: string;
	/** `yes`; `refused` and `unanswered`: it stands in map 9F all the same; `no`. */
	readonly get: 'yes' | 'refused' | 'unanswered' | 'no';
	readonly set: boolean;
	readonly announced: boolean;
	/** Null where it cannot be set. */
	readonly rule: SetRule | null;
	readonly last: LastReader | null;
}

export interface ToldNodeObject {
	/** 6 hexadecimal digits. */
	readonly eoj: string;
	readonly name: string;
	readonly properties: readonly ToldProperty[];
}

export interface RouteBTree {
	readonly meter: string;
	readonly time: string;
	readonly elapsedMs: number;
	/** Of the values here. */
	readonly way: 'would';
	readonly medium: 'wi-sun' | 'plc';
	/** The HEMS of the session there is. */
	readonly hems: { readonly peer: string; readonly node: string | null } | null;
	/** What a read or a write would go by now. */
	readonly next: { readonly way: 'would' | 'own dongle'; readonly why: WouldReason | null };
	readonly objects: readonly ToldNodeObject[];
}

export interface AnsweredProperty extends ToldValue {
	readonly epc: string;
	readonly name: string;
	readonly accepted: boolean;
}

export interface RouteBAnswer {
	readonly meter: string;
	readonly time: string;
	readonly elapsedMs: number;
	readonly way: 'would' | 'own dongle';
	readonly why: WouldReason | null;
	/** `notJoined`: the dongle was not let in. */
	readonly outcome: 'answered' | 'unanswered' | 'notJoined';
	/** The meter has said no to the dongle. */
	readonly refusedJoin: boolean;
	/** Both messages, hexadecimal digits; null where none came. */
	readonly request: string;
	readonly answer: string | null;
	/** `Get_Res`, `SetC_SNA`, … of the answer. */
	readonly service: string | null;
	readonly properties: readonly AnsweredProperty[];
	/** Of a write: the meter has it now. False for what it would answer. */
	readonly done: boolean;
	/** EPCs that it would announce besides. */
	readonly announced: readonly string[];
}

/** `read`, `write`, `both`, `none`; of a method `call` or `none`. */
export type AttributeAccess = 'none' | 'read' | 'write' | 'both';

export interface Access<Of> {
	readonly public: Of;
	readonly reading: Of;
	readonly management: Of;
}

/** What a method may do that is not undone by looking away. */
export type Danger = 'supply' | 'clock' | 'keys' | 'data' | 'image';

export interface ToldCosemObject {
	readonly class: number;
	readonly className: string;
	readonly version: number;
	readonly obis: string;
	/** What it is for; empty if nobody here knows it. */
	readonly name: string;
	readonly attributes: readonly {
		readonly attribute: number;
		readonly name: string;
		readonly access: Access<AttributeAccess>;
	}[];
	readonly methods: readonly {
		readonly method: number;
		readonly name: string;
		readonly access: Access<'call' | 'none'>;
		/** Not null: it wants `confirmed`. */
		readonly danger: Danger | null;
	}[];
}

export interface RouteATree {
	readonly meter: string;
	readonly time: string;
	readonly elapsedMs: number;
	readonly way: 'client';
	/** Number of the panel's client: 101, unless somebody else has it. */
	readonly client: number;
	/** Clients that the meter serves, and when each was last associated. */
	readonly clients: readonly ToldClient[];
	readonly objects: readonly ToldCosemObject[];
}

export interface ToldClient {
	readonly client: number;
	readonly role: 'public' | 'reading' | 'management' | 'preEstablished' | 'handHeld';
	readonly associated: boolean;
	/** Of the last change; null: since the panel is there, there was none. */
	readonly time: string | null;
}

/** Which client read or wrote it last, the panel's own left out. */
export interface LastClient {
	readonly how: 'get' | 'set';
	readonly client: number;
	readonly role: ToldClient['role'];
	readonly time: string;
	readonly elapsedMs: number;
}

export interface ToldReading {
	readonly class: number;
	readonly obis: string;
	readonly attribute: number;
	readonly name: string;
	/** A-XDR, hexadecimal digits; null where the meter refused. */
	readonly raw: string | null;
	readonly value: unknown;
	readonly unit: string;
	readonly text: string;
	/** Data-Access-Result of a refusal, and its words. */
	readonly result: number;
	readonly error: string | null;
	/** Null: nobody, since the panel looked at the meter first. */
	readonly last: LastClient | null;
}

export interface RouteAReadings {
	readonly meter: string;
	readonly time: string;
	readonly elapsedMs: number;
	readonly way: 'client';
	readonly client: number;
	readonly readings: readonly ToldReading[];
}

export interface RouteARows {
	readonly meter: string;
	readonly time: string;
	readonly elapsedMs: number;
	readonly way: 'client';
	readonly client: number;
	readonly columns: readonly string[];
	readonly rows: readonly {
		readonly time: string;
		readonly cells: readonly { readonly value: unknown; readonly unit: string; readonly text: string }[];
	}[];
	/** There were more, which were left out. */
	readonly more: boolean;
}

export interface RouteADone {
	readonly meter: string;
	readonly time: string;
	readonly elapsedMs: number;
	readonly way: 'client';
	readonly client: number;
	readonly done: boolean;
	/** Data-Access-Result, or Action-Result of a method. */
	readonly result: number;
	readonly text: string;
	/** What was sent; and what a method returned. A-XDR, hexadecimal digits. */
	readonly sent: string | null;
	readonly returned: string | null;
}

/** What each step of each lesson has seen: plain data, from which the page makes its words. */

/** What a frame of the air is. */
export type FrameKind = 'beaconRequest' | 'beacon' | 'ack' | 'neighbour' | 'pana' | 'echonet' | 'secured' | 'fragment' | 'other';

export interface FrameFact {
	/** Its first bit, virtual ms since the start of the run. */
	readonly at: number;
	/** The same by the world's clock, ISO 8601. */
	readonly time: string;
	readonly from: 'hems' | 'meter';
	readonly channel: number;
	readonly kind: FrameKind;
	/** Of a message of PANA; null for others. */
	readonly name: string | null;
	/** Bytes, with FCS. */
	readonly length: number;
	readonly hex: string;
}

export interface SerialFact {
	readonly direction: 'toModule' | 'toHost';
	/** The password is hidden. */
	readonly text: string;
}

export interface StartFacts {
	/** Times real time, or `max`. */
	readonly speed: number | 'max';
	/** Faults that are on. */
	readonly faults: readonly string[];
}

export interface DongleFacts {
	readonly node: string;
	readonly model: string;
	/** EUI-64, 16 hexadecimal digits. */
	readonly macAddress: string;
	/** The last 8 characters of the Route B id. */
	readonly pairingId: string;
	readonly lines: readonly SerialFact[];
}

export interface ScanFacts {
	/** Beacon requests that left. */
	readonly requests: number;
	readonly firstChannel: number;
	readonly lastChannel: number;
	/** That of SKSCAN with which something was found. */
	readonly duration: number;
	/** On each channel, ms. */
	readonly dwellMs: number;
	/** From the first request to the last, ms. */
	readonly tookMs: number;
	/** On the meter's channel. */
	readonly request: FrameFact;
}

export interface PanFacts {
	readonly beacon: FrameFact;
	/** Between request and beacon, ms. */
	readonly afterMs: number;
	readonly channel: number;
	/** Hz. */
	readonly frequency: number;
	readonly panId: string;
	readonly macAddress: string;
	readonly pairingId: string;
	readonly lqi: number;
	/** PANs in the list of the module. */
	readonly found: number;
}

export interface MessageFact {
	readonly at: number;
	readonly time: string;
	readonly from: 'hems' | 'meter';
	readonly name: string;
	/** Bytes of PANA. */
	readonly length: number;
	/** Since the first, ms. */
	readonly afterMs: number;
	readonly frame: FrameFact;
}

export interface PciFacts {
	readonly pci: MessageFact;
	readonly answer: MessageFact;
	/** Neighbour solicitation and advertisement before it. */
	readonly neighbours: readonly FrameFact[];
	/** IPv6. */
	readonly from: string;
	readonly to: string;
}

export interface JoinedFacts {
	readonly macAddress: string;
	readonly channel: number;
	readonly panId: string;
	/** Of the whole join, ms. */
	readonly tookMs: number;
}

export interface HelloFacts {
	readonly messages: readonly MessageFact[];
	/** 8 hexadecimal digits. */
	readonly sessionId: string;
}

export interface ProofFacts {
	readonly messages: readonly MessageFact[];
	/** As EAP-PSK has it in its first and second message. */
	readonly serverId: string;
	readonly peerId: string;
}

export interface KeyFacts {
	readonly messages: readonly MessageFact[];
	/** Hexadecimal digits. */
	readonly keyId: string;
	readonly lifetimeSeconds: number;
	readonly tookMs: number;
	/** EVENT 25. */
	readonly line: string;
}

export interface ReadFacts {
	/** 4 hexadecimal digits. */
	readonly tid: string;
	readonly epc: string;
	/** Of the answer, hexadecimal digits. */
	readonly edt: string;
	/** W; null: no data. */
	readonly watts: number | null;
	readonly request: FrameFact;
	readonly reply: FrameFact;
	readonly tookMs: number;
}

export interface Part {
	readonly name: string;
	readonly hex: string;
}

export interface SealedFacts {
	readonly frame: FrameFact;
	/** Parts `mhr`, `security`, `sealed`, `mic`, `fcs`, in their order: together the whole frame. */
	readonly parts: readonly Part[];
	readonly source: string;
	readonly destination: string;
	readonly panId: string;
	readonly level: number;
	readonly counter: number;
	readonly keyIndex: number;
}

export interface OpenedFacts {
	/** 13 bytes. */
	readonly nonce: string;
	/** Parts `lowpan`, then those of ECHONET Lite: `ehd`, `tid`, `seoj`, `deoj`, `esv`, `opc`, `epc`, `pdc`, `edt`. */
	readonly parts: readonly Part[];
	/** Bytes of IPv6 and UDP headers that 6LoWPAN has left out. */
	readonly headersBefore: number;
	readonly headersAfter: number;
	readonly sourcePort: number;
	readonly destinationPort: number;
}

export interface AgainFacts {
	readonly first: number;
	readonly second: number;
	/** How many bytes of both sealed contents differ, and of how many. */
	readonly different: number;
	readonly of: number;
	readonly frame: FrameFact;
}

export interface NowFacts {
	/** kWh of one count of E0: coefficient and unit together. */
	readonly unit: number;
	readonly energy: number | null;
	readonly watts: number | null;
	/** The boundary that EA is of, as the meter tells it; null before the first. */
	readonly fixedTime: string | null;
	/** kWh. */
	readonly fixedEnergy: number | null;
	/** The next boundary, by the meter's clock, ISO 8601. */
	readonly next: string;
	readonly reply: FrameFact;
}

export interface BoundaryFacts {
	/** As the meter tells it. */
	readonly fixedTime: string;
	/** kWh. */
	readonly fixedEnergy: number | null;
	/** Behind the boundary by the meter's clock, ms. */
	readonly afterMs: number;
	readonly notification: FrameFact;
	readonly epcs: readonly string[];
}

export interface HalfHourFacts {
	/** kWh of the half-hour between both readings; null: one had no data, or they are of one boundary. */
	readonly used: number | null;
	/** W on average. */
	readonly average: number | null;
	readonly before: string | null;
	readonly after: string;
	/** Half-hours between both readings. */
	readonly halfHours: number;
}

export interface ApduFact {
	readonly at: number;
	readonly time: string;
	readonly from: 'client' | 'meter';
	/** `AARQ`, `GET.request`, `glo-get-request`, … */
	readonly name: string;
	/** wPorts. */
	readonly source: number;
	readonly destination: number;
	readonly length: number;
	/** The first `MOST_APDU` bytes. */
	readonly hex: string;
}

export interface HeadEndFacts {
	readonly client: number;
	/** 16 hexadecimal digits. */
	readonly clientTitle: string;
	readonly meterTitle: string;
}

export interface CounterFacts {
	readonly apdus: readonly ApduFact[];
	readonly counter: number;
}

export interface ChallengeFacts {
	readonly apdus: readonly ApduFact[];
	/** Hexadecimal digits. */
	readonly toServer: string;
	readonly toClient: string;
	readonly mechanism: number;
}

export interface AnsweredFacts {
	readonly apdus: readonly ApduFact[];
}

export interface CipheredFacts {
	readonly apdus: readonly ApduFact[];
	/** Of the request: security control and invocation counter. */
	readonly control: string;
	readonly counter: number;
	readonly object: string;
	readonly wattHours: number;
}

export interface ReleasedFacts {
	readonly apdus: readonly ApduFact[];
}

export interface UnitBeforeFacts extends ReadFacts {
	readonly code: string;
	readonly serial: string;
}

export interface PulledFacts {
	readonly code: string;
	readonly serial: string;
	/** What the base wrote down. */
	readonly what: string;
	readonly at: number;
	readonly time: string;
}

export interface MissingFacts extends ReadFacts {
	/** EDT of 88, of E0; empty: refused. */
	readonly fault: string;
	readonly energy: string;
}

export interface PluggedFacts extends ReadFacts {
	/** From the plugging to its work, ms. */
	readonly tookMs: number;
	readonly energyBefore: string;
	readonly energyAfter: string;
}

export interface LeftFacts {
	/** The session that the lesson had is ended; false: it had none any more. */
	readonly terminated: boolean;
	readonly frames: number;
}

export interface LessonFacts {
	readonly scan: { start: StartFacts; dongle: DongleFacts; scan: ScanFacts; beacon: PanFacts; pci: PciFacts; left: LeftFacts };
	readonly pana: { start: StartFacts; found: PanFacts; hello: HelloFacts; proof: ProofFacts; key: KeyFacts; left: LeftFacts };
	readonly secured: {
		start: StartFacts;
		joined: JoinedFacts;
		read: ReadFacts;
		sealed: SealedFacts;
		opened: OpenedFacts;
		again: AgainFacts;
		left: LeftFacts;
	};
	readonly 'half-hour': {
		start: StartFacts;
		joined: JoinedFacts;
		now: NowFacts;
		boundary: BoundaryFacts;
		difference: HalfHourFacts;
		left: LeftFacts;
	};
	readonly hls: {
		start: StartFacts;
		headEnd: HeadEndFacts;
		counter: CounterFacts;
		challenge: ChallengeFacts;
		proof: AnsweredFacts;
		read: CipheredFacts;
		released: ReleasedFacts;
	};
	readonly unit: {
		start: StartFacts;
		joined: JoinedFacts;
		before: UnitBeforeFacts;
		pulled: PulledFacts;
		missing: MissingFacts;
		plugged: PluggedFacts;
		left: LeftFacts;
	};
}

export type LessonName = keyof LessonFacts;

/** Names of the steps of each lesson, in their order. */
export const LESSON_STEPS = Object.freeze({
	scan: ['start', 'dongle', 'scan', 'beacon', 'pci', 'left'],
	pana: ['start', 'found', 'hello', 'proof', 'key', 'left'],
	secured: ['start', 'joined', 'read', 'sealed', 'opened', 'again', 'left'],
	'half-hour': ['start', 'joined', 'now', 'boundary', 'difference', 'left'],
	hls: ['start', 'headEnd', 'counter', 'challenge', 'proof', 'read', 'released'],
	unit: ['start', 'joined', 'before', 'pulled', 'missing', 'plugged', 'left'],
} as const satisfies { readonly [Name in LessonName]: readonly (keyof LessonFacts[Name])[] });

export const LESSON_NAMES: readonly LessonName[] = Object.freeze(Object.keys(LESSON_STEPS) as LessonName[]);

export function isLesson(name: string): name is LessonName {
	return Object.hasOwn(LESSON_STEPS, name);
}

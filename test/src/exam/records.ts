/** Records of an exam, written line by line: what judges of checks look at. */
import { fromHex } from '../../../modules/bytes/hex.js';
import { ECHONET_LITE_PORT } from '../../../modules/datagram/ports.js';
import { ESV, encodeFrame, type Frame } from '../../../modules/echonet-lite/frame.js';
import type { Look, StepSpan } from '../../../src/exam/checks/check.js';
import type { Observable } from '../../../src/exam/declaration.js';
import { LIMITS } from '../../../src/exam/limits.js';
import type { Act, Asked, DatagramAct, Told } from '../../../src/exam/record/act.js';
import type { Entry, EntryBody, ProgramState, Secret, StepPhase } from '../../../src/exam/record/entry.js';
import type { StepName } from '../../../src/exam/situations/steps.js';
import { servedOf } from '../../../src/exam/understanding/served.js';
import { isoTime } from '../../../src/world/time/iso-time.js';
import { ALL_CLAIMS } from './rig.js';

export const METER = 0x028801;
export const HEMS = 0x05ff01;
export const NODE = 0x0ef001;
export const METER_MAC = '001D129012345678';
export const METER_ADDRESS = 'FE80:0000:0000:0000:021D:1290:1234:5678';
export const OTHER_ADDRESS = 'FE80:0000:0000:0000:021D:1290:9999:9999';
export const ROUTE_B_ID = '00112233445566778899AABBCCDDEEFF';

/** A minute before midnight in Japan, ms since 1970-01-01T00:00:00Z. */
export const BEGINNING = Date.UTC(2026, 10, 29, 14, 59);

type FrameParts = Partial<Omit<Frame, 'properties'>>;
/** EPCs to ask for, or with what they carry, in digits. */
type Properties = readonly number[] | Readonly<Record<number, string>>;
type PortParts = Partial<Pick<DatagramAct, 'peer' | 'port' | 'ownPort' | 'secured'>>;

export class TestRecord {
	readonly entries: Entry[] = [];
	readonly acts: Act[] = [];
	readonly #steps: StepSpan[] = [];
	#at = 0;
	#last = 0;
	#tid = 0;
	#step: { name: StepName; from: number; strikes: number | undefined; lifted: number | undefined } | undefined;

	/** ms that pass. */
	wait(ms: number): this {
		this.#at += ms;
		return this;
	}

	get now(): number {
		return this.#at;
	}

	/** Number of the last entry. */
	get last(): number {
		return this.#last;
	}

	entry(body: EntryBody): this {
		this.entries.push({ number: ++this.#last, session: 1, at: this.#at, ...body });
		return this;
	}

	act(act: Asked | Told, node = 'dongle'): this {
		const direction = 'sends sets setsChannel setsPan asks joins scans'.includes(act.kind) ? 'toModule' : 'toHost';
		const event = {
			event: 'serial',
			time: isoTime(BEGINNING + this.#at),
			elapsedMs: this.#at,
			node,
			direction,
			text: act.kind,
			hex: null,
			data: null,
			length: 0,
		} as const;
		this.entry({ kind: 'world', event });
		this.acts.push({ entry: this.#last, session: 1, at: this.#at, node, ...act } as Act);
		return this;
	}

	/** A request with a new TID, or what `parts` say. */
	asks(properties: Properties, parts: FrameParts & PortParts = {}): this {
		const { tid = ++this.#tid, seoj = HEMS, deoj = METER, esv = ESV.Get } = parts;
		this.#tid = tid;
		return this.sends({ tid, seoj, deoj, esv, properties: asProperties(properties) }, parts);
	}

	/** The reply to the last request, with the same EPCs; an EDT of one byte unless told. */
	replies(properties: Properties, parts: FrameParts = {}): this {
		const { tid = this.#tid, seoj = METER, deoj = HEMS, esv = ESV.Get_Res } = parts;
		return this.receives({ tid, seoj, deoj, esv, properties: asProperties(properties, '30') });
	}

	sends(frame: Frame, port: PortParts = {}): this {
		return this.act({ kind: 'sends', ...datagram(port), bytes: encodeFrame(frame), frame });
	}

	receives(frame: Frame): this {
		return this.act({ kind: 'receives', ...datagram({}), bytes: encodeFrame(frame), frame });
	}

	/** Bytes that are no frame. */
	receivesMalformed(): this {
		return this.act({ kind: 'receives', ...datagram({}), bytes: fromHex('1082'), frame: undefined });
	}

	event(number: number, parameter: number | null = null): this {
		return this.act({ kind: 'event', number, parameter, peer: METER_ADDRESS });
	}

	ok(name: string): this {
		return this.act({ kind: 'ok', name });
	}

	/** SKJOIN, and EVENT 25 or 24 after so long; without: nothing but OK. */
	joins(event?: 0x24 | 0x25, after = 3000, peer = METER_ADDRESS): this {
		this.act({ kind: 'joins', peer }).ok('SKJOIN');
		return event === undefined ? this : this.wait(after).event(event);
	}

	scans(duration = 6, found = true, mode: 'paired' | 'open' = 'paired'): this {
		this.act({ kind: 'scans', mode, duration, mask: 'FFFFFFFF' }).ok('SKSCAN').wait(5000);
		if (found) this.finds(METER_MAC, ROUTE_B_ID.slice(-8));
		return this.event(0x22);
	}

	finds(macAddress: string, pairId: string | null): this {
		return this.act({ kind: 'found', channel: 0x21, panId: '8888', macAddress, pairId });
	}

	/** A poll of the present power that is answered. */
	polls(count: number, every = 10_000, properties: readonly number[] = [0xe7]): this {
		for (let i = 0; i < count; i++)
			this.asks(properties)
				.wait(500)
				.replies(properties)
				.wait(every - 500);
		return this;
	}

	program(state: ProgramState, code: number | null = null): this {
		return this.entry({ kind: 'program', state, code, signal: null, detail: '' });
	}

	/** It ends by itself, and its supervisor will start it again. */
	crashes(code: number): this {
		return this.entry({ kind: 'program', state: 'exited', code, signal: null, detail: '', again: true });
	}

	output(text: string, ...leak: Secret[]): this {
		return this.entry({ kind: 'output', stream: 'stdout', text, leak });
	}

	shows(what: Observable, value: number | 'none', time?: string): this {
		return this.entry({ kind: 'shown', observation: { what, text: String(value), value, time } });
	}

	port(state: 'gone' | 'back'): this {
		const event = { event: 'port', time: '', elapsedMs: this.#at, node: 'dongle', state, path: '', setting: null, value: null } as const;
		return this.entry({ kind: 'world', event });
	}

	step(name: StepName): this {
		this.#step = { name, from: this.#at, strikes: undefined, lifted: undefined };
		return this.#phase('begins');
	}

	strikes(): this {
		this.#step!.strikes = this.#at;
		return this.#phase('strikes');
	}

	lifted(): this {
		this.#step!.lifted = this.#at;
		return this.#phase('lifted');
	}

	ends(): this {
		this.#phase('ends');
		this.#steps.push({ ...this.#step!, to: this.#at });
		this.#step = undefined;
		return this;
	}

	#phase(phase: StepPhase): this {
		return this.entry({ kind: 'step', step: this.#step!.name, phase });
	}

	/** At the last step that has ended, or at all that there is. */
	look(about: Partial<Look> = {}): Look {
		const whole: StepSpan = { name: 'first-join', from: 0, strikes: undefined, lifted: undefined, to: this.#at };
		return {
			claims: ALL_CLAIMS,
			model: 'bp35c2',
			observes: new Set<Observable>(),
			showsPresent: true,
			limits: LIMITS,
			session: 1,
			entries: this.entries,
			acts: this.acts,
			served: servedOf(this.acts, this.entries),
			step: this.#steps.at(-1) ?? whole,
			steps: this.#steps,
			routeBId: ROUTE_B_ID,
			macAddress: METER_MAC,
			...about,
		};
	}
}

function asProperties(properties: Properties, usual = ''): Frame['properties'] {
	if (Array.isArray(properties)) return properties.map((epc: number) => ({ epc, edt: fromHex(usual) }));
	return Object.entries(properties as Readonly<Record<number, string>>).map(([epc, edt]) => ({ epc: Number(epc), edt: fromHex(edt) }));
}

function datagram({ peer = METER_ADDRESS, port = ECHONET_LITE_PORT, ownPort = ECHONET_LITE_PORT, secured = true }: PortParts) {
	return { peer, port, ownPort, secured };
}

/** A record of a session out of literals: what the program asked, what it was told, and what it showed. */
import { ESV, encodeFrame, type Frame, type Property } from '../../../../modules/echonet-lite/frame.js';
import type { Observable } from '../../../../src/exam/declaration.js';
import type { Act } from '../../../../src/exam/record/act.js';
import type { Entry } from '../../../../src/exam/record/entry.js';
import { type Served, servedOf } from '../../../../src/exam/understanding/served.js';
import { type Shown, type UnderstandOptions, understand } from '../../../../src/exam/understanding/understand.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { hex } from '../../../assert.js';

/** 2026-11-29 10:00 in Japan. */
export const START = Date.UTC(2026, 10, 29, 1, 0);
const METER = 0x028801;
const CONTROLLER = 0x05ff01;
const POLL = 10_000;

export class Record {
	readonly entries: Entry[] = [];
	readonly acts: Act[] = [];
	#at = 0;
	#tid = 0;

	constructor() {
		this.#add({ kind: 'world', event: { event: 'supply', time: isoTime(START), elapsedMs: 0, node: 'meter', on: true } });
	}

	wait(ms: number): this {
		this.#at += ms;
		return this;
	}

	/** A Get of these, with the next TID. */
	asks(...epcs: readonly number[]): number {
		return this.asksAs(++this.#tid, ...epcs);
	}

	/** A Get with this TID. */
	asksAs(tid: number, ...epcs: readonly number[]): number {
		const properties = epcs.map((epc) => ({ epc, edt: new Uint8Array(0) }));
		this.#act('sends', { tid, seoj: CONTROLLER, deoj: METER, esv: ESV.Get, properties });
		return tid;
	}

	/** `E7=000004D5 E8=…` to the newest request, or to another. */
	answers(text: string, tid = this.#tid, esv: number = ESV.Get_Res): this {
		this.#act('receives', { tid, seoj: METER, deoj: CONTROLLER, esv, properties: propertiesOf(text) });
		return this;
	}

	/** A request and its answer. */
	gets(text: string): this {
		const tid = this.asks(...propertiesOf(text).map(({ epc }) => epc));
		return this.answers(text, tid);
	}

	notifies(text: string): this {
		return this.answers(text, 0, ESV.INF);
	}

	shows(what: Observable, value: number | 'none' | 'unreadable', time?: string): this {
		this.#add({ kind: 'shown', observation: { what, text: String(value), value, time } });
		return this;
	}

	get served(): Served[] {
		return servedOf(this.acts, this.entries);
	}

	understood(options: Partial<UnderstandOptions> = {}): Shown[] {
		return understand(this.entries, this.served, { pollMs: POLL, ...options });
	}

	/** `right`, `right again`, `wrong unsigned E7`, `none`, `none?`, `unjudged nothingServed`, of each value shown. */
	get told(): string {
		return this.understood().map(short).join('; ');
	}

	#act(kind: 'sends' | 'receives', frame: Frame): void {
		const entry = this.#add({ kind: 'asked', what: 'start' });
		const datagram = { peer: '', port: 3610, ownPort: 3610, secured: true, bytes: encodeFrame(frame), frame };
		this.acts.push({ entry, session: 1, at: this.#at, node: 'dongle', kind, ...datagram });
	}

	#add(body: Entry extends infer Each ? (Each extends Entry ? Omit<Each, 'number' | 'session' | 'at'> : never) : never): number {
		const number = this.entries.length + 1;
		this.entries.push({ number, session: 1, at: this.#at, ...body } as Entry);
		return number;
	}
}

function propertiesOf(text: string): Property[] {
	return text.split(' ').map((part) => {
		const [epc, edt = ''] = part.split('=') as [string, string?];
		return { epc: Number.parseInt(epc, 16), edt: hex(edt) };
	});
}

function short({ understood }: Shown): string {
	switch (understood.is) {
		case 'right':
			return understood.isRepeated ? 'right again' : 'right';
		case 'none':
			return understood.isRight ? 'none' : 'none?';
		case 'unjudged':
			return `unjudged ${understood.why}`;
		case 'wrong':
			return `wrong ${understood.explanation}${understood.of === undefined ? '' : ` ${understood.of.what}`}${understood.isRepeated ? ' again' : ''}`;
	}
}

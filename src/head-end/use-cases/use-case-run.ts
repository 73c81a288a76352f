/** What the steps of a use case do with a meter, and what is put back at its end. */
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { Data } from '../../../modules/dlms/axdr/data.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import { dataBytes, dataNotation, parseData } from '../data-notation.js';
import { JAPAN } from '../date-time-text.js';
import type { Reading } from '../decoding.js';
import { readEvents } from '../event-logs.js';
import { HeadEndError } from '../head-end-error.js';
import type { MeterSession } from '../meter-session.js';
import type { ListedObject } from '../object-list.js';
import { nameIn } from '../object-texts.js';
import { attributeTarget, PROFILE } from '../reading.js';
import { type Deviates, Deviation, NotDone, type UseCaseTools } from './outcome.js';

/** Between two looks, ms. */
const LOOK = 100;
/** What must come out of a request. */
export const SUCCESS = 'success';

type Undo = () => Promise<void>;

export class UseCaseRun {
	readonly tools: UseCaseTools;
	readonly #undo: Undo[] = [];
	#isRestoring = false;
	/** Events of logs as they were, by log. */
	readonly #marks = new Map<LogicalName, ReadonlyMap<string, number>>();
	/** What the meter shows the client. */
	objects: readonly Pick<ListedObject, 'classId' | 'name'>[] = [];
	/** What one step tells those behind it. */
	readonly notes = new Map<string, unknown>();

	constructor(tools: UseCaseTools) {
		this.tools = tools;
	}

	get session(): MeterSession {
		return this.tools.session();
	}

	/** What is changed is put back by this, the last first. */
	later(undo: Undo): void {
		this.#undo.push(undo);
	}

	/** Undefined: there was nothing to put back. What cannot be put back is told, the first of it, and all the rest is put back. */
	async restore(): Promise<{ readonly verdict: 'ok' } | Deviates | undefined> {
		if (this.#undo.length === 0) return undefined;
		this.#isRestoring = true;
		let deviation: Deviates | undefined;
		let broken: { readonly error: unknown } | undefined;
		for (const undo of this.#undo.splice(0).reverse()) {
			try {
				await undo();
			} catch (error) {
				if (error instanceof Deviation) deviation ??= { verdict: 'deviates', expected: error.expected, got: error.got };
				else if (error instanceof HeadEndError) deviation ??= { verdict: 'deviates', expected: SUCCESS, got: { failure: error.failure } };
				else broken ??= { error };
			}
		}
		if (broken !== undefined) throw broken.error;
		return deviation ?? { verdict: 'ok' };
	}

	get(classId: number, name: LogicalName, attribute: number): Promise<Reading> {
		return this.session.get(attributeTarget(classId, name, attribute));
	}

	/** Throws Deviation where one is refused. */
	async values(attributes: readonly (readonly [classId: number, name: LogicalName, attribute: number])[]): Promise<Data[]> {
		const readings = await this.session.getAll(attributes.map(([classId, name, attribute]) => attributeTarget(classId, name, attribute)));
		return readings.map(dataOf);
	}

	/** @param value data in its notation, or its bytes */
	async set(classId: number, name: LogicalName, attribute: number, value: string | Uint8Array): Promise<void> {
		succeeded(await this.session.set(attributeTarget(classId, name, attribute), bytesOf(value)));
	}

	async act(classId: number, name: LogicalName, method: number, parameter: string): Promise<void> {
		const { result } = await this.session.act({ classId, name, index: method }, bytesOf(parameter));
		succeeded(result);
	}

	/** Sets it by a message to all meters: whether it is so is to be looked at. Throws NotDone. */
	async broadcast(classId: number, name: LogicalName, attribute: number, value: string): Promise<void> {
		if (!(await this.tools.broadcast(attributeTarget(classId, name, attribute), bytesOf(value)))) throw new NotDone('noBroadcast');
	}

	/** Sets it, and at the end back to what it was. Throws Deviation where the meter does not tell that, and leaves it alone then. */
	async change(classId: number, name: LogicalName, attribute: number, value: string): Promise<void> {
		await this.keep(classId, name, attribute);
		await this.set(classId, name, attribute, value);
	}

	/**
	 * Sets the script of a schedule, and at the end back to what it was. Some companion specifications have a script that is not to be set: then it must be one
	 * that any time may be planned for.
	 */
	async changeScript(classId: number, name: LogicalName, attribute: number, script: string): Promise<void> {
		if (this.tools.companion === 'dsmr') {
			const told = dataOf(await this.get(classId, name, attribute));
			if (!('items' in told) || told.items.length !== 2) throw new Deviation(script, { data: dataNotation(told) });
			return;
		}
		await this.change(classId, name, attribute, script);
		await this.reads(classId, name, attribute, script);
	}

	async keep(classId: number, name: LogicalName, attribute: number): Promise<void> {
		const before = dataNotation(dataOf(await this.get(classId, name, attribute)));
		this.later(() => this.ensure(classId, name, attribute, before));
	}

	/** Sets it unless it is so: what was refused was not changed, and would be refused again. */
	async ensure(classId: number, name: LogicalName, attribute: number, value: string): Promise<void> {
		const now = await this.get(classId, name, attribute);
		if (typeof now === 'number' || dataNotation(now) !== value) await this.set(classId, name, attribute, value);
	}

	/** Whether the meter shows the client such an object. @param name that it has with us */
	has(classId: number, name: LogicalName): boolean {
		const own = this.named(name);
		return this.objects.some((object) => object.classId === classId && object.name === own);
	}

	/** The name that an object has in this meter, by the one that it has with us; undefined: its companion has no such object. */
	named(name: LogicalName): LogicalName | undefined {
		return nameIn(this.tools.companion, name);
	}

	/** Throws Deviation where it does not read so, in the notation of data. */
	async reads(classId: number, name: LogicalName, attribute: number, expected: string): Promise<void> {
		const found = dataNotation(dataOf(await this.get(classId, name, attribute)));
		if (found !== expected) throw new Deviation(expected, { data: found });
	}

	/** Looks until it holds, for as long as the meter may take. Throws the Deviation of the last look. */
	async until(look: () => Promise<void>): Promise<void> {
		const end = this.tools.now() + this.tools.patience;
		for (;;) {
			try {
				await look();
				return;
			} catch (error) {
				if (!(error instanceof Deviation) || this.tools.now() >= end || (this.tools.isStopped() && !this.#isRestoring)) throw error;
			}
			await this.tools.wait(LOOK);
		}
	}

	/** From now on what comes into a log is new; a log that the meter has not has nothing. */
	async mark(log: LogicalName): Promise<void> {
		if (!this.has(PROFILE, log)) return;
		this.#marks.set(log, await this.#codes(log));
	}

	/** Looks until a log has these codes anew. Throws Deviation. */
	async logged(log: LogicalName, codes: readonly number[]): Promise<void> {
		const before = this.#marks.get(log) ?? new Map();
		await this.until(async () => {
			const fresh: number[] = [];
			for (const [entry, count] of await this.#codes(log))
				for (let i = before.get(entry) ?? 0; i < count; i++) fresh.push(Number(entry.split(' ')[1]));
			const missing = codes.filter((code) => !fresh.includes(code));
			if (missing.length > 0) throw new Deviation(listText(codes), { data: listText(fresh) });
		});
	}

	/** How often there is each entry: its time and its code. */
	async #codes(log: LogicalName): Promise<ReadonlyMap<string, number>> {
		const { events } = await readEvents(this.session, undefined, JAPAN, [{ classId: PROFILE, name: this.named(log) ?? log }]);
		const counts = new Map<string, number>();
		for (const { time, code } of events) counts.set(`${time} ${code}`, (counts.get(`${time} ${code}`) ?? 0) + 1);
		return counts;
	}
}

/** What a reading is. Throws Deviation where it is a refusal. */
export function dataOf(reading: Reading): Data {
	if (typeof reading === 'number') throw new Deviation('data', { result: reading });
	return reading;
}

/** Throws Deviation where it is another one. */
function succeeded(result: number): void {
	if (result !== ACCESS_RESULT.success) throw new Deviation(SUCCESS, { result });
}

function bytesOf(value: string | Uint8Array): Uint8Array {
	return typeof value === 'string' ? dataBytes(parseData(value)) : value;
}

function listText(codes: readonly number[]): string {
	return `[${codes.join(', ')}]`;
}

/** Records on their way into the tables, many at a time: the later one wins, and what the office itself knows better stays. */
import type { ExpressionBuilder, Kysely } from 'kysely';
import { unitType } from '../../../../src/meter/catalogue/unit-types.js';
import type { RecordKind } from '../../../../src/operations/records/record-kinds.js';
import type { Values } from '../../../../src/operations/records/record-reader.js';
import type { Tables } from '../database/tables.js';
import { refreshWords } from './words.js';

/** Records at a time. */
const AT_ONCE = 400;
/** What a record has at first that comes without: applications are decided here. */
const FIRST: Readonly<Record<string, Values>> = Object.freeze({
	application: Object.freeze({ state: 'received', reason: '', decided_at: null, decided_by: null }),
});
/** What follows from the rest of a record. */
const DERIVED: Readonly<Record<string, (record: Values) => Values>> = Object.freeze({
	stock: ({ type }) => ({ kind: unitType(type as string)!.kind }),
});
/** Tables of which a change shows in the search. */
const SEARCHED: readonly string[] = Object.freeze(['contract', 'site', 'mounted']);
const UNDATED: readonly string[] = Object.freeze(['reading', 'meter_event']);
/** Tables of which a file may be all that there is. */
export const WHOLE: readonly string[] = Object.freeze(['site', 'transformer', 'construction', 'mounted', 'stock', 'supervision']);
/** Beside the table's own columns. */
const EXCLUDED = 'excluded';

/** Any of the tables, as one of them: their rows come checked from their files. */
type Any = 'stock';

export class Importer {
	readonly #at: Kysely<Tables>;
	readonly #kind: RecordKind;
	readonly #keys: readonly string[];
	readonly #times: Values;
	#waiting: Values[] = [];
	#rows = 0;

	/** @param asOf of their system, ms since 1970-01-01T00:00:00Z */
	constructor(at: Kysely<Tables>, kind: RecordKind, asOf: number, now: number) {
		[this.#at, this.#kind] = [at, kind];
		this.#keys = kind.columns.filter(({ key }) => key).map(({ name }) => name);
		const isDated = !UNDATED.includes(kind.name);
		this.#times = { ...(isDated && { as_of: asOf }), ...(kind.name !== 'application' && { imported_at: now }) };
	}

	get rows(): number {
		return this.#rows;
	}

	/** Whether it is time to flush. */
	get isFull(): boolean {
		return this.#waiting.length >= AT_ONCE;
	}

	add(record: Values): void {
		this.#waiting.push(record);
	}

	async flush(): Promise<void> {
		const waiting = this.#waiting.splice(0);
		for (let from = 0; from < waiting.length; from += AT_ONCE) await this.#put(waiting.slice(from, from + AT_ONCE));
		this.#rows += waiting.length;
	}

	/** Takes away what the file, which is all that there is, does not have. What the office changed later stays. */
	async removeOlder(asOf: number): Promise<number> {
		const { name } = this.#kind;
		let gone = this.#at.deleteFrom(name as Any).where('as_of', '<', asOf);
		if (name === 'stock') gone = gone.where('order', 'is', null);
		const isSearched = SEARCHED.includes(name);
		const codes = isSearched
			? await this.#at
					.selectFrom(name as 'site')
					.select('contract')
					.where('as_of', '<', asOf)
					.execute()
			: [];
		const { numDeletedRows } = await gone.executeTakeFirstOrThrow();
		if (isSearched)
			await refreshWords(
				this.#at,
				codes.map(({ contract }) => contract),
			);
		return Number(numDeletedRows);
	}

	async #put(records: readonly Values[]): Promise<void> {
		const { name } = this.#kind;
		const contracts = await this.#contractsOf(records);
		const rows = records.map((record) => ({ ...record, ...(DERIVED[name]?.(record) ?? {}), ...FIRST[name], ...this.#times }));
		await this.#at
			.insertInto(name as Any)
			.values(rows as never)
			.onConflict((conflict) =>
				conflict
					.columns(this.#keys as never)
					.doUpdateSet((builder) => this.#changed(builder as never) as never)
					.where((builder) => this.#mayChange(builder as never)),
			)
			.execute();
		await refreshWords(this.#at, contracts);
	}

	/** Those whose words may change: that these records name, or named. */
	async #contractsOf(records: readonly Values[]): Promise<string[]> {
		const { name } = this.#kind;
		if (!SEARCHED.includes(name)) return [];
		if (name === 'contract') return records.map(({ code }) => code as string);
		const [key] = this.#keys as readonly ['code'];
		const before = await this.#at
			.selectFrom(name as 'site')
			.select('contract')
			.where(
				key,
				'in',
				records.map((record) => record[key] as string),
			)
			.execute();
		return [...records.map(({ contract }) => contract as string), ...before.map(({ contract }) => contract)];
	}

	#changed(builder: Builder): Record<string, unknown> {
		const columns = [...this.#kind.columns.map((column) => column.name), ...Object.keys(this.#times)].filter((each) => !this.#keys.includes(each));
		const changed: Record<string, unknown> = Object.fromEntries(columns.map((each) => [each, builder.ref(`${EXCLUDED}.${each}` as never)]));
		if (this.#kind.name !== 'stock') return changed;
		changed.kind = builder.ref(`${EXCLUDED}.kind` as never);
		// A unit is the office's as long as an order holds it; and a key is not forgotten because a file comes without.
		for (const each of ['state', 'order'] as const) {
			const held = builder.exists(
				builder
					.selectFrom('work_order')
					.select('work_order.number')
					.whereRef('work_order.number', '=', 'stock.order')
					.where('work_order.state', 'in', ['issued', 'assigned']),
			);
			changed[each] = builder
				.case()
				.when(held)
				.then(builder.ref(`stock.${each}`))
				.else(builder.ref(`${EXCLUDED}.${each}` as never))
				.end();
		}
		const [title, key] = [builder.ref(`${EXCLUDED}.title` as never), builder.ref(`${EXCLUDED}.credential_key` as 'stock.credential_key')];
		changed.title = builder.fn.coalesce(title, 'stock.title');
		// The same key: what is known beside it, behind it in its record, is not forgotten either.
		const most = builder(builder.fn<number>('length', [key]), '-', builder.lit(1));
		const start = (of: typeof key) => builder.fn<string>('substr', [of, builder.lit(1), most]);
		changed.credential_key = builder
			.case()
			.when(start(builder.ref('stock.credential_key')), '=', start(key))
			.then(builder.ref('stock.credential_key'))
			.else(builder.fn.coalesce(key, 'stock.credential_key'))
			.end();
		return changed;
	}

	#mayChange(builder: Builder) {
		const { name } = this.#kind;
		const own = (column: string) => `${name}.${column}` as 'stock.state';
		const conditions = UNDATED.includes(name)
			? [builder.lit(true)]
			: [builder(own('as_of') as 'stock.as_of', '<=', builder.ref(`${EXCLUDED}.as_of` as never))];
		// Who was erased does not come back by a file; what was decided stays decided.
		if (name === 'contract') conditions.push(builder(own('state'), '<>', 'erased' as never));
		if (name === 'application') conditions.push(builder(own('state'), '=', 'received' as never));
		return builder.and(conditions as never);
	}
}

type Builder = ExpressionBuilder<Tables, 'stock'>;

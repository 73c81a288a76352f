/** A month at the office: applications that come in, designers, workers who do not always mount what was ordered, and a database that fails at any statement. */
import assert from 'node:assert/strict';
import type { KyselyPlugin, PluginTransformQueryArgs, PluginTransformResultArgs, QueryResult, RootOperationNode, UnknownRow } from 'kysely';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { OfficeRefusal } from '../../../../../boards/host/office/database/refusal.js';
import type { WorkOrderTable } from '../../../../../boards/host/office/database/tables.js';
import { receiveApplication, refuseApplication } from '../../../../../boards/host/office/design/applications.js';
import { finishDesign } from '../../../../../boards/host/office/design/design.js';
import { completeOrder } from '../../../../../boards/host/office/design/done.js';
import { failOrder, issueOrder, orderedUnits, withdrawOrder } from '../../../../../boards/host/office/design/orders.js';
import type { SeededRandom } from '../../../../../hal/virtual/random.js';
import type { Place } from '../../../../../src/meter/catalogue/select.js';
import { UNIT_TYPES } from '../../../../../src/meter/catalogue/unit-types.js';
import { PLACES } from '../../../../../src/operations/design/choose.js';
import type { UnitCodes } from '../../../../../src/operations/design/linked-records.js';
import type { OrderedUnits, Serials } from '../../../../../src/operations/design/settlement.js';
import { build, CLERK, contractCode, DESIGNER, fill, titleOf, WORKER } from './street.js';

export class Outage extends Error {}

/** Fails at one statement of so many, before or after it was done. */
export class Outages implements KyselyPlugin {
	oneOf = Number.POSITIVE_INFINITY;
	count = 0;

	constructor(private readonly random: SeededRandom) {}

	transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
		this.perhaps();
		return node;
	}

	async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
		this.perhaps();
		return result;
	}

	private perhaps(): void {
		if (this.oneOf === Number.POSITIVE_INFINITY || this.random.below(this.oneOf) > 0) return;
		this.count++;
		throw new Outage('the database is gone');
	}
}

/** What stands at a site, whoever says what of it. */
interface Reality {
	codes: UnitCodes;
	serials: Serials;
	meter: string;
}

const UNITS: readonly string[] = Object.freeze([
	'rf,1p3w-60-1way,normal',
	'rf-old,1p3w-60-1way-old,normal',
	'rf-b,1p3w-60-2way,rain',
	'rf-b,1p3w-60-1way,switch-60,normal',
]);
/** Sites of which one in so many has no meter yet. */
const NEW = 8;
/** Tasks that are under way at the same time. */
const TOGETHER = 4;
const WISHES: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = Object.freeze({
	'feed-in': [{}],
	'route-b': [{}, { routeB: 'radio' }, { routeB: 'plc' }, { routeB: 'none' }],
	amperes: [{ amperes: '30' }, { amperes: '60' }, { amperes: '100' }, { amperes: '200' }],
	'option-in': [{ option: 'switching' }, { option: 'voltage' }],
	'option-out': [{}],
	communication: [{ medium: 'cellular' }, { medium: 'rf' }, { medium: 'plc' }],
	certification: [{}],
	'move-in': [{}, { routeB: 'radio' }],
	'move-out': [{}],
});

export class Month {
	readonly real = new Map<string, Reality>();
	/** What a worker has done at a site, until the office has taken it in. */
	private readonly built = new Map<string, { readonly codes: Partial<UnitCodes>; readonly serials: Serials; readonly meter: string }>();
	private deliveries = 1000;
	/** The same database, at its best. */
	private readonly steady: Pick<Office, 'database'>;

	constructor(
		private readonly office: Office,
		private readonly contracts: number,
		private readonly outages: Outages,
		private readonly random: SeededRandom,
	) {
		this.steady = { database: office.database };
	}

	async begin(): Promise<void> {
		for (let n = 1; n <= this.contracts; n++) {
			const units = n % NEW === 0 ? undefined : this.pick(UNITS);
			await build(this.office, n, { ...(units === undefined ? {} : { units }), site: { rain: units?.includes('rain') ? 1 : 0 } });
		}
		for (const row of await this.office.database.selectFrom('mounted').selectAll().execute()) {
			const { communication, metering, option, cover, meter, contract } = row;
			this.real.set(contract, { codes: { communication, metering, option, cover }, serials: JSON.parse(row.serials), meter });
		}
		for (const { code } of UNIT_TYPES) await fill(this.office, `${code} 3`);
	}

	/** @param count of applications that come in */
	async day(count: number): Promise<void> {
		const { database } = this.office;
		for (let i = 0; i < count; i++) {
			const contract = contractCode(1 + this.random.below(this.contracts));
			const kind = this.real.has(contract) ? this.pick(Object.keys(WISHES)) : 'new';
			await this.attempt(() => receiveApplication(this.office, CLERK, { contract, kind, wishes: this.pick(WISHES[kind] ?? [{}]) }));
		}
		const open = await this.read(() =>
			database.selectFrom('application').select(['number', 'state']).where('state', 'in', ['received', 'designed', 'ordered']).execute(),
		);
		const tasks = (open ?? [])
			.filter(() => this.random.below(4) > 0)
			.map(
				({ number, state }) =>
					() =>
						this.step(number, state),
			);
		while (tasks.length > 0) {
			const ends = await Promise.allSettled(tasks.splice(0, TOGETHER).map((task) => task()));
			for (const end of ends) if (end.status === 'rejected') throw end.reason;
		}
	}

	/** Until nothing is open any more, the database at its best. */
	async finish(): Promise<void> {
		this.outages.oneOf = Number.POSITIVE_INFINITY;
		for (let round = 0; ; round++) {
			const open = await this.office.database
				.selectFrom('application')
				.select(['number', 'state'])
				.where('state', 'in', ['received', 'designed', 'ordered'])
				.execute();
			if (open.length === 0) return;
			assert.ok(round < 60, `${open.length} applications never come to an end: ${JSON.stringify(open.slice(0, 5))}`);
			for (const { number, state } of open) await this.step(number, state);
		}
	}

	private async step(number: string, state: string): Promise<void> {
		if (state === 'received')
			await this.attempt(
				() => finishDesign(this.office, DESIGNER, number, undefined, 'en'),
				(kind, text) => this.wrong(number, kind, text),
			);
		else if (state === 'designed')
			await this.attempt(
				() => issueOrder(this.office, this.pick([DESIGNER, CLERK]), number),
				(kind, text) => this.wrong(number, kind, text),
			);
		else await this.work(number);
	}

	/** What cannot be designed is refused, what has no units waits for the next delivery. */
	private async wrong(number: string, kind: string, text: string): Promise<void> {
		if (kind === 'orderOpen') return;
		if (/in stock|no depot|left in the depots/.test(text)) {
			const wanted = /with units that are not in stock: (\S+)/.exec(text)?.[1]?.split(',') ?? /no depot has an? (\S+)/.exec(text)?.slice(1) ?? [];
			for (const code of wanted.map(longCode)) {
				this.deliveries += 2;
				await fill(this.steady, `${code} 2`, 'Kita', this.deliveries);
			}
			if (wanted.length > 0) return;
		}
		if (kind === 'designWrong' && (await this.isStale(number))) return;
		await this.attempt(
			() => refuseApplication(this.office, CLERK, number, 'it cannot be done'),
			(refused) => assert.equal(refused, 'applicationEnded'),
		);
	}

	/** A design that was right before something else changed the meter is made anew. */
	private async isStale(number: string): Promise<boolean> {
		const row = await this.read(() => this.office.database.selectFrom('application').select('state').where('number', '=', number).executeTakeFirst());
		if (row?.state !== 'designed') return false;
		let isWrong = false;
		await this.attempt(
			() => finishDesign(this.office, DESIGNER, number, undefined, 'en'),
			() => {
				isWrong = true;
			},
		);
		return !isWrong;
	}

	private async work(application: string): Promise<void> {
		const { database } = this.office;
		const order = await this.read(() =>
			database
				.selectFrom('work_order')
				.selectAll()
				.where('application', '=', application)
				.where('state', 'in', ['issued', 'assigned'])
				.executeTakeFirst(),
		);
		if (order === undefined) return;
		const { number } = order;
		const chance = this.random.below(20);
		if (order.kind === 'password')
			return void (await this.attempt(() => withdrawOrder(this.office, DESIGNER, number), ended).then(() => this.wrong(application, 'password', '')));
		// Somebody who was there has exchanged the units: there is no way back.
		if (chance === 0 && !this.built.has(number))
			return void (await this.attempt(() => failOrder(this.office, WORKER, number, 'nobody at home'), ended));
		if (chance === 1 && !this.built.has(number)) return void (await this.attempt(() => withdrawOrder(this.office, DESIGNER, number), ended));
		const built = this.built.get(number) ?? (await this.mount(order));
		if (built === undefined) return;
		this.built.set(number, built);
		const done = await this.attempt(
			() => completeOrder(this.office, WORKER, number, { ...built, evidence: { by: 'hand' } }),
			(kind, text) => assert.fail(`${kind}: ${text}`),
		);
		if (done) this.built.delete(number);
	}

	/** Exchanges the units at the site: as ordered, or with another of the same type, or not at all. */
	private async mount(order: WorkOrderTable) {
		const was = this.real.get(order.contract);
		const units: OrderedUnits = orderedUnits(order);
		const codes: Partial<Record<Place, string | null>> = { ...was?.codes };
		const serials: Partial<Record<Place, string>> = { ...was?.serials };
		let meter = was?.meter ?? order.meter!;
		for (const place of PLACES) {
			const each = units[place];
			if (each === undefined || (was !== undefined && this.random.below(40) === 0)) continue;
			let serial = each.in;
			let title = order.meter;
			if (serial !== null && this.random.below(20) === 0) {
				// Whichever lay nearest in the van.
				const other = await this.read(() =>
					this.office.database
						.selectFrom('stock')
						.select(['serial', 'title'])
						.where('type', '=', each.type!)
						.where('state', 'in', ['in-stock', 'reserved'])
						.execute(),
				);
				const found = other === undefined || other.length === 0 ? undefined : this.pick(other);
				if (found === undefined || [...this.built.values()].some((one) => Object.values(one.serials).includes(found.serial))) return undefined;
				[serial, title] = [found.serial, found.title];
			}
			if (serial !== null && [...this.built.values()].some((one) => Object.values(one.serials).includes(serial))) return undefined;
			codes[place] = each.type;
			if (serial === null) delete serials[place];
			else serials[place] = serial;
			if (place === 'communication' && title !== null) meter = title;
		}
		if (was === undefined) {
			for (const place of ['communication', 'metering', 'cover'] as const) if (serials[place] === undefined) return undefined;
			codes.option ??= null;
		}
		this.real.set(order.contract, { codes: codes as unknown as UnitCodes, serials, meter });
		return { codes: codes as Partial<UnitCodes>, serials, meter };
	}

	/** Whether it was done; an outage is one, a refusal is for `refused`, anything else is a fault. */
	private async attempt(
		act: () => Promise<unknown>,
		refused: (kind: string, text: string) => unknown = (kind, text) => assert.fail(`${kind}: ${text}`),
	): Promise<boolean> {
		try {
			await act();
			return true;
		} catch (error) {
			// An act that failed may find the database gone once more where that is logged.
			const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
			if (errors.some((each) => each instanceof Outage)) return false;
			if (!(error instanceof OfficeRefusal)) throw error;
			await refused(error.refusal.kind, error.message);
			return false;
		}
	}

	private async read<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
		let result: Result | undefined;
		await this.attempt(async () => {
			result = await work();
		});
		return result;
	}

	private pick<T>(list: readonly T[]): T {
		return list[this.random.below(list.length)]!;
	}
}

/** The name by which a combination tells an optional unit is short. */
function longCode(code: string): string {
	return UNIT_TYPES.find((type) => type.code === code)?.code ?? `${code.split('-')[0]}-1p3w-${code.split('-')[1]}`;
}

function ended(kind: string): void {
	assert.equal(kind, 'orderIs');
}

/** What must hold whenever nothing is under way. */
export async function checkBooks({ database }: Office, { real }: Month, total: () => number): Promise<void> {
	const orders = await database.selectFrom('work_order').selectAll().execute();
	const stock = new Map((await database.selectFrom('stock').selectAll().execute()).map((row) => [row.serial, row]));
	const open = orders.filter(({ state }) => state === 'issued' || state === 'assigned');
	const held = new Map<string, string>();
	for (const order of open) {
		for (const each of Object.values(orderedUnits(order))) {
			if (each.in === null) continue;
			assert.ok(!held.has(each.in), `${each.in} is held twice`);
			held.set(each.in, order.number);
		}
	}
	for (const [serial, number] of held) assert.deepEqual([stock.get(serial)?.state, stock.get(serial)?.order], ['reserved', number], serial);
	for (const { serial, state, order } of stock.values()) {
		if (state === 'reserved') assert.equal(held.get(serial), order, `${serial} is held for ${order}`);
		else assert.equal(order, null, `${serial} ${state}`);
	}
	assert.equal(new Set(open.map(({ contract }) => contract)).size, open.length, 'one worker a meter');
	const designs = new Set(
		(await database.selectFrom('design').select('application').where('state', '=', 'finished').execute()).map(({ application }) => application),
	);
	for (const { number, state } of await database.selectFrom('application').selectAll().execute()) {
		assert.equal(open.filter(({ application }) => application === number).length, state === 'ordered' ? 1 : 0, `${number} ${state}`);
		if (state === 'designed' || state === 'ordered') assert.ok(designs.has(number), `${number} has no design`);
	}
	const mounted = await database.selectFrom('mounted').selectAll().execute();
	assert.equal(new Set(mounted.map(({ contract }) => contract)).size, mounted.length);
	const standing = new Set<string>();
	for (const { contract, meter, communication, metering, option, cover, serials } of mounted) {
		for (const serial of Object.values(JSON.parse(serials) as Serials)) {
			assert.ok(!standing.has(serial), `${serial} stands twice`);
			standing.add(serial);
			assert.equal(stock.get(serial)?.state, 'mounted', `${serial} at ${contract}`);
		}
		if (open.some((order) => order.contract === contract)) continue;
		const { codes, meter: name, serials: there } = real.get(contract)!;
		assert.deepEqual(
			{ communication, metering, option, cover, meter, serials: JSON.parse(serials) },
			{ ...codes, meter: name, serials: there },
			contract,
		);
	}
	for (const { serial, state } of stock.values()) assert.equal(standing.has(serial), state === 'mounted', serial);
	assert.equal(stock.size, total(), 'no unit is lost, none is made');
}

export { titleOf };

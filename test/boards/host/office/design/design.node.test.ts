/** From an application over its design and order to what is mounted, and back into the records. */
import assert from 'node:assert/strict';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { OfficeRefusal } from '../../../../../boards/host/office/database/refusal.js';
import {
	completeApplication,
	receiveApplication,
	refuseApplication,
	withdrawApplication,
} from '../../../../../boards/host/office/design/applications.js';
import { closeCase, listCases, showCase } from '../../../../../boards/host/office/design/cases.js';
import { designOf, finishDesign } from '../../../../../boards/host/office/design/design.js';
import { completeOrder } from '../../../../../boards/host/office/design/done.js';
import { dueUntil, orderDue } from '../../../../../boards/host/office/design/due.js';
import { recordsOfAll } from '../../../../../boards/host/office/design/linked.js';
import { assignOrder, failOrder, issueOrder, listOrders, showOrder, withdrawOrder } from '../../../../../boards/host/office/design/orders.js';
import { settleInForce } from '../../../../../boards/host/office/password/in-force.js';
import { findContracts } from '../../../../../boards/host/office/records/find.js';
import { DAY } from '../../../../../modules/time/durations.js';
import { ANYBODY, onEachEngine } from '../engines.js';
import { apply, away, build, CLERK, contractCode, DESIGNER, fill, hire, MONDAY, titleOf, WORKER } from './street.js';

describe('designs and orders of the office', function () {
	this.timeout(30_000);

	onEachEngine((open) => {
		const now = { now: () => MONDAY };
		const refused = async (work: Promise<unknown>, kind: string, text?: RegExp) => {
			const error = await work.then(
				() => assert.fail(`expected ${kind}`),
				(reason: unknown) => reason,
			);
			assert.ok(error instanceof OfficeRefusal, String(error));
			assert.equal(error.refusal.kind, kind);
			if (text !== undefined) assert.match(error.message, text);
		};
		const mounted = (office: Office, n: number) =>
			office.database.selectFrom('mounted').selectAll().where('contract', '=', contractCode(n)).executeTakeFirstOrThrow();
		const state = async (office: Office, number: string) =>
			(await office.database.selectFrom('application').select('state').where('number', '=', number).executeTakeFirstOrThrow()).state;
		const ordered = async (office: Office, number: string, wishes = {}) => {
			await finishDesign(office, DESIGNER, number, undefined, 'en');
			return issueOrder(office, DESIGNER, number, wishes);
		};

		it('show the best with its reasons, others that would do, and what lies in the depots', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 2, cellular-b 1, 1p3w-60-1way 3');
			await fill(office, 'rf-b 1', 'Minami', 7);
			const number = await apply(office, await build(office, 1, { units: 'rf,1p3w-60-1way,normal' }), 'route-b', { routeB: 'radio' });
			const sheet = await designOf(office, DESIGNER, number, undefined, 'en');
			const [communication] = sheet.places;
			assert.deepEqual([communication?.action, communication?.from, communication?.to], ['exchange', 'rf', 'rf-b']);
			assert.deepEqual(communication?.stock, [
				{ depot: 'Kita', count: 2 },
				{ depot: 'Minami', count: 1 },
			]);
			assert.deepEqual(
				communication?.over.map(({ unit, stock }) => [unit, stock[0]?.count]),
				[['cellular-b', 1]],
			);
			assert.deepEqual([sheet.finishable, sheet.isBest, sheet.note], [true, true, 'communicationAlone']);
			const japanese = await designOf(office, DESIGNER, number, undefined, 'ja');
			assert.match(japanese.noteText ?? '', /通信ユニットだけを交換/);
			await refused(designOf(office, WORKER, number, undefined, 'en'), 'noRight');
			await refused(designOf(office, DESIGNER, 'A99999999', undefined, 'en'), 'noApplication');
		});

		it('refuse to finish what fails a check, say why and what would do, and write nothing', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 1, plc-b 1, 1p3w-60-2way 1, 1p3w-60-1way-old 1');
			const number = await apply(office, await build(office, 1, { units: 'rf,1p3w-60-1way,normal' }), 'route-b', {});
			const finish = (units: string) => finishDesign(office, DESIGNER, number, units, 'en');
			await refused(
				finish('rf,1p3w-60-1way,normal'),
				'designWrong',
				/Route B service.*NO\n.*rf: asked for is one that has Route B by radio.*\n.*would do: rf-b in place of rf/,
			);
			await refused(finish('plc-b,1p3w-60-1way,normal'), 'designWrong', /communication unit suits the condition: NO/);
			await refused(finish('rf-b,1p3w-60-1way-old,normal'), 'designWrong', /has Route B, 1p3w-60-1way-old has not/);
			await refused(finish('rf-b,1p3w-60-1way,rain'), 'designWrong', /no depot has a rain/);
			await refused(finish('1p3w-60-1way'), 'designWrong', /there is no communication unit/);
			await assert.rejects(finish('rf-c,1p3w-60-1way'), /--units: unit 1 \(column 1\): "rf-c" is no unit/);
			assert.equal(await state(office, number), 'received');
			assert.deepEqual(await office.database.selectFrom('design').selectAll().execute(), []);
			await finish('rf-b,1p3w-60-2way,normal');
			await finish('rf-b,1p3w-60-1way,normal');
			const designs = await office.database.selectFrom('design').select(['metering', 'state']).orderBy('id').execute();
			assert.deepEqual(designs, [
				{ metering: '1p3w-60-2way', state: 'replaced' },
				{ metering: '1p3w-60-1way', state: 'finished' },
			]);
		});

		it('refuse to finish from records that contradict each other, and say which, how old, and what would settle it', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 1');
			const number = await apply(office, await build(office, 1, { units: 'rf,1p3w-60-1way,normal' }), 'route-b', {});
			const row = {
				meter: titleOf(1),
				answers: 1 as const,
				since: 0,
				medium: 'rf',
				units: JSON.stringify({ metering: '1p3w-120-1way@kaede' }),
				as_of: MONDAY,
				imported_at: MONDAY,
			};
			await office.database.insertInto('supervision').values(row).execute();
			await refused(
				finishDesign(office, DESIGNER, number, undefined, 'en'),
				'designWrong',
				/reported other units on 2026-11-30.*metering 1p3w-120-1way, recorded 1p3w-60-1way\n.*settles it: somebody looks/,
			);
			await office.database.updateTable('supervision').set({ units: null }).execute();
			await office.database.updateTable('site').set({ phases: '3p3w' }).execute();
			await refused(finishDesign(office, DESIGNER, number, undefined, 'en'), 'designWrong', /says three-phase 3-wire for the site/);
		});

		it('order what was designed: units are held, and two never have the same', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 2');
			await fill(office, 'rf-b 1, 1p3w-60-2way 1', 'Minami', 9);
			await hire(office, 'kato', ['worker']);
			const numbers: string[] = [];
			for (const n of [1, 2, 3, 4]) numbers.push(await apply(office, await build(office, n, { units: 'rf,1p3w-60-1way,normal' }), 'route-b', {}));
			for (const number of numbers) await finishDesign(office, DESIGNER, number, undefined, 'en');
			const all = await Promise.allSettled(numbers.map((number) => issueOrder(office, DESIGNER, number)));
			const orders = all.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
			assert.equal(orders.length, 3);
			const gone = all.find((each) => each.status === 'rejected');
			assert.match(String(gone?.reason), /no depot has a rf-b|no rf-b is left/);
			assert.equal(new Set(orders.map(({ units }) => units)).size, 3);
			assert.equal((await away(office)).length, 3);
			const [first] = orders;
			assert.deepEqual(JSON.parse(first!.units).communication.type, 'rf-b');
			await assignOrder(office, ANYBODY, first!.number, 'kato', MONDAY + DAY);
			await refused(assignOrder(office, ANYBODY, first!.number, 'nobody'), 'noWorker');
			assert.deepEqual(
				(await listOrders(office, WORKER, { worker: 'kato' })).map(({ number, state: is, due }) => [number, is, due]),
				[[first!.number, 'assigned', MONDAY + DAY]],
			);
			const shown = await showOrder(office, WORKER, first!.number);
			assert.deepEqual([shown.street, shown.units.communication?.type], ['Aoba', 'rf-b']);
		});

		it('let no second worker come to a meter that somebody works at', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 2, 1p3w-60-2way 2');
			const contract = await build(office, 1, { units: 'rf,1p3w-60-1way,normal' });
			const [one, other] = [await apply(office, contract, 'route-b', {}), await apply(office, contract, 'feed-in', {}, 'A00000077')];
			await finishDesign(office, DESIGNER, one, undefined, 'en');
			await finishDesign(office, DESIGNER, other, undefined, 'en');
			const all = await Promise.allSettled([issueOrder(office, DESIGNER, one), issueOrder(office, CLERK, other)]);
			const [rejected] = all.filter((each) => each.status === 'rejected');
			assert.match(String(rejected?.reason), /has an open order already, W0000000\d: two workers/);
			assert.equal(all.filter((each) => each.status === 'fulfilled').length, 1);
		});

		it('give units back where an order is withdrawn or could not be done, and can be ordered anew', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 1');
			const number = await apply(office, await build(office, 1, { units: 'rf,1p3w-60-1way,normal' }), 'route-b', {});
			const { number: first } = await ordered(office, number);
			await refused(finishDesign(office, DESIGNER, number, undefined, 'en'), 'applicationOrdered', /W00000001/);
			await refused(withdrawApplication(office, CLERK, number), 'applicationEnded');
			await withdrawOrder(office, DESIGNER, first);
			assert.deepEqual([await away(office), await state(office, number)], [[], 'designed']);
			await refused(withdrawOrder(office, DESIGNER, first), 'orderIs', /withdrawn already/);
			const { number: second } = await issueOrder(office, DESIGNER, number);
			await failOrder(office, WORKER, second, 'nobody at home');
			assert.deepEqual([await away(office), await state(office, number)], [[], 'designed']);
			await refused(completeOrder(office, WORKER, second, { codes: {}, serials: {}, evidence: {} }), 'orderIs');
			const built = await office.database.selectFrom('construction').select(['number', 'result']).orderBy('number').execute();
			assert.deepEqual(
				built.map(({ result }) => result),
				['not-done', 'not-done'],
			);
		});

		it('do not order a design that the records or the depots have left behind', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 1');
			const number = await apply(office, await build(office, 1, { units: 'rf,1p3w-60-1way,normal' }), 'route-b', {});
			await refused(issueOrder(office, DESIGNER, number), 'notDesigned');
			await finishDesign(office, DESIGNER, number, undefined, 'en');
			await office.database.updateTable('stock').set({ state: 'scrapped' }).where('serial', '=', 'RF-B-1').execute();
			await refused(issueOrder(office, DESIGNER, number), 'designWrong', /no depot has a rf-b/);
			await office.database.updateTable('stock').set({ state: 'in-stock' }).where('serial', '=', 'RF-B-1').execute();
			await office.database.updateTable('contract').set({ state: 'ended' }).execute();
			await refused(issueOrder(office, DESIGNER, number), 'designWrong', /has ended/);
		});

		it('order a visit for the password alone where the units are right, and none where nothing is to be done', async () => {
			const office = await open(now);
			const password = await apply(office, await build(office, 1, { units: 'rf-b,1p3w-60-1way,normal' }), 'route-b', {});
			const { kind, meter, number } = await ordered(office, password);
			assert.deepEqual([kind, meter], ['password', titleOf(1)]);
			await refused(completeOrder(office, WORKER, number, { codes: {}, serials: {}, evidence: {} }), 'passwordOrder');
			const nothing = await apply(office, await build(office, 2, { units: 'rf,1p3w-60-1way,normal' }), 'amperes', { amperes: 50 });
			await refused(ordered(office, nothing), 'nothingToDo');
			const work = await apply(office, await build(office, 3, { units: 'rf,1p3w-60-1way,normal' }), 'amperes', { amperes: 80 });
			const lost = await apply(office, await build(office, 4, { units: 'rf-b,1p3w-60-1way,normal' }), 'lost-password');
			await fill(office, '1p3w-120-1way 1');
			await refused(completeApplication(office, CLERK, work), 'notDesigned');
			await finishDesign(office, DESIGNER, work, undefined, 'en');
			await refused(completeApplication(office, CLERK, work), 'workLeft', /order issue A00000003/);
			await refused(designOf(office, DESIGNER, 'A99999999', undefined, 'en'), 'noApplication');
			for (const each of [nothing, lost]) await completeApplication(office, CLERK, each);
			assert.deepEqual([await state(office, nothing), await state(office, lost)], ['done', 'done']);
			await refused(completeApplication(office, CLERK, lost), 'applicationEnded');
		});

		it('take what was mounted into the records', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 1, 1p3w-60-1way 1');
			const contract = await build(office, 1, { units: 'rf-old,1p3w-60-1way-old,normal', until: MONDAY + DAY });
			await office.database
				.insertInto('credential')
				.values({
					id: 1,
					contract,
					meter: titleOf(1),
					version: 1,
					route_b_id: '',
					state: 'in-force',
					way: 'relay',
					bearer: '',
					sealed: null,
					issued_at: 0,
					issued_by: '',
					letter_printed_at: null,
					confirmed_at: null,
				})
				.execute();
			const number = await apply(office, contract, 'route-b', {});
			const { number: order, meter } = await ordered(office, number);
			assert.equal(meter, titleOf(0xff01), 'that of the communication unit which goes in');
			const completed = await completeOrder(office, WORKER, order, { codes: {}, serials: {}, evidence: {} });
			assert.deepEqual([completed.case, completed.serves, completed.differences], [undefined, true, []]);
			const row = await mounted(office, 1);
			assert.deepEqual([row.meter, row.communication, row.metering, row.cover], [titleOf(0xff01), 'rf-b', '1p3w-60-1way', 'normal']);
			assert.deepEqual(JSON.parse(row.serials), { communication: 'RF-B-1', metering: '1P3W-60-1WAY-1', cover: '1-COVER' });
			assert.deepEqual([row.mounted_at, new Date(row.certified_until).toISOString()], [MONDAY, '2036-11-30T03:00:00.000Z']);
			assert.deepEqual(await away(office), ['1-COMMUNICATION returned', '1-METERING returned', '1P3W-60-1WAY-1 mounted', 'RF-B-1 mounted']);
			assert.equal(await state(office, number), 'done');
			assert.deepEqual(
				(await findContracts(office, ANYBODY, titleOf(0xff01))).found.map(({ code }) => code),
				[contract],
				'found by the meter that is there',
			);
			assert.equal(
				(await office.database.selectFrom('credential').select('state').executeTakeFirstOrThrow()).state,
				'superseded',
				'another unit has no credentials',
			);
			assert.equal(
				await office.act(ANYBODY, 'password.confirm', contract, (work) => settleInForce(work, titleOf(1), 1)),
				'superseded',
				'nor has it any when the hand-held that had brought them tells so later',
			);
			assert.equal((await office.database.selectFrom('construction').select('result').executeTakeFirstOrThrow()).result, 'as-planned');
			await refused(completeOrder(office, WORKER, order, { codes: {}, serials: {}, evidence: {} }), 'orderIs', /done already/);
		});

		it('know a unit that comes out of a meter, even where no depot had known it', async () => {
			const office = await open(now);
			await fill(office, '1p3w-60-2way 1');
			const number = await apply(office, await build(office, 1, { units: 'rf,1p3w-60-1way,normal' }), 'feed-in', {});
			await office.database.deleteFrom('stock').where('serial', '=', '1-METERING').execute();
			const { number: order } = await ordered(office, number);
			await completeOrder(office, WORKER, order, { codes: {}, serials: {}, evidence: {} });
			const row = await office.database.selectFrom('stock').selectAll().where('serial', '=', '1-METERING').executeTakeFirstOrThrow();
			assert.deepEqual([row.state, row.type, row.kind, row.depot, row.title], ['returned', '1p3w-60-1way', 'metering', 'Kita', null]);
		});

		it('take units from the depot that has most of an order, the first by name of equals', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 1', 'Asahi');
			await fill(office, 'rf-b 1, 1p3w-60-1way 1', 'Kita', 5);
			const number = await apply(office, await build(office, 1, { units: 'rf-old,1p3w-60-1way-old,normal' }), 'route-b', {});
			assert.deepEqual(
				Object.values(JSON.parse((await ordered(office, number)).units)).map((each) => (each as { in: string }).in),
				['RF-B-5', '1P3W-60-1WAY-5'],
			);
		});

		it('keep the certification of a metering unit that stays', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 1');
			const number = await apply(office, await build(office, 1, { units: 'rf,1p3w-60-1way,normal', until: MONDAY + 7 }), 'route-b', {});
			const { number: order } = await ordered(office, number);
			await completeOrder(office, WORKER, order, { codes: {}, serials: { metering: '1-METERING', communication: 'RF-B-1' }, evidence: {} });
			assert.equal((await mounted(office, 1)).certified_until, MONDAY + 7);
			assert.deepEqual(await listCases(office, DESIGNER, {}), []);
		});

		it('mount a new meter, whose name is that of its communication unit', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 1, 1p3w-60-1way 1, normal 1');
			const number = await apply(office, await build(office, 1), 'new', {});
			const { number: order, kind } = await ordered(office, number);
			assert.equal(kind, 'mount');
			await completeOrder(office, WORKER, order, { codes: {}, serials: {}, evidence: {} });
			assert.equal((await mounted(office, 1)).meter, titleOf(0xff01));
			assert.equal(await state(office, number), 'done');
		});

		it('open a case where another unit was mounted than ordered, and free the one that was not', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 2, cellular-b 1');
			const numbers = [
				await apply(office, await build(office, 1, { units: 'rf,1p3w-60-1way,normal' }), 'route-b', {}),
				await apply(office, await build(office, 2, { units: 'rf,1p3w-60-1way,normal' }), 'route-b', {}),
			];
			const [first, second] = [await ordered(office, numbers[0]!), await ordered(office, numbers[1]!)];
			// The worker takes what the other order holds.
			const completed = await completeOrder(office, WORKER, first.number, {
				codes: {},
				serials: { communication: 'RF-B-2' },
				meter: titleOf(0xff02),
				evidence: {},
			});
			assert.equal(completed.case, 'K000001');
			const facts = JSON.parse((await showCase(office, DESIGNER, 'K000001')).facts);
			assert.deepEqual(facts.taken, [{ serial: 'RF-B-2', order: second.number, instead: 'RF-B-1' }]);
			assert.deepEqual(facts.differences, [{ place: 'communication', about: 'serial', expected: 'RF-B-1', found: 'RF-B-2' }]);
			assert.deepEqual(await away(office), ['1-COMMUNICATION returned', 'RF-B-1 reserved W00000002', 'RF-B-2 mounted']);
			const { order } = await showOrder(office, WORKER, second.number);
			assert.deepEqual([order.meter, JSON.parse(order.units).communication.in], [titleOf(0xff01), 'RF-B-1']);
			// And the next a type that nobody ordered, without a number.
			const other = await completeOrder(office, WORKER, second.number, {
				codes: { communication: 'cellular-b' },
				meter: titleOf(9),
				serials: {},
				evidence: {},
			});
			assert.deepEqual([other.case, other.serves, (await mounted(office, 2)).communication], ['K000002', true, 'cellular-b']);
			assert.deepEqual(JSON.parse((await showCase(office, DESIGNER, 'K000002')).facts).nameless, [{ place: 'communication', type: 'cellular-b' }]);
			await closeCase(office, DESIGNER, 'K000002', 'number is on its way');
			await refused(closeCase(office, DESIGNER, 'K000002', 'again'), 'caseClosed');
			await refused(closeCase(office, WORKER, 'K000001', 'x'), 'noRight');
			assert.deepEqual(
				(await listCases(office, DESIGNER, {})).map(({ number }) => number),
				['K000001'],
			);
			assert.deepEqual((await listCases(office, DESIGNER, { all: true })).length, 2);
		});

		it('have an application wait for another design where what was mounted does not serve it', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 1, rf 1');
			const number = await apply(office, await build(office, 1, { units: 'rf,1p3w-60-1way,normal' }), 'route-b', {});
			const { number: order } = await ordered(office, number);
			const completed = await completeOrder(office, WORKER, order, {
				codes: { communication: 'rf' },
				serials: { communication: '1-COMMUNICATION' },
				evidence: {},
			});
			assert.deepEqual([completed.serves, completed.case, await state(office, number), await away(office)], [false, 'K000001', 'received', []]);
			assert.equal((await mounted(office, 1)).meter, titleOf(1));
		});

		it('refuse a result of another meter, and the name of a meter that stands elsewhere', async () => {
			const office = await open(now);
			await fill(office, '1p3w-60-2way 1, rf 1');
			const number = await apply(office, await build(office, 1, { units: 'rf,1p3w-60-1way,normal' }), 'feed-in', {});
			await build(office, 2, { units: 'rf,1p3w-60-1way,normal' });
			const { number: order } = await ordered(office, number);
			await refused(completeOrder(office, WORKER, order, { codes: {}, serials: {}, meter: titleOf(3), evidence: {} }), 'otherMeter');
			const other = { codes: {}, serials: { communication: 'RF-77' }, evidence: {} };
			await refused(completeOrder(office, WORKER, order, { ...other, meter: titleOf(2) }), 'meterElsewhere');
			await refused(completeOrder(office, WORKER, order, other), 'noMeterName');
			assert.equal((await showOrder(office, WORKER, order)).order.state, 'issued');
		});

		it('receive applications, and refuse and withdraw them with their designs', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 1');
			const contract = await build(office, 1, { units: 'rf,1p3w-60-1way,normal' });
			await apply(office, contract, 'feed-in', {}, 'A00000001');
			const number = await receiveApplication(office, CLERK, { contract, kind: 'route-b', wishes: { routeB: 'radio' } });
			assert.equal(number, 'A00000002', 'above what was imported');
			await assert.rejects(
				receiveApplication(office, CLERK, { contract, kind: 'amperes', wishes: {} }),
				/--wish: expected amperes=… \(1–600\), got nothing/,
			);
			await assert.rejects(receiveApplication(office, CLERK, { contract, kind: 'gas', wishes: {} }), /KIND: expected new or/);
			await assert.rejects(receiveApplication(office, CLERK, { contract, kind: 'new', wishes: { colour: 'red' } }), /--wish: expected routeB or/);
			await refused(receiveApplication(office, CLERK, { contract: 'C9', kind: 'new', wishes: {} }), 'noContract');
			await finishDesign(office, DESIGNER, number, undefined, 'en');
			await refuseApplication(office, CLERK, number, 'no HEMS there');
			assert.equal(await state(office, number), 'refused');
			await refused(issueOrder(office, DESIGNER, number), 'notDesigned');
			await refused(refuseApplication(office, CLERK, number, 'again'), 'applicationEnded');
			await refused(designOf(office, DESIGNER, number, undefined, 'en'), 'applicationIs');
			await withdrawApplication(office, CLERK, 'A00000001');
			assert.equal(await state(office, 'A00000001'), 'withdrawn');
		});

		it('find certifications that end by street, say whether the depots have enough, and order all or none', async () => {
			const office = await open(now);
			await fill(office, '1p3w-60-1way 2, 1p3w-60-2way 1');
			const units = 'rf,1p3w-60-1way,normal';
			for (const n of [1, 2, 3]) await build(office, n, { units, until: MONDAY + n * DAY });
			await build(office, 4, { units: 'rf,1p3w-60-2way,normal', until: MONDAY + DAY, street: 'Midori', contract: { feed_in: 1 } });
			await build(office, 5, { units, until: MONDAY + DAY, street: 'Midori', site: { phases: '1p2w' } });
			await build(office, 6, { units, until: MONDAY + 99 * DAY });
			await build(office, 7, { units, until: MONDAY, contract: { state: 'ended' } });
			const until = MONDAY + 10 * DAY;
			const plan = await dueUntil(office, DESIGNER, { until });
			// The two-way unit goes to who ends first, which one it is that lacks is told at the end.
			assert.deepEqual(
				plan.streets.map(({ street, meters, served }) => [street, meters, served]),
				[
					['Aoba', 3, 2],
					['Midori', 1, 1],
				],
			);
			assert.deepEqual(
				plan.needs.map(({ type, allotted, lacking, inStock }) => [type, allotted, lacking, inStock]),
				[
					['1p3w-60-1way', 2, 1, 2],
					['1p3w-60-2way', 1, 0, 1],
				],
			);
			assert.deepEqual(
				plan.left.map(({ due, why }) => [due.contract, why]),
				[
					[contractCode(5), 'records'],
					[contractCode(3), 'stock'],
				],
			);
			await refused(orderDue(office, DESIGNER, { until }, false), 'dueShort', /1p3w-60-1way 1/);
			await refused(orderDue(office, CLERK, { until }, true), 'noRight', /design\.finish/);
			assert.deepEqual(await away(office), []);
			const { orders } = await orderDue(office, DESIGNER, { until }, true);
			assert.deepEqual(
				orders.map(({ contract }) => contract),
				[1, 4, 2].map(contractCode),
			);
			assert.deepEqual(await away(office), [
				'1P3W-60-1WAY-1 reserved W00000001',
				'1P3W-60-1WAY-2 reserved W00000003',
				'1P3W-60-2WAY-1 reserved W00000002',
			]);
			const again = await dueUntil(office, DESIGNER, { until, street: 'Aoba' });
			assert.deepEqual(
				again.left.map(({ why }) => why),
				['ordered', 'ordered', 'stock'],
			);
			const { number } = (await listOrders(office, DESIGNER, { contract: contractCode(1) }))[0]!;
			const completed = await completeOrder(office, WORKER, number, { codes: {}, serials: {}, evidence: {} });
			assert.deepEqual([completed.serves, new Date((await mounted(office, 1)).certified_until).getUTCFullYear()], [true, 2036]);
			assert.equal((await office.database.selectFrom('application').select('kind').where('state', '=', 'done').execute()).length, 1);
		});

		it('read the records of hundreds of contracts in as few queries as those of one', async () => {
			const office = await open(now);
			const { database } = office;
			await build(office, 1, { units: 'rf,1p3w-60-1way,normal' });
			const [contract, site, mounted] = [
				await database.selectFrom('contract').selectAll().executeTakeFirstOrThrow(),
				await database.selectFrom('site').selectAll().executeTakeFirstOrThrow(),
				await database.selectFrom('mounted').selectAll().executeTakeFirstOrThrow(),
			];
			const others = Array.from({ length: 500 }, (_, i) => i + 2);
			const code = contractCode;
			await database
				.insertInto('contract')
				.values(others.map((n) => ({ ...contract, code: code(n), amperes: n })))
				.execute();
			await database
				.insertInto('site')
				.values(others.map((n) => ({ ...site, code: `${site.code}-${n}`, contract: code(n) })))
				.execute();
			await database
				.insertInto('mounted')
				.values(others.map((n) => ({ ...mounted, meter: titleOf(n), contract: code(n) })))
				.execute();
			let queries = 0;
			const counted = database.withPlugin({
				transformQuery: ({ node }) => node,
				async transformResult({ result }) {
					queries++;
					return result;
				},
			});
			const all = await recordsOfAll(counted, [code(1), ...others.map(code), 'C9999999999']);
			assert.deepEqual([all.size, queries], [502, 10]);
			for (const n of [2, 499, 500, 501]) {
				const { contract: theirs, site: where, mounted: what } = all.get(code(n))!;
				assert.deepEqual([theirs?.amperes, where?.code, what.map(({ meter }) => meter)], [n, `${site.code}-${n}`, [titleOf(n)]]);
			}
			assert.deepEqual(all.get('C9999999999'), { contract: undefined, site: undefined, mounted: [], supervision: undefined, earlier: [] });
		});

		it('are logged, each with what came of it, and what was refused, too', async () => {
			const office = await open(now);
			await fill(office, 'rf-b 1');
			const number = await apply(office, await build(office, 1, { units: 'rf,1p3w-60-1way,normal' }), 'route-b', {});
			await refused(finishDesign(office, DESIGNER, number, 'rf,1p3w-60-1way,normal', 'en'), 'designWrong');
			const { number: order } = await ordered(office, number);
			await withdrawOrder(office, DESIGNER, order);
			const log = await office.database.selectFrom('audit').select(['actor', 'act', 'subject', 'outcome']).orderBy('seq').execute();
			assert.deepEqual(
				log.map(({ actor, act, subject, outcome }) => `${actor} ${act} ${subject} ${outcome}`),
				[
					`sato design.finish ${number} refused`,
					`sato design.finish ${number} done`,
					`sato order.issue ${number} done`,
					`sato order.withdraw ${order} done`,
				],
			);
		});
	});
});

import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { HOUSEHOLD_SECTORS, HouseholdMemory } from '../../../../src/route-a/household/household-memory.js';
import { MICRO } from '../../../../src/route-a/payment/payment.js';
import { PaymentSlot } from '../../../../src/route-a/payment/payment-slot.js';
import { encodeToken } from '../../../../src/route-a/payment/token.js';
import { IDIS_PROFILE } from '../../../../src/route-a/route-a-profile.js';
import { bytesEqual, equal, hex, toHex } from '../../../assert.js';
import { answerTo, type Line, MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { associated, CLOSED, decoded, get, itemsIn, type Meter, meter, NOON, newKeys, numberIn, SWITCHED, TERMS } from '../route-a-rig.js';

const NOTHING = new DataWriter().integer(0);
const ACCOUNT = 111;
const CREDIT = 112;
const CHARGE = 113;
const GATEWAY = 115;

const amount = (value: number): DataWriter => new DataWriter().doubleLong(value);
const token = (number: number, value: number): DataWriter =>
	new DataWriter().octetString(encodeToken(new PortableCipher(), newKeys().kek!, 'KEIKI0000001', { number, amount: value }));

/** A meter with an account and a switching unit that does what it is ordered at once, and its head-end. */
class ObjectsRig {
	readonly scheduler = new VirtualScheduler();
	readonly clock = new SchedulerClock(this.scheduler, NOON);
	readonly flash: RamFlash;
	readonly orders: string[] = [];
	readonly meter: Meter;
	readonly line: Line;

	constructor({ flash = new RamFlash(HOUSEHOLD_SECTORS), policy = IDIS_PROFILE.policy, mode = TERMS.mode } = {}) {
		this.flash = flash;
		const { scheduler, clock, orders } = this;
		this.meter = meter({
			...{ scheduler, clock, units: SWITCHED, household: { flash, payment: { ...TERMS, mode } }, routeAProfile: { ...IDIS_PROFILE, policy } },
			order: ({ action }, done) => {
				orders.push(action);
				const isOpen = action === 'open';
				this.meter.routeA.control.supply.onReport(undefined, { ...CLOSED, closed: !isOpen, control: isOpen ? 0 : 1 });
				scheduler.after(0, () => done({ result: 'done', reason: '' }));
				return true;
			},
		});
		this.meter.routeA.start();
		this.line = associated(this.meter, MANAGEMENT);
		this.run(6000);
	}

	run(ms: number): void {
		this.scheduler.runFor(ms);
	}

	act(classId: number, name: number, index: number, parameter = NOTHING): number {
		let result = -1;
		this.line.act({ classId, name, index }, parameter.copy(), (_, outcome) => {
			result = outcome?.result ?? -1;
		});
		return result;
	}

	set(classId: number, name: number, index: number, value: DataWriter): number {
		let result = -1;
		this.line.set({ classId, name, index, selection: undefined }, value.copy(), (_, answer) => {
			result = answer ?? -1;
		});
		return result;
	}

	number(classId: number, name: number, index: number): number {
		return numberIn(get(this.line, classId, name, index));
	}

	/** token_status. */
	enter(digits: DataWriter): number {
		this.act(GATEWAY, NAME.tokenGateway, 1, digits);
		this.run(0);
		return numberIn(itemsIn(get(this.line, GATEWAY, NAME.tokenGateway, 6))[0]);
	}

	/** Counts of 0.1 kWh, at 3 each; then it is looked at. */
	use(counts: number): void {
		const { readings } = this.meter;
		readings.current = { import: readings.current!.import + counts, export: 0 };
		this.run(21_000);
	}

	get credit(): number {
		return this.number(CREDIT, NAME.tokenCredit, 2);
	}
}

function paid(value = 300): ObjectsRig {
	const rig = new ObjectsRig();
	equal(rig.act(ACCOUNT, NAME.account, 1), 0);
	equal(rig.enter(token(1, value)), 3);
	return rig;
}

describe('Route A: the objects of an account', () => {
	it('charges from activation on, and takes tokens: credit falls as energy is used', () => {
		const rig = new ObjectsRig();
		rig.use(10);
		equal(rig.enter(token(1, 300)), 6);
		equal(rig.act(ACCOUNT, NAME.account, 1), 0);
		equal(rig.enter(token(1, 300)), 3);
		rig.use(7);
		equal([rig.credit, rig.number(ACCOUNT, NAME.account, 5), rig.number(CHARGE, NAME.charge, 2)].join(), '27900,27900,0');
		rig.use(10);
		equal(rig.number(CHARGE, NAME.charge, 2), 5100, 'settled');
	});

	it('cuts the supply without credit, and gives it back for a token, as the log says', () => {
		const rig = paid();
		rig.use(100);
		equal(rig.orders.join(), 'open');
		equal(rig.number(70, NAME.disconnectControl, 3), 0);
		equal(rig.enter(token(2, 100)), 3);
		rig.run(11_000);
		equal(rig.orders.join(), 'open,ready');
		equal(
			itemsIn(get(rig.line, 7, NAME.disconnectorLog, 2))
				.map((row) => numberIn(itemsIn(row)[1]))
				.join(),
			'62,63',
		);
	});

	for (const [how, cut] of [
		['an order', (rig: ObjectsRig) => rig.act(70, NAME.disconnectControl, 1)],
		['a script', (rig: ObjectsRig) => rig.act(9, NAME.disconnectScripts, 1, new DataWriter().longUnsigned(1))],
	] as const)
		it(`leaves the supply cut that a head-end has cut by ${how}, before credit was out or after it, until the head-end gives it back`, () => {
			for (const isBefore of [true, false]) {
				const rig = paid();
				if (isBefore) equal(cut(rig), 0);
				rig.run(11_000);
				rig.use(100);
				equal(rig.orders.join(), 'open');
				if (!isBefore) equal(cut(rig), 0);
				equal(rig.enter(token(2, 100)), 3);
				rig.run(60_000);
				equal(rig.number(70, NAME.disconnectControl, 3), 0);
				equal(rig.act(70, NAME.disconnectControl, 2), 0);
				rig.run(60_000);
				equal([rig.number(70, NAME.disconnectControl, 3), rig.orders.join()].join(), '1,open,ready');
			}
		});

	it('refuses a second token while the first is to be looked at', () => {
		const rig = paid();
		equal([rig.act(GATEWAY, NAME.tokenGateway, 1, token(2, 10)), rig.act(GATEWAY, NAME.tokenGateway, 1, token(3, 10))].join(), '0,2');
		rig.run(0);
		equal(rig.credit, 31_000);
		equal(rig.enter(token(3, 10)), 3);
	});

	it('gives the supply back as the account is closed, and charges nothing any more', () => {
		const rig = paid(30);
		rig.use(10);
		equal(rig.act(ACCOUNT, NAME.account, 2), 0);
		rig.run(11_000);
		equal(rig.orders.join(), 'open,ready');
		rig.use(100);
		equal(rig.credit, 0);
		equal(rig.act(ACCOUNT, NAME.account, 3), 0);
		equal(toHex(itemsIn(get(rig.line, ACCOUNT, NAME.account, 2)).map(numberIn) as never), '0201');
	});

	it('warns below the threshold that is set, from which on emergency credit may be invoked', () => {
		const rig = paid();
		equal(rig.act(CREDIT, NAME.emergencyCredit, 3), 13);
		equal(rig.set(ACCOUNT, NAME.account, 16, amount(40_000)), 0);
		rig.run(11_000);
		equal(rig.meter.lines.filter((line) => line.startsWith('credit is low')).join(), 'credit is low: 300.00');
		equal(rig.act(CREDIT, NAME.emergencyCredit, 3), 0);
		equal([rig.number(CREDIT, NAME.emergencyCredit, 8), rig.number(CREDIT, NAME.emergencyCredit, 2)].join(), '2,5000');
	});

	it('has the supply stay as long as emergency credit lasts, which may be set', () => {
		const rig = paid(30);
		equal(rig.set(CREDIT, NAME.emergencyCredit, 9, amount(2000)), 0);
		equal(rig.act(CREDIT, NAME.emergencyCredit, 3, new DataWriter().unsigned(0)), 0);
		rig.use(16);
		equal([rig.credit, rig.number(CREDIT, NAME.emergencyCredit, 2), rig.orders.length].join(), '-1800,200,0');
		equal([rig.number(ACCOUNT, NAME.account, 3), rig.number(ACCOUNT, NAME.account, 6)].join(), '1,1800');
		rig.use(1);
		equal(rig.orders.join(), 'open');
	});

	it('has credit as the head-end says, with what that does to the supply', () => {
		const rig = paid();
		equal(rig.act(CREDIT, NAME.tokenCredit, 2, amount(0)), 0);
		rig.run(11_000);
		equal([rig.credit, rig.orders.join()].join(), '0,open');
		equal(rig.act(CREDIT, NAME.tokenCredit, 1, amount(1000)), 0);
		rig.run(11_000);
		equal([rig.credit, rig.orders.join()].join(), '1000,open,ready');
		equal(rig.act(CREDIT, NAME.tokenCredit, 2, amount(0x7fffffff)), 13);
		equal(rig.act(CREDIT, NAME.tokenCredit, 2), 12);
	});

	it('charges by a price that is set first and activated then', () => {
		const rig = paid();
		const price = (value: number): DataWriter => new DataWriter().array(1).structure(2).octetString(new Uint8Array(0)).long(value);
		equal(rig.act(CHARGE, NAME.charge, 1, price(1000)), 0);
		rig.use(10);
		equal(rig.credit, 27_000);
		equal(rig.act(CHARGE, NAME.charge, 2), 0);
		rig.use(10);
		equal(rig.credit, 26_000);
		equal(
			[rig.act(CHARGE, NAME.charge, 1, price(-1)), rig.act(CHARGE, NAME.charge, 1, amount(1)), rig.act(CHARGE, NAME.charge, 3)].join(),
			'13,12,3',
		);
	});

	it('tells all in the bytes of their classes', () => {
		const open = new ObjectsRig({ policy: 0 });
		const read = (target: string): string => toHex(answerTo(open.line.association, hex(`C0 01 C1 ${target} 00`))!).slice(8);
		equal(read('006F 0000130000FF 02'), '020216021601');
		equal(read('006F 0000130000FF 04'), '040800');
		equal(read('006F 0000130000FF 09'), '0102090600001 30a00ff090600001 30a01ff'.replaceAll(' ', ''));
		equal(read('006F 0000130000FF 0C'), '01010202090600001 30a00ff1164'.replaceAll(' ', ''));
		equal(read('006F 0000130000FF 0F'), '02030c034a50590ffe1602');
		equal(read('0070 0000130A01FF 03'), '1602');
		equal(read('0071 0000131400FF 05'), '020302020f030ffe0203120003090601000108 00ff0f0201010202090010 0bb8'.replaceAll(' ', ''));
		const answer = answerTo(open.line.association, hex('C3 01 C1 0073 0000132800FF 01 01 09 01 31'))!;
		equal(toHex(answer), 'c701c100 01 00 0202 1608 040800'.replaceAll(' ', ''));
		open.run(0);
		equal(read('0073 0000132800FF 06'), '0202160404 0800'.replaceAll(' ', ''));
	});

	it('has no account where there is none, and no emergency credit in credit mode', () => {
		const namesOf = ({ routeA }: Meter) => routeA.server.options.device.objects.map(({ name }) => name);
		const without = namesOf(meter({ household: { flash: new RamFlash(HOUSEHOLD_SECTORS) } }));
		for (const name of [NAME.account, NAME.tokenCredit, NAME.emergencyCredit, NAME.charge, NAME.tokenGateway]) equal(without.includes(name), false);
		const credit = namesOf(new ObjectsRig({ mode: 'credit' }).meter);
		equal([credit.includes(NAME.account), credit.includes(NAME.emergencyCredit)].join(), 'true,false');
	});

	it('keeps what is set through a restart', () => {
		const rig = paid();
		equal([rig.set(ACCOUNT, NAME.account, 16, amount(12_345)), rig.set(CREDIT, NAME.emergencyCredit, 9, amount(777))].join(), '0,0');
		const kept = new PaymentSlot(new HouseholdMemory(rig.flash).values);
		equal(
			[kept.credit / MICRO, kept.amountOf('lowThreshold'), kept.amountOf('emergency'), kept.isTaken(1), kept.isTaken(2)].join(),
			'300,12345,777,true,false',
		);
		const { bytes } = decoded(token(1, 300).copy()) as { readonly bytes: Uint8Array };
		bytesEqual(kept.token, toHex(bytes));
		bytesEqual((get(rig.line, GATEWAY, NAME.tokenGateway, 2) as { readonly bytes: Uint8Array }).bytes, toHex(bytes));
	});
});

import { RamFlash } from '../../../../hal/virtual/flash.js';
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { TOKEN_STATUS } from '../../../../modules/cosem/payment-classes.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { HOUSEHOLD_SECTORS, HouseholdMemory } from '../../../../src/route-a/household/household-memory.js';
import { MICRO, Payment, type PaymentHost, type PaymentMode } from '../../../../src/route-a/payment/payment.js';
import { Charge, TokenCredit } from '../../../../src/route-a/payment/payment-objects.js';
import { PaymentSlot } from '../../../../src/route-a/payment/payment-slot.js';
import { encodeToken } from '../../../../src/route-a/payment/token.js';
import { equal } from '../../../assert.js';
import { cutEach } from '../../../power-cut.js';
import { NOON, ScriptedReadings, TERMS } from '../route-a-rig.js';

const KEK = new Uint8Array(16).fill(0xf0);
const SERIAL = 'KEIKI0000001';
const cipher = new PortableCipher();

const tokenOf = (number: number, amount: number, serial = SERIAL): Uint8Array => encodeToken(cipher, KEK, serial, { number, amount });

/** An account of a meter that counts 0.1 kWh, at 30 a kWh: 3 a count. */
class AccountRig implements PaymentHost {
	readonly flash: RamFlash;
	readonly lines: string[] = [];
	readonly orders: string[] = [];
	readonly readings: ScriptedReadings;
	meteringSerial = 'M0000001';
	time: number;
	/** Orders end when the test says so. */
	slow = false;
	readonly ends: (() => void)[] = [];
	/** The control states that an order leads to; undefined: nobody brings it. */
	leadsTo: Readonly<Record<'disconnect' | 'reconnect', number>> | undefined = { disconnect: 0, reconnect: 1 };
	readonly supply: { controlState: number; controlMode: number; report: object | undefined; command: PaymentHost['supply']['command'] };
	readonly log = { write: (_: string, text: string) => void this.lines.push(text) };
	readonly payment: Payment;
	readonly #tasks: (() => void)[] = [];

	constructor(mode: PaymentMode = 'prepaid', before?: AccountRig) {
		this.flash = before?.flash ?? new RamFlash(HOUSEHOLD_SECTORS);
		this.time = before?.time ?? 0;
		this.readings = before?.readings ?? new ScriptedReadings({ now: () => NOON, set() {} });
		this.supply = {
			controlState: before?.supply.controlState ?? 1,
			controlMode: before?.supply.controlMode ?? 4,
			report: before === undefined ? {} : before.supply.report,
			command: (order, reason, done) => {
				this.orders.push(order);
				if (this.leadsTo === undefined) return 2;
				equal(reason, 'payment of Route A');
				const to = this.leadsTo[order];
				const end = () => {
					this.supply.controlState = to;
					done();
				};
				if (this.slow) this.ends.push(end);
				else end();
				return 0;
			},
		};
		this.payment = new Payment(
			this,
			new PaymentSlot(new HouseholdMemory(this.flash).values),
			{ ...TERMS, mode },
			{ cipher, kek: KEK, serial: SERIAL },
		);
	}

	now(): number {
		return NOON + this.time;
	}

	uptime(): number {
		return this.time;
	}

	rearm(): void {}

	later(task: () => void): void {
		this.#tasks.push(task);
	}

	/** What is due is done, each 10 s. */
	run(seconds: number): void {
		for (const end = this.time + 1000 * seconds; this.time < end; this.time += 1000) if (this.payment.dueAt <= this.now()) this.payment.run();
	}

	/** Counts of 0.1 kWh. */
	use(counts: number): void {
		this.readings.current = { import: this.readings.current!.import + counts, export: 0 };
		this.run(10);
	}

	enter(digits: Uint8Array): number {
		this.payment.enter(digits);
		equal(this.payment.token.status, TOKEN_STATUS.received);
		for (const task of this.#tasks.splice(0)) task();
		this.run(1);
		return this.payment.token.status;
	}

	get credit(): number {
		return this.payment.credit / MICRO;
	}
}

function active(mode?: PaymentMode, amount = 300): AccountRig {
	const rig = new AccountRig(mode);
	equal(rig.payment.activate(), 0);
	if (amount > 0) equal(rig.enter(tokenOf(1, amount)), TOKEN_STATUS.executed);
	return rig;
}

describe('Route A: an account', () => {
	it('charges nothing before it is active, and then what the register counts at the price', () => {
		const rig = new AccountRig();
		rig.use(50);
		equal([rig.credit, rig.payment.status, rig.orders.length].join(), '0,1,0');
		equal(rig.enter(tokenOf(1, 300)), TOKEN_STATUS.validationFailure, 'not active');
		equal(rig.payment.activate(), 0);
		equal(rig.enter(tokenOf(1, 300)), TOKEN_STATUS.executed);
		rig.use(7);
		equal(rig.credit, 279);
		equal(rig.payment.activate(), 13, 'it is already');
	});

	it('takes each token once, in any order within 64 of them, and tells why not', () => {
		const rig = active('prepaid', 0);
		for (const [digits, status, credit] of [
			[tokenOf(70, 100), 3, 100],
			[tokenOf(70, 100), 6, 100],
			[tokenOf(7, 50), 3, 150],
			[tokenOf(7, 50), 6, 150],
			[tokenOf(6, 50), 6, 150],
			[tokenOf(71, 1), 3, 151],
			[tokenOf(7, 50), 6, 151],
			[tokenOf(8, 50), 3, 201],
			[tokenOf(72, 10, 'KEIKI0000002'), 5, 201],
			[asciiBytes('1234'), 4, 201],
			[asciiBytes('1234567890123456789x'), 4, 201],
			[asciiBytes('99999999999999999999'), 4, 201],
			[tokenOf(65_535, 262_143), 3, 262_344],
			[tokenOf(71, 1), 6, 262_344],
		] as const) {
			equal(rig.enter(digits), status);
			equal(rig.credit, credit);
		}
	});

	it('takes no token beyond the most that it can hold, and takes it once there is room', () => {
		const rig = active('prepaid', 0);
		const MOST = 20_000_000;
		equal(rig.payment.setCredit(MICRO * (MOST - 100)), 0);
		equal(rig.enter(tokenOf(1, 101)), TOKEN_STATUS.executionFailure);
		equal(rig.credit, MOST - 100);
		equal(rig.enter(tokenOf(2, 100)), TOKEN_STATUS.executed);
		rig.payment.setCredit(0);
		equal(rig.enter(tokenOf(1, 101)), TOKEN_STATUS.executed);
		equal(rig.credit, 101);
	});

	it('looks at no token for an hour after ten wrong ones in a row', () => {
		const rig = active();
		for (let i = 0; i < 10; i++) equal(rig.enter(tokenOf(2 + i, 10, 'KEIKI0000002')), TOKEN_STATUS.authenticationFailure);
		equal(rig.enter(tokenOf(2, 10)), TOKEN_STATUS.authenticationFailure);
		rig.run(3600);
		equal(rig.enter(tokenOf(2, 10)), TOKEN_STATUS.executed);
	});

	it('warns of low credit once, cuts the supply when there is none, and gives it back for a token', () => {
		const rig = active();
		rig.use(66);
		equal(rig.lines.length, 0);
		rig.use(1);
		rig.use(1);
		equal(rig.lines.join(), 'credit is low: 99.00');
		rig.use(31);
		equal([rig.credit, rig.payment.state, rig.orders.length].join(), '3,inCredit,0');
		rig.use(1);
		equal([rig.credit, rig.payment.state, rig.orders.join()].join(), '0,out,disconnect');
		rig.run(100);
		equal(rig.orders.join(), 'disconnect', 'once');
		equal(rig.enter(tokenOf(2, 100)), TOKEN_STATUS.executed);
		equal(rig.orders.join(), 'disconnect,reconnect');
		rig.run(100);
		equal(rig.orders.join(), 'disconnect,reconnect');
	});

	it('gives back what an order cuts that was under way when the token came', () => {
		const rig = active();
		rig.slow = true;
		rig.use(100);
		equal(rig.orders.join(), 'disconnect');
		equal(rig.enter(tokenOf(2, 100)), TOKEN_STATUS.executed);
		rig.run(60);
		equal([rig.supply.controlState, rig.orders.length].join(), '1,1', 'one order after the other');
		rig.ends.shift()!();
		rig.run(20);
		equal([rig.supply.controlState, rig.orders.join()].join(), '0,disconnect,reconnect');
		// And the other way round: it is out of credit again before it is given back.
		rig.use(100);
		rig.ends.shift()!();
		rig.run(20);
		equal(rig.orders.join(), 'disconnect,reconnect,disconnect');
		rig.ends.shift()!();
		rig.slow = false;
		equal(rig.enter(tokenOf(3, 300)), TOKEN_STATUS.executed);
		rig.run(20);
		equal([rig.supply.controlState, rig.payment.slot.has('cut')].join(), '1,false');
	});

	it('leaves cut what the utility cuts meanwhile', () => {
		const rig = active();
		rig.use(100);
		equal(rig.supply.controlState, 0);
		rig.payment.supplyOrdered('disconnect');
		equal(new AccountRig('prepaid', rig).payment.slot.has('cut'), false, 'kept');
		equal(rig.enter(tokenOf(2, 100)), TOKEN_STATUS.executed);
		rig.run(60);
		equal([rig.supply.controlState, rig.orders.join()].join(), '0,disconnect');
		// An order to give it back takes nothing from what is cut for want of credit.
		rig.supply.controlState = 1;
		rig.use(100);
		rig.payment.supplyOrdered('reconnect');
		equal(rig.enter(tokenOf(3, 300)), TOKEN_STATUS.executed);
		rig.run(60);
		equal(rig.supply.controlState, 1);
	});

	it('says once that the supply cannot be given back, too', () => {
		const rig = active();
		rig.use(100);
		rig.supply.controlMode = 0;
		equal(rig.enter(tokenOf(2, 100)), TOKEN_STATUS.executed);
		rig.run(60);
		equal(rig.lines.filter((line) => line.startsWith('in credit, and the supply cannot be given back')).length, 1);
		rig.supply.controlMode = 4;
		rig.run(20);
		equal(rig.supply.controlState, 1);
	});

	it('takes a second token only once the first was looked at', () => {
		const rig = active();
		equal(rig.payment.enter(tokenOf(2, 10)), true);
		equal(rig.payment.enter(tokenOf(3, 10)), false);
		equal([...rig.payment.token.digits].join(), [...tokenOf(2, 10)].join());
	});

	it('sets no price and no amount while nobody knows what was used up to then', () => {
		const rig = active();
		rig.use(5);
		const { current } = rig.readings;
		rig.readings.current = undefined;
		rig.payment.slot.setPrice('passivePrice', 1000);
		const credit = new TokenCredit(rig.payment);
		equal([rig.payment.activatePrice(), credit.setAmount(100)].join(), '2,2');
		equal(credit.update(1000), 0, 'what is added is added to whatever there is');
		rig.readings.current = current;
		equal(rig.credit, 295);
		equal([rig.payment.activatePrice(), credit.setAmount(100)].join(), '0,0');
		equal(rig.credit, 1);
	});

	it('leaves alone a supply that the utility has cut, and cuts one that is given back without credit', () => {
		const rig = active();
		rig.supply.controlState = 0;
		rig.use(100);
		equal(rig.orders.length, 0);
		equal(rig.enter(tokenOf(2, 10)), TOKEN_STATUS.executed);
		rig.run(20);
		equal(rig.orders.length, 0, 'it is the utility that opened it');
		rig.use(10);
		rig.supply.controlState = 2;
		rig.run(20);
		equal(rig.orders.join(), 'disconnect', 'ready for a hand');
	});

	it('has emergency credit once credit is low, and pays it back first', () => {
		const rig = active();
		equal(rig.payment.invoke(), 13, 'credit is not low');
		rig.use(80);
		equal([rig.payment.isSelectable, rig.payment.invoke(), rig.payment.invoke()].join(), 'true,0,13');
		rig.use(30);
		equal([rig.credit, rig.payment.state, rig.orders.length].join(), '-30,emergency,0');
		rig.use(7);
		equal([rig.credit, rig.payment.state, rig.orders.join()].join(), '-51,out,disconnect');
		equal(rig.enter(tokenOf(2, 40)), TOKEN_STATUS.executed);
		equal([rig.credit, rig.payment.state, rig.orders.join()].join(), '-11,emergency,disconnect,reconnect');
		equal(rig.enter(tokenOf(3, 40)), TOKEN_STATUS.executed);
		equal([rig.credit, rig.payment.state, rig.payment.slot.has('invoked')].join(), '29,inCredit,false');
		rig.use(10);
		equal(rig.payment.state, 'out');
		equal(rig.payment.invoke(), 0, 'once more');
		rig.run(11);
		equal(rig.orders.join(), 'disconnect,reconnect,disconnect,reconnect');
	});

	it('in credit mode runs into debt, and leaves the supply alone', () => {
		const rig = active('credit', 0);
		rig.use(100);
		equal([rig.credit, rig.payment.state, rig.orders.length, rig.payment.invoke()].join(), '-300,out,0,13');
	});

	it('says once that the supply cannot be cut, and cuts it as soon as it can', () => {
		const rig = active();
		rig.supply.controlMode = 0;
		rig.use(100);
		rig.run(60);
		equal(rig.lines.filter((line) => line.startsWith('out of credit')).length, 1);
		equal(rig.orders.length, 0);
		rig.supply.controlMode = 4;
		rig.run(10);
		equal(rig.supply.controlState, 0);
	});

	for (const [how, leadsTo] of [
		['that nobody brings', undefined],
		['that the switching unit refuses', { disconnect: 1, reconnect: 0 }],
	] as const)
		it(`gives an order ${how} again, ever more rarely, and says so once; at once when a token comes`, () => {
			const rig = active();
			rig.leadsTo = leadsTo;
			rig.use(100);
			rig.run(3600);
			const tries = rig.orders.length;
			equal(tries > 6 && tries < 14, true, String(tries));
			equal(rig.lines.filter((line) => line.startsWith('payment: disconnect')).length, 1);
			rig.leadsTo = { disconnect: 0, reconnect: 1 };
			rig.run(600);
			equal([rig.supply.controlState, rig.orders.length].join(), `0,${tries + 1}`);
			rig.leadsTo = leadsTo;
			equal(rig.enter(tokenOf(2, 100)), TOKEN_STATUS.executed);
			rig.run(3600);
			equal(rig.lines.filter((line) => line.startsWith('payment: reconnect')).length, 1);
			rig.leadsTo = { disconnect: 0, reconnect: 2 };
			equal(rig.enter(tokenOf(3, 100)), TOKEN_STATUS.executed);
			equal([rig.supply.controlState, rig.payment.slot.has('cut')].join(), '2,false', 'ready for a hand');
			const before = rig.orders.length;
			rig.run(3600);
			equal(rig.orders.length, before);
		});

	it('orders nothing of a supply whose control mode 0 has closed it, nor of a switching unit that is away, until it is back', () => {
		const rig = active();
		rig.use(100);
		equal(rig.orders.join(), 'disconnect');
		Object.assign(rig.supply, { controlMode: 0, controlState: 1, report: undefined });
		equal(rig.enter(tokenOf(2, 100)), TOKEN_STATUS.executed);
		rig.run(3600);
		equal([rig.orders.length, rig.lines.filter((line) => line.startsWith('in credit')).length].join(), '1,1');
		Object.assign(rig.supply, { controlMode: 4, controlState: 0, report: {} });
		rig.run(10);
		equal([rig.orders.join(), rig.supply.controlState].join(), 'disconnect,reconnect,1');
		rig.use(100);
		Object.assign(rig.supply, { controlMode: 0, controlState: 1 });
		rig.run(10);
		equal(rig.enter(tokenOf(3, 300)), TOKEN_STATUS.executed);
		rig.run(3600);
		equal([rig.orders.join(), rig.payment.slot.has('cut')].join(), 'disconnect,reconnect,disconnect,false');
	});

	it('tells of what was charged as much as a double-long can', () => {
		const rig = active('credit', 0);
		rig.payment.slot.setPrice('price', 32_767);
		const charge = new Charge(rig.payment, -540);
		rig.run(10);
		rig.use(300_000);
		equal([charge.totalPaid, charge.lastAmount].join(), '983010000,983010000');
		rig.use(680_000);
		equal([charge.totalPaid, charge.lastAmount].join(), `${0x7fffffff},${0x7fffffff}`);
		rig.run(20);
		equal(new Charge(new AccountRig('credit', rig).payment, -540).totalPaid, 0x7fffffff);
	});

	it('charges what was used at the price before, and what comes at the new one', () => {
		const rig = active();
		rig.use(5);
		rig.payment.slot.setPrice('passivePrice', 1000);
		rig.use(5);
		equal(rig.credit, 270);
		equal(rig.payment.activatePrice(), 0);
		rig.use(5);
		equal(rig.credit, 265);
	});

	it('follows the register as it wraps and as a power cut sets it back, and begins anew at another unit', () => {
		const rig = active();
		rig.use(987_650);
		const spent = rig.credit;
		rig.readings.current = { import: 5, export: 0 };
		rig.run(10);
		equal(Math.round(spent - rig.credit), 30, 'ten counts, over the end');
		const before = rig.credit;
		rig.readings.current = { import: 3, export: 0 };
		rig.run(10);
		equal(Math.round(rig.credit - before), 6);
		rig.meteringSerial = 'M0000002';
		rig.readings.current = { import: 500_000, export: 0 };
		rig.run(10);
		equal(Math.round(rig.credit - before), 0, 'neither what it showed before it came, nor what was not settled before');
		rig.use(10);
		equal(Math.round(rig.credit - before), -30);
		rig.readings.current = undefined;
		rig.run(20);
		equal(rig.payment.slot.isOfUnit('M0000002'), true);
	});

	it('gives the supply back when it is closed, and begins anew when it is reset, without any token a second time', () => {
		const rig = active();
		rig.use(100);
		equal(rig.payment.reset(), 13, 'it is not closed');
		equal(rig.payment.close(), 0);
		rig.run(11);
		equal(rig.orders.join(), 'disconnect,reconnect');
		rig.use(100);
		equal(rig.credit, 0, 'charged no more');
		equal([rig.payment.close(), rig.payment.activate(), rig.payment.reset(), rig.payment.status].join(), '13,13,0,1');
		equal(rig.payment.activate(), 0);
		equal(rig.enter(tokenOf(1, 300)), TOKEN_STATUS.validationFailure);
		equal(rig.enter(tokenOf(2, 300)), TOKEN_STATUS.executed);
	});

	it('keeps credit, tokens and the cut supply through a restart', () => {
		const rig = active();
		rig.use(40);
		const again = new AccountRig('prepaid', rig);
		equal([again.credit, again.payment.status].join(), '180,2');
		equal(again.enter(tokenOf(1, 300)), TOKEN_STATUS.validationFailure);
		again.use(60);
		equal(again.orders.join(), 'disconnect');
		const third = new AccountRig('prepaid', again);
		equal(third.enter(tokenOf(2, 100)), TOKEN_STATUS.executed);
		equal(third.orders.join(), 'reconnect');
	});

	it('is after a power cut at any moment as before or as after: no token twice, none lost that was taken, no supply left cut', () => {
		cutEach({
			seed: 5,
			least: 6,
			started: () => active(),
			flash: ({ flash }) => flash,
			steps: (rig) => {
				rig.use(100);
				rig.enter(tokenOf(2, 100));
				rig.payment.update(5000);
				rig.use(20);
			},
			check: (cut, number) => {
				const rig = new AccountRig('prepaid', cut);
				rig.run(20);
				const used = 3 * (rig.readings.current!.import - 12_345);
				const taken = rig.payment.slot.isTaken(2);
				const paid = Math.round(rig.credit + used - 300);
				equal(taken ? [100, 150].includes(paid) : paid === 0, true, `cut ${number}: ${paid}`);
				if (!taken) equal(rig.enter(tokenOf(2, 100)), TOKEN_STATUS.executed);
				else equal(rig.enter(tokenOf(2, 100)), TOKEN_STATUS.validationFailure);
				rig.run(20);
				equal([rig.payment.state, rig.supply.controlState].join(), 'inCredit,1', `cut ${number}`);
			},
		});
	});
});

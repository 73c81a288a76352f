import assert from 'node:assert/strict';

import { asciiText } from '../../../../modules/bytes/ascii.js';
import { ACCOUNT_STATUS } from '../../../../modules/cosem/payment-classes.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { DELIVERY, type PaymentMode } from '../../../../src/route-a/payment/payment.js';
import { encodeToken } from '../../../../src/route-a/payment/token.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { meterStatus, statusText } from '../../../../src/world/meter/meter-status.js';
import { PlugInRig } from './plug-in-rig.js';

const HOUR = 3_600_000;

/** 10 kW with what hangs on the relay, at 31 yen a kWh: 310 yen an hour. */
function rigWith(payment: PaymentMode | undefined, units = 'rf-b,1p3w-60-2way,switch-60,normal'): PlugInRig {
	const rig = new PlugInRig(units, { load: constantLoad(8000), routeA: { household: { payment, relayWatts: 2000 } } });
	rig.run(10_000);
	rig.events.splice(0);
	return rig;
}

const paymentOf = ({ meter }: PlugInRig) => meter.routeA!.control.household!.account!.payment;
const tokenOf = (rig: PlugInRig, number: number, amount: number) =>
	asciiText(encodeToken(new PortableCipher(), DEMO_KEYS.kek!, rig.meter.identity.serial, { number, amount }));
const grouped = (digits: string) => digits.replace(/(.{4})(?=.)/g, '$1-');

describe('the customer at the meter', () => {
	it('enters tokens by hand, each once, and is told why not', () => {
		const rig = rigWith('prepaid');
		const token = tokenOf(rig, 1, 1000);
		assert.deepEqual(rig.ask(`token ${token}`).why, { kind: 'tokenRefused', why: 'validation' });
		assert.equal(paymentOf(rig).activate(), 0);
		const { outcome, text } = rig.ask(`token ${grouped(token)}`);
		assert.equal(outcome?.kind, 'token');
		assert.match(text, /^the token is taken: the credit is (999\.\d\d|1000\.00) JPY$/);
		assert.deepEqual([paymentOf(rig).token.delivery, paymentOf(rig).slot.tokenDelivery], [DELIVERY.manual, DELIVERY.manual]);
		assert.deepEqual(rig.ask(`token ${token}`).why, { kind: 'tokenRefused', why: 'validation' });
		assert.deepEqual(rig.ask(`token ${token.replace(/.$/, (last) => `${(Number(last) + 1) % 10}`)}`).why, {
			kind: 'tokenRefused',
			why: 'authentication',
		});
		assert.deepEqual(
			rig.events.map((each) => each.replace(/, credit.*/, '')),
			['token refused: validation', 'account activated', 'token taken', 'token refused: validation', 'token refused: authentication'],
		);
	});

	it('is told by events and status as credit falls, selects emergency credit, and has the supply cut and given back', () => {
		const rig = rigWith('prepaid');
		paymentOf(rig).activate();
		rig.does(`token ${tokenOf(rig, 1, 1000)}`);
		assert.deepEqual(rig.ask('credit emergency').why?.kind, 'notSelectable');
		rig.run(2 * HOUR);
		assert.equal(rig.events.at(-1)!.replace(/, credit.*/, ''), 'credit low');
		assert.match(statusText(meterStatus(rig.meter)), /^account +prepaid, active, in credit: 3[78]\d\.\d\d JPY; emergency credit may be selected$/m);
		rig.events.splice(0);
		assert.match(rig.does('credit emergency'), /^emergency credit of 300\.00 JPY is selected: the credit is 3[78]\d\.\d\d JPY$/);
		assert.equal(meterStatus(rig.meter).account!.selectable, false);
		rig.run(3 * HOUR);
		const told = () => rig.events.map((each) => each.replace(/[,:].*/, '')).filter((each) => /token|credit|supply/.test(each));
		assert.deepEqual(told(), ['emergency credit selected', 'emergency credit in use', 'out of credit', 'supply off']);
		rig.events.splice(0);
		rig.does(`token ${tokenOf(rig, 2, 1000)}`);
		rig.run(20_000);
		assert.deepEqual(told(), ['token taken', 'in credit']);
		rig.does('breaker reset');
		assert.equal(told().at(-1), 'supply on');
	});

	it('waits at the breaker in a mode that leaves it ready, and closes it by hand: payment orders no more', () => {
		const rig = rigWith('prepaid');
		assert.equal(rig.meter.routeA!.control.supply.setControlMode(1, 1), 0);
		paymentOf(rig).activate();
		rig.run(60_000);
		assert.equal(rig.meter.supply, false);
		rig.does(`token ${tokenOf(rig, 1, 1000)}`);
		rig.run(HOUR);
		assert.deepEqual([rig.meter.supply, rig.meter.routeA!.control.supply.controlState], [false, 2]);
		rig.does('breaker reset');
		rig.run(60_000);
		assert.equal(rig.meter.supply, true);
	});

	it('switches the load relay by its button as far as the control mode says', () => {
		const rig = rigWith(undefined);
		const { relay } = rig.meter.routeA!.control.household!;
		assert.deepEqual(rig.ask('relay off').why, { kind: 'relayStays', on: true, mode: 4 });
		assert.equal(rig.does('relay on'), 'the load relay is on');
		relay!.setControlMode(1);
		assert.equal(rig.does('relay off'), 'the load relay is off');
		assert.equal(relay!.controlState, 2);
		assert.equal(rig.does('relay on'), 'the load relay is on');
		relay!.remoteDisconnect(1);
		assert.deepEqual(rig.ask('relay on').why, { kind: 'relayStays', on: false, mode: 1 });
		assert.deepEqual(rig.events, ['load relay off', 'load relay on', 'load relay off']);
	});

	it('is told what there is not', () => {
		const token = `token ${'1'.repeat(20)}`;
		const why = (rig: PlugInRig, line: string) => rig.ask(line).why?.kind;
		assert.equal(why(rigWith(undefined), token), 'noAccount');
		assert.equal(why(rigWith('credit'), 'credit emergency'), 'noEmergencyCredit');
		assert.equal(why(new PlugInRig(), 'relay on'), 'noLoadRelay');
		const rig = rigWith('prepaid');
		assert.equal(paymentOf(rig).status, ACCOUNT_STATUS.new);
		rig.does('pull communication');
		assert.deepEqual([why(rig, token), why(rig, 'relay off')], ['noCommunicationUnit', 'noCommunicationUnit']);
		rig.does('power cut');
		assert.deepEqual([why(rig, token), why(rig, 'credit emergency'), why(rig, 'relay on')], ['noPower', 'noPower', 'noPower']);
	});
});

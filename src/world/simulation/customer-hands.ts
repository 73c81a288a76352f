/** What the customer does at the meter: the button of the load relay, and tokens and emergency credit at its keys. */
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { TOKEN_STATUS } from '../../../modules/cosem/payment-classes.js';
import { ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { DELIVERY } from '../../route-a/payment/payment.js';
import type { EmulatedMeter } from '../meter/emulated-meter.js';
import { inYen } from '../meter/in-yen.js';
import { outcomeWords, refusalWords } from '../scenario/answer-words.js';
import type { CustomerCommand } from '../scenario/command.js';
import type { Answer } from '../scenario/stand.js';
import type { Outcome, Refusal } from '../schema/answer-rows.js';

/** Why a token was not taken, by token_status. */
export const TOKEN_REFUSALS = Object.freeze({
	[TOKEN_STATUS.formatFailure]: 'format',
	[TOKEN_STATUS.authenticationFailure]: 'authentication',
	[TOKEN_STATUS.validationFailure]: 'validation',
	[TOKEN_STATUS.executionFailure]: 'execution',
} as const);
export type TokenRefusal = (typeof TOKEN_REFUSALS)[keyof typeof TOKEN_REFUSALS];

export function doByCustomer(meter: EmulatedMeter, command: CustomerCommand, done: (answer: Answer) => void): void {
	const { routeA } = meter;
	if (!meter.hasPower) done(refused({ kind: 'noPower' }));
	else if (command.kind === 'relay') done(relay(meter, command.on));
	else if (routeA === undefined) done(refused({ kind: 'noCommunicationUnit' }));
	else if (routeA.payment === undefined) done(refused({ kind: 'noAccount' }));
	else if (command.kind === 'token') enter(meter, command.digits, done);
	else done(select(meter));
}

function relay(meter: EmulatedMeter, on: boolean): Answer {
	if (meter.relayOn === undefined) return refused({ kind: 'noLoadRelay' });
	const output = meter.routeA?.control.household?.relay;
	if (output === undefined) return refused({ kind: 'noCommunicationUnit' });
	const result = output.command(on ? 'reconnect' : 'disconnect', 'hand', 'button of the relay');
	if (result !== ACTION_RESULT.success) return refused({ kind: 'relayStays', on: meter.relayOn, mode: output.controlMode });
	return carriedOut({ kind: 'relay', on: meter.relayOn });
}

const paymentOf = ({ routeA }: EmulatedMeter) => routeA!.control.household!.account!.payment;

function enter(meter: EmulatedMeter, digits: string, done: (answer: Answer) => void): void {
	const payment = paymentOf(meter);
	const isReceived = payment.enter(asciiBytes(digits), DELIVERY.manual, (status) => {
		const why = (TOKEN_REFUSALS as Readonly<Record<number, TokenRefusal>>)[status];
		done(why === undefined ? carriedOut({ kind: 'token', credit: inYen(payment.credit) }) : refused({ kind: 'tokenRefused', why }));
	});
	if (!isReceived) done(refused({ kind: 'tokenWaits' }));
}

function select(meter: EmulatedMeter): Answer {
	const payment = paymentOf(meter);
	if (payment.emergency === 0) return refused({ kind: 'noEmergencyCredit' });
	if (payment.invoke() !== ACTION_RESULT.success) return refused({ kind: 'notSelectable', credit: inYen(payment.credit) });
	return carriedOut({ kind: 'emergencyCredit', credit: inYen(payment.credit), emergency: inYen(payment.emergency) });
}

export function carriedOut(outcome: Outcome): Answer {
	return { refusal: undefined, text: outcomeWords(outcome), outcome };
}

export function refused(why: Refusal): Answer {
	return { refusal: refusalWords(why), why, text: '' };
}

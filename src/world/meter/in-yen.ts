import { CENT } from '../../route-a/payment/payment.js';

/** JPY, whole 0.01 of them. @param credit 10^-6 of the currency */
export function inYen(credit: number): number {
	return Math.floor(credit / CENT) / 100;
}

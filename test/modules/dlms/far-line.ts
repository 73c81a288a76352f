/** A load profile read over a line that is far away, in virtual time: what round trips cost, and what the line itself takes. */
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { CONFORMANCE } from '../../../modules/dlms/apdu/initiate.js';
import { CosemClient } from '../../../modules/dlms/client/client.js';
import { equal } from '../../assert.js';
import { clientSecurity, MANAGEMENT, MANAGEMENT_CONFORMANCE, NAMES, rig } from './device-rig.js';

/** 45 days. */
const ROWS = 2160;
const PDU = 1024;
/** One way, ms: 20 ms of round trip. */
const LATENCY = 10;
const BITS_PER_MS = 10_000;
const PROFILE = { classId: 7, name: NAMES.profile, index: 2, selection: undefined };

export interface FarReading {
	/** From the request to the whole value, ms. */
	readonly time: number;
	/** Of it, the time that its bytes take on the line, ms. */
	readonly lineTime: number;
	readonly roundTrips: number;
	readonly bytes: number;
}

/** @param window general blocks in a row; undefined: GET in blocks */
export function readFarProfile(window: number | undefined): FarReading {
	const scheduler = new VirtualScheduler();
	const conformance = window === undefined ? MANAGEMENT_CONFORMANCE : MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer;
	const association = rig({ rows: ROWS, maxPdu: PDU, maxTransfer: 1 << 17, conformance }).server.connect(MANAGEMENT)!;
	/** When each way of the line is free again. */
	const free = [0, 0];
	let bytes = 0;
	const carry = (way: 0 | 1, apdu: Uint8Array, arrive: (apdu: Uint8Array) => void): void => {
		const copy = apdu.slice();
		free[way] = Math.max(free[way]!, scheduler.now()) + (8 * copy.length) / BITS_PER_MS;
		if (way === 1) bytes += copy.length;
		scheduler.after(free[way]! + LATENCY - scheduler.now(), () => arrive(copy));
	};
	const client = new CosemClient({
		random: new SeededRandom(1, 'client'),
		security: clientSecurity(),
		conformance,
		maxPdu: PDU,
		window: window ?? 1,
		send: (apdu) => carry(0, apdu, (request) => association.receive(request, (answer) => carry(1, answer, (back) => client.receive(back)))),
	});
	let outcome: string | undefined;
	client.associate((error) => {
		outcome = error?.text ?? 'ok';
	});
	while (outcome === undefined) scheduler.runFor(LATENCY);
	equal(outcome, 'ok');
	const begun = scheduler.now();
	let ended: number | undefined;
	bytes = 0;
	client.get(PROFILE, (error, value) => {
		equal(error, undefined);
		equal((value as Uint8Array).length > 20 * ROWS, true);
		ended = scheduler.now();
	});
	while (ended === undefined) scheduler.runFor(LATENCY / 100);
	const time = ended - begun;
	const lineTime = (8 * bytes) / BITS_PER_MS;
	return { time, lineTime, roundTrips: (time - lineTime) / (2 * LATENCY), bytes };
}

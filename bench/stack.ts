/** The whole secured stack in one process and virtual time: from a HEMS's UDP to the meter's answer, and the price of a join. */
import { fromHex } from '../modules/bytes/hex.js';
import { HemsRig } from '../test/src/world/simulation/hems-rig.js';

const GET_POWER = fromHex('1081000105ff010288016201e700');
const ROUND_TRIPS = 20_000;
const JOINS = 200;

/** Get round trips a second, the transmit limit off. */
export function measureRoundTrips(): number {
	const hems = new HemsRig({ transmitLimit: Number.POSITIVE_INFINITY });
	if (!hems.join()) throw new Error('bench: the HEMS did not join');
	const { scheduler } = hems.simulator;
	scheduler.runFor(2000);
	let answers = 0;
	hems.onAnswer = () => {
		answers++;
		hems.send(GET_POWER);
	};
	const run = (count: number) => {
		const end = answers + count;
		if (answers === 0) hems.send(GET_POWER);
		if (!scheduler.runWhile(() => answers < end)) throw new Error('bench: an answer is missing');
	};
	run(2000);
	const start = performance.now();
	run(ROUND_TRIPS);
	return (ROUND_TRIPS / (performance.now() - start)) * 1000;
}

/** ms of CPU for one join, both sides together: neighbour discovery, PANA, EAP-PSK, keys. */
export function measureJoin(): number {
	const hems = new HemsRig({ transmitLimit: Number.POSITIVE_INFINITY });
	const join = () => {
		hems.joined = false;
		if (!hems.join()) throw new Error('bench: the HEMS did not join');
	};
	for (let i = 0; i < 20; i++) join();
	const start = process.cpuUsage();
	for (let i = 0; i < JOINS; i++) join();
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000 / JOINS;
}

/** Frames of simulated sessions: scans, joins, reads, histories, notifications, with the faults that a seed draws. */
import { SeededRandom } from '../../../../hal/virtual/random.js';
import type { LinkKey } from '../../../../modules/capture/wireshark.js';
import { FrameLog } from '../../../../src/world/watch/frame-log.js';
import { SerialProgram } from '../simulation/serial-program-rig.js';

const HALF_HOUR = 1_800_000;
const FAULTS: readonly (readonly string[])[] = [
	[],
	['drop=10%'],
	['corrupt=5%'],
	['malformed'],
	['duplicate-reply'],
	['neighbour-pans'],
	['slow-beacon'],
	['short-lifetime'],
	['refused-join=1/3'],
	['partial-sna'],
	['interleaved-inf'],
	['meter-asks'],
];
const REQUESTS = [
	'6201E700',
	'6103E50101E50102E50163',
	'6202E200E400',
	'6201EC00',
	'62069D009E009F008A008D00D000',
	'6202E8008200',
	'6E01E5010101E500',
	'6301D500',
];

/** The log of one session drawn by `seed`, and the keys that came into force. */
export function sessionOf(seed: number): { readonly log: FrameLog; readonly keys: readonly LinkKey[] } {
	const random = new SeededRandom(seed, 'frames');
	const draw = (count: number) => random.below(count);
	const program = new SerialProgram(FAULTS[draw(FAULTS.length)], { seed, neighbours: draw(3), pastDays: draw(2) });
	const { simulator } = program;
	const log = new FrameLog({ elapsed: () => simulator.scheduler.now() });
	log.hear(simulator.air, 'air');
	simulator.hearLinkKeys((key) => log.onLinkKey(key));
	program.logIn();
	program.type(`SKSCAN ${2 + draw(2)} FFFFFFFF 4`, 'EVENT 22');
	program.begin();
	for (let i = 0; i < 12; i++) {
		const tid = (0x1000 + i).toString(16).toUpperCase();
		program.ask(2500, `1081${tid}05FF01028801${REQUESTS[draw(REQUESTS.length)]}`);
	}
	if (draw(2) === 0) program.wait(HALF_HOUR);
	if (draw(2) === 0) program.type('SKREJOIN', 'EVENT 2', 30_000);
	program.ask(2500);
	program.type('SKTERM', 'EVENT 2', 30_000);
	return { log, keys: log.keys };
}

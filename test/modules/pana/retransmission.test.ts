import { SeededRandom } from '../../../hal/virtual/random.js';
import {
	J11_PCI_TIMING,
	J11_REQUEST_TIMING,
	PCI_TIMING,
	REQUEST_TIMING,
	Retransmission,
	type RetransmissionTiming,
	SKSTACK_TIMING,
} from '../../../modules/pana/retransmission.js';
import { equal } from '../../assert.js';

/** The highest that random bytes give: RAND just below 0.1. */
const MOST_RAND = { fill: (bytes: Uint8Array) => void bytes.fill(0xff) };
/** RAND of 0: the middle of what random bytes give. */
const NO_RAND = { fill: (bytes: Uint8Array) => void bytes.fill(0).fill(0x80, 0, 1) };
const LEAST_RAND = { fill: (bytes: Uint8Array) => void bytes.fill(0) };

function waits(timing: RetransmissionTiming, random: { fill(bytes: Uint8Array): void }, most: number): number[] {
	const retransmission = new Retransmission(timing, random);
	const list: number[] = [];
	while (!retransmission.exhausted && list.length < most) list.push(retransmission.next());
	return list;
}

describe('PANA retransmission (RFC 5191 §9)', () => {
	it('doubles from IRT up to MRT, and sends a request 10 times', () => {
		equal(waits(REQUEST_TIMING, NO_RAND, 99).join(), '1000,2000,4000,8000,16000,30000,30000,30000,30000,30000');
	});

	it('sends PCI for ever', () => {
		equal(waits(PCI_TIMING, NO_RAND, 9).join(), '1000,2000,4000,8000,16000,32000,64000,120000,120000');
	});

	it('repeats as SKSTACK-IP does: 2, 4, then each 8 s, for 40 s in all', () => {
		equal(waits(SKSTACK_TIMING, NO_RAND, 99).join(), '2000,4000,8000,8000,8000,8000,2000');
	});

	// J11 UART IF specification 1.1, 5.21: 491.9 to 706.0 s for 0056, 180.1 to 236.7 s for 00D2.
	it('repeats as the J11 firmware does, to the bounds that its manual gives', () => {
		equal(waits(J11_PCI_TIMING, NO_RAND, 99).join(), '2000,4000,8000,16000,32000,64000,120000,120000,120000,120000');
		equal(waits(J11_REQUEST_TIMING, NO_RAND, 99).join(), '2000,4000,8000,16000,30000,30000,30000,30000,30000,30000');
		for (const [timing, least, most] of [
			[J11_PCI_TIMING, 491.9, 706],
			[J11_REQUEST_TIMING, 180.1, 236.7],
		] as const) {
			const total = (random: { fill(bytes: Uint8Array): void }) => waits(timing, random, 99).reduce((sum, each) => sum + each, 0) / 1000;
			equal(Math.abs(total(LEAST_RAND) - least) < 0.1, true, `${total(LEAST_RAND)}`);
			equal(Math.abs(total(MOST_RAND) - most) < 0.1, true, `${total(MOST_RAND)}`);
		}
	});

	it('applies RAND to each wait: RT = 2·RTprev + RAND·RTprev, and MRT + RAND·MRT', () => {
		equal(
			waits(REQUEST_TIMING, LEAST_RAND, 7)
				.map((wait) => wait.toFixed(1))
				.join(),
			'900.0,1710.0,3249.0,6173.1,11728.9,22284.9,27000.0',
		);
	});

	it('keeps every wait within a tenth of its middle, and never the same for two seeds', () => {
		const seen = waits(REQUEST_TIMING, new SeededRandom(1), 99);
		for (let i = 1; i < 5; i++) {
			const ratio = seen[i]! / seen[i - 1]!;
			equal(ratio >= 1.9 && ratio <= 2.1, true, `wait ${i}`);
		}
		equal(seen.join() === waits(REQUEST_TIMING, new SeededRandom(2), 99).join(), false);
		equal(seen.join(), waits(REQUEST_TIMING, new SeededRandom(1), 99).join());
	});

	it('counts the transmissions', () => {
		const retransmission = new Retransmission({ IRT: 10, MRT: 0, MRC: 2, MRD: 0 }, NO_RAND);
		equal(retransmission.count, 0);
		retransmission.next();
		equal(retransmission.exhausted, false);
		retransmission.next();
		equal(retransmission.exhausted, true);
		equal(retransmission.count, 2);
	});
});

import { SeededRandom } from '../../../hal/virtual/random.js';
import { AvpCode, encodeStart, type MessageName, numberAvp } from '../../../modules/pana/message.js';
import { equal, hex } from '../../assert.js';
import { sweepStep } from '../../fuzz/campaign.js';
import { HEMS, METER, Rig, STRANGER } from './pana-rig.js';

const PCI = hex('00000010000000010000000000000000');

function address(number: number): Uint8Array {
	const bytes = HEMS.slice();
	bytes[12] = number >>> 16;
	bytes[13] = number >>> 8;
	bytes[14] = number;
	bytes[15] = 0x77;
	return bytes;
}

/** As far as a PaC gets that hears PAR[S] and returns it, but knows no password. */
function begin(rig: Rig, from: Uint8Array): void {
	rig.toPaa(PCI, from);
	const { sessionId, sequence } = rig.last('PAR[S]').message;
	rig.toPaa(encodeStart('PAN[S]', sessionId, sequence), from);
}

describe('PANA PAA: exactly one PaC', () => {
	it('meets PCI from another address with silence while a session lives, and counts it', () => {
		const rig = new Rig().join();
		const stranger = rig.newPac(STRANGER);
		const joined = rig.sent.length;
		stranger.start(METER);
		rig.scheduler.runFor(45_000);
		equal(
			rig.sent.slice(joined).every(({ by, name }) => by === 'PaC' && name === 'PCI'),
			true,
		);
		equal(rig.pacKinds(), 'success,failure');
		equal(rig.paa.status.refused, rig.sent.length - joined);
		const [refused] = rig.paaEvents.slice(1);
		equal(refused!.kind, 'refused');
		equal(refused!.address.join(), STRANGER.join());
		equal(refused!.evidence, 'PCI: another PaC has the session');
		equal(rig.paa.status.lastResult!.kind, 'joined');
		equal(rig.paa.status.state, 'OPEN');
	});

	it('lets another one join once the session was ended', () => {
		const rig = new Rig().join();
		rig.pac.terminate();
		rig.scheduler.runFor(1000);
		rig.join(rig.newPac(STRANGER));
		equal(rig.paaKinds(), 'joined,left,joined');
		equal(rig.paa.status.address!.join(), STRANGER.join());
	});

	it('lets another one join once the session has expired, though its PaC answers no more', () => {
		const rig = new Rig({ paa: { lifetime: 60 } }).join();
		rig.air = ({ address }) => (address.join() === HEMS.join() ? [] : [10]);
		rig.scheduler.runFor(60_000);
		equal(rig.paaKinds(), 'joined,expired');
		rig.join(rig.newPac(STRANGER));
		equal(rig.paaKinds(), 'joined,expired,joined');
	});

	it('gives two who begin at once one session: the other one is refused by Result-Code 2', () => {
		const rig = new Rig();
		const other = rig.newPac(STRANGER);
		rig.pac.start(METER);
		other.start(METER);
		rig.scheduler.runFor(1000);
		equal(rig.paaKinds(), 'failed,joined');
		equal(rig.paaEvents[0]!.evidence, 'Result-Code 2 (authorization rejected)');
		equal(rig.pacKinds(), 'success,failure');
		equal(rig.paa.status.embryonic, 0);
		equal(rig.paa.status.address!.join(), HEMS.join());
	});

	it('admits only whom `admits` lets in', () => {
		const rig = new Rig({ paa: { admits: (from) => from.join() === STRANGER.join() } }).join();
		equal(rig.names(), 'PaC PCI');
		equal(rig.paaEvents[0]!.evidence, 'PCI: not admitted');
		rig.join(rig.newPac(STRANGER));
		equal(rig.paa.status.address!.join(), STRANGER.join());
	});
});

describe('PANA PAA: PCI from the address of the living session', () => {
	it('begins a second session beside it, which takes its place with PAN[C] and not before', () => {
		const rig = new Rig().join();
		const { sessionId } = rig.paa.status;
		rig.losing('PaC PAN[C]');
		rig.join();
		equal(rig.paa.status.sessionId, sessionId);
		equal(rig.paa.status.state, 'OPEN');
		equal(rig.paa.status.embryonic, 1);
		equal(rig.paaKinds(), 'joined');
		rig.losing();
		rig.scheduler.runFor(3000);
		equal(rig.paaKinds(), 'joined,joined');
		equal(rig.paa.status.sessionId === sessionId, false);
		equal(rig.paa.status.embryonic, 0);
		equal(rig.pac.status.sessionId, rig.paa.status.sessionId);
	});

	it('leaves the living session alone when the newcomer fails, or never comes back', () => {
		const rig = new Rig().join();
		const { sessionId } = rig.paa.status;
		const impostor = rig.newPac(HEMS);
		rig.withWrongPassword();
		rig.join(impostor);
		equal(rig.paaKinds(), 'joined,failed');
		begin(rig, HEMS);
		rig.scheduler.runFor(100_000);
		equal(rig.paa.status.state, 'OPEN');
		equal(rig.paa.status.sessionId, sessionId);
		equal(rig.paa.status.embryonic, 0);
		equal(rig.paaKinds(), 'joined,failed,failed');
	});

	it('does not stop the living session from being used meanwhile', () => {
		const rig = new Rig().join();
		begin(rig, HEMS);
		rig.pac.ping();
		rig.scheduler.runFor(1000);
		equal(rig.pacKinds(), 'success,alive');
	});

	it('joins a HEMS that restarts in the middle of its authentication', () => {
		for (const lost of ['PAA PAR', 'PaC PAN', 'PAA PAR[C]', 'PaC PAN[C]']) {
			const rig = new Rig().losing(lost).join();
			rig.losing();
			rig.join();
			rig.scheduler.runFor(3000);
			equal(rig.paaKinds(), 'joined', lost);
			equal(rig.paa.status.sessionId, rig.pac.status.sessionId, lost);
		}
	});
});

describe('PANA PAA: forged messages', () => {
	const forgeries: readonly (readonly [MessageName, readonly number[]])[] = [
		['PTR', [AvpCode.TerminationCause]],
		['PTA', []],
		['PNR[A]', []],
		['PNR[P]', []],
		['PNA[A]', []],
		['PNA[P]', []],
		['PAR', []],
		['PAN', []],
		['PAN[C]', []],
		['PAR[C]', [AvpCode.ResultCode]],
	];

	for (const [name, codes] of forgeries) {
		it(`${name} without the key of the session ends nothing and is not answered`, () => {
			const rig = new Rig().join();
			const joined = rig.sent.length;
			const avps = codes.map((code) => numberAvp(code, 1));
			const next = rig.last('PAR[C]').message.sequence + 1;
			for (const sequence of [next - 1, next, 0, 1]) {
				for (const key of [undefined, hex('00'.repeat(32))]) {
					rig.toPaa(rig.forge(name, sequence, avps, key));
					rig.toPac(rig.forge(name, sequence, avps, key));
				}
			}
			equal(rig.names(joined), '');
			equal(rig.paa.status.state, 'OPEN');
			equal(rig.pac.status.state, 'OPEN');
			equal(rig.paa.status.dropped, 8);
			equal(rig.pac.status.dropped, 8);
			rig.pac.ping();
			rig.scheduler.runFor(1000);
			equal(rig.pacKinds(), 'success,alive');
		});
	}

	it('a true message from another address is dropped', () => {
		const rig = new Rig().join();
		rig.toPaa(rig.forge('PTR', 1, [numberAvp(AvpCode.TerminationCause, 1)], rig.authKey()), STRANGER);
		equal(rig.paa.status.state, 'OPEN');
		equal(rig.paa.status.dropped, 1);
	});

	it('unsigned requests before the first key do not decide which signed one is taken later', () => {
		const rig = new Rig().losing('PaC PAN').join();
		// What the PaC said in its PAN, said in a PAR that anyone could send.
		rig.toPaa(rig.forge('PAR', 0x7777, rig.last('PAN').message.avps));
		rig.losing();
		rig.scheduler.runFor(3000);
		equal(rig.paaKinds(), 'joined');
		rig.pac.ping();
		rig.scheduler.runFor(1000);
		equal(rig.pacKinds(), 'success,alive');
	});
});

describe('PANA PAA: floods', () => {
	it('keeps nothing of thousands of PCIs from forged addresses, and lets a true one join between them', () => {
		const rig = new Rig({ kept: 16 });
		const half = 5000 / sweepStep();
		const { air } = rig;
		rig.air = (sent) => (sent.address.join() === HEMS.join() ? air(sent) : []);
		for (let i = 0; i < half; i++) rig.toPaa(PCI, address(i));
		equal(rig.scheduler.next, Number.POSITIVE_INFINITY, 'no timer');
		equal(rig.paa.status.embryonic, 0);
		rig.pac.start(METER);
		for (let i = 0; i < half; i++) {
			rig.scheduler.runFor(0.02 * sweepStep());
			rig.toPaa(PCI, address(half + i));
		}
		rig.scheduler.runFor(1000);
		equal(rig.pacKinds(), 'success');
		equal(rig.paa.status.state, 'OPEN');
		equal(rig.log.length, 0, 'no line for each of them');
	});

	it('keeps four embryonic sessions of those who return PAR[S], and forgets these too', () => {
		const rig = new Rig({ kept: 16 });
		rig.air = () => [];
		for (let i = 0; i < 1000; i += sweepStep()) begin(rig, address(i));
		equal(rig.paa.status.embryonic, 4);
		rig.scheduler.runFor(300_000);
		equal(rig.paa.status.embryonic, 0);
		equal(rig.scheduler.next, Number.POSITIVE_INFINITY);
	});

	it('does not displace a session that has proved its password by those that have not', () => {
		const rig = new Rig({ kept: 16 }).losing('PAA PAR[C]').join();
		const { air } = rig;
		rig.air = (sent) => (sent.address.join() === HEMS.join() ? air(sent) : []);
		for (let i = 0; i < 100; i++) begin(rig, address(i));
		rig.losing();
		rig.scheduler.runFor(5000);
		equal(rig.pacKinds(), 'success');
		equal(rig.paaKinds().split(',').includes('joined'), true);
	});

	it('gives every address its own offer, and none that holds for ever', () => {
		const rig = new Rig({ kept: 16 });
		rig.air = () => [];
		const offers: string[] = [];
		for (let i = 0; i < 100; i++) {
			rig.toPaa(PCI, address(i));
			offers.push(`${rig.last('PAR[S]').message.sessionId}`);
		}
		equal(new Set(offers).size, 100);
		rig.toPaa(PCI);
		const { sequence, sessionId } = rig.last('PAR[S]').message;
		rig.toPaa(PCI);
		equal(rig.last('PAR[S]').message.sessionId, sessionId, 'PCI repeated');
		rig.scheduler.runFor(125_000);
		rig.toPaa(PCI);
		equal(rig.last('PAR[S]').message.sessionId === sessionId, false);
		rig.toPaa(encodeStart('PAN[S]', sessionId, sequence));
		equal(rig.paa.status.embryonic, 0);
	});

	it('recognizes an offer that is a minute old', () => {
		for (const age of [1, 59_999, 60_000, 60_001]) {
			const rig = new Rig().losing('PAA PAR', 'PAA PAR[S]');
			rig.toPaa(PCI);
			rig.scheduler.runFor(age);
			const { sequence, sessionId } = rig.last('PAR[S]').message;
			rig.toPaa(encodeStart('PAN[S]', sessionId, sequence));
			equal(rig.paa.status.embryonic, 1, `after ${age} ms`);
		}
	});

	it('offers what cannot be guessed without the secret', () => {
		const one = new Rig({ seed: 1 }).losing('PAA PAR[S]');
		const two = new Rig({ seed: 2 }).losing('PAA PAR[S]');
		one.toPaa(PCI);
		two.toPaa(PCI);
		equal(one.last('PAR[S]').message.sessionId === two.last('PAR[S]').message.sessionId, false);
	});

	it('survives 20,000 random strings of bytes in every state', () => {
		const random = new SeededRandom(5);
		const rig = new Rig({ kept: 16 });
		for (const lost of ['PAA PAR[S]', 'PaC PAN', 'PaC PAN[C]', '']) {
			rig.losing(lost).join();
			for (let i = 0; i < 5000; i++) {
				const bytes = new Uint8Array(random.below(64));
				random.fill(bytes);
				rig.toPaa(bytes);
				rig.toPac(bytes);
			}
		}
		rig.losing();
		rig.scheduler.runFor(60_000);
		rig.join();
		equal(rig.paa.status.state, 'OPEN');
		equal(rig.pac.status.state, 'OPEN');
	});
});

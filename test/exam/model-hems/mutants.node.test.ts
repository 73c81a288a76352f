/** The table of mutants: every check has one, and each does something else than the model where its first check looks. */
import { GEN1, type MeterProfile } from '../../../src/route-b/meter-profile.js';
import { constantLoad } from '../../../src/world/load/source.js';
import { filledFlash, initialFor, recordPast } from '../../../src/world/meter/past.js';
import { equal } from '../../assert.js';
import { checkOf } from '../marks.js';
import { type Behaviour, MODEL } from './behaviour.js';
import { ModelRig, type RigOptions } from './model-rig.js';
import { MUTANTS } from './mutants.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const RULES = 48;
const SITUATIONS = 45;
/** One meter alone is read: no claim, no check. */
const NOT_CLAIMED = ['B44'];
const BEFORE = Date.UTC(2026, 10, 29, 3, 28);

type Situation = (behaviour: Behaviour) => ModelRig;

const play =
	(time: number, options: RigOptions = {}, happens: (rig: ModelRig) => void = () => {}): Situation =>
	(behaviour) => {
		const rig = new ModelRig({ ...options, behaviour });
		happens(rig);
		return rig.run(time);
	};
const fault = (text: string, minutes = 5): Situation => play(minutes * MINUTE, { faults: text.split(' ') });
const meter = (profile: Partial<MeterProfile>): Situation => play(30 * SECOND, { world: { profile: { ...GEN1, ...profile } } });
const overHalfHour = (options: RigOptions = {}) => play(9 * MINUTE, { ...options, world: { start: BEFORE, ...options.world } });
const later = (happens: (rig: ModelRig) => void, time = 5 * MINUTE, options: RigOptions = {}) =>
	play(time, options, (rig) => {
		rig.run(30 * SECOND);
		happens(rig);
	});
const lacks = (epcs: readonly number[]) => meter({ readable: GEN1.readable.filter((epc) => !epcs.includes(epc)), settable: [0x81, 0xe5] });
const start = play(30 * SECOND);
const coefficient = meter({ counter: { wattHours: 1000, digits: 6, coefficient: 10 } });

/** Where each check looks, or near there. */
const LOOKS: Readonly<Record<string, Situation>> = {
	...{
		A1: start,
		A2: start,
		A3: start,
		A4: fault('missing-beacon=always'),
		A5: fault('neighbour-pans', 1),
		A6: fault('refused-join=always slow-join=40s', 2),
	},
	...{
		A7: fault('wrong-password', 15),
		A8: start,
		A9: fault('end-session=1min', 8),
		A10: fault('moved-pan=1min', 8),
		A11: start,
		A12: start,
		A13: start,
	},
	...{
		A14: fault('end-session=1min', 3),
		A15: coefficient,
		A16: later((rig) => rig.do('pull metering'), MINUTE),
		A18: later((rig) => rig.do('load -801'), MINUTE),
	},
	...{ A20: later((rig) => rig.do('swap 1p3w-60-2way'), 3 * MINUTE), A21: start, A22: lacks([0xec, 0xed]), A24: overHalfHour() },
	A23: later((rig) => rig.do('dongle unplug 1h'), 75 * MINUTE, { world: { start: BEFORE } }),
	...{ A25: overHalfHour({ faults: ['missing-notification=always'] }), A27: later((rig) => rig.fault('no-reply', 'always'), 3 * MINUTE) },
	A26: overHalfHour({ world: { notifications: { service: 'INFC', delays: () => [10_000], retries: 2, patience: 10_000 } } }),
	...{
		A28: fault('slow-reply=18s', 2),
		A29: later((rig) => rig.fault('no-reply', 'always'), 6 * MINUTE),
		A30: start,
		A31: start,
		A32: start,
		A33: start,
	},
	...{
		A34: fault('stale-reply=always', 1),
		A35: fault('partial-sna=always', 1),
		A36: fault('partial-sna=always', 1),
		A37: lacks([0xd3]),
		A38: start,
		A39: start,
	},
	...{ A40: fault('meter-asks=30s'), A41: fault('malformed=always', 1), A42: overHalfHour(), A44: start },
	A43: play(30 * SECOND, { world: { start: Date.UTC(2026, 10, 29, 14, 55), clockOffset: 10 * MINUTE } }),
	...{
		A45: later((rig) => rig.hems.stop(() => {}), SECOND),
		A46: later((rig) => rig.do('power cut')),
		A47: play(2 * MINUTE, { afterCut: true }),
		A48: start,
	},
	...{
		B1: fault('wrong-password', 3),
		B2: fault('refused-join=always', 30),
		B4: fault('slow-beacon', 1),
		B7: fault('lost-session=1min'),
		B8: fault('end-session=1min', 3),
	},
	...{
		B9: fault('short-lifetime=60s failed-reauthentication', 3),
		B10: fault('short-lifetime=300s failed-reauthentication', 8),
		B12: fault('no-reply=1/3'),
	},
	...{
		B13: fault('slow-reply=18s late-reply=50s'),
		B14: fault('late-reply=70s stale-reply=always'),
		B15: fault('stale-reply=always', 1),
		B16: fault('interleaved-inf=always interleaved-echo=always', 2),
		B17: fault('undeclared-inf=always', 1),
	},
	...{
		B18: fault('partial-sna=always', 1),
		B19: lacks([0xd3]),
		B20: meter({ counter: { wattHours: 10_000, digits: 6 } }),
		B28: overHalfHour({ faults: ['duplicate-notification=always'] }),
	},
	...{
		B30: fault('meter-asks=30s'),
		B32: fault('set-refused=always', 1),
		B33: fault('long-reply-lost=always', 10),
		B34: fault('transmit-limit=300ms', 6),
	},
	...{
		B35: fault('er10=1/2 silent-dongle=1/9', 3),
		B36: later((rig) => rig.do('dongle unplug 10s'), MINUTE),
		B37: later((rig) => rig.do('dongle reset'), 3 * MINUTE),
	},
	...{ B38: play(30 * SECOND, { model: 'rl7023-ips' }), B39: fault('chunked-serial=20ms noise=always', 1), B45: start },
	B43: later((rig) => rig.hems.stop(() => {}), MINUTE, { faults: ['ignored-termination=always'] }),
	A19: wrap,
};

/** Its register begins again at 0. */
function wrap(behaviour: Behaviour): ModelRig {
	const load = constantLoad(1237);
	const initial = initialFor({ import: 999_996, export: 0 }, load, BEFORE, 1, GEN1.counter, true);
	const flash = filledFlash((empty) => recordPast(empty, load, BEFORE, 1, () => {}, true, initial));
	return new ModelRig({ behaviour, world: { start: BEFORE, load, flash } }).run(65 * MINUTE);
}

/** No meter says that it is beyond its scale, one with a steady load serves old values that are as good as new ones, and here is one start alone. */
const UNSEEN = ['takes codes beyond the scale for numbers', 'takes replies that nobody waits for', 'looks at a dongle when it is installed alone'];

const ids = [...Array.from({ length: RULES }, (_, i) => `A${i + 1}`), ...Array.from({ length: SITUATIONS }, (_, i) => `B${i + 1}`)];
const trace = ({ shown, typed, requests, exit }: ModelRig) => JSON.stringify([shown, typed, requests, exit]);

describe('The mutants of the model HEMS', () => {
	it('fail every check, and no other', () => {
		const failed = new Set(MUTANTS.flatMap(({ marks }) => marks.map(checkOf)));
		equal(ids.filter((id) => !failed.has(id)).join(), NOT_CLAIMED.join());
		equal([...failed].filter((id) => !ids.includes(id)).join(), '');
	});

	it('have names of their own', () => {
		const names = MUTANTS.flatMap(({ name, variant }) => (variant === undefined ? [name] : [name, variant.name]));
		equal(new Set(names).size, names.length);
	});

	const model = new Map<string, string>();
	for (const { name, marks, behaviour } of MUTANTS.filter((each) => !UNSEEN.includes(each.name))) {
		it(`${name}: not as the model`, () => {
			const check = checkOf(marks[0]!);
			const look = LOOKS[check];
			if (look === undefined) throw new Error(`nothing looks at ${check}`);
			if (!model.has(check)) model.set(check, trace(look(MODEL)));
			equal(trace(look(behaviour)) === model.get(check), false);
		});
	}
});

import { decodePropertyMap } from '../../../modules/echonet-lite/property-map.js';
import { GEN1, GEN2 } from '../../../src/route-b/meter-profile.js';
import { type MeterTraits, withTraits } from '../../../src/route-b/traits.js';
import { equal, hex, throws } from '../../assert.js';
import { connected, japan } from './route-b-rig.js';

const BOUNDARY = japan(2026, 5, 20, 14, 0);

function get(...epcs: readonly string[]): string {
	return `1081 0001 05ff01 028801 62 0${epcs.length} ${epcs.map((epc) => `${epc}00`).join(' ')}`;
}

/** A meter with these traits; `ask` gives what stands behind the addresses of its answer. */
function meter(traits: MeterTraits) {
	const profile = withTraits(GEN1, traits);
	const parts = connected({ profile }, BOUNDARY);
	parts.readings.counter = profile.counter;
	const ask = (message: string): string =>
		parts
			.ask(message)
			.map((answer) => answer.slice(20))
			.join();
	return { ...parts, ask, listed: (map: string) => decodePropertyMap(hex(ask(get(map)).slice(8))) };
}

describe('traits of a meter', () => {
	describe('without EPCs', () => {
		it('has them in no map, and refuses them', () => {
			const { ask, listed } = meter({ without: [0xd3, 0xec, 0xed] });
			equal(listed('9f').filter((epc) => [0xd3, 0xec, 0xed].includes(epc)).length, 0);
			equal(listed('9e').includes(0xed), false);
			equal(ask(get('d3', 'd7')), '5202d300d70106');
			equal(ask('1081 0001 05ff01 028801 61 01 ed07ffffffffffff01'), '5101ed07ffffffffffff01');
		});

		it('of the notification leaves that one out', () => {
			const { readings, datagrams, scheduler } = meter({ without: [0xeb] });
			readings.close(BOUNDARY, { import: 1, export: 2 });
			scheduler.runFor(120_000);
			equal(
				datagrams
					.take()
					.map(({ message }) => message.slice(20, 26))
					.join(),
				'7301ea',
			);
		});
	});

	it('unreadable EPCs stand in map 9F and are refused', () => {
		const { ask, listed } = meter({ unreadable: [0xd3, 0x8d] });
		equal(listed('9f').includes(0xd3) && listed('9f').includes(0x8d), true);
		equal(ask(get('d3', 'd7', '8d')), '5203d300d701068d00');
	});

	it('unanswered EPCs stand in map 9F, and who asks for one hears nothing', () => {
		const { ask, listed } = meter({ unanswered: [0xd3] });
		equal(listed('9f').includes(0xd3), true);
		equal(ask(get('d3')), '');
		equal(ask(get('d7', 'd3')), '');
		equal(ask('1081 0001 05ff01 028801 63 01 d300'), '');
		equal(ask('1081 0001 05ff01 028801 6e 01 e50101 01 d300'), '');
		equal(ask(get('d7')), '7201d70106');
		equal(ask('1081 0001 05ff01 0ef001 62 01 d300'), '7201d303000001');
	});

	/** Machine Readable Appendix, class 0x0288, EPC E1. */
	for (const [code, wattHours] of [
		[0x00, 1000],
		[0x01, 100],
		[0x02, 10],
		[0x03, 1],
		[0x04, 0.1],
		[0x0a, 10_000],
		[0x0b, 100_000],
		[0x0c, 1_000_000],
		[0x0d, 10_000_000],
	] as const) {
		it(`unit ${code.toString(16)} is ${wattHours} Wh, with a coefficient as without`, () => {
			const text = code.toString(16).padStart(2, '0');
			equal(meter({ energyUnit: code }).ask(get('e1', 'd3')), `7202e101${text}d30400000001`);
			equal(withTraits(GEN1, { energyUnit: code }).counter.wattHours, wattHours);
			for (const coefficient of [3, 30, 999_999]) {
				const d3 = coefficient.toString(16).padStart(8, '0');
				equal(meter({ energyUnit: code, coefficient }).ask(get('e1', 'd3')), `7202e101${text}d304${d3}`);
			}
		});
	}

	it('of a coefficient: each count is worth so many units', () => {
		equal(withTraits(GEN1, { coefficient: 30 }).counter.wattHours, 3000);
	});

	for (const digits of [6, 8]) it(`has ${digits} digits`, () => equal(meter({ digits }).ask(get('d7')), `7201d7010${digits}`));

	it('is of another release, and of another revision', () => {
		equal(meter({ release: { letter: 'R', revision: 4 } }).ask(get('82')), '7201820400005204');
		equal(meter({ release: { letter: 'I', revision: 0 } }).ask(get('82')), '7201820400004900');
	});

	it('tells minutes as far back as it keeps them, and those further back without data', () => {
		const profile = withTraits(GEN2, { minutesKept: 60 });
		const { ask, readings } = connected({ profile }, BOUNDARY);
		for (let i = 0; i <= 70; i++) readings.minutes.set(BOUNDARY - i, { import: 1000 - i, export: 0 });
		const history = (hour: string, minute: string) => {
			ask(`1081 0001 05ff01 028801 61 01 ef07 07ea0514${hour}${minute}02`);
			return ask(get('ee'))[0]!.slice(-32);
		};
		equal(history('0e', '00'), '000003e800000000000003e700000000');
		equal(history('0d', '00'), '000003ac00000000fffffffefffffffe');
		equal(history('0c', '3b'), 'fffffffefffffffefffffffefffffffe');
	});

	it('that no meter has are refused', () => {
		throws(
			() => withTraits(GEN1, { release: { letter: 'r', revision: 0 } }),
			/EPC 82: expected a letter from A to Z and a revision from 0 to 255, got r and 0/,
		);
		throws(() => withTraits(GEN1, { release: { letter: 'R', revision: 256 } }), /EPC 82/);
		throws(() => withTraits(GEN1, { minutesKept: 60 }), /a minute history needs EPC EE, which is not in map 9F of this gen1 meter/);
		throws(() => withTraits(GEN2, { without: [0xee], minutesKept: 60 }), /a minute history needs EPC EE/);
		throws(() => withTraits(GEN2, { minutesKept: 9 }), /EPC EE: expected 10 to 1440 minutes, got 9/);
		throws(() => withTraits(GEN2, { minutesKept: 1441 }), /EPC EE/);
		throws(() => withTraits(GEN1, { without: [0x9f] }), /EPC 9F is a property map/);
		throws(() => withTraits(GEN1, { without: [0xd0] }), /EPC D0 is not in a gen1 meter anyway/);
		equal(withTraits(GEN2, { without: [0xd0] }).readable.includes(0xd0), false);
		throws(() => withTraits(GEN1, { unreadable: [0xc0] }), /EPC C0 is not in map 9F/);
		throws(() => withTraits(GEN1, { without: [0xd3], unanswered: [0xd3] }), /EPC D3 is not in map 9F/);
		throws(() => withTraits(GEN1, { without: [0xd3], coefficient: 10 }), /a coefficient of 10 needs EPC D3/);
		throws(() => withTraits(GEN1, { energyUnit: 5 }), /expected a code from 00 to 04 or 0A to 0D, got 05/);
		throws(() => withTraits(GEN1, { coefficient: 0 }), /EPC D3: expected a coefficient from 1 to 999999, got 0/);
		throws(() => withTraits(GEN1, { coefficient: 1_000_000 }), /EPC D3/);
		throws(() => withTraits(GEN1, { digits: 9 }), /EPC D7: expected 1 to 8 digits, got 9/);
	});
});

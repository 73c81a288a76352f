import assert from 'node:assert/strict';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { utility } from '../../../../src/meter/catalogue/ampere-contracts.js';
import { combinationText } from '../../../../src/meter/catalogue/combinations.js';
import type { Conditions } from '../../../../src/meter/catalogue/conditions.js';
import { parseCombination } from '../../../../src/meter/catalogue/parse.js';
import { selectCombination } from '../../../../src/meter/catalogue/select.js';
import { UNIT_TYPES } from '../../../../src/meter/catalogue/unit-types.js';

/** A whole meter as its codes tell it, with nothing of the catalogue but these. */
interface Meter {
	readonly text: string;
	readonly codes: readonly string[];
	readonly medium: string;
	readonly routeB: string;
	readonly phases: string;
	readonly rating: number;
	readonly twoWay: boolean;
	readonly option: string;
	readonly rain: boolean;
	readonly older: number;
}

/** Rules and types once more, written out as loops that make nothing invalid. */
function allMeters(): Meter[] {
	const meters: Meter[] = [];
	const made = { '1p2w-30': ['switch'], '1p2w-120': ['switch'], '1p3w-60': ['switch', 'voltage'], '1p3w-120': ['switch', 'voltage'] };
	const options: Readonly<Record<string, readonly string[]>> = { ...made, '3p3w-60': ['switch', 'voltage'], '3p3w-120': ['voltage'] };
	for (const communication of ['rf', 'plc', 'cellular'].flatMap((medium) => [medium, `${medium}-b`, `${medium}-bplc`]).concat('rf-old', 'plc-old')) {
		const [medium = '', suffix = ''] = communication.split('-');
		const routeB = { b: 'radio', bplc: 'plc' }[suffix] ?? 'none';
		for (const [terminals, kinds] of Object.entries(options)) {
			for (const direction of ['1way', '2way', '1way-old']) {
				if ((direction === '2way' && suffix === 'old') || (direction === '1way-old' && routeB !== 'none')) continue;
				for (const option of ['', ...kinds]) {
					for (const cover of ['normal', 'rain']) {
						const [phases = '', rating] = terminals.split('-');
						const metering = `${terminals}-${direction}`;
						meters.push({
							text: `${communication},${metering},${option === '' ? '' : `${option}-${rating},`}${cover}`,
							codes: [communication, metering, ...(option === '' ? [] : [`${option}-${terminals}`]), cover],
							medium,
							routeB,
							phases,
							rating: Number(rating),
							twoWay: direction === '2way',
							option,
							rain: cover === 'rain',
							older: Number(suffix === 'old') + Number(direction === '1way-old'),
						});
					}
				}
			}
		}
	}
	return meters;
}

const MEDIA = { detached: ['rf', 'cellular'], block: ['plc', 'cellular'], remote: ['cellular'] };
const AMPERE_CONTRACTS = [5, 10, 15, 20, 30, 40, 50, 60];

function serves(meter: Meter, { site, feedIn, routeB, phases, amperes, rain, switching, voltage, utility: of, stock }: Conditions): boolean {
	const held = of.code === 'tokyo' && phases !== '3p3w' && amperes <= 60;
	return (
		(!held || AMPERE_CONTRACTS.includes(amperes)) &&
		MEDIA[site].includes(meter.medium) &&
		(!feedIn || meter.twoWay) &&
		(routeB === 'none' || meter.routeB === routeB) &&
		meter.phases === phases &&
		meter.rating >= amperes &&
		(!rain || meter.rain) &&
		meter.option === ((switching || held) && voltage ? 'both' : switching || held ? 'switch' : voltage ? 'voltage' : '') &&
		(routeB === 'none' || meter.older === 0) &&
		(stock === undefined || meter.codes.every((code) => stock.some((type) => type.code === code)))
	);
}

/** First medium, then rating, then older units, then functions that nobody asked for: less is better. */
function rank(meter: Meter, { site, feedIn, routeB, rain }: Conditions): number[] {
	const unneeded = Number(meter.twoWay && !feedIn) + Number(meter.routeB !== 'none' && routeB === 'none') + Number(meter.rain && !rain);
	return [MEDIA[site].indexOf(meter.medium), meter.rating, meter.older, unneeded];
}

function compare(one: readonly number[], other: readonly number[]): number {
	const at = one.findIndex((each, i) => each !== other[i]);
	return at < 0 ? 0 : one[at]! - other[at]!;
}

describe('the selection of units against all meters that there are', () => {
	const meters = allMeters();

	function judge(conditions: Conditions): boolean {
		const serving = meters.filter((meter) => serves(meter, conditions));
		const selection = selectCombination(conditions);
		const about = () => JSON.stringify({ ...conditions, utility: conditions.utility.code, stock: conditions.stock?.map(({ code }) => code) });
		assert.equal(selection.combination !== undefined, serving.length > 0, about());
		if (selection.combination === undefined) {
			assert.ok(selection.reasons.length > 0, about());
			return false;
		}
		const text = combinationText(selection.combination);
		const chosen = serving.find((meter) => meter.text === text);
		assert.ok(chosen !== undefined, `${text} does not serve ${about()}`);
		const rankChosen = rank(chosen, conditions);
		for (const meter of serving) {
			assert.ok(compare(rank(meter, conditions), rankChosen) >= 0, `${meter.text} is better than ${text} for ${about()}`);
		}
		return true;
	}

	function* conditionSets(): Generator<Conditions> {
		for (const site of ['detached', 'block', 'remote'] as const)
			for (const routeB of ['none', 'radio', 'plc'] as const)
				for (const phases of ['1p2w', '1p3w', '3p3w'] as const)
					for (const amperes of [5, 29, 30, 31, 60, 61, 120, 121])
						for (const code of ['kansai', 'tokyo'])
							for (let bits = 0; bits < 16; bits++)
								yield {
									site,
									routeB,
									phases,
									amperes,
									utility: utility(code)!,
									feedIn: (bits & 1) !== 0,
									rain: (bits & 2) !== 0,
									switching: (bits & 4) !== 0,
									voltage: (bits & 8) !== 0,
								};
	}

	it('knows the same 750 meters', () => {
		assert.equal(meters.length, 750);
		for (const { text } of meters) assert.equal(combinationText(parseCombination(text)), text);
	});

	it('finds the best under every set of conditions, and refuses where there is none', () => {
		let [found, refused] = [0, 0];
		for (const conditions of conditionSets()) judge(conditions) ? found++ : refused++;
		assert.equal(found + refused, 3 * 3 * 3 * 8 * 2 * 16);
		assert.ok(found > 1000 && refused > 1000);
	});

	it('finds the best of what is in stock', () => {
		const random = new SeededRandom(1);
		let [found, refused] = [0, 0];
		for (const conditions of conditionSets()) {
			const scarcity = 2 + random.below(4);
			judge({ ...conditions, stock: UNIT_TYPES.filter(() => random.below(scarcity) > 0) }) ? found++ : refused++;
		}
		assert.ok(found > 1000 && refused > 1000);
	});

	it('makes no promise that does not hold: each change that it names makes a combination possible', () => {
		const changes: Readonly<Record<string, Partial<Conditions>>> = {
			'without remote switching': { switching: false },
			'without voltage measurement': { voltage: false },
			'without feed-in': { feedIn: false },
			'without Route B': { routeB: 'none' },
			'with Route B by radio': { routeB: 'radio' },
			'with Route B by PLC': { routeB: 'plc' },
			'without rain': { rain: false },
			'with a contract of more than 60 A': { amperes: 61 },
		};
		const seen = new Set<string>();
		for (const conditions of conditionSets()) {
			const selection = selectCombination(conditions);
			if (selection.combination !== undefined) continue;
			for (const text of selection.possible) {
				seen.add(text);
				const change = changes[text] ?? { amperes: Number(/^with a contract of (\d+) A$/.exec(text)?.[1]) };
				assert.ok(selectCombination({ ...conditions, ...change }).combination !== undefined, text);
			}
		}
		assert.ok(seen.size >= 4, [...seen].join('; '));
	});
});

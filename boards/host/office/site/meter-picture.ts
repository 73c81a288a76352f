/** The picture of a meter as it is to be: a base with four places, and the units in them, what changes marked. A face of our own; it is no maker's. */
import type { Place } from '../../../../src/meter/catalogue/select.js';
import type { CommunicationType, CoverType, MeteringType, OptionType } from '../../../../src/meter/catalogue/unit-types.js';
import { unitType } from '../../../../src/meter/catalogue/unit-types.js';
import type { InEach, Language } from '../../../../src/world/schema/language.js';
import { type Html, html } from '../../web/html.js';

/** Codes of types by place; none: the place is empty. */
export type UnitCodes = Readonly<Record<Place, string | undefined>>;

/** What is done at a place. */
export type Doing = 'keep' | 'exchange' | 'add' | 'remove';

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

const PICTURE = Object.freeze({ width: 440, height: 560 });
const BOXES: Readonly<Record<Place, Box>> = Object.freeze({
	metering: { x: 34, y: 34, width: 372, height: 180 },
	communication: { x: 34, y: 226, width: 180, height: 140 },
	option: { x: 226, y: 226, width: 180, height: 140 },
	cover: { x: 34, y: 378, width: 372, height: 148 },
});
export const PLACES: readonly Place[] = Object.freeze(['communication', 'metering', 'option', 'cover']);
const WIRES = Object.freeze({ '1p2w': '1φ2W', '1p3w': '1φ3W', '3p3w': '3φ3W' });
const MEDIA = Object.freeze({ rf: '920 MHz', plc: 'PLC', cellular: 'LTE' });

interface PictureWords {
	readonly places: Readonly<Record<Place, string>>;
	readonly empty: string;
	readonly doing: Readonly<Record<Exclude<Doing, 'keep'>, string>>;
	readonly ways: Readonly<Record<'one' | 'two', string>>;
	readonly routeB: Readonly<Record<'none' | 'radio' | 'plc', string>>;
	readonly switching: string;
	readonly voltage: string;
	readonly rain: Readonly<Record<'normal' | 'rain', string>>;
	readonly older: string;
	readonly of: (units: readonly string[]) => string;
}

const WORDS: InEach<PictureWords> = Object.freeze({
	en: {
		places: { communication: 'Communication', metering: 'Metering', option: 'Option', cover: 'Terminal cover' },
		empty: 'empty',
		doing: { exchange: 'exchange', add: 'new', remove: 'remove' },
		ways: { one: 'one-way', two: 'two-way' },
		routeB: { none: 'no Route B', radio: 'Route B, radio', plc: 'Route B, PLC' },
		switching: 'Switch',
		voltage: 'Voltage',
		rain: { normal: 'normal', rain: 'against rain' },
		older: 'older stock',
		of: (units) => `The meter: ${units.join('; ')}`,
	},
	ja: {
		places: { communication: '通信', metering: '計量', option: 'オプション', cover: '端子カバー' },
		empty: '空き',
		doing: { exchange: '交換', add: '追加', remove: '撤去' },
		ways: { one: '片方向', two: '双方向' },
		routeB: { none: 'Bルートなし', radio: 'Bルート(無線)', plc: 'Bルート(PLC)' },
		switching: '開閉',
		voltage: '電圧計測',
		rain: { normal: '普通', rain: '防雨' },
		older: '旧在庫',
		of: (units) => `メーター: ${units.join('、')}`,
	},
});

/** What is done at a place where `before` is to become `after`. */
export function doingAt(before: string | undefined, after: string | undefined): Doing {
	if (before === after) return 'keep';
	if (before === undefined) return 'add';
	return after === undefined ? 'remove' : 'exchange';
}

/**
 * An inline SVG that says in words what it shows, too.
 *
 * @param before what is there now; undefined: nothing is marked
 */
export function meterPicture(units: UnitCodes, before: UnitCodes | undefined, language: Language): Html {
	const words = WORDS[language];
	const doing = (place: Place) => (before === undefined ? 'keep' : doingAt(before[place], units[place]));
	const told = PLACES.map((place) => {
		const what = doing(place);
		return `${words.places[place]} ${units[place] ?? words.empty}${what === 'keep' ? '' : ` (${words.doing[what]})`}`;
	});
	return html`<svg class="picture" viewBox="0 0 ${PICTURE.width} ${PICTURE.height}" role="img" aria-label="${words.of(told)}">
<rect class="plate" x="14" y="14" width="412" height="532" rx="22"/>
${PLACES.map((place) => placeOf(place, units[place], doing(place), words))}
</svg>`;
}

function placeOf(place: Place, code: string | undefined, doing: Doing, words: PictureWords): Html {
	const { x, y, width, height } = BOXES[place];
	return html`<g transform="translate(${x} ${y})"><rect class="well" width="${width}" height="${height}" rx="12"/>
${code === undefined ? emptyPlace(BOXES[place], place, words) : html`<rect class="unit" x="2" y="2" width="${width - 4}" height="${height - 4}" rx="11"/>${bodyOf(code, BOXES[place], words)}`}
${doing !== 'keep' && mark(BOXES[place], doing, words)}</g>
`;
}

function emptyPlace({ width, height }: Box, place: Place, words: PictureWords): Html {
	return html`<text class="mid faint" x="${width / 2}" y="${height / 2}">${words.places[place]}: ${words.empty}</text>`;
}

function mark({ width, height }: Box, doing: Exclude<Doing, 'keep'>, words: PictureWords): Html {
	return html`<rect class="mark ${doing}" x="2" y="2" width="${width - 4}" height="${height - 4}" rx="11"/><rect class="tag ${doing}" x="${width - 82}" y="-9" width="74" height="22" rx="11"/><text class="tag-word" x="${width - 45}" y="6">${words.doing[doing]}</text>`;
}

function bodyOf(code: string, box: Box, words: PictureWords): Html {
	const type = unitType(code);
	switch (type?.kind) {
		case undefined:
			return html`<text class="mid" x="${box.width / 2}" y="${box.height / 2}">${code}</text>`;
		case 'communication':
			return communication(type, words);
		case 'metering':
			return metering(type, words);
		case 'switching':
		case 'voltage':
			return option(type, words);
		case 'cover':
			return cover(type, words);
	}
}

function metering({ code, phases, rating, twoWay, stock }: MeteringType, words: PictureWords): Html {
	return html`<text class="strong" x="16" y="26">KEIKI</text><text class="end" x="356" y="26">${WIRES[phases]} ${rating} A</text>
<rect class="glass" x="16" y="40" width="340" height="74" rx="8"/><text class="segments" x="300" y="90">0000.0</text><text class="unit-word" x="308" y="90">kWh</text>
<path class="line on-glass" d="${twoWay ? 'M28 64h24l-7-6m7 6l-7 6M52 88H28l7-6m-7 6l7 6' : 'M28 76h24l-7-6m7 6l-7 6'}"/>
<text x="16" y="140">${words.ways[twoWay ? 'two' : 'one']}${stock === 'older' && ` (${words.older})`}</text><text class="faint" x="16" y="160">${code}</text>`;
}

function communication({ code, medium, routeB, stock }: CommunicationType, words: PictureWords): Html {
	return html`<text class="strong" x="14" y="26">${words.places.communication}</text><g transform="translate(14 38)">${mediumGlyph(medium)}</g>
<text x="66" y="60">${MEDIA[medium]}</text><text x="14" y="100">${words.routeB[routeB]}</text>
<text class="faint" x="14" y="122">${code}${stock === 'older' && ` (${words.older})`}</text>`;
}

function mediumGlyph(medium: CommunicationType['medium']): Html {
	const shapes = {
		rf: 'M20 34V16M20 12a3 3 0 1 1 .1 0M11 21a11 11 0 0 1 0-16M29 21a11 11 0 0 0 0-16',
		plc: 'M0 20h8l4-12 6 22 6-22 4 12h12',
		cellular: 'M4 32v-6M14 32V20M24 32V13M34 32V6',
	};
	return html`<path class="line" d="${shapes[medium]}"/>`;
}

function option({ code, kind, phases, rating }: OptionType, words: PictureWords): Html {
	const glyph =
		kind === 'switching'
			? html`<rect class="glass" x="112" y="38" width="44" height="66" rx="6"/><path class="line on-glass" d="M122 56h24M122 63h24"/>`
			: html`<path class="line" d="M14 58c10-24 22-24 32 0s22 24 32 0 22-24 32 0 22 24 32 0"/>`;
	return html`<text class="strong" x="14" y="26">${kind === 'switching' ? words.switching : words.voltage}</text>${glyph}
<text x="14" y="104">${WIRES[phases]} ${rating} A</text><text class="faint" x="14" y="124">${code}</text>`;
}

function cover({ code, rain }: CoverType, words: PictureWords): Html {
	return html`${rain && html`<path class="line" d="M-6 12q8-12 20-12h344q12 0 20 12M44 48c6 9 10 14 10 19a10 10 0 0 1-20 0c0-5 4-10 10-19z"/>`}
<text class="mid strong" x="186" y="66">${words.places.cover}</text><text class="mid" x="186" y="90">${words.rain[rain ? 'rain' : 'normal']}</text>
<text class="mid faint" x="186" y="112">${code}</text><circle class="screw" cx="26" cy="124" r="8"/><circle class="screw" cx="346" cy="124" r="8"/>`;
}

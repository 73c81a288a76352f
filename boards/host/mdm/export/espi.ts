/**
 * Half-hours of supply points as Green Button has them: an Atom feed of ESPI (NAESB REQ.21), energy in Wh, of which a direction is a reading of its own. No conformity
 * is claimed: the feed was checked against the public schema, and by no test house.
 */
import { createHash } from 'node:crypto';
import { firstSlotOf, HALF_HOURS } from '../../../../src/mdm/day-matrix.js';
import { HALF_HOUR } from '../../../../src/mdm/meter-register.js';
import type { PointDay } from '../../../../src/mdm/points.js';
import { QUALITY } from '../../../../src/mdm/quality.js';
import type { Write } from './formats.js';
import type { Point } from './point-rows.js';

const ESPI = 'http://naesb.org/espi';
/** Seconds. */
const LENGTH = HALF_HOUR / 1000;
const DIRECTIONS = Object.freeze([
	{ name: 'import', flow: 1 },
	{ name: 'export', flow: 19 },
] as const);
type Direction = (typeof DIRECTIONS)[number];

const ESCAPES: Readonly<Record<string, string>> = Object.freeze({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' });
/** Characters that no XML has. */
const UNTOLD = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const escaped = (text: string): string => text.replace(UNTOLD, '\ufffd').replace(/[&<>"]/g, (each) => ESCAPES[each]!);

/** Of a name, always the same (RFC 9562, version 5, in the namespace of URLs). */
function uuidOf(name: string): string {
	const namespace = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');
	const hash = createHash('sha1').update(namespace).update(name, 'utf8').digest().subarray(0, 16);
	hash[6] = (hash[6]! & 0x0f) | 0x50;
	hash[8] = (hash[8]! & 0x3f) | 0x80;
	return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** @param updated ms since 1970-01-01T00:00:00Z @returns how many half-hours were told */
export async function writeEspi(points: AsyncIterable<Point>, updated: number, write: Write): Promise<number> {
	const time = new Date(updated).toISOString().replace(/\.\d{3}Z$/, 'Z');
	const entry = (path: string, up: string, title: string, content: string): string =>
		`<entry><id>urn:uuid:${uuidOf(path)}</id><link rel="self" href="${path}"/><link rel="up" href="${up}"/>` +
		`<title>${escaped(title)}</title><content>${content}</content><published>${time}</published><updated>${time}</updated></entry>\n`;
	await write(
		`<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:uuid:${uuidOf(`feed/${updated}`)}</id>` +
			`<title>Green Button</title><updated>${time}</updated>\n`,
	);
	await write(
		entry(
			...(['LocalTimeParameters/1', 'LocalTimeParameters', 'Japan Standard Time'] as const),
			`<LocalTimeParameters xmlns="${ESPI}"><dstEndRule>00000000</dstEndRule><dstOffset>0</dstOffset><dstStartRule>00000000</dstStartRule>` +
				'<tzOffset>32400</tzOffset></LocalTimeParameters>',
		),
	);
	for (const { name, flow } of DIRECTIONS) await write(entry(`ReadingType/${flow}`, 'ReadingType', name, readingType(flow)));
	let count = 0;
	for await (const point of points) {
		const path = `RetailCustomer/1/UsagePoint/${encodeURIComponent(point.name)}`;
		const usagePoint = `<UsagePoint xmlns="${ESPI}"><ServiceCategory><kind>0</kind></ServiceCategory></UsagePoint>`;
		await write(entry(path, 'RetailCustomer/1/UsagePoint', point.name, usagePoint));
		const isTwoWay = point.meters.some(({ twoWay }) => twoWay);
		for (const direction of isTwoWay ? DIRECTIONS : DIRECTIONS.slice(0, 1)) {
			const reading = `${path}/MeterReading/${direction.flow}`;
			const related = `<link rel="related" href="ReadingType/${direction.flow}"/>`;
			await write(entry(reading, `${path}/MeterReading`, direction.name, `<MeterReading xmlns="${ESPI}"/>`).replace('<title>', `${related}<title>`));
			for (const day of point.days.values()) {
				const [block, told] = intervalBlock(day, direction);
				count += told;
				if (told > 0) await write(entry(`${reading}/IntervalBlock/${day.day}`, `${reading}/IntervalBlock`, direction.name, block));
			}
		}
	}
	await write('</feed>\n');
	return count;
}

function readingType(flow: number): string {
	return (
		`<ReadingType xmlns="${ESPI}"><accumulationBehaviour>4</accumulationBehaviour><commodity>1</commodity><dataQualifier>12</dataQualifier>` +
		`<flowDirection>${flow}</flowDirection><intervalLength>${LENGTH}</intervalLength><kind>12</kind>` +
		'<powerOfTenMultiplier>0</powerOfTenMultiplier><uom>72</uom></ReadingType>'
	);
}

/** A day; what is unknown is left out. */
function intervalBlock({ day, imports, exports, quality }: PointDay, { name }: Direction): readonly [string, number] {
	const energy = name === 'import' ? imports : exports;
	const begin = (firstSlotOf(day) * HALF_HOUR) / 1000;
	let [readings, told] = ['', 0];
	for (let k = 0; k < HALF_HOURS; k++) {
		if (quality[k] === QUALITY.none) continue;
		const period = `<timePeriod><duration>${LENGTH}</duration><start>${begin + k * LENGTH}</start></timePeriod>`;
		readings += `<IntervalReading><ReadingQuality><quality>${quality[k]}</quality></ReadingQuality>${period}<value>${energy[k]}</value></IntervalReading>`;
		told++;
	}
	const interval = `<interval><duration>${HALF_HOURS * LENGTH}</duration><start>${begin}</start></interval>`;
	return [`<IntervalBlock xmlns="${ESPI}">${interval}${readings}</IntervalBlock>`, told];
}

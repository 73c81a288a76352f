/** Companion specification, PICS and PIXIT name every row, and are the same each time and in each form. */
import assert from 'node:assert/strict';
import { type MeterKind, objectFacts, USUAL } from '../../../../../boards/host/conformance/write/object-facts.js';
import { paperHtml, paperMarkdown } from '../../../../../boards/host/conformance/write/paper.js';
import { PAPERS, type PaperName } from '../../../../../boards/host/conformance/write/papers.js';
import { WRITE_WORDS } from '../../../../../boards/host/conformance/write/write-words.js';
import { RamFlash } from '../../../../../hal/virtual/flash.js';
import { CONFORMANCE } from '../../../../../modules/dlms/apdu/initiate.js';
import { modeOf } from '../../../../../modules/dlms/server/logical-device.js';
import { attributeType } from '../../../../../src/exam/conformance/attribute-types.js';
import { eventCodes } from '../../../../../src/head-end/event-codes.js';
import { IMAGE_SECTORS } from '../../../../../src/route-a/image/image-memory.js';
import { OBJECT_NAMES, OBJECT_ROWS } from '../../../../../src/route-a/objects.js';
import { OFFERS } from '../../../../../src/route-a/offers.js';
import { ROLES } from '../../../../../src/route-a/roles.js';
import { LANGUAGES } from '../../../../../src/world/schema/language.js';
import { ChannelsRig } from '../../../../src/route-a/mbus/channels-rig.js';
import { CREDENTIALS, newKeys } from '../../../../src/route-a/route-a-rig.js';

const NEWEST: MeterKind = { companion: 'japan', suite: 1, pushVersion: 2, mbusClient: 1 };
const DUTCH: MeterKind = { ...USUAL, companion: 'dsmr' };
const NAMES = Object.keys(PAPERS) as PaperName[];

describe('papers of Route A', () => {
	for (const language of LANGUAGES) {
		it(`are the same each time, and say the same as Markdown and as HTML: ${language}`, () => {
			for (const name of NAMES) {
				const paper = PAPERS[name](language);
				assert.equal(paperMarkdown(paper), paperMarkdown(PAPERS[name](language)), name);
				const html = paperHtml(paper);
				assert.equal(html, paperHtml(PAPERS[name](language)), name);
				const cells = paper.sections.flatMap(({ table }) => table?.rows.flat() ?? []);
				assert.equal(html.match(/<t[dh][ >](?!.*scope="col")/g)!.length >= cells.length, true, name);
				for (const { heading, table } of paper.sections) {
					assert.ok(html.includes(`>${heading}</h2>`), heading);
					for (const row of table?.rows ?? []) assert.equal(row.length, table!.columns.length, `${name}: ${heading}: ${row.join()}`);
				}
			}
		});

		it(`has every object, attribute and method with the rights of each client: ${language}`, () => {
			const { sections } = PAPERS.companion(language);
			const rowsOf = (heading: keyof (typeof WRITE_WORDS)['en']['headings']) =>
				sections.find((section) => section.heading === WRITE_WORDS[language].headings[heading])!.table!.rows;
			assert.equal(rowsOf('objects').length, objectFacts().length);
			assert.equal(rowsOf('events').length, eventCodes().length);
			const parts = new Map(rowsOf('attributes').map(([number, , , , ...rights]) => [number!, rights]));
			let seen = 0;
			for (const { key, obis, type } of objectFacts()) {
				for (let index = 1; index <= type.attributes + type.methods; index++) {
					const isMethod = index > type.attributes;
					const at = isMethod ? index - type.attributes : index;
					const told = ROLES.map((role) => {
						const { rights } = OBJECT_ROWS[key];
						const digits = (rights[role] ?? (role === 'handHeld' ? rights.reading : undefined) ?? '').split('/')[isMethod ? 1 : 0] ?? '';
						const mode = modeOf(digits, at);
						return isMethod ? (mode === 0 ? '' : 'x') : ['', 'r', 'w', 'rw'][mode]!;
					});
					assert.deepEqual(parts.get(`${obis}${isMethod ? '/' : ':'}${at}`), told, `${key} ${index}`);
					seen++;
				}
			}
			assert.equal(parts.size, seen);
		});
	}

	it('tells the classes that the meter serves, and all of them', () => {
		const pair = { publicKey: new Uint8Array(64), sign: () => new Uint8Array(64), draw: () => true };
		const credentials = { ...CREDENTIALS, pair };
		const all = { credentials, imageFlash: new RamFlash(IMAGE_SECTORS), keys: newKeys({ firmwareKey: new Uint8Array(16) }) };
		const { objects } = new ChannelsRig(['gas'], 1).start(all).meter.routeA.server.options.device;
		const served = new Map(objects.map(({ type }) => [`${type.classId}, ${type.version}`, type]));
		const told = new Map(objectFacts({ ...USUAL, mbusClient: 1 }).map(({ type }) => [`${type.classId}, ${type.version}`, type]));
		assert.deepEqual([...told.keys()].sort(), [...served.keys()].sort());
		for (const [name, type] of served) assert.deepEqual([told.get(name)!.attributes, told.get(name)!.methods], [type.attributes, type.methods], name);
	});

	it('knows a type of each attribute', () => {
		for (const { key, type } of [...objectFacts(), ...objectFacts(NEWEST)])
			for (let index = 1; index <= type.attributes; index++) assert.ok(attributeType(type.classId, index) !== undefined, `${key} ${index}`);
	});

	it('is of the meter that is asked for: newer versions, and another companion specification', () => {
		const rowOf = (kind: MeterKind, obis: string) => {
			const { obis: _, type } = objectFacts(kind).find((facts) => facts.obis === obis)!;
			return [type.classId, type.version, type.attributes, type.methods];
		};
		for (const [obis, usual, newest] of [
			['0.0.43.0.0.255', [64, 0, 5, 2], [64, 1, 6, 8]],
			['0.0.25.9.0.255', [40, 0, 7, 1], [40, 2, 13, 2]],
			['0.1.24.1.0.255', [72, 0, 12, 8], [72, 1, 14, 8]],
		] as const) {
			assert.deepEqual(rowOf(USUAL, obis), usual);
			assert.deepEqual(rowOf(NEWEST, obis), newest);
		}
		const newer = paperMarkdown(PAPERS.companion('en', NEWEST));
		assert.match(newer, /^\| 0\.1\.25\.9\.0\.255:13 \| interval push \| last_confirmation_date_time \| octets:12 \| {2}\| r \| r \|/m);
		assert.match(newer, /^\| 0\.0\.43\.0\.0\.255\/8 \| security setup \| \w+\(\) \| {2}\| {2}\| {2}\| x \|/m);
		assert.match(newer, /companion specification japan, with clients of security suite 1, push set-ups of version 2 and M-Bus clients of version 1/);
		const all = [USUAL, DUTCH].flatMap((kind) => objectFacts(kind).map(({ key }) => key));
		assert.deepEqual(
			OBJECT_NAMES.filter((key) => !all.includes(key)),
			[],
		);
		const dutch = paperMarkdown(PAPERS.companion('en', DUTCH));
		assert.equal(dutch.includes('0.0.97.98.20.255'), false);
		for (const [obis, name] of [
			['0.0.25.9.0.255', 'interval push'],
			['0.1.25.9.0.255', 'alarm push'],
		])
			assert.ok(dutch.includes(`| ${name} | ${obis} | 40 `), obis);
		assert.equal(dutch.includes('installation push'), false);
		assert.notEqual(dutch.split('## Event codes')[1], newer.split('## Event codes')[1]);
		// Bits of M-Bus have names, too.
		assert.match(newer, /M-Bus.*channel 1 \|$/m);
	});

	it('tells who may set or call anything', () => {
		assert.match(paperMarkdown(PAPERS.pixit('en')), /^\| clients that may set or call anything \| management, pre-established, hand-held \|$/m);
	});

	it('names each condition in words', () => {
		const conditions = new Set(objectFacts().flatMap((facts) => facts.conditions));
		assert.ok(conditions.size > 0);
		for (const language of LANGUAGES)
			for (const each of conditions) assert.ok(WRITE_WORDS[language].conditions[each] !== undefined, `${language}: ${each}`);
	});

	it('has every bit of the conformance block, and every offer', () => {
		const text = paperMarkdown(PAPERS.pics('en'));
		for (const name of Object.keys(CONFORMANCE)) assert.ok(text.includes(`| ${name} | `), name);
		for (const word of Object.keys(OFFERS)) assert.ok(text.includes(`| ${word} | `), word);
		// Nothing is told by a name that is none.
		assert.equal(/undefined|\[object/.test(text), false);
		for (const mechanism of ['LLS', 'HLS MD5', 'HLS SHA-256', 'HLS ECDSA'])
			assert.match(text, new RegExp(`^\\| ${mechanism} \\(mechanism \\d\\) \\| by offer \\|$`, 'm'));
	});
});

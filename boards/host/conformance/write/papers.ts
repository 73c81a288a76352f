/** Companion specification, PICS and PIXIT of Keiki's Route A, made from the rows that the meter is made of. */

import { NAME, numbered } from '../../../../modules/cosem/object-names.js';
import { MECHANISM } from '../../../../modules/dlms/apdu/acse.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { logicalNameText } from '../../../../modules/dlms/axdr/obis.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { COSEM_PORT } from '../../../../modules/dlms/wrapper.js';
import { attributeType } from '../../../../src/exam/conformance/attribute-types.js';
import { namedAlarmBits } from '../../../../src/head-end/alarms.js';
import { eventCodes } from '../../../../src/head-end/event-codes.js';
import { attributeName, className, methodName } from '../../../../src/head-end/interface-classes.js';
import { objectName } from '../../../../src/head-end/object-texts.js';
import type { Say } from '../../../../src/head-end/value-words.js';
import { COMPANION_PROFILES } from '../../../../src/route-a/companion.js';
import { TRANSPORT_LIMITS } from '../../../../src/route-a/limits.js';
import { CAPTURE_PERIOD } from '../../../../src/route-a/object-rows.js';
import { OFFERS } from '../../../../src/route-a/offers.js';
import { ROLES } from '../../../../src/route-a/roles.js';
import type { Language } from '../../../../src/world/schema/language.js';
import { OBJECT_TEXTS_JA } from '../../hes/object-texts-ja.js';
import { sayIn } from '../../hes/value-words-ja.js';
import { type MeterKind, objectFacts, USUAL } from './object-facts.js';
import type { Paper, PaperTable } from './paper.js';
import { WRITE_WORDS, type WriteWords } from './write-words.js';

export const PAPERS = Object.freeze({ companion: companionPaper, pics: picsPaper, pixit: pixitPaper });

export type PaperName = keyof typeof PAPERS;

/** As the Green Book has them. */
const MECHANISM_NAMES: Readonly<Record<number, string>> = Object.freeze({
	[MECHANISM.low]: 'LLS (mechanism 1)',
	[MECHANISM.high]: 'HLS (mechanism 2)',
	[MECHANISM.highMd5]: 'HLS MD5 (mechanism 3)',
	[MECHANISM.highSha1]: 'HLS SHA-1 (mechanism 4)',
	[MECHANISM.highGmac]: 'HLS GMAC (mechanism 5)',
	[MECHANISM.highSha256]: 'HLS SHA-256 (mechanism 6)',
	[MECHANISM.highEcdsa]: 'HLS ECDSA (mechanism 7)',
});
const ASSOCIATION = 15;
const CONFORMANCE_NAMES = Object.keys(CONFORMANCE) as (keyof typeof CONFORMANCE)[];

function paper(name: PaperName, language: Language, kind: MeterKind, sections: Paper['sections']): Paper {
	const { titles, unconfirmed, madeFrom, madeOf } = WRITE_WORDS[language];
	return { language, title: titles[name], texts: [unconfirmed, madeFrom, madeOf(kind)], sections };
}

function section(heading: string, table: PaperTable, ...texts: readonly string[]): Paper['sections'][number] {
	return { heading, texts, table };
}

function companionPaper(language: Language, kind: MeterKind = USUAL): Paper {
	const words = WRITE_WORDS[language];
	const { headings, columns } = words;
	const say: Say = sayIn(language, kind.companion);
	const facts = objectFacts(kind);
	const texts = language === 'ja' ? OBJECT_TEXTS_JA : undefined;
	const nameOf = (key: keyof typeof NAME) => objectName(NAME[key], texts);
	const roleNames = ROLES.map((role) => words.roles[role]);
	const objects = facts.map(({ key, obis, type, conditions }) => [
		nameOf(key),
		obis,
		`${type.classId} ${className(type.classId)}`,
		String(type.version),
		conditions.length === 0 ? words.always : conditions.map((each) => words.conditions[each] ?? each).join(', '),
	]);
	const parts = facts.flatMap(({ key, obis, type: { classId, attributes, methods }, rightsOf }) => [
		...upTo(attributes).map((index) => [
			`${obis}:${index}`,
			nameOf(key),
			attributeName(classId, index),
			attributeType(classId, index) ?? '',
			...ROLES.map((role) => rightsOf(role, 'attribute', index)),
		]),
		...upTo(methods).map((index) => [
			`${obis}/${index}`,
			nameOf(key),
			`${methodName(classId, index)}()`,
			'',
			...ROLES.map((role) => rightsOf(role, 'method', index)),
		]),
	]);
	const events = eventCodes(say).map(({ code, name }) => [String(code), name]);
	const alarms = namedAlarmBits(say).map(({ register, bit, name }) => [`${register}: ${bit}`, name]);
	return paper('companion', language, kind, [
		section(headings.clients, clientsTable(words, kind)),
		section(headings.objects, { columns: [columns.object, columns.obis, columns.class, columns.version, columns.where], rows: objects }),
		section(
			headings.attributes,
			{ columns: [columns.number, columns.object, columns.name, columns.type, ...roleNames], rows: parts },
			words.rightsNote,
		),
		section(headings.status, {
			columns: [columns.bit, columns.meaning],
			rows: Object.entries(COMPANION_PROFILES[kind.companion].amrStatus).map(([name, bit]) => [`0x${bit.toString(16).padStart(2, '0')}`, name]),
		}),
		section(headings.events, { columns: [columns.code, columns.event], rows: events }),
		section(headings.alarms, { columns: [columns.bit, columns.meaning], rows: alarms }),
	]);
}

function clientsTable({ columns, roles, items }: WriteWords, { companion }: MeterKind): PaperTable {
	const { clients, associations } = COMPANION_PROFILES[companion];
	return {
		columns: [columns.role, columns.address, columns.proof, columns.association],
		rows: ROLES.map((role) => [
			roles[role],
			String(clients[role]),
			role === 'public' ? items.none : role === 'preEstablished' ? '–' : items.gmac,
			logicalNameText(numbered(CURRENT_ASSOCIATION, associations[role])),
		]),
	};
}

function picsPaper(language: Language, kind: MeterKind = USUAL): Paper {
	const words = WRITE_WORDS[language];
	const { headings, columns, items, yes, no, byOffer, roles } = words;
	const supported = (rows: readonly (readonly [string, string])[]): PaperTable => ({ columns: [columns.item, columns.is], rows });
	const { publicConformance, keyedConformance } = COMPANION_PROFILES[kind.companion];
	const offered = Object.values(OFFERS).reduce((bits, row) => bits | ('conformance' in row ? row.conformance : 0), 0);
	const said = (bits: number, bit: number) => ((bits & bit) !== 0 ? yes : (offered & bit) !== 0 && bits !== publicConformance ? byOffer : no);
	const classes = new Map<string, { attributes: number; methods: number; selectors: string; count: number }>();
	for (const { type } of objectFacts(kind)) {
		const key = `${type.classId} ${className(type.classId)}, ${type.version}`;
		const selectors = Object.entries(type.selectors ?? {}).map(([attribute, all]) => `${attribute}: ${all.join(', ')}`);
		classes.set(key, {
			attributes: type.attributes,
			methods: type.methods,
			selectors: selectors.join('; '),
			count: (classes.get(key)?.count ?? 0) + 1,
		});
	}
	return paper('pics', language, kind, [
		section(
			headings.transports,
			supported([
				[items.tcp, yes],
				[items.udp, yes],
				[items.hdlc, yes],
				[items.modeE, yes],
			]),
		),
		section(
			headings.acse,
			supported([
				[items.none, yes],
				[items.gmac, yes],
				...offeredMechanismNames().map((name): readonly [string, string] => [name, byOffer]),
				[items.ciphered, yes],
				[items.shortNames, no],
				[items.dedicated, yes],
			]),
		),
		section(
			headings.protection,
			supported([
				[items.suite0, yes],
				[items.suites, words.bySuite],
				[items.globalKeys, yes],
				[items.generalGlo, yes],
				[items.generalCiphering, byOffer],
				[items.generalSigning, byOffer],
				[items.compression, no],
				[items.pushes, yes],
				[items.eventNotification, no],
			]),
		),
		section(headings.conformance, {
			columns: [columns.item, columns.bit, roles.public, `${roles.reading}, ${roles.management}`],
			rows: CONFORMANCE_NAMES.map((name) => [
				name,
				`0x${CONFORMANCE[name].toString(16).padStart(6, '0')}`,
				said(publicConformance, CONFORMANCE[name]),
				said(keyedConformance, CONFORMANCE[name]),
			]),
		}),
		section(headings.offers, {
			columns: [columns.word, columns.item],
			rows: Object.entries(OFFERS).map(([word, row]) => [
				word,
				'conformance' in row
					? conformanceNames(row.conformance)
					: 'mechanism' in row
						? MECHANISM_NAMES[row.mechanism]!
						: 'general-ciphering, general-signing',
			]),
		}),
		section(headings.classes, {
			columns: [`${columns.class}, ${columns.version}`, columns.attributes, columns.methods, columns.selectors, columns.object],
			rows: [...classes]
				.sort(([one], [other]) => Number.parseInt(one, 10) - Number.parseInt(other, 10))
				.map(([key, { attributes, methods, selectors, count }]) => [key, String(attributes), String(methods), selectors, String(count)]),
		}),
	]);
}

/** Those that are no client's without an offer. */
function offeredMechanismNames(): readonly string[] {
	return Object.values(OFFERS).flatMap((row) => ('mechanism' in row && row.mechanism !== MECHANISM.highGmac ? MECHANISM_NAMES[row.mechanism]! : []));
}

function conformanceNames(bits: number): string {
	return CONFORMANCE_NAMES.filter((name) => (bits & CONFORMANCE[name]) !== 0).join(', ');
}

function pixitPaper(language: Language, kind: MeterKind = USUAL): Paper {
	const words = WRITE_WORDS[language];
	const { headings, columns, items, seconds } = words;
	const table = (rows: readonly (readonly [string, string | number])[]): PaperTable => ({
		columns: [columns.item, columns.value],
		rows: rows.map(([item, value]) => [item, String(value)]),
	});
	const { server, policy, deviation, profileCapacity, eventCapacity } = COMPANION_PROFILES[kind.companion];
	const { connections, inactivity, association, frame, localInactivity, opening } = TRANSPORT_LIMITS;
	return paper('pixit', language, kind, [
		section(headings.clients, clientsTable(words, kind)),
		section(
			headings.addresses,
			table([
				[items.server, server],
				[items.port, COSEM_PORT],
			]),
		),
		section(
			headings.security,
			table([
				[items.policy, policy],
				[items.keys, words.keysTold],
				[items.counter, words.counterTold],
			]),
		),
		section(
			headings.times,
			table([
				[items.pdu, words.pduTold],
				[items.connections, connections],
				[items.inactivity, seconds(inactivity)],
				[items.association, seconds(association)],
				[items.frame, seconds(frame)],
				[items.localInactivity, seconds(localInactivity)],
				[items.opening, seconds(opening)],
			]),
		),
		section(
			headings.values,
			table([
				[items.deviation, deviation],
				[items.period, CAPTURE_PERIOD],
				[items.capacity, words.rows(profileCapacity)],
				[items.events, words.rows(eventCapacity)],
			]),
		),
		section(headings.write, table([[items.writes, writers(words, kind)]])),
	]);
}

/** Clients that may set or call anything but what belongs to their association. */
function writers({ roles }: WriteWords, kind: MeterKind): string {
	const facts = objectFacts(kind).filter(({ type }) => type.classId !== ASSOCIATION);
	const may = ROLES.filter((role) =>
		facts.some(
			({ type: { attributes, methods }, rightsOf }) =>
				upTo(attributes).some((index) => rightsOf(role, 'attribute', index).includes('w')) ||
				upTo(methods).some((index) => rightsOf(role, 'method', index) !== ''),
		),
	);
	return may.map((role) => roles[role]).join(', ');
}

function upTo(count: number): readonly number[] {
	return Array.from({ length: count }, (_, i) => i + 1);
}

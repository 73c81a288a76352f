/** What the object list says, and whether it is true. */
import { frozen } from '../../../../modules/bytes/frozen.js';
import { ACCESS_RESULT } from '../../../../modules/dlms/apdu/apdu.js';
import { numberOf } from '../../../../modules/dlms/axdr/data.js';
import { DataTag } from '../../../../modules/dlms/axdr/data-writer.js';
import { logicalNameOf, logicalNameText, parseLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { attributeCount, attributeType, isOfType, typeText } from '../attribute-types.js';
import type { MeterCheck } from '../check.js';
import { type Found, found, ofNoAnswer } from '../finding.js';
import { differences, kept, placeText, refusals, shown } from '../judging.js';
import { capturedOf } from '../profile-rows.js';
import { dataOf, get, target } from '../requests.js';
import { ASSOCIATION, type Read, type Visit } from '../visit.js';

const BLUE = 'DLMS UA 1000-1 (Blue Book)';
const DEVICE_NAME = parseLogicalName('0.0.42.0.0.255');
const MOST_NAME = 16;
const STATUS_ASSOCIATED = 2;
const PUSH_SETUP = 40;
/** Of what a meter lists as readable: it is there, but has no value for now. */
const WITHOUT_VALUE: readonly number[] = Object.freeze([
	ACCESS_RESULT.hardwareFault,
	ACCESS_RESULT.temporaryFailure,
	ACCESS_RESULT.objectUnavailable,
]);

export const OBJECT_CHECKS = frozen({
	objectList: {
		id: 'C30',
		is: 'lists its objects, the association itself among them, each entry well formed',
		obligation: 'must',
		source: `${BLUE}, Association LN, object_list`,
		confidence: 'stated',
		run: async (visit) => {
			const { objects, unknown } = await visit.lookAround();
			if (unknown > 0) return [found('fail', 'differs', { what: 'object_list', found: `${unknown} malformed`, expected: 0 })];
			const own = objects.some(({ classId, name }) => classId === ASSOCIATION && name === CURRENT_ASSOCIATION);
			return own ? kept() : [found('fail', 'missing', { what: placeText(ASSOCIATION, CURRENT_ASSOCIATION, 1) })];
		},
	},
	uniqueNames: {
		id: 'C31',
		is: 'lists no object twice',
		obligation: 'must',
		source: `${BLUE}, logical names are unique`,
		confidence: 'stated',
		run: async (visit) => {
			const { objects } = await visit.survey();
			const seen = new Set<number>();
			for (const { classId, name } of objects) {
				if (seen.has(name)) return [found('fail', 'twice', { what: placeText(classId, name, 1) })];
				seen.add(name);
			}
			return kept(objects.length);
		},
	},
	logicalNames: {
		id: 'C32',
		is: 'has the name that the list tells as attribute 1 of each object',
		obligation: 'must',
		source: `${BLUE}, logical_name`,
		confidence: 'stated',
		run: async (visit) => {
			const reads = (await readable(visit)).filter(({ attribute, data }) => attribute === 1 && data !== undefined);
			const wrong = reads.flatMap(({ object: { classId, name }, data }) => {
				const told = data!.tag === DataTag.octetString && data!.bytes.length === 6 ? logicalNameOf(data!.bytes) : undefined;
				if (told === name || data!.tag !== DataTag.octetString) return [];
				return [
					{ what: placeText(classId, name, 1), found: told === undefined ? typeText(data!) : logicalNameText(told), expected: logicalNameText(name) },
				];
			});
			return differences(await shown(visit, reads, wrong), reads.length);
		},
	},
	readable: {
		id: 'C33',
		is: 'lets the client read each attribute that the list says it may read',
		obligation: 'must',
		source: `${BLUE}, access_rights`,
		confidence: 'stated',
		run: async (visit) => {
			const reads = await readable(visit);
			const unanswered = reads.find(({ missing }) => missing !== undefined);
			if (unanswered?.missing !== undefined) {
				await visit.show(unanswered);
				return [ofNoAnswer(unanswered.missing)];
			}
			const wrong = reads.flatMap(({ object: { classId, name }, attribute, result }) =>
				typeof result === 'number' && !WITHOUT_VALUE.includes(result) ? [{ what: placeText(classId, name, attribute), result }] : [],
			);
			return refusals(await shown(visit, reads, wrong), reads.length);
		},
	},
	unreadable: {
		id: 'C34',
		is: 'refuses to read each attribute that the list says nobody may read',
		obligation: 'must',
		source: `${BLUE}, access_rights`,
		confidence: 'stated',
		run: async (visit) => {
			const reads = (await visit.survey()).reads.filter(({ isReadable }) => !isReadable);
			const wrong = reads.find(({ result }) => typeof result !== 'number');
			if (wrong === undefined) return kept(reads.length);
			await visit.show(wrong);
			return [found('fail', 'served', { what: placeText(wrong.object.classId, wrong.object.name, wrong.attribute) })];
		},
	},
	types: {
		id: 'C35',
		is: 'tells each attribute in the type and the length that its class has for it',
		obligation: 'must',
		source: `${BLUE}, interface classes`,
		confidence: 'stated',
		run: async (visit) => {
			const reads = await readable(visit);
			let tried = 0;
			const wrong = reads.flatMap(({ object: { classId, name }, attribute, result, data }) => {
				const expected = attributeType(classId, attribute);
				if (expected === undefined || typeof result === 'number') return [];
				tried++;
				if (data === undefined) return [{ what: placeText(classId, name, attribute), found: '?', expected }];
				return isOfType(data, expected) ? [] : [{ what: placeText(classId, name, attribute), found: typeText(data), expected }];
			});
			return differences(await shown(visit, reads, wrong), tried);
		},
	},
	classComplete: {
		id: 'C36',
		is: 'lists all attributes that the class of an object has',
		obligation: 'should',
		source: `${BLUE}, access_rights`,
		confidence: 'proposed',
		run: async (visit) => {
			const { objects } = await visit.survey();
			const wrong = objects.flatMap(({ classId, name, attributes }) => {
				const expected = attributeCount(classId);
				const listed = attributes.filter(({ attribute }) => attribute > 0).length;
				return expected === undefined || listed >= expected ? [] : [{ what: placeText(classId, name, 0), found: listed, expected }];
			});
			return differences(wrong, objects.length, 'warning');
		},
	},
	associationStatus: {
		id: 'C37',
		is: 'tells in its association object that the association is open, and what it agreed to in it',
		obligation: 'must',
		source: `${BLUE}, Association LN, xDLMS_context_info, association_status`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({}, async (probe) => {
				const [context, status] = [
					await get(probe, target(ASSOCIATION, CURRENT_ASSOCIATION, 5)),
					await get(probe, target(ASSOCIATION, CURRENT_ASSOCIATION, 8)),
				].map((result) => (typeof result === 'number' ? undefined : dataOf(result)));
				const wrong = [];
				const bits = context !== undefined && 'items' in context ? context.items[0] : undefined;
				if (bits?.tag === DataTag.bitString) {
					const told = bits.bytes.reduce((sum, byte) => (sum << 8) | byte, 0);
					const { conformance } = probe.initiate;
					if (told !== conformance) wrong.push({ what: 'conformance', found: told.toString(16), expected: conformance.toString(16) });
				}
				const state = status === undefined ? undefined : numberOf(status);
				if (state !== undefined && state !== STATUS_ASSOCIATED) wrong.push({ what: 'association_status', found: state, expected: STATUS_ASSOCIATED });
				return bits === undefined && state === undefined ? kept(0) : differences(wrong, 1);
			}),
	},
	deviceName: {
		id: 'C38',
		is: 'has a logical device name of up to 16 octets that begins with three letters of its maker',
		obligation: 'must',
		source: `${BLUE}, COSEM logical device name`,
		confidence: 'stated',
		run: async (visit) => {
			const [read] = (await visit.values(1, 2)).filter(({ object: { name } }) => name === DEVICE_NAME);
			if (read === undefined) return [found('fail', 'missing', { what: placeText(1, DEVICE_NAME, 2) })];
			const bytes = 'bytes' in read.data ? read.data.bytes : new Uint8Array(0);
			const isRight = bytes.length > 3 && bytes.length <= MOST_NAME && bytes.subarray(0, 3).every((byte) => byte >= 0x41 && byte <= 0x5a);
			if (!isRight) await visit.show(read);
			return isRight ? kept() : [found('fail', 'differs', { what: placeText(1, DEVICE_NAME, 2), found: typeText(read.data), expected: 'AAA…, 16' })];
		},
	},
	pushObjects: {
		id: 'C39',
		is: 'pushes nothing but what is in its object list',
		obligation: 'should',
		source: `${BLUE}, Push setup, push_object_list`,
		confidence: 'proposed',
		run: async (visit) => {
			const { objects } = await visit.survey();
			const setups = await visit.values(PUSH_SETUP, 2);
			const unknown = setups.flatMap(({ data }) =>
				('items' in data ? data.items : []).flatMap((item) => {
					const captured = capturedOf(item);
					const isListed = captured !== undefined && objects.some(({ classId, name }) => classId === captured.classId && name === captured.name);
					return isListed ? [] : [captured === undefined ? typeText(item) : placeText(captured.classId, captured.name, captured.attribute)];
				}),
			);
			return unknownOf(unknown, setups.length);
		},
	},
} satisfies Record<string, MeterCheck>);

export function unknownOf(unknown: readonly string[], tried: number): readonly Found[] {
	return unknown[0] === undefined ? kept(tried) : [found('warning', 'unknown', { what: unknown[0], count: unknown.length })];
}

async function readable(visit: Visit): Promise<readonly Read[]> {
	return (await visit.survey()).reads.filter(({ isReadable }) => isReadable);
}

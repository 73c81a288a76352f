/** What the public client sees of a meter, and what a meter takes of a SET or an ACTION. */
import { frozen } from '../../../../modules/bytes/frozen.js';
import { ACCESS_RESULT } from '../../../../modules/dlms/apdu/apdu.js';
import { DataTag, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { parseLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { canRead, canWrite } from '../../../head-end/object-list.js';
import type { MeterCheck } from '../check.js';
import { found } from '../finding.js';
import { differences, kept, placeText, refusals, resultText } from '../judging.js';
import { act, EXCEPTION, get, set, target } from '../requests.js';
import { ASSOCIATION, objectListIn, type Read, type Visit } from '../visit.js';

const BLUE = 'DLMS UA 1000-1 (Blue Book)';
const GREEN = 'DLMS UA 1000-2 (Green Book)';
const CLOCK = 8;
const DISCONNECT_CONTROL = 70;
const SECURITY_SETUP = 64;
const IMAGE_TRANSFER = 18;
const ENERGY = parseLogicalName('1.0.1.8.0.255');
const NO_METHOD = 101;
/** A value that is of no attribute's type. */
const WRONG_TYPE = Uint8Array.of(DataTag.structure, 1, DataTag.float64, 0, 0, 0, 0, 0, 0, 0, 0);
/** What may be written without harm is what was read; of these even that would change something. */
const NEVER_WRITTEN: readonly number[] = Object.freeze([CLOCK, SECURITY_SETUP, IMAGE_TRANSFER]);
/** Objects on which wrong writing is tried. */
const MOST_TRIED = 64;

export const RIGHT_CHECKS = frozen({
	publicRights: {
		id: 'C65',
		is: 'lists for the public client nothing that may be written or called',
		obligation: 'must',
		source: 'IDIS Package 2, public client',
		confidence: 'proposed',
		needs: ['public'],
		run: (visit) =>
			visit.within({ isPublic: true }, async (probe) => {
				const list = await objectListIn(probe);
				if (typeof list === 'number') return [found('inconclusive', 'refused', { what: 'object_list', result: Number(resultText(list)) || 0 })];
				const { objects } = list;
				const granted = objects.flatMap(({ classId, name, attributes, methods }) => [
					...attributes.filter(({ mode }) => mode !== 0 && mode !== 1).map(({ attribute }) => placeText(classId, name, attribute)),
					...methods.filter(({ mode }) => mode !== 0).map(({ method }) => `${placeText(classId, name, method)}()`),
				]);
				return granted[0] === undefined ? kept(objects.length) : [found('fail', 'done', { what: granted[0] })];
			}),
	},
	publicEnergy: {
		id: 'C66',
		is: 'does not tell the public client the household’s energy',
		obligation: 'should',
		source: 'privacy: anybody is the public client',
		confidence: 'proposed',
		needs: ['public', 'privileged'],
		run: (visit) =>
			visit.within({ isPublic: true }, async (probe) =>
				typeof (await get(probe, target(3, ENERGY, 2))) === 'number' ? kept() : [found('warning', 'served', { what: placeText(3, ENERGY, 2) })],
			),
	},
	publicWrites: {
		id: 'C67',
		is: 'takes no SET and no ACTION from the public client',
		obligation: 'must',
		source: 'IDIS Package 2, public client',
		confidence: 'proposed',
		needs: ['public', 'privileged', 'mayWrite'],
		run: async (visit) => {
			const reads = await written(visit, () => true);
			return visit.within({ isPublic: true }, async (probe) => {
				for (const { object, attribute, result } of reads) {
					const told = await set(probe, target(object.classId, object.name, attribute), result as Uint8Array);
					if (told === 0) return [found('fail', 'done', { what: placeText(object.classId, object.name, attribute) })];
				}
				return kept(reads.length);
			});
		},
	},
	readOnly: {
		id: 'C68',
		is: 'refuses to set what the list says that the client may not set',
		obligation: 'must',
		source: `${BLUE}, access_rights`,
		confidence: 'stated',
		needs: ['mayWrite'],
		run: async (visit) => {
			const reads = await written(visit, (writable) => !writable);
			return visit.within({}, async (probe) => {
				for (const { object, attribute, result } of reads) {
					const told = await set(probe, target(object.classId, object.name, attribute), result as Uint8Array);
					if (told === 0) return [found('fail', 'done', { what: placeText(object.classId, object.name, attribute) })];
				}
				return kept(reads.length);
			});
		},
	},
	ownValue: {
		id: 'C69',
		is: 'takes back the value that it told of each attribute that may be set',
		obligation: 'must',
		source: `${BLUE}, access_rights`,
		confidence: 'stated',
		needs: ['mayWrite'],
		run: async (visit) => {
			const reads = await written(visit, (writable) => writable);
			return visit.within({}, async (probe) => {
				const wrong: { readonly what: string; readonly result: number }[] = [];
				for (const { object, attribute, result } of reads) {
					const told = await set(probe, target(object.classId, object.name, attribute), result as Uint8Array);
					if (told !== 0) wrong.push({ what: placeText(object.classId, object.name, attribute), result: told });
				}
				return refusals(wrong, reads.length);
			});
		},
	},
	wrongType: {
		id: 'C70',
		is: 'says type-unmatched (12) of a SET whose value has the wrong type',
		obligation: 'must',
		source: `${GREEN}, Data-Access-Result`,
		confidence: 'stated',
		needs: ['mayWrite'],
		run: async (visit) => {
			const { typeUnmatched } = ACCESS_RESULT;
			const reads = await written(visit, (writable) => writable, []);
			return visit.within({}, async (probe) => {
				const wrong = [];
				for (const { object, attribute } of reads) {
					const told = await set(probe, target(object.classId, object.name, attribute), WRONG_TYPE);
					const what = placeText(object.classId, object.name, attribute);
					if (told === 0) return [found('fail', 'done', { what })];
					if (told !== typeUnmatched) wrong.push({ what, found: resultText(told), expected: typeUnmatched });
				}
				return differences(wrong, reads.length, 'warning');
			});
		},
	},
	unknownMethod: {
		id: 'C71',
		is: 'refuses a method that the class does not have',
		obligation: 'must',
		source: `${GREEN}, Action-Result`,
		confidence: 'stated',
		needs: ['mayWrite', 'privileged'],
		run: (visit) =>
			visit.within({}, async (probe) => {
				const result = await act(probe, { classId: ASSOCIATION, name: CURRENT_ASSOCIATION, index: NO_METHOD }, new DataWriter().integer(0).copy());
				if (result === 0) return [found('fail', 'done', { what: `${placeText(ASSOCIATION, CURRENT_ASSOCIATION, NO_METHOD)}()` })];
				return result === EXCEPTION ? [found('warning', 'exception', { what: 'ACTION' })] : kept();
			}),
	},
} satisfies Record<string, MeterCheck>);

/** Attributes with a value, on which a SET is tried: those that may be set, or those that may not. One of each object where there are many. */
async function written(
	visit: Visit,
	which: (writable: boolean) => boolean,
	never: readonly number[] = NEVER_WRITTEN,
): Promise<readonly (Read & { readonly result: Uint8Array | number })[]> {
	const { reads, version } = await visit.survey();
	const { mayDisconnect } = visit.site;
	const fit = reads.filter(({ object: { classId, attributes }, attribute, result }) => {
		const mode = attributes.find((each) => each.attribute === attribute)?.mode ?? 0;
		const isWritable = canWrite(mode, version);
		const isHarmless = !never.includes(classId) && (mayDisconnect || classId !== DISCONNECT_CONTROL);
		return typeof result !== 'number' && which(isWritable) && isHarmless && (canRead(mode, version) || isWritable);
	});
	return fit.length <= MOST_TRIED ? fit : fit.filter((_, i) => i % Math.ceil(fit.length / MOST_TRIED) === 0);
}

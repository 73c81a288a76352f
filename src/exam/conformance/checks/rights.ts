/** What the public client sees of a meter, and what a meter takes of a SET or an ACTION. */
import { frozen } from '../../../../modules/bytes/frozen.js';
import { ACCESS_RESULT } from '../../../../modules/dlms/apdu/apdu.js';
import { DataTag, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { parseLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { canCall, canRead, canWrite } from '../../../head-end/object-list.js';
import type { MeterCheck } from '../check.js';
import { found } from '../finding.js';
import { differences, kept, placeText, refusals, resultText } from '../judging.js';
import type { Probe } from '../probe.js';
import { act, EXCEPTION, get, set, target } from '../requests.js';
import { ASSOCIATION, objectListIn, type Read, type Visit } from '../visit.js';

const BLUE = 'DLMS UA 1000-1 (Blue Book)';
const GREEN = 'DLMS UA 1000-2 (Green Book)';
const CLOCK = 8;
const DISCONNECT_CONTROL = 70;
const SECURITY_SETUP = 64;
const IMAGE_TRANSFER = 18;
const SCRIPTS = 9;
const EXECUTE = 1;
/** Of no script table: nothing is done. */
const NO_SCRIPT = 0;
const CALENDAR = 20;
const ACTIVATION = 10;
/** Bytes of a date-time in front of deviation and status, and of each of them what leaves it open. */
const DATE_AND_TIME = 9;
const ANY = 0xff;
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
				if (typeof list === 'number') return [found('inconclusive', 'refused', { what: 'object_list', result: resultText(list) })];
				const { objects } = list;
				const version = objects.find(({ classId, name }) => classId === ASSOCIATION && name === CURRENT_ASSOCIATION)?.version ?? 1;
				const granted = objects.flatMap(({ classId, name, attributes, methods }) => [
					...attributes.filter(({ mode }) => canWrite(mode, version)).map(({ attribute }) => placeText(classId, name, attribute)),
					...methods.filter(({ mode }) => canCall(mode, version)).map(({ method }) => `${placeText(classId, name, method)}()`),
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
			const tried = await candidates(visit, () => true);
			const values = await visit.within({}, async (probe) => {
				const told = [];
				for (const each of tried) told.push({ ...each, value: await get(probe, each.target) });
				return told;
			});
			const scripts = (await visit.survey()).objects.filter(({ classId }) => classId === SCRIPTS);
			return visit.within({ isPublic: true }, async (probe) => {
				for (const { target: to, what, value } of values)
					if (typeof value !== 'number' && (await set(probe, to, value)) === 0) return [found('fail', 'done', { what })];
				for (const { name } of scripts)
					if ((await act(probe, { classId: SCRIPTS, name, index: EXECUTE }, new DataWriter().longUnsigned(NO_SCRIPT).copy())) === 0)
						return [found('fail', 'done', { what: `${placeText(SCRIPTS, name, EXECUTE)}()` })];
				return kept(values.length + scripts.length);
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
			const tried = await candidates(visit, (writable) => !writable);
			return visit.within({}, async (probe) => {
				for (const { target: to, what } of tried) if ((await setToItself(probe, to)) === 0) return [found('fail', 'done', { what })];
				return kept(tried.length);
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
			const tried = await candidates(visit, (writable) => writable);
			return visit.within({}, async (probe) => {
				const wrong: { readonly what: string; readonly result: number }[] = [];
				let count = 0;
				for (const { target: to, what } of tried) {
					const result = await setToItself(probe, to);
					if (result === undefined) continue;
					count++;
					if (result !== 0) wrong.push({ what, result });
				}
				return refusals(wrong, count);
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
			const tried = await candidates(visit, (writable) => writable);
			return visit.within({}, async (probe) => {
				const wrong = [];
				for (const { target: to, what } of tried) {
					const before = await get(probe, to);
					const told = await set(probe, to, WRONG_TYPE);
					if (told === 0) {
						const isBack = typeof before !== 'number' && (await visit.site.halt.restoring(() => set(probe, to, before))) === 0;
						return [found('fail', 'done', { what }), ...(isBack ? [] : [found('fail', 'notPutBack', { what })])];
					}
					if (told !== typeUnmatched) wrong.push({ what, found: resultText(told), expected: typeUnmatched });
				}
				return differences(wrong, tried.length, 'warning');
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

interface Candidate {
	readonly target: ReturnType<typeof target>;
	readonly what: string;
}

/** Attributes with a value, on which a SET is tried: those that may be set, or those that may not. Some of them where there are many. */
async function candidates(visit: Visit, which: (writable: boolean) => boolean): Promise<readonly Candidate[]> {
	const { reads, version } = await visit.survey();
	const { mayDisconnect } = visit.site;
	const fit = reads.filter((read) => {
		const { object, attribute, result } = read;
		const mode = object.attributes.find((each) => each.attribute === attribute)?.mode ?? 0;
		const isWritable = canWrite(mode, version);
		const isHarmless = !NEVER_WRITTEN.includes(object.classId) && !isDue(read) && (mayDisconnect || object.classId !== DISCONNECT_CONTROL);
		return typeof result !== 'number' && which(isWritable) && isHarmless && (canRead(mode, version) || isWritable);
	});
	const some = fit.length <= MOST_TRIED ? fit : fit.filter((_, i) => i % Math.ceil(fit.length / MOST_TRIED) === 0);
	return some.map(({ object: { classId, name }, attribute }) => ({
		target: target(classId, name, attribute),
		what: placeText(classId, name, attribute),
	}));
}

/** A time of activation that is told to a calendar is now if it is past: the passive calendar would become active. */
function isDue({ object: { classId }, attribute, data }: Read): boolean {
	return (
		classId === CALENDAR &&
		attribute === ACTIVATION &&
		!(data !== undefined && 'bytes' in data && data.bytes.subarray(0, DATE_AND_TIME).every((byte) => byte === ANY))
	);
}

/** Sets an attribute to what it is by now, which may be another value than the survey's; undefined: it tells none. */
async function setToItself(probe: Probe, to: Candidate['target']): Promise<number | undefined> {
	const value = await get(probe, to);
	return typeof value === 'number' ? undefined : set(probe, to, value);
}

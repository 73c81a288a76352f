/** What a meter pushes, if it is told where to. */
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { frozen } from '../../../../modules/bytes/frozen.js';
import { PUSH_SERVICE } from '../../../../modules/cosem/push-setup.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { HeadEndError } from '../../../head-end/head-end-error.js';
import { canCall, canWrite, type ListedObject } from '../../../head-end/object-list.js';
import { PUSH_REFUSALS, type Push, type PushRefusal } from '../../../head-end/push-receiver.js';
import { objectsIn } from '../../../head-end/push-setup.js';
import type { MeterCheck } from '../check.js';
import { type Found, found, NoAnswer, ofNoAnswer } from '../finding.js';
import { Interrupted } from '../halt.js';
import { differences, placeText, resultText } from '../judging.js';
import { act, set, target } from '../requests.js';
import type { PushEar } from '../site.js';
import type { Read, Visit } from '../visit.js';

const BLUE = 'DLMS UA 1000-1 (Blue Book)';
const PUSH_SETUP = 40;
const OBJECTS = 2;
const DESTINATION = 3;
const WINDOWS = 4;
const RANDOMISATION = 5;
const PUSH = 1;
/** How long a push may take that goes at once, ms. */
const PATIENCE = 15_000;

export const PUSH_CHECKS = frozen({
	pushed: {
		id: 'C104',
		is: 'pushes where it is told to, under its keys, as many values as its push object list names',
		obligation: 'must',
		source: `${BLUE}, Push setup, push; DLMS UA 1000-2 (Green Book), DataNotification`,
		confidence: 'stated',
		needs: ['mayWrite', 'privileged'],
		run: async (visit) => {
			const setup = await setupOf(visit);
			if (setup === undefined) return [found('notApplicable', 'absent', { what: 'push_setup' })];
			const ear = await visit.site.ear?.();
			if (ear === undefined) return [found('notApplicable', 'noEar', {})];
			try {
				return await heard(visit, setup, ear);
			} finally {
				ear.close();
			}
		},
	},
} satisfies Record<string, MeterCheck>);

interface Setup {
	readonly object: ListedObject;
	/** How many values its list names. */
	readonly count: number;
	readonly destination: Read;
	/** Undefined: it is none. */
	readonly randomisation: Read | undefined;
}

/** The first set-up that may be told another destination, may be started, and may push at any time. */
async function setupOf(visit: Visit): Promise<Setup | undefined> {
	const { reads, version } = await visit.survey();
	const isWritable = ({ object, attribute }: Read): boolean =>
		canWrite(object.attributes.find((each) => each.attribute === attribute)?.mode ?? 0, version);
	for (const { object, data } of await visit.values(PUSH_SETUP, OBJECTS)) {
		const readOf = (attribute: number) =>
			reads.find((read) => read.object === object && read.attribute === attribute && typeof read.result !== 'number');
		const [destination, windows, randomisation] = [readOf(DESTINATION), readOf(WINDOWS), readOf(RANDOMISATION)];
		const objects = objectsIn(data);
		const mayStart = object.methods.some(({ method, mode }) => method === PUSH && canCall(mode, version));
		const isOpen = windows?.data !== undefined && 'items' in windows.data && windows.data.items.length === 0;
		if (objects === undefined || objects.length === 0 || destination === undefined || !isWritable(destination) || !mayStart || !isOpen) continue;
		return { object, count: objects.length, destination, randomisation: randomisation && isWritable(randomisation) ? randomisation : undefined };
	}
	return undefined;
}

async function heard(visit: Visit, { object, count, destination, randomisation }: Setup, ear: PushEar): Promise<readonly Found[]> {
	const what = placeText(PUSH_SETUP, object.name, PUSH);
	const changed: Read[] = [];
	let findings: readonly Found[];
	try {
		findings = await visit.within({}, async (probe) => {
			const change = async (read: Read, value: DataWriter): Promise<boolean> => {
				changed.push(read);
				const isTaken = (await set(probe, target(PUSH_SETUP, object.name, read.attribute), value.copy())) === 0;
				// What was refused is as it was.
				if (!isTaken) changed.pop();
				return isTaken;
			};
			if (randomisation !== undefined) await change(randomisation, new DataWriter().longUnsigned(0));
			const place = new DataWriter().structure(3).enum(PUSH_SERVICE[ear.service]).octetString(asciiBytes(ear.destination)).enum(0);
			if (!(await change(destination, place))) return [found('notApplicable', 'refusal', { what: placeText(PUSH_SETUP, object.name, DESTINATION) })];
			const result = await act(probe, { classId: PUSH_SETUP, name: object.name, index: PUSH }, new DataWriter().integer(0).copy());
			if (result !== 0) return [found('fail', 'refused', { what: `${what}()`, result: resultText(result) })];
			return judged(await ear.heard(PATIENCE), `${what}()`, count);
		});
	} catch (error) {
		const left = await putBack(visit, object, changed);
		if (left.length === 0 || !(error instanceof NoAnswer || error instanceof HeadEndError || error instanceof Interrupted)) throw error;
		return [...(error instanceof NoAnswer ? [ofNoAnswer(error)] : []), ...left];
	}
	return [...findings, ...(await putBack(visit, object, changed))];
}

function judged(push: Push | PushRefusal | undefined, what: string, count: number): readonly Found[] {
	if (push === undefined) return [found('fail', 'silent', { what })];
	if (typeof push === 'string')
		return [found('fail', push === 'malformed' ? 'malformed' : 'closed', { what: `${what}, ${PUSH_REFUSALS.indexOf(push)}` })];
	return differences(push.values.length === count ? [] : [{ what: 'DataNotification', found: push.values.length, expected: count }], 1);
}

/** What could not be set to what it was. */
async function putBack(visit: Visit, object: ListedObject, changed: readonly Read[]): Promise<readonly Found[]> {
	if (changed.length === 0) return [];
	const left = new Set(changed);
	try {
		await visit.site.halt.restoring(() =>
			visit.within({}, async (probe) => {
				for (const read of [...changed].reverse())
					if ((await set(probe, target(PUSH_SETUP, object.name, read.attribute), read.result as Uint8Array)) === 0) left.delete(read);
			}),
		);
	} catch (error) {
		if (!(error instanceof NoAnswer || error instanceof HeadEndError)) throw error;
	}
	return [...left].map(({ attribute }) => found('fail', 'notPutBack', { what: placeText(PUSH_SETUP, object.name, attribute) }));
}

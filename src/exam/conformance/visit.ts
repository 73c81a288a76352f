/** One examination of a meter, from the side of a check: associations, and what was read of the meter for all checks once. */

import type { AttributeTarget } from '../../../modules/dlms/apdu/descriptor.js';
import { CONFORMANCE } from '../../../modules/dlms/apdu/initiate.js';
import type { Data } from '../../../modules/dlms/axdr/data.js';
import { CURRENT_ASSOCIATION } from '../../../modules/dlms/current-association.js';
import { HeadEndError } from '../../head-end/head-end-error.js';
import { canRead, type ListedObject, type ObjectList, objectListOf } from '../../head-end/object-list.js';
import type { Asking } from './aarq.js';
import { NoAnswer } from './finding.js';
import { associate, type Probe } from './probe.js';
import { dataOf, EXCEPTION, get, MALFORMED, target, UNANSWERED } from './requests.js';
import type { Site } from './site.js';

export const ASSOCIATION = 15;
export const PROFILE = 7;
const LIST = target(ASSOCIATION, CURRENT_ASSOCIATION, 2);
/** So many attributes may get no answer until a meter is taken to answer nothing any more. */
const MOST_MISSED = 16;

/** An attribute that was read: bytes in A-XDR and what they are, or a Data-Access-Result. */
export interface Read {
	readonly object: ListedObject;
	readonly attribute: number;
	/** Whether the list says that it may be read. */
	readonly isReadable: boolean;
	readonly result: Uint8Array | number;
	/** Undefined: it was refused, or it is no value of A-XDR. */
	readonly data: Data | undefined;
	/** Why there is no answer; undefined: there is one. */
	readonly missing?: NoAnswer | undefined;
}

export interface Survey extends ObjectList {
	/** Of the association that tells the list. */
	readonly version: number;
	/** All attributes but buffers of profiles and lists of associations. */
	readonly reads: readonly Read[];
}

export class Visit {
	readonly site: Site;
	#survey: Promise<Survey> | undefined;
	#hasPublic: Promise<boolean> | undefined;

	constructor(site: Site) {
		this.site = site;
	}

	/** An association that is to be had. Throws NoAnswer, and HeadEndError. */
	async open(asking: Asking = {}): Promise<Probe> {
		const opening = await associate(this.site, asking);
		if (opening.kind !== 'open') throw new NoAnswer('notOpened', 'AARQ');
		return opening.probe;
	}

	/** Does something in an association of its own, which is closed whatever comes. */
	async within<T>(asking: Asking, work: (probe: Probe) => Promise<T>): Promise<T> {
		const probe = await this.open(asking);
		try {
			return await work(probe);
		} finally {
			await probe.close();
		}
	}

	/** Whether the meter lets a public client in. */
	hasPublic(): Promise<boolean> {
		this.#hasPublic ??= associate(this.site, { isPublic: true }).then(async (opening) => {
			if (opening.kind !== 'open') return false;
			await opening.probe.close();
			return true;
		});
		return this.#hasPublic.catch((error) => {
			// Where there was no connection, there may be one the next time.
			this.#hasPublic = undefined;
			throw error;
		});
	}

	/** What the client sees, and each attribute of it. Throws NoAnswer, which tells of the request that got no answer. */
	lookAround(): Promise<Survey> {
		this.#survey ??= surveyOf(this);
		return this.#survey.catch((error) => {
			if (!(error instanceof NoAnswer)) this.#survey = undefined;
			throw error;
		});
	}

	/** The same for whom it is another check's that it is not to be had. */
	async survey(): Promise<Survey> {
		try {
			return await this.lookAround();
		} catch (error) {
			throw error instanceof NoAnswer && error.what !== 'notOpened' ? new NoAnswer('notListed', error.of) : error;
		}
	}

	/** Reads once more what the survey read, as evidence of what is found of it. Throws Interrupted. */
	async show({ object: { classId, name }, attribute }: Pick<Read, 'object' | 'attribute'>): Promise<void> {
		try {
			await this.within({}, (probe) => get(probe, target(classId, name, attribute)));
		} catch (error) {
			// What it told the first time is what is judged.
			if (!(error instanceof NoAnswer || error instanceof HeadEndError)) throw error;
		}
	}

	/** Reads of the survey that are values of this class and attribute. */
	async values(classId: number, attribute: number): Promise<readonly (Read & { readonly data: Data })[]> {
		const { reads } = await this.survey();
		return reads.flatMap((read) =>
			read.object.classId === classId && read.attribute === attribute && read.data !== undefined ? [{ ...read, data: read.data }] : [],
		);
	}
}

/** What an association lists; a number: it refuses to tell. Throws NoAnswer where what it tells is no list. */
export async function objectListIn(probe: Probe): Promise<ObjectList | number> {
	return listOf(await get(probe, LIST));
}

function listOf(result: Uint8Array | number): ObjectList | number {
	if (typeof result === 'number') return result;
	const data = dataOf(result);
	const list = data && objectListOf(data);
	if (list === undefined) throw new NoAnswer('malformed', 'object_list');
	return list;
}

/** What gets no answer is passed over: it says nothing of the attributes behind it. */
async function surveyOf(visit: Visit): Promise<Survey> {
	let probe = await visit.open();
	try {
		const asked = await askedTwice(visit, probe, LIST);
		probe = asked.probe;
		if (asked.missing !== undefined) throw asked.missing;
		const list = listOf(asked.result);
		if (typeof list === 'number') throw new NoAnswer(list === EXCEPTION ? 'exception' : 'refusal', 'object_list');
		const { objects } = list;
		const own = objects.find(({ classId, name }) => classId === ASSOCIATION && name === CURRENT_ASSOCIATION);
		const version = own?.version ?? objects.find(({ classId }) => classId === ASSOCIATION)?.version ?? 1;
		const reads: Read[] = [];
		let missed = 0;
		for (const object of objects) {
			for (const { attribute, mode } of object.attributes) {
				if (attribute < 1 || (attribute === 2 && (object.classId === PROFILE || object.classId === ASSOCIATION))) continue;
				const told = await askedTwice(visit, probe, target(object.classId, object.name, attribute));
				const { result, missing } = told;
				probe = told.probe;
				if (missing !== undefined && ++missed > MOST_MISSED) throw missing;
				const data = typeof result === 'number' ? undefined : dataOf(result);
				reads.push({ object, attribute, isReadable: canRead(mode, version), result, data, missing });
			}
		}
		return { ...list, version, reads };
	} finally {
		await probe.close();
	}
}

interface Asked extends Pick<Read, 'result' | 'missing'> {
	/** Another one where the one before may still get what comes late. */
	readonly probe: Probe;
}

/** A datagram may get lost: what is not answered is asked once more, in another association. Throws HeadEndError, and NoAnswer where there is none. */
async function askedTwice(visit: Visit, first: Probe, wanted: AttributeTarget): Promise<Asked> {
	let probe = first;
	for (let isAgain = false; ; isAgain = true) {
		try {
			return { probe, result: await get(probe, wanted), missing: undefined };
		} catch (missing) {
			if (!(missing instanceof NoAnswer)) throw missing;
			await probe.drop();
			probe = await visit.open();
			if (missing.what === 'malformed') return { probe, result: MALFORMED, missing };
			if (isAgain) return { probe, result: UNANSWERED, missing };
		}
	}
}

/** Whether the meter agreed to all of these bits of `CONFORMANCE`. */
export function agreed(probe: Probe, bits: number): boolean {
	return (probe.initiate.conformance & bits) === bits;
}

export const { multipleReferences: LISTS, selectiveAccess: SELECTIVE, blockGet: BLOCKS } = CONFORMANCE;

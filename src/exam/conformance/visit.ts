/** One examination of a meter, from the side of a check: associations, and what was read of the meter for all checks once. */

import { CONFORMANCE } from '../../../modules/dlms/apdu/initiate.js';
import type { Data } from '../../../modules/dlms/axdr/data.js';
import { CURRENT_ASSOCIATION } from '../../../modules/dlms/current-association.js';
import { canRead, type ListedObject, type ObjectList, objectListOf } from '../../head-end/object-list.js';
import type { Asking } from './aarq.js';
import { NoAnswer } from './finding.js';
import { associate, type Probe } from './probe.js';
import { dataOf, EXCEPTION, get, target } from './requests.js';
import type { Site } from './site.js';

export const ASSOCIATION = 15;
export const PROFILE = 7;
const OBJECT_LIST = 2;

/** An attribute that was read: bytes in A-XDR and what they are, or a Data-Access-Result. */
export interface Read {
	readonly object: ListedObject;
	readonly attribute: number;
	/** Whether the list says that it may be read. */
	readonly isReadable: boolean;
	readonly result: Uint8Array | number;
	/** Undefined: it was refused, or it is no value of A-XDR. */
	readonly data: Data | undefined;
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
		return this.#hasPublic;
	}

	/** What the client sees, and each attribute of it. Throws NoAnswer. */
	survey(): Promise<Survey> {
		this.#survey ??= this.within({}, surveyOf);
		return this.#survey;
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
	const result = await get(probe, target(ASSOCIATION, CURRENT_ASSOCIATION, OBJECT_LIST));
	if (typeof result === 'number') return result;
	const data = dataOf(result);
	const list = data && objectListOf(data);
	if (list === undefined) throw new NoAnswer('malformed', 'object_list');
	return list;
}

async function surveyOf(probe: Probe): Promise<Survey> {
	const list = await objectListIn(probe);
	if (typeof list === 'number') throw new NoAnswer(list === EXCEPTION ? 'exception' : 'refusal', 'object_list');
	const { objects } = list;
	const own = objects.find(({ classId, name }) => classId === ASSOCIATION && name === CURRENT_ASSOCIATION);
	const version = own?.version ?? objects.find(({ classId }) => classId === ASSOCIATION)?.version ?? 1;
	const reads: Read[] = [];
	for (const object of objects) {
		for (const { attribute, mode } of object.attributes) {
			if (attribute < 1 || (attribute === 2 && (object.classId === PROFILE || object.classId === ASSOCIATION))) continue;
			const read = await get(probe, target(object.classId, object.name, attribute));
			const value = typeof read === 'number' ? undefined : dataOf(read);
			reads.push({ object, attribute, isReadable: canRead(mode, version), result: read, data: value });
		}
	}
	return { ...list, version, reads };
}

/** Whether the meter agreed to all of these bits of `CONFORMANCE`. */
export function agreed(probe: Probe, bits: number): boolean {
	return (probe.initiate.conformance & bits) === bits;
}

export const { multipleReferences: LISTS, selectiveAccess: SELECTIVE, blockGet: BLOCKS } = CONFORMANCE;

/** What the transports of Route A have in common. */
import { MECHANISM } from '../../modules/dlms/apdu/acse.js';
import { GENERAL_OVERHEAD } from '../../modules/dlms/security/ciphering.js';
import { receiveSizeOf } from '../../modules/dlms/server/general-blocks.js';
import type { CosemServer } from '../../modules/dlms/server/server.js';
import type { ServerAssociation } from '../../modules/dlms/server/server-association.js';

/** The wPort of the one logical device that there is. */
export const MANAGEMENT_DEVICE = 1;

/** How often time-outs are looked for, ms: one timer serves all peers. */
export const WATCH_INTERVAL = 1000;

/** What a peer has shown of itself. Who has shown less gives way first. */
export const STANDING = Object.freeze({
	/** Not associated, or not yet. */
	none: 0,
	/** Associated, as anybody can be. */
	associated: 1,
	/** Associated, and has proved that it holds the keys. */
	authenticated: 2,
});

export function standingOf({ state, mechanism }: ServerAssociation): number {
	if (state !== 'associated') return STANDING.none;
	return mechanism === MECHANISM.none ? STANDING.associated : STANDING.authenticated;
}

/** Bytes of the longest APDU that is worth receiving. Some clients count the ciphering on top of the PDU that was agreed on. */
export function longestApdu({ options }: CosemServer): number {
	let longest = options.maxPdu;
	for (const { conformance } of options.clients) longest = Math.max(longest, receiveSizeOf(conformance, options));
	return longest + GENERAL_OVERHEAD;
}

/** The associations that are there from the start, without an AARQ: each is the same for all who send in its client's name. */
export function presetAssociations(server: CosemServer): readonly ServerAssociation[] {
	const associations: ServerAssociation[] = [];
	for (const { id, preEstablished } of server.options.clients) if (preEstablished === true) associations.push(server.connect(id)!);
	return associations;
}

export function associationOf(associations: readonly ServerAssociation[], client: number): ServerAssociation | undefined {
	for (const association of associations) if (association.client === client) return association;
	return undefined;
}

/**
 * Member that gives way: of the group with the most members the one with the least of `sinceOf`, so that whoever takes many places takes them from itself.
 * Undefined: there is nobody.
 */
export function yielding<T>(all: readonly T[], groupOf: (each: T) => unknown, sinceOf: (each: T) => number): T | undefined {
	const sizes = new Map<unknown, number>();
	for (const each of all) sizes.set(groupOf(each), (sizes.get(groupOf(each)) ?? 0) + 1);
	let first: T | undefined;
	let size = 0;
	for (const each of all) {
		const own = sizes.get(groupOf(each))!;
		if (first !== undefined && (own < size || (own === size && sinceOf(each) >= sinceOf(first)))) continue;
		first = each;
		size = own;
	}
	return first;
}

/**
 * What a program under test would inherit of this process. node-pty opens its end of a pseudo-terminal so that every child gets it: a program that holds the
 * other end of its own dongle's line never sees it hang up when the dongle is pulled out (B36).
 */
import { readdirSync, readlinkSync } from 'node:fs';

/** Linux alone has them; elsewhere nothing is known of descriptors. */
const DESCRIPTORS = '/proc/self/fd';
/** Standard input, output and error. */
const STANDARD = 3;

/** Descriptors of this process that lead to the master side of a pseudo-terminal. */
export function masterDescriptors(): readonly number[] {
	return descriptors()
		.filter((descriptor) => target(descriptor)?.endsWith('/ptmx') === true)
		.map(Number)
		.filter((descriptor) => descriptor >= STANDARD);
}

/** For `stdio` of a child, behind its first three: `nothing` in the place of each of them, and all others as they are. */
export function withoutMasters(nothing: number): readonly ('ignore' | number)[] {
	const masters = masterDescriptors();
	return Array.from({ length: Math.max(STANDARD - 1, ...masters) - STANDARD + 1 }, (_, i) => (masters.includes(i + STANDARD) ? nothing : 'ignore'));
}

function descriptors(): readonly string[] {
	try {
		return readdirSync(DESCRIPTORS);
	} catch {
		return [];
	}
}

/** Undefined: it was closed meanwhile. */
function target(descriptor: string): string | undefined {
	try {
		return readlinkSync(`${DESCRIPTORS}/${descriptor}`);
	} catch {
		return undefined;
	}
}

/** What every checker of a world is: told what happens, it throws `Broken` where that must not be. */

/** An invariant does not hold. */
export class Broken extends Error {
	/** @param checker whose it is */
	constructor(
		readonly checker: Checker,
		text: string,
	) {
		super(`${checker}: ${text}`);
	}
}

export type Checker = 'registers' | 'intervals' | 'one HEMS' | 'IVs' | 'growth';

/** 2026-11-22T03:30Z, of the minute of a boundary. */
export function minuteText(at: number): string {
	return `${new Date(at * 60_000).toISOString().slice(0, 16)}Z`;
}

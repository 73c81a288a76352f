/** What hand-helds hand in: each line held against who signed it. What becomes of it is in take-results.ts. */
import { fromHex } from '../../../../modules/bytes/hex.js';
import type { Place } from '../../../../src/meter/catalogue/select.js';
import { unitType } from '../../../../src/meter/catalogue/unit-types.js';
import { placeOf } from '../../../../src/operations/design/choose.js';
import type { UnitCodes } from '../../../../src/operations/design/linked-records.js';
import type { Serials } from '../../../../src/operations/design/settlement.js';
import { isFrom, isWrong, readResult, type SignedResult } from '../../../../src/operations/handheld/result.js';
import { newHostCipher } from '../../shared/host-cipher.js';
import { UsageError } from '../../shared/usage-error.js';
import type { Office } from '../database/office.js';
import type { AsBuilt } from './done.js';
import { refusal } from './refusals.js';

type OfKind<Kind extends SignedResult['kind']> = Extract<SignedResult, { readonly kind: Kind }>;
export type BuiltResult = OfKind<'built'>;

/**
 * The lines of a file, all of them checked before any is taken.
 * @throws UsageError for a line that is none; OfficeRefusal for one that its hand-held did not sign
 */
export async function readResults(office: Office, text: string): Promise<SignedResult[]> {
	const cipher = newHostCipher();
	const found: SignedResult[] = [];
	for (const [i, line] of text.split('\n').entries()) {
		if (line.trim() === '') continue;
		const result = readResult(line.trim());
		if (isWrong(result)) {
			const { field, expected } = result;
			throw new UsageError({
				en: `--result: line ${i + 1}: ${field}: expected ${expected}`,
				ja: `--result: ${i + 1}行目: ${field}: ${expected}のはずです`,
			});
		}
		const by = await office.database
			.selectFrom('handheld')
			.select('signing_key')
			.where('id', '=', result.handheld)
			.where('state', '=', 'active')
			.executeTakeFirst();
		if (by === undefined) throw refusal('noHandheld', result.handheld);
		if (!isFrom(result, fromHex(by.signing_key), cipher)) throw refusal('forged', i + 1, result.handheld);
		found.push(result);
	}
	return found;
}

/**
 * What a meter says of itself is taken; the cover, which no meter knows, is as the worker says, or as ordered. A place that the meter says nothing of is empty.
 */
export function asBuilt({ units, told, meter, at, handheld, number, signature }: BuiltResult): AsBuilt {
	const codes: Partial<Record<Place, string | null>> = { communication: '', metering: '', option: null };
	const serials: Partial<Record<Place, string>> = {};
	for (const { kind, type, serial } of units) {
		const place = placeOf(kind);
		codes[place] = type.split('@')[0]!;
		if (serial !== '') serials[place] = serial;
	}
	const cover = told?.find((code) => unitType(code)?.kind === 'cover');
	if (cover !== undefined) codes.cover = cover;
	const contradicts = told?.filter((code) => !isThere(code, codes as Partial<UnitCodes>)) ?? [];
	return {
		...{ meter, at, codes: codes as Partial<UnitCodes>, serials: serials as Serials },
		evidence: { handheld, number, signature, ...(contradicts.length === 0 ? {} : { contradicts }) },
	};
}

/** Whether a unit that the worker says to have mounted is there, also by its short name (`switch-60`). */
function isThere(code: string, codes: Partial<UnitCodes>): boolean {
	return Object.values(codes).some((each) => {
		if (each === code) return true;
		const type = unitType(each ?? '');
		return type !== undefined && 'short' in type && type.short === code;
	});
}

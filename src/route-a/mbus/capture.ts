/** Of what a meter behind tells, what is captured. */
import { equalBytes } from '../../../modules/bytes/equal.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import type { CaptureElement } from '../../../modules/cosem/mbus-client.js';
import { quantityOf } from '../../../modules/mbus/quantity.js';
import { decodeRecords, type MbusRecord, numberIn } from '../../../modules/mbus/record.js';
import { MOST_VALUES, NO_VALUE } from './channel-rows.js';

/** Undefined: they cannot be understood. */
export function recordsOf(body: Uint8Array): readonly MbusRecord[] | undefined {
	try {
		return decodeRecords(body).records;
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		return undefined;
	}
}

/** What has been counted up to now. */
export function usualDefinition(records: readonly MbusRecord[]): CaptureElement[] {
	const counted = records.filter(({ dib, vib }) => {
		const name = quantityOf(vib)?.name;
		return dib.length === 1 && dib[0]! < 0x10 && (name === 'energy' || name === 'volume');
	});
	return counted.slice(0, MOST_VALUES).map(({ dib, vib }) => ({ dib: dib.slice(), vib: vib.slice() }));
}

/** Undefined: there is none, or it does not fit 4 bytes. */
export function capturedIn(records: readonly MbusRecord[], { dib, vib }: CaptureElement): number | undefined {
	const record = records.find((each) => equalBytes(each.dib, dib) && equalBytes(each.vib, vib));
	const value = record && numberIn(record);
	return value !== undefined && value >= 0 && value < NO_VALUE && value % 1 === 0 ? value : undefined;
}

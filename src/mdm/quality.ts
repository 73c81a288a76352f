/** What is known of a half-hour: QualityOfReading of ESPI (NAESB REQ.21), as far as it is used here. */
import { frozen } from '../../modules/bytes/frozen.js';
import { NO_QUALITY, RAW } from './day-matrix.js';

export const QUALITY = frozen({
	valid: 0,
	edited: 7,
	/** Estimated by the shape of like days. */
	referenceDay: 8,
	/** Estimated by an even split. */
	interpolated: 9,
	questionable: 10,
	/** Of parts that differ. */
	mixed: 13,
	raw: RAW,
	validated: 17,
	none: NO_QUALITY,
});

const WORDS = frozen<Record<number, string>>({
	0: 'valid',
	7: 'edited',
	8: 'reference day',
	9: 'interpolated',
	10: 'questionable',
	13: 'mixed',
	14: 'raw',
	17: 'validated',
	255: 'missing',
});

/** For tables. */
export const qualityWord = (quality: number): string => WORDS[quality] ?? String(quality);

export const isEstimate = (quality: number): boolean => quality === QUALITY.referenceDay || quality === QUALITY.interpolated;

/** Of a half-hour that has two parts. */
export function qualityOfBoth(one: number, other: number): number {
	if (one === other) return one;
	return one === QUALITY.none || other === QUALITY.none ? QUALITY.none : QUALITY.mixed;
}

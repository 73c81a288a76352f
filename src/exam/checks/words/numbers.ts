import { MINUTE, SECOND } from '../../../../modules/time/durations.js';

/** `12.3 s` of ms, `5 min` from two minutes on; the same in all languages. */
export function seconds(ms: number): string {
	return ms >= 2 * MINUTE ? `${Number((ms / MINUTE).toFixed(1))} min` : `${Number((ms / SECOND).toFixed(1))} s`;
}

/** Times that programs write beside their values. */
import { SECOND } from '../../../modules/time/durations.js';
import { JST } from '../../world/time/iso-time.js';

/** `2026-11-29T10:00`, `2026/11/29 10:00:00.5`, `20261129100000`, `2026-11-29 10:00 +09:00`, `…Z`. */
const CIVIL =
	/^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?[T ]*(\d{1,2})[:時]?(\d{2})[:分]?(?:(\d{2})秒?(?:[.,]\d+)?)?\s*(Z|UTC|JST|[+-]\d{2}:?\d{2})?$/i;
/** Of seconds and of ms since 1970, from 2001 to 2286. */
const EPOCH = /^\d{10}(?:\.\d+)?$/;
const EPOCH_MS = /^\d{13}(?:\.\d+)?$/;
/** InfluxDB's. */
const EPOCH_US = /^\d{16}$/;
const EPOCH_NS = /^\d{19}$/;

/** ms since 1970-01-01T00:00:00Z, of Japan Standard Time where it tells no other; undefined: it is no time that can be read. */
export function readTime(text: string): number | undefined {
	const trimmed = text.trim();
	if (EPOCH.test(trimmed)) return Number(trimmed) * SECOND;
	if (EPOCH_MS.test(trimmed)) return Number(trimmed);
	if (EPOCH_US.test(trimmed)) return Number(trimmed) / 1e3;
	if (EPOCH_NS.test(trimmed)) return Math.round(Number(trimmed) / 1e6);
	const match = CIVIL.exec(trimmed);
	if (match === null) return undefined;
	const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
		number,
		number,
		number,
		number,
		number,
		number,
	];
	if (month < 1 || month > 12 || day < 1 || hour > 24 || minute > 59 || second > 60) return undefined;
	const civil = Date.UTC(year, month - 1, day, hour, minute, second);
	if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
	return civil - offsetOf(match[7]);
}

/** ms */
function offsetOf(text: string | undefined): number {
	if (text === undefined || /^JST$/i.test(text)) return JST;
	if (/^(?:Z|UTC)$/i.test(text)) return 0;
	const digits = text.replace(/\D/g, '');
	return (text.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60 * SECOND;
}

/** A field as Wireshark's display filter. */
import type { Field } from './field.js';
import { colons } from './text.js';

/** Undefined where Wireshark does not know the field, or no filter can tell its value. */
export function wiresharkFilter({ filter, raw }: Field): string | undefined {
	if (filter === undefined) return undefined;
	if (typeof raw === 'number' || typeof raw === 'bigint') return `${filter} == ${raw}`;
	if (raw instanceof Uint8Array) return raw.length === 0 ? filter : `${filter} == ${colons(raw)}`;
	if (raw === undefined) return filter;
	return /^[0-9a-f:.]*:[0-9a-f:.]*$/.test(raw) ? `${filter} == ${raw}` : `${filter} == ${JSON.stringify(raw)}`;
}

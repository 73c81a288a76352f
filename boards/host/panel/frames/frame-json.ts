/** A frame with its fields as plain data. Passwords and keys are left out unless they are asked for. */
import { toHex } from '../../../../modules/bytes/hex.js';
import type { Dissection, Field } from '../../../../modules/capture/fields/field.js';
import { wiresharkFilter } from '../../../../modules/capture/fields/filter.js';
import type { FieldJson, FrameDetail, FrameRow } from './frame-row.js';

const HIDDEN = '..';

export function frameDetail(row: FrameRow, { sources, layers }: Dissection, withSecrets: boolean): FrameDetail {
	return {
		row,
		sources: sources.map(({ name, bytes }, source) => {
			const digits = Array.from(bytes, (byte) => toHex(Uint8Array.of(byte)));
			if (!withSecrets) for (const field of secretsOf(layers, source)) digits.fill(HIDDEN, field.start, field.end);
			return { name, hex: digits.join('') };
		}),
		layers: layers.map(({ protocol, source, start, end, fields }) => ({
			protocol,
			source,
			start,
			end,
			fields: fields.map((field) => fieldJson(field, withSecrets)),
		})),
	};
}

/** Fields of a source whose bytes nobody is told who has not asked for them. */
export function secretsOf(layers: Dissection['layers'], source: number): Field[] {
	return layers.filter((layer) => layer.source === source).flatMap((layer) => secretsIn(layer.fields));
}

function secretsIn(fields: readonly Field[]): Field[] {
	return fields.flatMap((field) => (field.secret === true ? [field] : secretsIn(field.children ?? [])));
}

function fieldJson(field: Field, withSecrets: boolean): FieldJson {
	const { name, start, end, clause, bits, malformed, children } = field;
	const isHidden = field.secret === true && !withSecrets;
	const filter = isHidden ? undefined : wiresharkFilter(field);
	return {
		name,
		value: isHidden ? '' : field.value,
		start,
		end,
		clause,
		...(bits !== undefined && { bits }),
		...(filter !== undefined && { filter }),
		...(malformed === true && { malformed }),
		...(isHidden && { hidden: true }),
		...(children !== undefined && children.length > 0 && !isHidden && { children: children.map((child) => fieldJson(child, withSecrets)) }),
	};
}

/** What every dissection must be, whatever its bytes. */
import assert from 'node:assert/strict';
import { type Dissection, type Field, owners } from '../../../../modules/capture/fields/field.js';

/** Every byte of each source belongs to exactly one field, and parts lie within what they are parts of. */
export function assertParted({ sources, layers }: Dissection, told: string): void {
	for (const [source, { name, bytes }] of sources.entries()) {
		const parts = layers.filter((layer) => layer.source === source).flatMap((layer) => owners(layer.fields));
		parts.sort((a, b) => a.start - b.start || a.end - b.end);
		let at = 0;
		for (const part of parts) {
			if (part.start !== at || part.end < at) assert.fail(`${told}: ${name}: ${part.name} at ${part.start} to ${part.end}, expected from ${at}`);
			at = part.end;
		}
		if (at !== bytes.length) assert.fail(`${told}: ${name}: fields end at ${at} of ${bytes.length}`);
	}
	for (const layer of layers) for (const field of layer.fields) assertWithin(field, layer.start, layer.end, told);
}

function assertWithin(field: Field, start: number, end: number, told: string): void {
	if (field.start < start || field.end > end || field.end < field.start) {
		assert.fail(`${told}: ${field.name} at ${field.start} to ${field.end} is not within ${start} to ${end}`);
	}
	for (const child of field.children ?? []) assertWithin(child, field.start, field.end, told);
}

/** All fields, parents before their parts. */
export function all(fields: readonly Field[]): Field[] {
	return fields.flatMap((field) => [field, ...all(field.children ?? [])]);
}

export function fieldsOf({ layers }: Dissection, protocol?: string): Field[] {
	return layers.filter((layer) => protocol === undefined || layer.protocol === protocol).flatMap((layer) => all(layer.fields));
}

export function malformedOf(dissection: Dissection): Field | undefined {
	return fieldsOf(dissection).find((field) => field.malformed === true);
}

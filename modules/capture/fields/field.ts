/** What a frame says, field by field: layers of fields over sources of bytes. Every byte of a source belongs to one field that has no parts but bits. */

/** What stands in a field: a number; bytes, those of an EUI-64 most significant first; text of an address or a word. Undefined: it only has parts. */
export type Raw = number | bigint | string | Uint8Array | undefined;

export interface Field {
	/** As its standard has it. */
	readonly name: string;
	/** Name in Wireshark's display filters, where Wireshark knows the field. */
	readonly filter?: string;
	/** As text for people. */
	readonly value: string;
	readonly raw: Raw;
	/** The first of its bytes in its source, and the first behind them. */
	readonly start: number;
	readonly end: number;
	/** Of a part of its bytes: which bits of the number that they make. */
	readonly bits?: number;
	/** Where its standard tells of it. */
	readonly clause: string;
	readonly children?: readonly Field[];
	/** A password or a key, which is for nobody to see who has not asked for it. */
	readonly secret?: boolean;
	/** Bytes that are not what their format promises, and why. */
	readonly malformed?: boolean;
}

export interface Source {
	readonly name: string;
	readonly bytes: Uint8Array;
}

export interface Layer {
	readonly protocol: string;
	/** Index into the sources. */
	readonly source: number;
	/** From its first byte to behind its last; layers that it carries may lie between. */
	readonly start: number;
	readonly end: number;
	readonly fields: readonly Field[];
}

export interface Dissection {
	/** The frame as it went, and what came out of it: decrypted, put together, decompressed. */
	readonly sources: readonly Source[];
	/** From the outermost. */
	readonly layers: readonly Layer[];
}

/** All fields of a list that own bytes: they have no parts, or only bits. */
export function owners(fields: readonly Field[]): Field[] {
	return fields.flatMap((field) => {
		const { children } = field;
		return children === undefined || children.length === 0 || children[0]!.bits !== undefined ? [field] : owners(children);
	});
}

/**
 * Makers of units, all invented: neither their letters nor their codes are anybody's. A unit that says no maker is as units here have always been.
 *
 * | maker   | letters | 8A     | quirk of its communication units                                              |
 * |---------|---------|--------|-------------------------------------------------------------------------------|
 * | aobori  | AOB     | FFFFF1 | Route A takes and sends PDUs of 256 bytes: all that is longer comes in blocks   |
 * | hinoki  | HNK     | FFFFF2 | Route A knows no lists: each attribute is asked for by itself                   |
 * | kaede   | KDE     | FFFFF3 | Route B answers after 0.8 to 1.5 s                                              |
 * | matsuba | MTB     | FFFFF4 | the load profile of Route A goes back 30 days                                   |
 * | sakaki  | SKK     | FFFFF5 | the standard log of Route A keeps 20 events                                     |
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import type { UnitKind } from './unit-types.js';

export interface Quirks {
	/** The longest PDU that Route A takes and sends, bytes. */
	readonly pdu?: number;
	/** Route A has no multiple references. */
	readonly noLists?: boolean;
	/** How long Route B takes for an answer, ms. */
	readonly answerDelay?: { readonly min: number; readonly max: number };
	/** Rows of the load profile. */
	readonly profileRows?: number;
	/** Entries of the standard event log. */
	readonly events?: number;
}

export interface Maker {
	readonly name: string;
	/** Three, as FLAG gives them out: the logical device name begins with them. */
	readonly letters: string;
	/** EPC 8A, 24 bits. */
	readonly manufacturer: number;
	readonly firmware: Readonly<Record<UnitKind, string>>;
	/** Of its communication units. */
	readonly quirks: Quirks;
}

export const MAKERS: readonly Maker[] = frozen([
	maker('aobori', 'AOB', 0xfffff1, '2.4.1', { pdu: 256 }),
	maker('hinoki', 'HNK', 0xfffff2, '11.0', { noLists: true }),
	maker('kaede', 'KDE', 0xfffff3, '0.9.7', { answerDelay: { min: 800, max: 1500 } }),
	maker('matsuba', 'MTB', 0xfffff4, 'R5', { profileRows: 1440 }),
	maker('sakaki', 'SKK', 0xfffff5, '3.10', { events: 20 }),
]);

/** `KDE-C 0.9.7`: the letters, that of the kind of unit, the version. */
function maker(name: string, letters: string, manufacturer: number, version: string, quirks: Quirks): Maker {
	const firmware = (kind: string): string => `${letters}-${kind} ${version}`;
	return {
		...{ name, letters, manufacturer, quirks },
		firmware: {
			communication: firmware('C'),
			metering: firmware('M'),
			switching: firmware('S'),
			voltage: firmware('V'),
			cover: firmware('T'),
		},
	};
}

/** Undefined: there is none of this name. */
export function makerNamed(name: string): Maker | undefined {
	return MAKERS.find((each) => each.name === name);
}

/**
 * NOR flash: a write can only clear bits, an erase sets all bits of one sector to 1. An adapter refuses what lies outside with a RangeError.
 * When power fails, an interrupted write leaves any subset of its bits cleared, and an interrupted erase leaves the sector in any state.
 */
export interface Flash {
	/** Bytes of one sector, the unit of an erase (4,096 on the parts in use). */
	readonly sectorSize: number;
	readonly sectors: number;
	/** Fills `into` from byte `offset` of the flash. */
	read(offset: number, into: Uint8Array): void;
	/** Each byte at `offset` becomes (what it was AND what is written). */
	write(offset: number, bytes: Uint8Array): void;
	/** Whether so many sectors from one on are known to be blank without a look at them; not there: one has to look. */
	areBlank?(firstSector: number, sectors: number): boolean;
	/** Sets all bytes of sector number `sector` to 0xFF. */
	erase(sector: number): void;
}

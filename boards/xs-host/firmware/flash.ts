import type { Flash } from '../../../hal/ports/flash.js';

/** The device model's flash for the program's own data. */
export const HOST_FLASH: Flash = Object.freeze({
	sectorSize: 4096,
	get sectors() {
		return flashSectors();
	},
	read: (offset: number, into: Uint8Array) => flashRead(offset, into),
	write: (offset: number, bytes: Uint8Array) => flashWrite(offset, bytes),
	erase: (sector: number) => flashErase(sector),
});

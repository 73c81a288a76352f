import type { Flash } from '../hal/ports/flash.js';
import type { Store } from '../hal/ports/store.js';
import { asciiBytes, asciiText } from '../modules/bytes/ascii.js';

/** Name in the store of the word that the flash was erased for last. */
const FORMAT = 'format';
/** Looked at together, in words of 4 bytes. */
const PIECE = 64;

/**
 * Erases flashes that held something else, once for each new `word` that a build was told; nothing for '' or the word of last time, so that an image told to
 * do it does not do it at each start. Sectors that are blank are left alone: a restart in between goes on where it was.
 * @returns how many sectors it erased
 */
export function formatOnce(store: Store, flashes: readonly Flash[], word: string): number {
	const kept = store.get(FORMAT);
	if (word === '' || (kept !== undefined && asciiText(kept) === word)) return 0;
	let erased = 0;
	for (const flash of flashes) {
		for (let sector = 0; sector < flash.sectors; sector++) {
			if (isBlank(flash, sector)) continue;
			flash.erase(sector);
			erased++;
		}
	}
	store.set(FORMAT, asciiBytes(word));
	return erased;
}

function isBlank(flash: Flash, sector: number): boolean {
	const words = new Int32Array(PIECE);
	const bytes = new Uint8Array(words.buffer);
	for (let at = 0; at < flash.sectorSize; at += bytes.length) {
		flash.read(sector * flash.sectorSize + at, bytes);
		for (let i = 0; i < PIECE; i++) if (words[i] !== -1) return false;
	}
	return true;
}

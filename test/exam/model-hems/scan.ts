/** One scan after the other, longer and longer, until the meter of the customer's id is found. */
import { DecodeError } from '../../../modules/bytes/reader.js';
import { decodePan, type PanDescription } from '../../../modules/wi-sun-module/skstack/language/scan-lines.js';
import type { Behaviour } from './behaviour.js';

const SCAN_UNIT = 9.6;
const CHANNELS = 28;
/** Lines of an EPANDESC, and PANs of a scan, beyond which none is taken. */
const MOST_LINES = 16;
const MOST_PANS = 32;

/** What a scan of this duration takes, ms. */
export function scanTime(duration: number): number {
	return SCAN_UNIT * (2 ** duration + 1) * CHANNELS;
}

/** EPANDESC lines of a scan. */
export class PanList {
	#pans: string[][] = [];

	clear(): void {
		this.#pans = [];
	}

	take(line: string): void {
		if (line.startsWith('EPANDESC')) {
			if (this.#pans.length < MOST_PANS) this.#pans.push([]);
			return;
		}
		const last = this.#pans[this.#pans.length - 1];
		if (last && last.length < MOST_LINES) last.push(line);
	}

	/** The one to join. */
	choose(id: string, { choosesPairId, scanMode }: Behaviour): PanDescription | undefined {
		const pans = this.#pans.map(parse).filter((pan) => pan !== undefined);
		if (!choosesPairId || scanMode === 3) return pans[pans.length - 1];
		return pans.find(({ pairingId }) => pairingId === id.slice(-8));
	}
}

function parse(lines: readonly string[]): PanDescription | undefined {
	try {
		return decodePan(lines);
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}

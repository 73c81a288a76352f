/** A head-end of its own, in the process of a test: what a utility reads of a meter. */
import { HesSession, type HesWords, hesOptions } from '../../../../boards/host/hes/hes-options.js';
import { parseWanted } from '../../../../boards/host/hes/hes-read.js';
import { HeadEndError } from '../../../../src/head-end/head-end-error.js';
import { readWanted } from '../../../../src/head-end/reading.js';
import { shown } from '../../../../src/head-end/values.js';

/** s that the meter may be silent. */
const PATIENCE = '20';

export class DlmsReader {
	readonly #words: HesWords;

	/** @param place `[::1]:4059` */
	constructor(place: string, more: Partial<HesWords> = {}) {
		this.#words = { meter: [place], timeout: PATIENCE, retries: '0', json: true, ...more };
	}

	/** The value of one object, `3/1.0.1.7.0.255`; undefined: the meter is not reached. */
	async read(object: string): Promise<unknown> {
		const options = hesOptions(this.#words);
		const session = new HesSession(options, options.meters[0]!);
		try {
			const [found] = await readWanted(session, [parseWanted(object)]);
			return typeof found!.reading === 'number' ? found!.reading : shown(found!.reading, found!, found!.scaler).json;
		} catch (error) {
			if (error instanceof HeadEndError) return undefined;
			throw error;
		} finally {
			await session.end().catch(() => {});
		}
	}
}

import { MemoryStore } from '../../../../hal/virtual/store.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { decodeHeader, HEADER_LENGTH } from '../../../../modules/mbus/header.js';
import { decodeRecords, type MbusRecord, numberIn } from '../../../../modules/mbus/record.js';
import { MINUTE } from '../../../../modules/time/durations.js';
import { MbusMeter, type MbusMeterOptions } from '../../../../src/world/mbus/mbus-meter.js';
import { toHex } from '../../../assert.js';

/** 2026-11-30T18:20 in Japan. */
export const EVENING = Date.UTC(2026, 10, 30, 9, 20);
/** One of its own for each: XS keeps what the top level makes in flash. */
export const newCipher = (): PortableCipher => new PortableCipher();

/** One meter, and what it tells. */
export class MeterRig {
	now = EVENING;
	readonly store: MbusMeterOptions['store'] = new MemoryStore();
	readonly #options: Partial<MbusMeterOptions>;
	meter: MbusMeter;

	constructor(options: Partial<MbusMeterOptions> = {}) {
		this.#options = options;
		this.meter = this.#make();
	}

	/** Another run, with what was kept. */
	again(): void {
		this.meter = this.#make();
	}

	#make(): MbusMeter {
		return new MbusMeter({
			kind: 'gas',
			number: 1,
			seed: 1,
			troubles: [],
			cipher: newCipher(),
			now: () => this.now,
			store: this.store,
			...this.#options,
		});
	}

	/** Records of its next answer, which is open. */
	get records(): readonly MbusRecord[] {
		const { ci, data } = this.meter.answer();
		if (ci !== 0x72) throw new Error(`expected a telegram, got CI ${ci.toString(16)} ${toHex(data)}`);
		return decodeRecords(data.subarray(HEADER_LENGTH)).records;
	}

	get header() {
		return decodeHeader(this.meter.answer().data);
	}

	/** The number of the record with this DIB and VIB in its next answer. */
	value(dibVib: string): number | undefined {
		const record = this.records.find(({ dib, vib }) => `${toHex(dib)}${toHex(vib)}` === dibVib);
		return record && numberIn(record);
	}

	/** The application error that it tells next; undefined: it tells none. */
	get error(): number | undefined {
		const { ci, data } = this.meter.answer();
		return ci === 0x70 ? data[0] : undefined;
	}

	pass(minutes: number): void {
		this.now += minutes * MINUTE;
	}
}

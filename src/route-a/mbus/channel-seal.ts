/** Orders to the meter behind and its telegrams, under its key where that is in use (modules/mbus/encryption.ts). */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { MODE_5, modeOf, openMode5, sealMode5 } from '../../../modules/mbus/encryption.js';
import { CI } from '../../../modules/mbus/frame.js';
import type { MbusHeader } from '../../../modules/mbus/header.js';
import { encodeRecords, type MbusRecord } from '../../../modules/mbus/record.js';
import { type ChannelState, FLAG } from './channel-state.js';

/** Command with a header of 4 bytes, and encryption. */
const CI_SHORT_COMMAND = 0x5a;

export class ChannelSeal {
	readonly #state: ChannelState;
	readonly #cipher: Cipher;
	/** Access number of what this side seals. */
	#commands = 0;

	constructor(state: ChannelState, cipher: Cipher) {
		this.#state = state;
		this.#cipher = cipher;
	}

	sealed(records: readonly MbusRecord[]): { readonly ci: number; readonly data: Uint8Array } {
		const bytes = encodeRecords(records);
		const { key, secondary } = this.#state;
		if (key === undefined || !this.#state.has(FLAG.keyInUse)) return { ci: CI.dataSend, data: bytes };
		this.#commands = (this.#commands + 1) & 0xff;
		const plain = { ...secondary, accessNumber: this.#commands, status: 0, configuration: 0 };
		const { header, sealed } = sealMode5(this.#cipher, key, plain, bytes);
		return { ci: CI_SHORT_COMMAND, data: Uint8Array.of(header.accessNumber, 0, header.configuration & 0xff, header.configuration >> 8, ...sealed) };
	}

	/** Undefined: it is not under the key. What it shows of the key is in the state, until that is kept. */
	opened(header: MbusHeader, body: Uint8Array): Uint8Array | undefined {
		const state = this.#state;
		const { key } = state;
		// What once came under a key is nobody's without it.
		if (modeOf(header.configuration) === 0) {
			if (state.has(FLAG.keyInUse)) return undefined;
			// Who has a key tells nothing in the clear.
			state.mark(FLAG.transferred, false);
			return body;
		}
		const opened = key === undefined || modeOf(header.configuration) !== MODE_5 ? undefined : openMode5(this.#cipher, key, header, body);
		if (opened !== undefined) state.mark(FLAG.keyInUse, true);
		return opened;
	}
}

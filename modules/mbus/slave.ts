/**
 * The slave's side of M-Bus (EN 13757-2 §5.7, EN 13757-3 §11): what it answers, and to whom.
 *
 * | request                       | to primary, 254  | to 253 while selected     | to 255          |
 * |-------------------------------|------------------|---------------------------|-----------------|
 * | SND_NKE                       | E5; begins anew  | E5; is not selected       | both, silently  |
 * | REQ_UD2                       | RSP_UD           | RSP_UD                    | –               |
 * | REQ_UD1 (alarms: none)        | E5               | E5                        | –               |
 * | SND_UD                        | carried out; E5  | carried out; E5           | carried out     |
 * | SND_UD with CI 52 to 253      | – whoever has this secondary address is selected and says E5; all others are not selected any more |
 *
 * A request whose bytes and frame count bit are those of the one before is a repetition: the answer is repeated, and nothing is done twice.
 */
import type { DecodeError } from '../bytes/reader.js';
import { ACKNOWLEDGMENT, ADDRESS, CI, CONTROL, encodeMbusFrame, type MbusFrame } from './frame.js';
import { decodeSecondaryAddress, matchesSelection, SECONDARY_LENGTH, type SecondaryAddress } from './header.js';

export interface MbusAnswer {
	readonly ci: number;
	readonly data: Uint8Array;
}

/** What a slave is for. */
export interface MbusApplication {
	readonly secondary: SecondaryAddress;
	/** Primary address. */
	readonly address: number;
	/** What a master sends. It tells in its next answer what it did not understand. */
	onData(ci: number, data: Uint8Array): void;
	/** The next answer. */
	answer(): MbusAnswer;
}

const ACK = encodeMbusFrame(ACKNOWLEDGMENT);
const COUNTED = 0x10;
const FUNCTION = ~CONTROL.frameCount;
const NONE = new Uint8Array(0);

export class MbusSlave {
	readonly #application: MbusApplication;
	#isSelected = false;
	/** The last request that counts, and what came of it. */
	#request: Uint8Array = NONE;
	#answer: Uint8Array | undefined;

	constructor(application: MbusApplication) {
		this.#application = application;
	}

	/** What it says to this frame; undefined: nothing. */
	receive(frame: MbusFrame): Uint8Array | undefined {
		if (frame.kind === 'acknowledgment') return undefined;
		if (frame.kind === 'long' && frame.ci === CI.select && frame.address === ADDRESS.selected) return this.#select(frame.control, frame.data);
		if (!this.#isMeant(frame.address)) return undefined;
		const isSilent = frame.address === ADDRESS.broadcast;
		if (frame.control === CONTROL.sndNke) {
			if (frame.address === ADDRESS.selected || isSilent) this.#isSelected = false;
			this.#forget();
			return isSilent ? undefined : ACK;
		}
		// Nobody would hear what is next to be told.
		if (isSilent && frame.kind === 'short') return undefined;
		const answer = this.#again(frame) ?? this.#carryOut(frame);
		return isSilent ? undefined : answer;
	}

	/** The power came back. */
	reset(): void {
		this.#isSelected = false;
		this.#forget();
	}

	#isMeant(address: number): boolean {
		if (address === ADDRESS.selected) return this.#isSelected;
		return address === this.#application.address || address === ADDRESS.test || address === ADDRESS.broadcast;
	}

	#select(control: number, data: Uint8Array): Uint8Array | undefined {
		this.#isSelected = false;
		if ((control & FUNCTION) !== CONTROL.sndUd || data.length !== SECONDARY_LENGTH) return undefined;
		this.#isSelected = matchesSelection(this.#application.secondary, decodeSecondaryAddress(data));
		if (!this.#isSelected) return undefined;
		this.#forget();
		return ACK;
	}

	/** The answer to a repetition; undefined: it is none. */
	#again(frame: MbusFrame): Uint8Array | undefined {
		const bytes = encodeMbusFrame(frame);
		const isSame = bytes.length === this.#request.length && bytes.every((byte, i) => byte === this.#request[i]);
		if (isSame) return this.#answer;
		this.#forget();
		if (frame.kind !== 'acknowledgment' && (frame.control & COUNTED) !== 0) this.#request = bytes;
		return undefined;
	}

	#carryOut(frame: Exclude<MbusFrame, { readonly kind: 'acknowledgment' }>): Uint8Array | undefined {
		this.#answer = this.#respond(frame);
		return this.#answer;
	}

	#respond(frame: Exclude<MbusFrame, { readonly kind: 'acknowledgment' }>): Uint8Array | undefined {
		const application = this.#application;
		const asked = frame.control & FUNCTION;
		if (frame.kind === 'long') {
			if (asked !== CONTROL.sndUd) return undefined;
			application.onData(frame.ci, frame.data);
			return ACK;
		}
		if (asked === CONTROL.reqUd1) return ACK;
		if (asked !== CONTROL.reqUd2) return undefined;
		return encodeMbusFrame({ kind: 'long', control: CONTROL.rspUd, address: application.address, ...application.answer() });
	}

	#forget(): void {
		this.#request = NONE;
		this.#answer = undefined;
	}
}

/** Application errors (EN 13757-3 §10): the byte behind CI 70. */
export const APPLICATION_ERROR = Object.freeze({ unspecified: 0, unknownCi: 1, tooManyRecords: 3, cutShort: 4, tooManyDifes: 5, tooManyVifes: 6 });

/** The application error that records are refused with. */
export function applicationErrorOf(error: DecodeError): number {
	if (error.expected.endsWith('DIFEs')) return APPLICATION_ERROR.tooManyDifes;
	return error.expected.endsWith('VIFEs') ? APPLICATION_ERROR.tooManyVifes : APPLICATION_ERROR.cutShort;
}

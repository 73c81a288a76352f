import { DecodeError } from '../../../modules/bytes/reader.js';
import { addresses, decodeFrame, ESV, encodeFrame, type Frame, type Property } from '../../../modules/echonet-lite/frame.js';
import { EPC } from '../../route-b/epc.js';
import { SMART_METER } from '../../route-b/smart-meter.js';

/** EPCs by which a HEMS chooses a history: the day of E2 and E4, the time of EC. */
const CHOICES: readonly number[] = Object.freeze([EPC.history1Day, EPC.history2Time]);
const SETS: readonly number[] = Object.freeze([ESV.SetC, ESV.SetI, ESV.SetGet]);
const REFUSALS: readonly number[] = Object.freeze([ESV.SetC_SNA, ESV.SetI_SNA, ESV.SetGet_SNA]);
/** Requests that are remembered until they are answered. */
const OPEN_REQUESTS = 16;
const NOTHING = new Uint8Array(0);

/**
 * Sets of E5 and ED that a meter refuses. The meter is asked with an EDT of no bytes in place of what the HEMS has written, which it refuses as a wrong
 * length, by its own rules and in its own time; the refusal carries back what was written (Part 2, 4.2.3.2).
 */
export class RefusedChoices {
	/** Requests that are not answered yet, the oldest first. */
	readonly #asked: Frame[] = [];

	/** The request as the meter is to get it. @param strikes asked once, where there is something to refuse */
	request(bytes: Uint8Array, strikes: () => boolean): Uint8Array {
		const frame = setOf(bytes);
		if (frame === undefined) return bytes;
		this.#take(frame.tid);
		if (!addresses(frame.deoj, SMART_METER) || !frame.properties.some(isChoice) || !strikes()) return bytes;
		this.#asked.push(copyOf(frame));
		if (this.#asked.length > OPEN_REQUESTS) this.#asked.shift();
		return encodeFrame({ ...frame, properties: frame.properties.map((each) => (isChoice(each) ? { epc: each.epc, edt: NOTHING } : each)) });
	}

	/** The reply as the HEMS is to get it. */
	reply(bytes: Uint8Array, frame: Frame): Uint8Array {
		if (this.#asked.length === 0 || !REFUSALS.includes(frame.esv)) return bytes;
		const asked = this.#take(frame.tid);
		return asked === undefined
			? bytes
			: encodeFrame({ ...frame, properties: frame.properties.map((each, i) => (isChoice(each) ? asked.properties[i]! : each)) });
	}

	#take(tid: number): Frame | undefined {
		const at = this.#asked.findIndex((each) => each.tid === tid);
		return at < 0 ? undefined : this.#asked.splice(at, 1)[0];
	}
}

function isChoice({ epc }: Property): boolean {
	return CHOICES.includes(epc);
}

/** Undefined: it is no Set. */
function setOf(bytes: Uint8Array): Frame | undefined {
	try {
		const frame = decodeFrame(bytes);
		return SETS.includes(frame.esv) ? frame : undefined;
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}

/** The datagram's bytes are not its to keep. */
function copyOf(frame: Frame): Frame {
	return { ...frame, properties: frame.properties.map(({ epc, edt }) => ({ epc, edt: edt.slice() })) };
}

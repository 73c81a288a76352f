/**
 * No IV twice under one key, on the air and on the line.
 *
 * | where    | key                                          | IV                                                                     |
 * |----------|----------------------------------------------|------------------------------------------------------------------------|
 * | the air  | link key: a new one with each authentication | source EUI-64, frame counter, security level (IEEE 802.15.4, 9.3.2.3)  |
 * | the line | the client's encryption key (Green Book)     | system title of the sender, invocation counter; in HLS tokens as well  |
 *
 * A frame that is sent again is the same frame, byte for byte, and no second use. Link keys cannot be told from each other on the air, for all have one
 * index: a sender may begin to count anew as often as one came into force.
 */
import { toHex } from '../../modules/bytes/hex.js';
import { DecodeError } from '../../modules/bytes/reader.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { decodeAare, decodeAarq } from '../../modules/dlms/apdu/acse.js';
import { APDU } from '../../modules/dlms/apdu/apdu.js';
import { decodeCiphered, HLS_TOKEN_LENGTH, type Protection, protocolOf, Suite0 } from '../../modules/dlms/security/ciphering.js';
import { decodeFrame } from '../../modules/ieee802154/frame.js';
import { Broken } from './world-checks.js';

/** The tag and the length of an octet string that is a token. */
const TOKEN_HEAD = '0911';

/** Whoever sends secured frames. */
interface Sender {
	/** Link keys that were there when it was heard first, and one for each time that it began anew: a key may be replaced before it is used. */
	key: number;
	last: number;
	/** By counter. */
	readonly frames: Map<number, string>;
}

export class IvCheck {
	readonly checked = { air: 0, line: 0 };
	readonly #air = new Map<string, Sender>();
	readonly #line = new Map<string, string>();
	readonly #suite = new Suite0(new PortableCipher());
	readonly #meter: Protection;
	readonly #client: Protection;
	/** Link keys that there were so far. */
	#keys = 0;

	constructor(meter: Protection, client: Protection) {
		this.#meter = meter;
		this.#client = client;
	}

	/** Some two have a new link key from now on. */
	linkKey(): void {
		this.#keys++;
	}

	/** A frame as it goes over the air, without FCS or with it. */
	frame(psdu: Uint8Array): void {
		// Bit 3 of the frame control: security enabled (7.2.2.3).
		if ((psdu[0]! & 8) === 0) return;
		let frame: ReturnType<typeof decodeFrame>;
		try {
			frame = decodeFrame(psdu);
		} catch (error) {
			if (error instanceof DecodeError) return;
			throw error;
		}
		const { security, source } = frame;
		if (security?.frameCounter === undefined || !(source instanceof Uint8Array)) return;
		this.checked.air++;
		const name = toHex(source);
		const known = this.#air.get(name);
		const sender = known ?? { key: this.#keys, last: -1, frames: new Map<number, string>() };
		if (known === undefined) this.#air.set(name, sender);
		const { frameCounter } = security;
		const bytes = toHex(psdu);
		if (frameCounter <= sender.last && sender.frames.get(frameCounter) !== bytes) {
			if (sender.key === this.#keys)
				throw new Broken('IVs', `${name} uses counter ${frameCounter} for ${sender.frames.get(frameCounter)} and for ${bytes}, under one key`);
			sender.key++;
			sender.last = -1;
			sender.frames.clear();
		}
		sender.last = Math.max(sender.last, frameCounter);
		sender.frames.set(frameCounter, bytes);
	}

	/** An APDU on the line. */
	apdu(byMeter: boolean, apdu: Uint8Array): void {
		const sender = byMeter ? this.#meter : this.#client;
		const inner = userInformation(apdu);
		if (inner === undefined || protocolOf(inner[0]!) === 'plain') return;
		const { title, control, counter, payload, tag } = decodeCiphered(inner);
		const owner = title === undefined || title.length === 0 ? sender.title : title;
		this.#used(owner, counter, toHex(inner));
		if (tag !== APDU.gloActionRequest && tag !== APDU.gloActionResponse) return;
		const plain = this.#suite.open({ ...sender, title: owner }, control, counter, payload);
		if (plain === undefined) throw new Broken('IVs', `an APDU under counter ${counter} does not open`);
		const at = plain.length - HLS_TOKEN_LENGTH;
		if (at < 2 || toHex(plain.subarray(at - 2, at)).toLowerCase() !== TOKEN_HEAD) return;
		const token = plain.subarray(at);
		this.#used(owner, new DataView(token.buffer, token.byteOffset).getUint32(1), toHex(token));
	}

	#used(title: Uint8Array, counter: number, what: string): void {
		this.checked.line++;
		// All here goes under one key: that of the management client.
		once(this.#line, `${toHex(title)} ${counter}`, what);
	}
}

function once(known: Map<string, string>, iv: string, what: string): void {
	const before = known.get(iv);
	if (before === undefined) known.set(iv, what);
	else if (before !== what) throw new Broken('IVs', `${iv} goes with ${before} and with ${what}`);
}

/** What an association's request or response carries, else the APDU itself. */
function userInformation(apdu: Uint8Array): Uint8Array | undefined {
	if (apdu[0] === APDU.aarq) return decodeAarq(apdu).userInformation;
	return apdu[0] === APDU.aare ? decodeAare(apdu).userInformation : apdu;
}

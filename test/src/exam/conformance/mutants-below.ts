/** Meters that are wrong in one thing of ciphering or of the line, and the check that finds it. */
import { NodeCipher } from '../../../../hal/node/cipher.js';
import { joined } from '../../../../modules/bytes/joined.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { CONTROL as CIPHERING, decodeCiphered, encodeCiphered, protocolOf, SecuritySuite } from '../../../../modules/dlms/security/ciphering.js';
import { CONTROL, decodeHdlcFrame, encodeHdlcFrame, type HdlcFrame, isInformation } from '../../../../modules/hdlc/frame.js';
import { encodeParameters } from '../../../../modules/hdlc/link.js';
import { hex } from '../../../assert.js';
import { MANAGEMENT, PUBLIC } from '../../../modules/dlms/device-rig.js';
import { newKeys, READING } from '../../route-a/route-a-rig.js';
import type { ExaminedAs, Mutant } from './conformance-rig.js';
import { answers, SMALL_METER } from './mutant-parts.js';
import type { MutantRow } from './mutants.js';

const READ_ONLY: ExaminedAs = { mayWrite: false };
const BY_HDLC: ExaminedAs = { client: PUBLIC, mayWrite: false, by: 'hdlc' };
const WRAPPER_HEADER = 8;
const SHORT = 64;
const HDLC_FLAG_LENGTH = 1;
const NUMBERS = 0x0e;
const REQUEST_OF_SUPPLY = 70;
/** Of none of the families of meters. */
const NO_EVENT = 39;

/** What it ciphers is ciphered otherwise, so that a client can open it all the same. */
function reciphers(change: (control: number, counter: number) => { readonly control: number; readonly counter: number }): Mutant {
	const { systemTitle, clients } = newKeys();
	const { encryption, authentication } = clients[MANAGEMENT]!;
	const suite = new SecuritySuite(new NodeCipher(new PortableCipher()), 0);
	const material = { encryptionKey: encryption, authenticationKey: authentication, title: systemTitle };
	return {
		meter: SMALL_METER,
		answer: (apdu) => {
			if (protocolOf(apdu[0]!) !== 'glo' || apdu[0] === APDU.gloInitiateResponse) return apdu;
			const { tag, title, control, counter, payload } = decodeCiphered(apdu);
			const plain = suite.open(material, control, counter, payload)!;
			const other = change(control, counter);
			const w = new DataWriter();
			encodeCiphered(w, { tag, title, ...other, payload: suite.seal(material, other.control, other.counter, plain) });
			return w.copy();
		},
	};
}

/** A frame of HDLC goes to the meter as another one; undefined: as it is. */
function frames(change: (frame: HdlcFrame) => HdlcFrame | readonly HdlcFrame[] | undefined, fromMeter?: Mutant['fromMeter']): Mutant {
	return {
		meter: SMALL_METER,
		...(fromMeter && { fromMeter }),
		toMeter: (bytes) => {
			const frame = frameOf(bytes);
			const changed = frame && change(frame);
			if (changed === undefined) return bytes;
			return joined(('control' in changed ? [changed] : changed).map(encodeHdlcFrame));
		},
	};
}

/** Undefined: a frame whose FCS is wrong. */
function frameOf(bytes: Uint8Array): HdlcFrame | undefined {
	try {
		return decodeHdlcFrame(bytes.slice(HDLC_FLAG_LENGTH, -HDLC_FLAG_LENGTH));
	} catch {
		return undefined;
	}
}

const kindOf = ({ control }: HdlcFrame): number => control & ~CONTROL.pollFinal;

export const MUTANTS_BELOW: readonly MutantRow[] = [
	['answerProtection', 'answers without encryption', () => reciphers((_, counter) => ({ control: CIPHERING.authentication, counter })), READ_ONLY],
	['answerCounters', 'has one counter for all that it sends', () => reciphers((control) => ({ control, counter: 1000 })), READ_ONLY],
	[
		'hlsReplay',
		'greets whom it knows as before',
		() => {
			const before = new Map<string, Uint8Array>();
			const keyOf = (client: number, requests: readonly Uint8Array[]) => `${client} ${requests.join(' ')}`;
			return {
				meter: SMALL_METER,
				// Of an association the AARQ and the proof.
				request: (apdu, { client, requests }) =>
					client === PUBLIC || requests.length > 1 ? undefined : before.get(keyOf(client, [...requests, apdu])),
				answer: (apdu, { client, requests }) => {
					before.set(keyOf(client, requests), apdu);
					return apdu;
				},
			};
		},
		READ_ONLY,
	],
	['eventCodes', 'logs an event that has no name', () => ({ meter: SMALL_METER, before: ({ routeA }) => routeA.record(NO_EVENT) }), READ_ONLY],
	[
		'supplySwitches',
		'says that it does, and leaves the supply as it is',
		() => answers((request) => (request[0] === APDU.actionRequest && request[4] === REQUEST_OF_SUPPLY ? hex('c701c10000') : undefined)),
		{ mayDisconnect: true },
	],
	[
		'header',
		'answers from the address that was asked, to itself, where it lets in a second time',
		() => {
			let times = 0;
			return {
				meter: SMALL_METER,
				toMeter: (bytes) => {
					if (bytes[WRAPPER_HEADER] === APDU.aarq && bytes[3] === READING) times++;
					return bytes;
				},
				fromMeter: (bytes) => (times === 2 ? Uint8Array.from(bytes, (byte, i) => (i >= 2 && i < 6 ? bytes[i < 4 ? i + 2 : i - 2]! : byte)) : bytes),
			};
		},
		{ client: READING, mayWrite: false, only: ['header'] },
	],
	[
		'snrm',
		'says RR before UA',
		() => ({
			meter: SMALL_METER,
			fromMeter: (bytes) => {
				const frame = frameOf(bytes);
				if (frame === undefined || kindOf(frame) !== CONTROL.ua) return bytes;
				return joined([encodeHdlcFrame({ ...frame, control: CONTROL.rr | CONTROL.pollFinal, information: new Uint8Array(0) }), bytes]);
			},
		}),
		BY_HDLC,
	],
	[
		'fcs',
		'does not look at the FCS',
		() => ({
			meter: SMALL_METER,
			toMeter: (bytes) => {
				if (frameOf(bytes) !== undefined) return bytes;
				const right = bytes.slice();
				right[right.length - 2]! ^= 1;
				return right;
			},
		}),
		BY_HDLC,
	],
	[
		'beforeSnrm',
		'takes information for the opening of a link',
		() => {
			let isOpen = false;
			let isOwnUa = false;
			return frames(
				(frame) => {
					if (kindOf(frame) === CONTROL.snrm || kindOf(frame) === CONTROL.disc) isOpen = kindOf(frame) === CONTROL.snrm;
					else if (isInformation(frame.control) && !isOpen) {
						isOpen = isOwnUa = true;
						return [{ ...frame, control: CONTROL.snrm | CONTROL.pollFinal, information: new Uint8Array(0) }, frame];
					}
					return undefined;
				},
				(bytes) => {
					const isUa = isOwnUa && kindOf(frameOf(bytes)!) === CONTROL.ua;
					if (isUa) isOwnUa = false;
					return isUa ? undefined : bytes;
				},
			);
		},
		BY_HDLC,
	],
	[
		'sequence',
		'does not look at the number of a frame',
		() => {
			let next = 0;
			return frames((frame) => {
				if (kindOf(frame) === CONTROL.snrm) next = 0;
				if (!isInformation(frame.control)) return undefined;
				return { ...frame, control: (frame.control & ~NUMBERS) | ((next++ & 7) << 1) };
			});
		},
		BY_HDLC,
	],
	[
		'segments',
		'does not heed how much a frame may have for a client',
		() =>
			frames((frame) => {
				if (kindOf(frame) !== CONTROL.snrm || frame.information.length === 0) return undefined;
				return { ...frame, information: encodeParameters({ transmit: 128, receive: 2 * SHORT, transmitWindow: 1, receiveWindow: 1 }) };
			}),
		BY_HDLC,
	],
];

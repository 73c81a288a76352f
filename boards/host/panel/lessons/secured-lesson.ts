/** A lesson on one frame that is ciphered: what anybody sees of it, and what is in it. */
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { decodeFrame } from '../../../../modules/echonet-lite/frame.js';
import { ccmNonce } from '../../../../modules/ieee802154/security.js';
import { micLength, securityHeaderLength } from '../../../../modules/ieee802154/security-header.js';
import type { WatchedFrame } from './air-watch.js';
import type { LessonSteps } from './lesson.js';
import type { Part, ReadFacts } from './lesson-facts.js';
import { LessonError } from './lesson-failure.js';
import type { Stage } from './stage.js';
import { joined, left, readPower, start } from './visit.js';

const FCS = 2;
/** IPv6 and UDP headers as they would be without 6LoWPAN, bytes. */
const FULL_HEADERS = 40 + 8;
/** Of a message of ECHONET Lite with one property, by the bytes of each. */
const ECHONET_FIELDS = Object.freeze([
	['ehd', 2],
	['tid', 2],
	['seoj', 3],
	['deoj', 3],
	['esv', 1],
	['opc', 1],
	['epc', 1],
	['pdc', 1],
] as const);

export function securedLesson(stage: Stage): LessonSteps<'secured'> {
	let read: ReadFacts;
	return {
		start: () => start(stage),
		joined: () => joined(stage),
		read: async () => {
			read = (await readPower(stage)).facts;
			return read;
		},
		sealed: () => {
			const { watched, frame, sealed } = openedReply(stage, read);
			const { psdu } = watched;
			const { headerLength, security, source, destination, destinationPan } = frame;
			const securityLength = securityHeaderLength(security!);
			const mic = micLength(security!.level);
			const parts: Part[] = cut(psdu, [
				['mhr', headerLength - securityLength],
				['security', securityLength],
				['sealed', sealed.length],
				['mic', mic],
				['fcs', FCS],
			]);
			return {
				frame: stage.air.fact(watched),
				parts,
				source: addressText(source),
				destination: addressText(destination),
				panId: destinationPan === undefined ? '' : toUpperHex(Uint8Array.of(destinationPan >> 8, destinationPan)),
				level: security!.level,
				counter: security!.frameCounter ?? 0,
				keyIndex: security!.keyIndex ?? 0,
			};
		},
		opened: () => {
			const { frame, payload, data, datagram } = openedReply(stage, read);
			const lowpan = payload.length - data.length;
			const { security, source } = frame;
			const fields: (readonly [string, number])[] = [['lowpan', lowpan], ...ECHONET_FIELDS];
			const known = fields.reduce((sum, [, length]) => sum + length, 0);
			return {
				nonce: toUpperHex(ccmNonce(source as Uint8Array, security!.frameCounter!, security!.level)),
				parts: cut(payload, [...fields, ['edt', payload.length - known]]),
				headersBefore: FULL_HEADERS,
				headersAfter: lowpan,
				sourcePort: datagram.sourcePort,
				destinationPort: datagram.destinationPort,
			};
		},
		again: async () => {
			const before = openedReply(stage, read);
			const { facts } = await readPower(stage);
			const after = openedReply(stage, facts);
			const of = Math.min(before.sealed.length, after.sealed.length);
			let different = 0;
			for (let i = 0; i < of; i++) if (before.sealed[i] !== after.sealed[i]) different++;
			return {
				first: before.frame.security!.frameCounter!,
				second: after.frame.security!.frameCounter!,
				different,
				of,
				frame: facts.reply,
			};
		},
		left: () => left(stage),
	};
}

/** The frame of an answer, as it was on the air and as the key of the session opens it. */
function openedReply({ air }: Stage, { reply }: ReadFacts) {
	const watched: WatchedFrame | undefined = air.since(reply.at).find(({ at, from }) => at === reply.at && from === 'meter');
	const { frame, payload, datagram } = watched === undefined ? ({} as ReturnType<typeof air.read>) : air.read(watched);
	if (watched === undefined || frame?.security === undefined || payload === undefined || datagram === undefined)
		throw new LessonError({ kind: 'unseen', what: 'secured meter' });
	// It throws for what is no message of ECHONET Lite.
	decodeFrame(datagram.data);
	const sealed = frame.payload.subarray(0, frame.payload.length - micLength(frame.security.level));
	return { watched, frame, payload, datagram, data: datagram.data, sealed };
}

function cut(bytes: Uint8Array, fields: readonly (readonly [string, number])[]): Part[] {
	let at = 0;
	return fields.map(([name, length]) => {
		const hex = toUpperHex(bytes.subarray(at, at + length));
		at += length;
		return { name, hex };
	});
}

function addressText(address: number | Uint8Array | undefined): string {
	if (address === undefined) return '';
	return toUpperHex(typeof address === 'number' ? Uint8Array.of(address >> 8, address) : address);
}

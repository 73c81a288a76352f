/** Frames of HDLC on a serial line (IEC 62056-46): what is no good frame is dropped, and what comes out of turn is not taken. */
import { frozen } from '../../../../modules/bytes/frozen.js';
import { DecodeError } from '../../../../modules/bytes/reader.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { CONTROL, decodeHdlcFrame, encodeHdlcFrame, FLAG, type HdlcFrame, isInformation, shortAddress } from '../../../../modules/hdlc/frame.js';
import { encodeParameters, LLC_CLIENT } from '../../../../modules/hdlc/link.js';
import { PUBLIC_CLIENT } from '../../../head-end/meter-session.js';
import { newAarq } from '../aarq.js';
import type { MeterCheck } from '../check.js';
import { type Found, found } from '../finding.js';
import { kept } from '../judging.js';
import { associate } from '../probe.js';
import { getRequest, target } from '../requests.js';
import type { Site } from '../site.js';
import { ASSOCIATION, type Visit } from '../visit.js';
import { Wiretap } from '../wiretap.js';

const SOURCE = 'IEC 62056-46';
/** Bytes of information in a frame that are asked for, where a default is 128. */
const SHORT = 64;
const NUMBER_SHIFT = 1;
/** N(S) of a frame that is out of turn. */
const OUT_OF_TURN = 3;
/** I with N(S) 1, N(R) 1 and P. */
const SECOND = CONTROL.pollFinal | (1 << 1) | (1 << 5);
const OBJECT_LIST = target(ASSOCIATION, CURRENT_ASSOCIATION, 2);

export const HDLC_CHECKS = frozen({
	snrm: {
		id: 'C76',
		is: 'answers SNRM by UA',
		obligation: 'must',
		source: `${SOURCE} §6.4.4`,
		confidence: 'stated',
		needs: ['hdlc'],
		run: (visit) =>
			onLine(visit, async (tap, send) => {
				const [frame] = framesIn(await tap.ask(send(CONTROL.snrm | CONTROL.pollFinal)));
				if (frame === undefined) return [found('fail', 'silent', { what: 'SNRM' })];
				const kind = frame.control & ~CONTROL.pollFinal;
				return kind === CONTROL.ua ? kept() : [found('fail', 'differs', { what: 'SNRM', found: kind.toString(16), expected: 'UA' })];
			}),
	},
	fcs: {
		id: 'C77',
		is: 'drops a frame whose FCS is wrong',
		obligation: 'must',
		source: `${SOURCE} §6.4.2`,
		confidence: 'stated',
		needs: ['hdlc'],
		run: (visit) =>
			onLine(visit, async (tap, send) => {
				const frame = send(CONTROL.snrm | CONTROL.pollFinal).slice();
				frame[frame.length - 2]! ^= 1;
				const answer = framesIn(await tap.ask(frame, visit.site.quiet));
				return answer.length === 0 ? kept() : [found('fail', 'served', { what: 'SNRM (FCS)' })];
			}),
	},
	beforeSnrm: {
		id: 'C78',
		is: 'takes no information before the link is opened',
		obligation: 'must',
		source: `${SOURCE} §6.4.4`,
		confidence: 'stated',
		needs: ['hdlc'],
		run: (visit) =>
			onLine(visit, async (tap, send, aarq) => {
				const frames = framesIn(await tap.ask(send(CONTROL.pollFinal, withLlc(aarq)), visit.site.quiet));
				return frames.some(({ control }) => isInformation(control)) ? [found('fail', 'served', { what: 'I (NDM)' })] : kept();
			}),
	},
	sequence: {
		id: 'C79',
		is: 'takes no frame whose number is not the next',
		obligation: 'must',
		source: `${SOURCE} §6.4.4, N(S)`,
		confidence: 'stated',
		needs: ['hdlc'],
		run: (visit) =>
			onLine(visit, async (tap, send, aarq) => {
				await tap.ask(send(CONTROL.snrm | CONTROL.pollFinal));
				const frames = framesIn(await tap.ask(send(CONTROL.pollFinal | (OUT_OF_TURN << NUMBER_SHIFT), withLlc(aarq)), visit.site.quiet));
				await tap.ask(send(CONTROL.disc | CONTROL.pollFinal), visit.site.quiet);
				return frames.some(({ control }) => isInformation(control)) ? [found('fail', 'served', { what: `I, N(S) ${OUT_OF_TURN}` })] : kept();
			}),
	},
	segments: {
		id: 'C80',
		is: 'sends no more information in a frame than the client takes',
		obligation: 'must',
		source: `${SOURCE} §6.4.4.4, maximum information field length`,
		confidence: 'stated',
		needs: ['hdlc'],
		run: (visit) =>
			onLine(visit, async (tap, send) => {
				const parameters = encodeParameters({ transmit: 128, receive: SHORT, transmitWindow: 1, receiveWindow: 1 });
				await tap.ask(send(CONTROL.snrm | CONTROL.pollFinal, parameters));
				// What the meter has seen it may refuse in few bytes.
				const [opening] = framesIn(await tap.ask(send(CONTROL.pollFinal, withLlc(newAarq(visit.site))))).filter(({ control }) =>
					isInformation(control),
				);
				const isShort = opening !== undefined && !opening.segmented && opening.information.length <= SHORT;
				const frames = isShort ? framesIn(await tap.ask(send(SECOND, withLlc(getRequest(OBJECT_LIST))))) : opening === undefined ? [] : [opening];
				await tap.ask(send(CONTROL.disc | CONTROL.pollFinal), visit.site.quiet);
				const [first] = frames.filter(({ control }) => isInformation(control));
				if (first === undefined) return [found('fail', 'silent', { what: 'I' })];
				const { length } = first.information;
				if (length <= SHORT && !first.segmented) return kept(0);
				return length <= SHORT ? kept() : [found('fail', 'tooLong', { what: 'I', found: length, expected: SHORT })];
			}),
	},
} satisfies Record<string, MeterCheck>);

type Send = (control: number, information?: Uint8Array) => Uint8Array;

/** Does something on the line itself, with an AARQ of the client. */
async function onLine(visit: Visit, judge: (tap: Wiretap, send: Send, aarq: Uint8Array) => Promise<readonly Found[]>): Promise<readonly Found[]> {
	const { site } = visit;
	// A new one, for its counter.
	const opening = await associate(site, site.session.client === PUBLIC_CLIENT ? { isPublic: true } : {});
	if (opening.kind !== 'open') return [found('notSeen', 'notOpened', {})];
	await opening.probe.close();
	const tap = await Wiretap.open(site);
	try {
		return await judge(tap, sender(site), opening.probe.sent[0]!);
	} finally {
		tap.close();
	}
}

function sender({ session: { client, server }, wire }: Site): Send {
	const lower = wire.kind === 'hdlc' ? wire.physicalDevice : undefined;
	const destination = lower === undefined ? shortAddress(server) : { upper: server, lower, length: server > 0x7f || lower > 0x7f ? 4 : 2 };
	return (control, information = new Uint8Array(0)) =>
		encodeHdlcFrame({ segmented: false, destination, source: shortAddress(client), control, information });
}

function withLlc(apdu: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(LLC_CLIENT.length + apdu.length);
	bytes.set(LLC_CLIENT);
	bytes.set(apdu, LLC_CLIENT.length);
	return bytes;
}

/** Good frames among bytes of a line. */
function framesIn(bytes: Uint8Array): readonly HdlcFrame[] {
	const frames: HdlcFrame[] = [];
	for (let at = 0; at + 2 < bytes.length; ) {
		if (bytes[at] !== FLAG || bytes[at + 1] === FLAG) {
			at++;
			continue;
		}
		const length = ((bytes[at + 1]! & 0x07) << 8) | bytes[at + 2]!;
		try {
			frames.push(decodeHdlcFrame(bytes.subarray(at + 1, at + 1 + length)));
			at += 1 + length;
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			at++;
		}
	}
	return frames;
}

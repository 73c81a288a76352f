/** The wrapper of DLMS/COSEM over TCP and UDP (DLMS UA 1000-2, "the wrapper"): four numbers of two bytes before each APDU. */
import { frozen } from '../../../../modules/bytes/frozen.js';
import { toHex } from '../../../../modules/bytes/hex.js';
import { encodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { PUBLIC_CLIENT } from '../../../head-end/meter-session.js';
import { newAarq } from '../aarq.js';
import type { MeterCheck } from '../check.js';
import { type Found, found } from '../finding.js';
import { kept } from '../judging.js';
import { associate } from '../probe.js';
import type { Visit } from '../visit.js';
import { Wiretap } from '../wiretap.js';

const SOURCE = 'DLMS UA 1000-2 (Green Book), wrapper';
const HEADER = 8;
/** A logical device that no meter has. */
const NO_DEVICE = 0x7ffe;
const NO_VERSION = 9;

export const WRAPPER_CHECKS = frozen({
	header: {
		id: 'C72',
		is: 'answers with version 1, the addresses the other way round, and the length that the APDU has',
		obligation: 'must',
		source: SOURCE,
		confidence: 'stated',
		needs: ['wrapper'],
		run: (visit) =>
			onWire(visit, async (tap, frame) => {
				const { server } = visit.site.session;
				const answer = await tap.ask(frame);
				if (answer.length < HEADER) return [found('fail', 'silent', { what: 'AARQ' })];
				const told = toHex(answer.subarray(0, HEADER));
				const length = answer.length - HEADER;
				const expected = toHex(encodeWrapper({ source: server, destination: clientOf(visit), apdu: new Uint8Array(length) }).subarray(0, HEADER));
				return told === expected ? kept() : [found('fail', 'differs', { what: 'wrapper', found: told, expected })];
			}),
	},
	byteByByte: {
		id: 'C73',
		is: 'puts an APDU together that comes in pieces of one byte',
		obligation: 'must',
		source: 'TCP is a stream',
		confidence: 'stated',
		needs: ['wrapper', 'stream'],
		run: (visit) =>
			onWire(visit, async (tap, frame) => {
				const answer = await tap.askInBytes(frame);
				return answer.length >= HEADER ? kept() : [found('fail', 'silent', { what: 'AARQ' })];
			}),
	},
	version: {
		id: 'C74',
		is: 'answers no frame of another version of the wrapper',
		obligation: 'must',
		source: SOURCE,
		confidence: 'stated',
		needs: ['wrapper'],
		run: (visit) =>
			onWire(visit, async (tap, frame) => {
				const other = frame.slice();
				other[1] = NO_VERSION;
				const answer = await tap.ask(other, visit.site.quiet);
				return answer.length === 0 ? kept() : [found('fail', 'served', { what: `wrapper, version ${NO_VERSION}` })];
			}),
	},
	destination: {
		id: 'C75',
		is: 'opens nothing for a logical device that it does not have',
		obligation: 'must',
		source: SOURCE,
		confidence: 'stated',
		needs: ['wrapper'],
		run: (visit) =>
			onWire(visit, async (tap, frame) => {
				const other = frame.slice();
				other[4] = NO_DEVICE >> 8;
				other[5] = NO_DEVICE & 0xff;
				const answer = await tap.ask(other, visit.site.quiet);
				return isAcceptance(answer.subarray(HEADER)) ? [found('fail', 'served', { what: `wrapper, ${NO_DEVICE}` })] : kept();
			}),
	},
} satisfies Record<string, MeterCheck>);

function clientOf({ site }: Visit): number {
	return site.session.client;
}

/** Does something on a wire of its own, with the frame of an AARQ that the meter accepts. */
async function onWire(visit: Visit, judge: (tap: Wiretap, frame: Uint8Array) => Promise<readonly Found[]>): Promise<readonly Found[]> {
	const { site } = visit;
	const { client, server } = site.session;
	const opening = await associate(site, client === PUBLIC_CLIENT ? { isPublic: true } : {});
	if (opening.kind !== 'open') return [found('notSeen', 'notOpened', {})];
	await opening.probe.close();
	// A new one: a meter may pass over what came before.
	const frame = encodeWrapper({ source: client, destination: server, apdu: newAarq(site) });
	const tap = await Wiretap.open(site);
	try {
		return await judge(tap, frame);
	} finally {
		tap.close();
	}
}

/** An AARE with result 0. */
function isAcceptance(apdu: Uint8Array): boolean {
	return apdu[0] === 0x61 && toHex(apdu).includes('a203020100');
}

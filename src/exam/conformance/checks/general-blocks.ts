/** General Block Transfer of a meter that agrees to it. */
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { frozen } from '../../../../modules/bytes/frozen.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { decodeGetResponse } from '../../../../modules/dlms/apdu/get.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { GENERAL_OVERHEAD } from '../../../../modules/dlms/security/ciphering.js';
import { CONFORMANCE_PROPOSED } from '../../../head-end/meter-session.js';
import type { MeterCheck } from '../check.js';
import { type Found, found } from '../finding.js';
import { type GeneralExchange, generalExchange } from '../general-exchange.js';
import { differences, kept } from '../judging.js';
import type { Probe } from '../probe.js';
import { get, getRequest, responseOf, target } from '../requests.js';
import { ASSOCIATION, agreed, type Visit } from '../visit.js';

const GREEN = 'DLMS UA 1000-2 (Green Book), general block transfer';
const OBJECT_LIST = target(ASSOCIATION, CURRENT_ASSOCIATION, 2);
const SHORT_PDU = 128;
const WINDOWS = Object.freeze([1, 4]);
/** It is in the first row of a window that is longer than 1. */
const LOST = 3;
/** Without blocks of the services themselves, which would come first. */
const IN_GENERAL_BLOCKS =
	(CONFORMANCE_PROPOSED & ~(CONFORMANCE.blockGet | CONFORMANCE.blockSet | CONFORMANCE.blockAction)) | CONFORMANCE.generalBlockTransfer;
const LEAST = CONFORMANCE.get | CONFORMANCE.blockGet;

export const GENERAL_BLOCK_CHECKS = frozen({
	generalBlocks: {
		id: 'C96',
		is: 'tells the same value in general blocks as otherwise, whatever the window',
		obligation: 'must',
		source: GREEN,
		confidence: 'stated',
		run: async (visit) => {
			const whole = await visit.within({}, (probe) => get(probe, OBJECT_LIST));
			if (typeof whole === 'number') return [found('fail', 'refusal', { what: 'object_list' })];
			return inEachWindow(visit, ({ whole: cut }, window, probe) => {
				const what = `window ${window}`;
				if (cut === undefined) return [found('fail', 'missing', { what: `${what}: block` })];
				const apdu = probe.open(cut);
				if (apdu === undefined) return [found('fail', 'closed', { what })];
				const response = responseOf({ kind: 'answer', apdu, raw: cut }, 'GET', decodeGetResponse);
				const result = response.kind === 'normal' ? response.result : undefined;
				if (!(result instanceof Uint8Array)) return [found('fail', 'malformed', { what })];
				return equalBytes(result, whole) ? [] : [found('fail', 'differs', { what, found: result.length, expected: whole.length })];
			});
		},
	},
	generalWindow: {
		id: 'C97',
		is: 'sends no more general blocks in a row than the client takes, and none that is longer than its PDU',
		obligation: 'must',
		source: GREEN,
		confidence: 'stated',
		run: (visit) =>
			inEachWindow(visit, ({ turns }, window, probe) => {
				const row = turns.find(({ window: most, blocks }) => blocks.length > most);
				if (row !== undefined) return [found('fail', 'differs', { what: `window ${window}`, found: row.blocks.length, expected: `≤ ${row.window}` })];
				const most = SHORT_PDU + (probe.isSecured ? GENERAL_OVERHEAD : 0);
				const longest = Math.max(...turns.flatMap(({ blocks }) => blocks.map(({ length }) => length)));
				return longest <= most ? [] : [found('fail', 'tooLong', { what: `PDU ${SHORT_PDU}`, found: longest, expected: most })];
			}),
	},
	generalNumbers: {
		id: 'C98',
		is: 'numbers general blocks from 1 on, one after the other, and acknowledges the client’s last one',
		obligation: 'must',
		source: GREEN,
		confidence: 'stated',
		run: (visit) =>
			inEachWindow(visit, ({ turns }) => {
				let number = 0;
				for (const { asked, blocks } of turns) {
					for (const block of blocks) {
						if (block.number !== ++number) return [found('fail', 'differs', { what: 'block number', found: block.number, expected: number })];
						if (block.acknowledged !== asked)
							return [found('fail', 'differs', { what: 'block number acknowledged', found: block.acknowledged, expected: asked })];
					}
				}
				return [];
			}),
	},
	generalLost: {
		id: 'C99',
		is: 'sends a general block again that the client says it has not got',
		obligation: 'must',
		source: GREEN,
		confidence: 'stated',
		run: (visit) =>
			inWindow(visit, WINDOWS.at(-1)!, LOST, ({ turns }) => {
				const times = turns.filter(({ blocks }) => blocks.some(({ number }) => number === LOST)).length;
				if (times === 0) return [found('notApplicable', 'nothingToTry', {})];
				return times > 1 ? kept() : [found('fail', 'missing', { what: `block ${LOST}` })];
			}),
	},
	generalUnasked: {
		id: 'C100',
		is: 'sends no general blocks to a client that did not propose them',
		obligation: 'must',
		source: `${GREEN}, negotiated conformance`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({ conformance: LEAST, maxPdu: SHORT_PDU }, async (probe) => {
				const [answer] = await probe.askAll(probe.seal(getRequest(OBJECT_LIST)), () => true);
				if (answer === undefined) return [found('fail', 'silent', { what: 'GET' })];
				return answer[0] === APDU.generalBlockTransfer ? [found('fail', 'served', { what: 'General-Block-Transfer' })] : kept();
			}),
	},
} satisfies Record<string, MeterCheck>);

type Judge = (exchange: GeneralExchange, window: number, probe: Probe) => readonly Found[];

/** Reads the object list in each window. */
async function inEachWindow(visit: Visit, judge: Judge): Promise<readonly Found[]> {
	for (const window of WINDOWS) {
		const judged = await inWindow(visit, window, 0, judge);
		if (judged.length > 0) return judged;
	}
	return differences([], WINDOWS.length);
}

function inWindow(visit: Visit, window: number, lost: number, judge: Judge): Promise<readonly Found[]> {
	return visit.within({ conformance: IN_GENERAL_BLOCKS, maxPdu: SHORT_PDU }, async (probe) => {
		if (!agreed(probe, CONFORMANCE.generalBlockTransfer)) return [found('notApplicable', 'notAgreed', { what: 'general-block-transfer' })];
		const exchange = await generalExchange(probe, probe.seal(getRequest(OBJECT_LIST)), window, lost);
		return exchange === undefined ? [found('notApplicable', 'nothingToTry', {})] : judge(exchange, window, probe);
	});
}

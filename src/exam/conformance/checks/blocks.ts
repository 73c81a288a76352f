/** Long values, block by block, in every size of PDU that a client may ask for. */
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { frozen } from '../../../../modules/bytes/frozen.js';
import { decodeGetResponse } from '../../../../modules/dlms/apdu/get.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { GENERAL_OVERHEAD } from '../../../../modules/dlms/security/ciphering.js';
import type { MeterCheck } from '../check.js';
import { type Found, found } from '../finding.js';
import { differences, kept, resultText } from '../judging.js';
import { type Got, get, getAll, getRequest, nextRequest, responseOf, target } from '../requests.js';
import { ASSOCIATION, agreed, BLOCKS, type Visit } from '../visit.js';

const GREEN = 'DLMS UA 1000-2 (Green Book)';
const OBJECT_LIST = target(ASSOCIATION, CURRENT_ASSOCIATION, 2);
const OWN_NAME = target(ASSOCIATION, CURRENT_ASSOCIATION, 1);
/** PDU sizes of clients, bytes. */
const SIZES = Object.freeze([100, 127, 128, 129, 255, 256, 512]);

export const BLOCK_CHECKS = frozen({
	pduSize: {
		id: 'C25',
		is: 'sends no PDU that is longer than the client takes',
		obligation: 'must',
		source: `${GREEN}, client-max-receive-pdu-size`,
		confidence: 'stated',
		run: (visit) =>
			inEachSize(visit, (got, size, isSecured) => {
				// Some count the bytes of ciphering on top of what was agreed on.
				const most = size + (isSecured ? GENERAL_OVERHEAD : 0);
				const longest = Math.max(...got.sizes);
				return longest <= most ? [] : [found('fail', 'tooLong', { what: `PDU ${size}`, found: longest, expected: most })];
			}),
	},
	blockNumbers: {
		id: 'C26',
		is: 'numbers blocks from 1 on, one after the other',
		obligation: 'must',
		source: `${GREEN}, DataBlock-G`,
		confidence: 'stated',
		run: (visit) =>
			inEachSize(visit, ({ blocks }, size) => {
				// What came whole has no blocks that could be numbered.
				if (blocks.length === 0 && size === SIZES[0]) return [found('notApplicable', 'nothingToTry', {})];
				const at = blocks.findIndex((number, i) => number !== i + 1);
				return at < 0 ? [] : [found('fail', 'differs', { what: `PDU ${size}: block`, found: blocks[at]!, expected: at + 1 })];
			}),
	},
	blocksWhole: {
		id: 'C27',
		is: 'tells the same value in blocks of every size',
		obligation: 'must',
		source: `${GREEN}, block transfer`,
		confidence: 'stated',
		run: async (visit) => {
			const whole = await visit.within({}, (probe) => get(probe, OBJECT_LIST));
			if (typeof whole === 'number') return [found('fail', 'refused', { what: 'object_list', result: resultText(whole) })];
			return inEachSize(visit, ({ result }, size) => {
				if (typeof result === 'number') return [found('fail', 'refused', { what: `PDU ${size}`, result: resultText(result) })];
				return equalBytes(result, whole) ? [] : [found('fail', 'differs', { what: `PDU ${size}`, found: result.length, expected: whole.length })];
			});
		},
	},
	wrongBlock: {
		id: 'C28',
		is: 'ends a long GET whose next block is asked for by a wrong number',
		obligation: 'must',
		source: `${GREEN}, data-block-number-invalid`,
		confidence: 'stated',
		run: (visit) =>
			visit.within({ maxPdu: SIZES[0]! }, async (probe) => {
				if (!agreed(probe, BLOCKS)) return [found('notApplicable', 'notAgreed', { what: 'GET blocks' })];
				const first = responseOf(await probe.ask(getRequest(OBJECT_LIST)), 'GET', decodeGetResponse);
				if (first.kind !== 'block' || first.last) return [found('notApplicable', 'nothingToTry', {})];
				const answer = await probe.ask(nextRequest(first.number + 2));
				if (answer.kind === 'exception') return kept();
				const second = responseOf(answer, 'GET next', decodeGetResponse);
				return second.kind !== 'list' && typeof second.result === 'number' ? kept() : [found('fail', 'served', { what: 'GET next' })];
			}),
	},
	blockAbandoned: {
		id: 'C29',
		is: 'serves another request in the middle of a long GET',
		obligation: 'must',
		source: `${GREEN}, block transfer`,
		confidence: 'proposed',
		run: (visit) =>
			visit.within({ maxPdu: SIZES[0]! }, async (probe) => {
				if (!agreed(probe, BLOCKS)) return [found('notApplicable', 'notAgreed', { what: 'GET blocks' })];
				await probe.ask(getRequest(OBJECT_LIST));
				const result = await get(probe, OWN_NAME);
				return typeof result === 'number' ? [found('fail', 'refused', { what: 'GET', result: resultText(result) })] : kept();
			}),
	},
} satisfies Record<string, MeterCheck>);

/** Reads the object list in each size of PDU; a meter without blocks is asked for none. */
async function inEachSize(visit: Visit, judge: (got: Got, size: number, isSecured: boolean) => readonly Found[]): Promise<readonly Found[]> {
	for (const size of SIZES) {
		const judged = await visit.within({ maxPdu: size }, async (probe) => {
			if (!agreed(probe, BLOCKS)) return [found('notApplicable', 'notAgreed', { what: 'GET blocks' })];
			return judge(await getAll(probe, OBJECT_LIST), size, probe.isSecured);
		});
		if (judged.length > 0) return judged;
	}
	return differences([], SIZES.length);
}

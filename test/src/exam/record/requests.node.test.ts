import { ESV } from '../../../../modules/echonet-lite/frame.js';
import { linesOf } from '../../../../src/exam/record/lines.js';
import { requestsIn } from '../../../../src/exam/record/requests.js';
import { equal } from '../../../assert.js';
import { METER, NODE, TestRecord } from '../records.js';

function read(record: TestRecord) {
	const { requests, strays } = requestsIn(linesOf(record));
	const shown = requests.map(({ entry, unsent, reply, lost }) => {
		if (reply !== undefined) return `${entry} answered by ${reply.entry}`;
		if (unsent !== undefined) return `${entry} unsent by ${unsent.entry}`;
		return lost === undefined ? `${entry} open` : `${entry} lost with ${lost.entry}`;
	});
	return [...shown, ...strays.map(({ entry }) => `${entry} stray`)];
}

function equals(actual: readonly unknown[], expected: readonly unknown[]): void {
	equal(actual.join('; '), expected.join('; '));
}

describe('Requests in a record', () => {
	it('are answered by TID, object and service', () => {
		const other = new TestRecord().asks([0xe7]).replies([0xe7], { seoj: NODE }).replies([0xe7], { tid: 9 }).replies([0xe7], { esv: ESV.INF });
		equals(read(other.replies([0xe7]).replies([0xe7])), ['1 answered by 5', '2 stray', '3 stray', '6 stray']);
	});

	it('are answered with a Get_SNA, and an INF_REQ by an INF of its EPC whatever its TID', () => {
		const refused = new TestRecord().asks([0xd3]).replies({ 211: '' }, { esv: ESV.Get_SNA });
		equals(read(refused), ['1 answered by 2']);
		const announced = new TestRecord().asks([0xd5], { esv: ESV.INF_REQ, deoj: NODE }).replies([0xd5], { esv: ESV.INF, seoj: NODE, tid: 0 });
		equals(read(announced), ['1 answered by 2']);
	});

	it('are unsent where the dongle says so of them, not of what was sent after them', () => {
		equals(read(new TestRecord().asks([0xe7]).event(0x21, 2).event(0x21, 1)), ['1 unsent by 3']);
		equals(read(new TestRecord().asks([0xe7]).act({ kind: 'refused', code: 'ER06', name: 'SKSENDTO' })), ['1 unsent by 2']);
		const confirmed = new TestRecord()
			.asks([0xe7])
			.sends({ tid: 1, seoj: 0x05ff01, deoj: METER, esv: ESV.INFC_Res, properties: [{ epc: 0xea, edt: new Uint8Array(0) }] });
		equals(read(confirmed.event(0x21, 1)), ['1 open']);
	});

	it('are lost with their session, program or port', () => {
		for (const end of [0x24, 0x25, 0x26, 0x27, 0x28, 0x29])
			equals(read(new TestRecord().asks([0xe7]).event(end).replies([0xe7])), ['1 lost with 2', '3 stray']);
		equals(read(new TestRecord().asks([0xe7]).program('started')), ['1 lost with 2']);
		equals(read(new TestRecord().asks([0xe7]).port('gone')), ['1 lost with 2']);
		equals(read(new TestRecord().asks([0xe7]).event(0x32)), ['1 open']);
	});

	it('of the same TID and content get the one reply', () => {
		equals(read(new TestRecord().asks([0xe7], { tid: 5 }).asks([0xe7], { tid: 5 }).replies([0xe7])), ['1 answered by 3', '2 answered by 3']);
	});

	it('of one TID for all get the reply that has what they ask for, and any one where none has', () => {
		const asked = () => new TestRecord().asks([0xe1, 0xd3], { tid: 0 }).asks([0xe7], { tid: 0 }).asks([0xe0], { tid: 0 });
		const replied = asked().replies([0xe1, 0xd3], { tid: 0 }).replies([0xe7], { tid: 0 }).replies([0xe0], { tid: 0 });
		equals(read(replied), ['1 answered by 4', '2 answered by 5', '3 answered by 6']);
		equals(read(asked().replies([0xe1], { tid: 0 })), ['1 answered by 4', '2 answered by 4', '3 answered by 4']);
	});

	it('at other dongles are none', () => {
		const record = new TestRecord().asks([0xe7]);
		const [act] = record.acts;
		equal(requestsIn(linesOf({ acts: [{ ...act!, node: 'dongle-2' }], entries: record.entries })).requests.length, 0);
	});
});

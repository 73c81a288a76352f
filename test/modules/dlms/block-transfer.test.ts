import { decodeGeneralBlock, encodeGeneralBlock, type GeneralBlock } from '../../../modules/dlms/apdu/general-block.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { BlockTransfer, type BlockTransferOptions, type Taken } from '../../../modules/dlms/block-transfer.js';
import { equal, hex, toHex } from '../../assert.js';

const NONE = new Uint8Array(0);
const OPTIONS = { window: 4, most: 1000, burst: 63 };
/** Two bytes of a part in each block. */
const LONGEST = 9;

/** A side, what it sent since it was asked last as hexadecimal digits, and what it made of the last block. */
function side(options: Partial<BlockTransferOptions> = {}) {
	const transfer = new BlockTransfer({ ...OPTIONS, ...options });
	let sent: string[] = [];
	const send = (apdu: Uint8Array) => {
		sent.push(toHex(apdu));
	};
	const told = () => {
		const blocks = sent.join(' ');
		sent = [];
		return blocks;
	};
	return {
		transfer,
		begin: (text: string, longest = LONGEST) => {
			equal(transfer.begin(hex(text), longest, send), true);
			return told();
		},
		take: (text: string) => shown(transfer.take(decodeGeneralBlock(hex(text)), send)) + told(),
		recover: () => (transfer.recover(send) ? told() : 'nothing'),
	};
}

function shown(taken: Taken): string {
	return typeof taken === 'object' ? `= ${toHex(taken)} ` : taken === 'more' ? '' : `! ${taken} `;
}

describe('General Block Transfer', () => {
	it('gives one block until it knows how many the other side takes', () => {
		const { begin, take } = side();
		equal(begin('01020304050607'), 'e0040001000002' + '0102');
		equal(take('e0 82 0001 0001 00'), 'e0440002000102' + '0304' + ' ' + 'e0040003000102' + '0506');
		equal(take('e0 82 0002 0003 00'), 'e0840004000201' + '07');
	});

	it('is one block that is the last where that is enough', () => equal(side().begin('0102'), 'e0840001000002' + '0102'));

	it('sends again from behind what was acknowledged, as much as was asked for', () => {
		const { begin, take } = side();
		begin('0102030405060708');
		equal(take('e0 83 0001 0001 00').split(' ').length, 3);
		equal(take('e0 81 0002 0001 00'), 'e0040002000202' + '0304');
		equal(take('e0 82 0003 0002 00'), 'e0440003000302' + '0506 e0840004000302' + '0708');
	});

	it('does not go back behind what was acknowledged', () => {
		const { begin, take } = side();
		begin('0102030405060708');
		equal(take('e0 82 0001 0001 00'), 'e0440002000102' + '0304' + ' ' + 'e0040003000102' + '0506');
		equal(take('e0 81 0002 0003 00'), 'e0840004000202' + '0708');
		equal(take('e0 bf 0003 0000 00'), 'e0840004000302' + '0708');
		equal(take('e0 bf 0004 0001 00'), 'e0840004000402' + '0708');
		equal(take('e0 bf 0005 0004 00'), '');
		equal(take('e0 bf 0006 0000 00'), '');
	});

	it('sends no more in a row than may go out, whatever the window', () => {
		const { begin, take } = side({ burst: 1 });
		begin('010203040506');
		equal(take('e0 bf 0001 0001 00'), 'e0040002000102' + '0304');
	});

	it('waits where the other side takes no block at all', () => {
		const { begin, take } = side();
		begin('01020304');
		equal(take('e0 80 0001 0001 00'), '');
		equal(take('e0 81 0002 0001 00'), 'e0840002000202' + '0304');
	});

	it('acknowledges where it has the turn, and is whole with the last', () => {
		const { take } = side();
		equal(take('e0 01 0001 0000 02 0102'), 'e0840001000100');
		equal(take('e0 41 0002 0001 02 0304'), '');
		equal(take('e0 01 0003 0001 02 0506'), 'e0840002000300');
		equal(take('e0 81 0004 0002 01 07'), '= 01020304050607 ');
	});

	it('puts together what comes in another order', () => {
		const { take } = side();
		take('e0 01 0001 0000 01 01');
		equal(take('e0 41 0003 0001 01 03'), '');
		equal(take('e0 81 0004 0001 01 04'), 'e0810002000100');
		equal(take('e0 41 0002 0001 01 02'), '= 01020304 ');
	});

	it('asks for a gap, with a window as long as it is', () => {
		const { take } = side();
		take('e0 01 0001 0000 01 01');
		take('e0 41 0004 0001 01 04');
		equal(take('e0 01 0005 0001 01 05'), 'e0820002000100');
		equal(take('e0 41 0002 0002 01 02'), '');
		equal(take('e0 01 0003 0002 01 03'), 'e0840003000500');
	});

	it('takes no turn twice that comes twice, and acknowledges again under the same number', () => {
		const { take } = side();
		equal(take('e0 01 0001 0000 01 01'), 'e0840001000100');
		equal(take('e0 01 0001 0000 01 01'), 'e0840001000100');
		equal(take('e0 41 0002 0001 01 02'), '');
		equal(take('e0 41 0002 0001 01 02'), '');
		equal(take('e0 01 0003 0001 01 03'), 'e0840002000300');
		// It came twice, or what was acknowledged last did not arrive.
		equal(take('e0 01 0001 0001 01 01'), 'e0840002000300');
		equal(take('e0 01 0001 0002 01 01'), '');
		const sender = side();
		sender.begin('010203040506');
		equal(sender.take('e0 81 0001 0001 00'), 'e0040002000102' + '0304');
		equal(sender.take('e0 81 0001 0001 00'), '');
	});

	it('takes the turn behind a gap that was filled from elsewhere meanwhile', () => {
		const { take } = side();
		take('e0 01 0001 0000 01 01');
		equal(take('e0 01 0003 0001 01 03'), 'e0810002000100');
		equal(take('e0 41 0002 0001 01 02'), '');
		// What was asked for comes, too.
		equal(take('e0 01 0002 0002 01 02'), 'e0840003000300');
	});

	it('keeps nothing that is further ahead than its window', () => {
		const { take } = side();
		take('e0 01 0001 0000 01 01');
		equal(take('e0 41 0006 0001 01 06'), '');
		equal(take('e0 01 0005 0001 01 05'), 'e0830002000100');
	});

	it('asks again when nothing comes', () => {
		const { begin, recover, take } = side();
		equal(recover(), 'nothing');
		equal(begin('01020304'), 'e0040001000002' + '0102');
		equal(recover(), 'e0040001000002' + '0102');
		equal(take('e0 84 0001 0001 00'), 'e0840002000102' + '0304');
		equal(recover(), 'e0840002000102' + '0304');
		// The answer began, and acknowledges all of it.
		equal(take('e0 44 0002 0002 01 aa'), '');
		equal(recover(), 'e0840003000200');
	});

	it('asks with its last block again, where that was acknowledged and nothing of an answer came', () => {
		const { begin, recover, take } = side();
		begin('01020304');
		take('e0 84 0001 0001 00');
		equal(take('e0 84 0002 0002 00'), '');
		equal(recover(), 'e0840002000202' + '0304');
		equal(take('e0 81 0003 0002 01 aa'), '= aa ');
		equal(recover(), 'nothing');
	});

	it('acknowledges again for a turn whose sender lacks the last acknowledgement, whatever row it ends', () => {
		const { take } = side();
		take('e0 01 0001 0000 01 01');
		take('e0 41 0002 0001 01 02');
		equal(take('e0 01 0005 0001 01 05'), 'e0820002000200');
		take('e0 41 0003 0001 01 03');
		take('e0 41 0004 0001 01 04');
		equal(take('e0 01 0005 0001 01 05'), 'e0840002000500');
		// Only the first of the two arrived.
		equal(take('e0 41 0003 0002 01 03'), '');
		equal(take('e0 01 0004 0002 01 04'), 'e0840003000500');
		equal(take('e0 01 0003 0002 01 03'), 'e0840003000500');
	});

	it('answers a request again that comes again, as its answer was lost', () => {
		const { begin, take } = side();
		take('e0 01 0001 0000 02 c801');
		equal(take('e0 84 0002 0001 01 02'), '= c80102 ');
		equal(begin('aabbccdd'), 'e0440002000202aabb e0840003000202ccdd');
		equal(take('e0 84 0002 0001 01 02'), 'e0440002000202aabb e0840003000202ccdd');
	});

	it('numbers what only acknowledges, and fills such a number with an empty block', () => {
		const { begin, take } = side();
		equal(take('e0 01 0001 0000 02 c801'), 'e0840001000100');
		take('e0 84 0002 0001 01 02');
		equal(begin('aa'), 'e0840002000201aa');
		equal(take('e0 84 0003 0000 00'), 'e0440001000300 e0840002000301aa');
	});

	it('knows the first block of another exchange', () => {
		const begins = (transfer: BlockTransfer, text: string) => transfer.begins(decodeGeneralBlock(hex(text)));
		const fresh = side();
		equal(begins(fresh.transfer, 'e0 81 0001 0000 01 c8'), false, 'its own first one');
		fresh.take('e0 41 0002 0000 01 02');
		equal(begins(fresh.transfer, 'e0 41 0001 0000 01 c8'), false, 'its own first one, behind the second');
		const short = side();
		short.take('e0 01 0001 0000 01 c8');
		equal(begins(short.transfer, 'e0 01 0001 0000 01 c8'), false, 'the same again, of one byte');
		equal(begins(short.transfer, 'e0 01 0001 0000 01 c9'), true, 'another, of one byte');
		const answering = side();
		answering.begin('010203');
		equal(begins(answering.transfer, 'e0 81 0001 0001 00'), false, 'an acknowledgement');
		equal(begins(answering.transfer, 'e0 81 0001 0000 01 c8'), true, 'a request behind a plain one');
		const whole = side();
		whole.take('e0 81 0001 0000 02 c801');
		equal(begins(whole.transfer, 'e0 81 0001 0000 02 c801'), false, 'the same again');
		equal(begins(whole.transfer, 'e0 81 0001 0000 02 c802'), true, 'another');
		equal(begins(whole.transfer, 'e0 81 0002 0000 02 c802'), false, 'no first one');
		const plain = side();
		plain.take('e0 81 0001 0000 02 c001');
		equal(begins(plain.transfer, 'e0 81 0001 0000 02 c001'), true, 'the same in the clear');
	});

	it('is over with number 0, and with an acknowledgement of what was never sent', () => {
		equal(side().take('e0 01 0000 0000 01 01'), '! broken ');
		equal(side().take('e0 01 0001 0001 01 01'), '! broken ');
		const { begin, take } = side();
		begin('01020304');
		equal(take('e0 82 0001 0002 00'), '! broken ');
	});

	it('is over with more bytes than are taken, those behind a gap among them', () => {
		const { take } = side({ most: 3 });
		equal(take('e0 41 0001 0000 02 0102'), '');
		equal(take('e0 41 0003 0000 01 03'), '');
		equal(take('e0 41 0004 0000 01 04'), '! tooLong ');
	});

	/** Two blocks may be sent so often in all: each three times, and 64 besides. */
	const TIMES = 3 * 2 + 64;

	it('does not send for ever what is never acknowledged', () => {
		const { begin, take } = side();
		let blocks = begin('01020304').split(' ').length;
		let number = 1;
		for (;;) {
			const row = take(`e0 81 ${(number++).toString(16).padStart(4, '0')} 0000 00`);
			if (row === '! broken ') break;
			blocks += row.split(' ').length;
		}
		equal(blocks, TIMES);
	});

	it('asks no more by what was sent as often as it may be, and still asks for what is missing', () => {
		const { begin, recover, take } = side();
		let blocks = begin('01020304').split(' ').length;
		while (recover() === 'e0040001000002' + '0102') blocks++;
		equal(blocks, TIMES);
		equal(recover(), 'nothing');
		equal(take('e0 41 0001 0000 01 aa'), '');
		equal(recover(), 'e0840002000100');
	});

	it('asks for what is missing under a new number each time', () => {
		const { recover, take } = side();
		equal(take('e0 01 0001 0000 01 01'), 'e0840001000100');
		equal(recover(), 'e0840002000100');
		equal(recover(), 'e0840003000100');
	});

	it('acknowledges a turn that comes for the second time, where the first time it was none', () => {
		const { take } = side();
		equal(take('e0 41 0001 0000 01 01'), '');
		equal(take('e0 01 0001 0000 01 01'), 'e0840001000100');
	});

	it('does not go back behind the first block of an APDU either', () => {
		const { begin, take } = side();
		begin('010203040506');
		equal(take('e0 81 0001 0001 00'), 'e0040002000102' + '0304');
		equal(take('e0 81 0002 0000 00'), 'e0040002000202' + '0304');
	});

	it('misses nothing before an acknowledgement, whatever its number is, and takes an APDU that begins under the same', () => {
		const late = side();
		equal(late.take('e0 84 0005 0000 00'), '');
		equal(late.begin('aa'), 'e0840001000501aa');
		const same = side();
		equal(same.take('e0 84 0001 0000 00'), '');
		equal(same.take('e0 81 0001 0000 02 c801'), '= c801 ');
	});

	describe('with a budget for what is sent again', () => {
		/** Blocks of 8 bytes, as they are counted, and 6 of them. */
		const limited = (amplification: number) => {
			const { begin, take } = side({ again: { most: 6 * 8, amplification } });
			begin('0102030405060708090a0b0c0d0e0f10');
			let number = 1;
			/** Numbers of the blocks that an acknowledgement brings. */
			return (acknowledged: number, window = 63) =>
				take(hexBlock(window, number++, acknowledged))
					.split(' ')
					.map((block) => Number.parseInt(block.slice(4, 8), 16) || 0)
					.join();
		};
		const hexBlock = (window: number, number: number, acknowledged: number) =>
			toHex(Uint8Array.of(0xe0, 0x80 | window, 0, number, 0, acknowledged, 0));

		it('sends half of it in a row, at last one block, and then none', () => {
			const ask = limited(0);
			equal(ask(1), '2,3,4,5,6,7,8');
			equal(ask(1), '2,3,4');
			equal(ask(1), '2');
			equal(ask(1), '2');
			equal(ask(1), '2');
			equal(ask(1), '0');
			equal(ask(1), '0');
		});

		it('gets back what is acknowledged', () => {
			const ask = limited(0);
			ask(1);
			ask(1);
			for (let i = 0; i < 3; i++) ask(1);
			equal(ask(1), '0');
			equal(ask(4), '5');
			equal(ask(4), '5');
			equal(ask(6), '7');
			equal(ask(8), '0');
		});

		it('pays for a single block that is sent again, too', () => {
			const ask = limited(0);
			equal(ask(1, 1), '2');
			equal(Array.from({ length: 8 }, () => ask(1, 1)).join(), '2,2,2,2,2,2,0,0');
		});

		it('gets back the first block, too, once that is acknowledged', () => {
			const ask = limited(0);
			equal(Array.from({ length: 7 }, () => ask(0, 1)).join(), '1,1,1,1,1,1,0');
			equal(ask(1, 2), '2,3');
			equal([ask(1, 2), ask(1, 2)].join(), '2,0');
		});

		it('gets a multiple of what comes', () => {
			const ask = limited(1);
			ask(1);
			let blocks = 0;
			for (let i = 0; i < 100; i++) blocks += ask(1) === '0' ? 0 : 1;
			// Each acknowledgement has 6 bytes besides its length.
			equal(blocks > 70 && blocks < 85, true, `${blocks} blocks`);
		});

		it('is enough for what is sent for the first time, whatever the window', () => {
			const ask = limited(0);
			equal(ask(1, 2), '2,3');
			equal(ask(3, 2), '4,5');
			equal(ask(4, 4), '5,6,7,8');
		});
	});

	it('goes on behind an empty block in the midst of an APDU, which ends nothing', () => {
		const { take } = side();
		take('e0 41 0001 0000 01 01');
		equal(take('e0 c1 0002 0000 00'), '');
		equal(take('e0 81 0003 0000 01 03'), '= 0103 ');
	});

	for (const window of [1, 2, 7, 63]) {
		for (const ahead of [1, 5, 63]) {
			it(`carries 5,000 bytes both ways, ${window} blocks in a row and ${ahead}`, () => {
				const from = new BlockTransfer({ window, most: 6000, burst: 63 });
				const to = new BlockTransfer({ window: ahead, most: 6000, burst: 63 });
				const apdu = Uint8Array.from({ length: 5000 }, (_, i) => i * 7);
				const line: [BlockTransfer, Uint8Array][] = [];
				const sender = (other: BlockTransfer) => (block: Uint8Array) => {
					line.push([other, block.slice()]);
				};
				from.begin(apdu, 40, sender(to));
				let whole: string | undefined;
				for (let next = line.shift(); next !== undefined; next = line.shift()) {
					const [receiver, block] = next;
					const taken = receiver.take(decodeGeneralBlock(block), sender(receiver === to ? from : to));
					if (typeof taken !== 'object') continue;
					if (receiver === from) whole = toHex(taken);
					else to.begin(taken, 40, sender(from));
				}
				equal(whole, toHex(apdu));
			});
		}
	}
});

describe('what a side keeps', () => {
	const block = (number: number, last = false): GeneralBlock => ({
		...{ last, streaming: true, window: 1, number, acknowledged: 0 },
		part: new Uint8Array(100).fill(number),
	});

	for (const [window, kept] of [
		[1, 0],
		[4, 3],
		[10, 9],
	] as const) {
		it(`is no more than ${kept} blocks behind a gap where it takes ${window} in a row`, () => {
			const transfer = new BlockTransfer({ window, most: 100_000, burst: 63 });
			for (let number = 2; number < 200; number++)
				equal(
					transfer.take(block(number), () => {}),
					'more',
				);
			equal(
				transfer.take(block(1), () => {}),
				'more',
			);
			let told = 0;
			transfer.recover((apdu) => {
				told = decodeGeneralBlock(apdu).acknowledged;
			});
			equal(told, 1 + kept);
		});
	}

	it('is no more bytes than it takes of an APDU, in order or behind a gap', () => {
		for (const first of [1, 2]) {
			const transfer = new BlockTransfer({ window: 63, most: 1000, burst: 63 });
			let count = 0;
			while (transfer.take(block(first + count), () => {}) === 'more') count++;
			equal(count, 10);
		}
	});
});

describe('a block without a part', () => {
	it('is no end of an APDU', () => {
		const w = new DataWriter();
		const empty: GeneralBlock = { last: true, streaming: false, window: 1, number: 1, acknowledged: 0, part: NONE };
		encodeGeneralBlock(w, empty);
		equal(side().take(toHex(w.bytes)), '');
	});
});

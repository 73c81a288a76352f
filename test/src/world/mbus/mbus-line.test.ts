import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { MemoryStore } from '../../../../hal/virtual/store.js';
import { decodeMbusFrame, encodeMbusFrame, type MbusFrame } from '../../../../modules/mbus/frame.js';
import { encodeSecondaryAddress } from '../../../../modules/mbus/header.js';
import { MbusLine, MbusMasterPort } from '../../../../src/world/mbus/mbus-line.js';
import { MbusMeter } from '../../../../src/world/mbus/mbus-meter.js';
import { equal, hex, throws, toHex } from '../../../assert.js';
import { EVENING, newCipher } from './mbus-rig.js';

const REQUEST: MbusFrame = { kind: 'short', control: 0x7b, address: 0xfd };
const select = (data: Uint8Array): MbusFrame => ({ kind: 'long', control: 0x53, address: 0xfd, ci: 0x52, data });

function lineOf(...kinds: readonly ('gas' | 'water' | 'heat')[]): MbusLine {
	const store = new MemoryStore();
	return new MbusLine(
		kinds.map((kind, i) => new MbusMeter({ kind, number: i + 1, seed: 1, troubles: [], cipher: newCipher(), now: () => EVENING, store })),
	);
}

describe('the M-Bus line', () => {
	it('lets each meter answer at its primary and at its secondary address', () => {
		const line = lineOf('gas', 'water', 'heat');
		for (const [i, { secondary }] of line.meters.entries()) {
			const answer = decodeMbusFrame(line.answer({ kind: 'short', control: 0x5b, address: i + 1 })!);
			equal(answer.kind === 'long' && answer.address, i + 1);
			const whole = encodeSecondaryAddress(secondary);
			equal(toHex(line.answer(select(whole))!), 'e5');
			const selected = decodeMbusFrame(line.answer(REQUEST)!);
			equal(selected.kind === 'long' && toHex(selected.data.subarray(0, 8)), toHex(whole));
		}
		equal(line.answer({ kind: 'short', control: 0x5b, address: 4 }), undefined);
	});

	it('makes one E5 of several, and of several telegrams what is no frame', () => {
		const line = lineOf('gas', 'water');
		equal(toHex(line.answer(select(hex('FFFFFFFF FFFF FF FF')))!), 'e5');
		const both = line.answer(REQUEST)!;
		throws(() => decodeMbusFrame(both), /^M-Bus: at byte/);
		const gas = encodeMbusFrame({ ...REQUEST, address: 1 });
		equal(gas.length, 5);
	});

	it('answers a program at once, and the smart meter as fast as 2,400 baud', () => {
		const scheduler = new VirtualScheduler();
		const line = lineOf('gas');
		const heard: string[] = [];
		for (const isTimed of [false, true]) {
			const port = new MbusMasterPort({ line, scheduler, log: { write: () => {} }, isTimed });
			port.onReceive = (bytes) => heard.push(`${isTimed} ${toHex(bytes)} ${Math.round(scheduler.now())}`);
			port.write(hex('10 40 01 41 16'));
		}
		scheduler.runUntil(1000);
		equal(heard.join(), 'false e5 0,true e5 9');
	});

	it('drops what is no frame, counts it, and tells of the first', () => {
		const told: string[] = [];
		const port = new MbusMasterPort({
			line: lineOf('gas'),
			scheduler: new VirtualScheduler(),
			log: { write: (...line) => told.push(line.join(': ')) },
			isTimed: false,
		});
		port.onReceive = () => told.push('an answer');
		port.write(hex('10 40 01 42 16'));
		port.write(hex('E5'));
		port.write(hex('10 40 01 42 16'));
		equal(told.join(), 'M-Bus: dropped what is no frame: M-Bus: at byte 3: expected a right checksum');
		equal(port.dropped, 2);
	});
});

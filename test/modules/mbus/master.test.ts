import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import type { MbusFrame } from '../../../modules/mbus/frame.js';
import { MbusMaster } from '../../../modules/mbus/master.js';
import { equal, hex, throws, toHex } from '../../assert.js';

const RESET: MbusFrame = { kind: 'short', control: 0x40, address: 5 };
const REQUEST: MbusFrame = { kind: 'short', control: 0x7b, address: 5 };
const ACK = hex('E5');

function rig() {
	const scheduler = new VirtualScheduler();
	const said: string[] = [];
	const master = new MbusMaster({
		scheduler,
		write: (bytes) => said.push(`${Math.round(scheduler.now())} ${toHex(bytes)}`),
		onDropped: (why) => said.push(why),
	});
	const done = (answer: MbusFrame | undefined) => said.push(`${Math.round(scheduler.now())} ${answer?.kind}`);
	return { scheduler, said, master, done };
}

describe('M-Bus master', () => {
	it('says a request three times, and gives it up', () => {
		const { scheduler, said, master, done } = rig();
		master.request(RESET, done);
		scheduler.runUntil(10_000);
		equal(said.join(), '0 1040054516,300 1040054516,600 1040054516,900 undefined');
	});

	it('waits longer for a telegram than for an acknowledgment', () => {
		const { scheduler, said, master, done } = rig();
		master.request(REQUEST, done);
		scheduler.runUntil(10_000);
		equal(said[said.length - 1], '4500 undefined');
	});

	it('takes the answer that comes in time, and begins the next request from within it', () => {
		const { scheduler, said, master, done } = rig();
		master.request(RESET, (answer) => {
			done(answer);
			master.request(REQUEST, done);
		});
		scheduler.runUntil(100);
		master.receive(ACK);
		master.receive(hex('68 03 03 68 08 05 78 85 16'));
		equal(said.join(), '0 1040054516,100 acknowledgment,100 107b058016,100 long');
		scheduler.runUntil(10_000);
		equal(said.length, 4);
	});

	it('refuses a second request meanwhile', () => {
		const { master, done } = rig();
		master.request(RESET, done);
		throws(() => master.request(REQUEST, done), /^M-Bus: expected a request after the answer to the one before$/);
	});

	it('drops what nobody waited for, its own echo and what is no frame, counts it, and tells of the first', () => {
		const { said, master, done } = rig();
		master.receive(ACK);
		master.request(RESET, done);
		master.receive(hex('10 40 05 45 16'));
		master.receive(hex('FF'));
		master.receive(ACK);
		equal(said.join(), 'a frame that nobody waited for,0 1040054516,0 acknowledgment');
		equal(master.dropped, 3);
	});

	it('takes no echo of its own long frame for an answer, and counts what is no frame as noise', () => {
		const { said, master, done } = rig();
		const send: MbusFrame = { kind: 'long', control: 0x73, address: 5, ci: 0x51, data: hex('01 7A 05') };
		master.request(send, done);
		master.receive(hex(said[0]!.slice(2)));
		equal([master.dropped, master.noise].join(), '1,0');
		master.receive(ACK);
		equal(said[said.length - 1], '0 acknowledgment');
		master.receive(hex('FF'));
		equal([master.dropped, master.noise].join(), '2,1');
	});
});

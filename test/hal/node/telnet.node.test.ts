import assert from 'node:assert/strict';
import { bytesEqual, hex } from '../../assert.js';
import { TelnetRig } from './telnet-rig.js';

/** A client that agrees to all of RFC 2217: DO BINARY, DO SGA, WILL BINARY, WILL COM-PORT. */
const AGREES = 'fffd00 fffd03 fffb00 fffb2c';

describe('Telnet at a serial line', () => {
	let rig: TelnetRig;
	beforeEach(() => {
		rig = new TelnetRig();
	});

	it('asks for binary both ways, no go-ahead, and the com port option', () => {
		rig.telnet.begin();
		bytesEqual(Uint8Array.from(rig.sent), 'fffb00 fffb03 fffd00 fffd2c');
	});

	it('answers no answer to what it asked for', () => {
		rig.telnet.begin();
		bytesEqual(rig.ask(hex(AGREES)), '');
		assert.deepEqual(rig.happened, ['on 0', 'on 3', 'on 44']);
	});

	it('agrees once to what a client asks for, and refuses what it has not (RFC 1143)', () => {
		bytesEqual(rig.ask(hex(AGREES)), 'fffb00 fffb03 fffd00 fffd2c');
		bytesEqual(rig.ask(hex(AGREES)), '');
		// DO STATUS, WILL NAWS, WILL ECHO: not here.
		bytesEqual(rig.ask(hex('fffd05 fffb1f fffb01')), 'fffc05 fffe1f fffe01');
		// DO ECHO: the module echoes.
		bytesEqual(rig.ask(hex('fffd01')), 'fffb01');
	});

	it('gives up what the client does not want any more, and says so once', () => {
		rig.ask(hex(AGREES));
		bytesEqual(rig.ask(hex('fffe00 fffc2c')), 'fffc00 fffe2c');
		bytesEqual(rig.ask(hex('fffe00 fffc2c fffe05')), '');
		assert.equal(rig.telnet.isOn(44), false);
	});

	it('carries every byte value both ways in binary', () => {
		rig.ask(hex(AGREES));
		const all = Uint8Array.from({ length: 256 }, (_, i) => i);
		rig.ask(Uint8Array.from([...all, 255]));
		assert.deepEqual(rig.data, [...all]);
		rig.sent = [];
		rig.telnet.write(all);
		assert.deepEqual(rig.sent, [...all, 255]);
	});

	it('takes and puts a NUL behind a CR while it is not binary (RFC 854)', () => {
		rig.ask(hex('00 41 0d00 42 0d0a 00 0d'));
		rig.ask(hex('00 43'));
		assert.deepEqual(rig.data, [0x00, 0x41, 0x0d, 0x42, 0x0d, 0x0a, 0x00, 0x0d, 0x43]);
		rig.sent = [];
		for (const piece of ['0d', '0a', '410d', '42']) rig.telnet.write(hex(piece));
		bytesEqual(Uint8Array.from(rig.sent), '0d0a 410d00 42');
	});

	it('hears a break, passes over other commands, and keeps the order of data around them', () => {
		rig.ask(hex('41 fff3 42 fff1 fff2 43 fff9 44'));
		assert.deepEqual(rig.data, [0x41, 0x42, 0x43, 0x44]);
		assert.deepEqual(rig.happened, ['break']);
	});

	it('drops a subnegotiation that is too long, that another command ends, and that nobody agreed to', () => {
		rig.ask(hex('fffa2c 00 fff0'));
		assert.deepEqual(rig.dropped, ['not agreed']);
		rig.ask(hex(AGREES));
		rig.ask(hex(`fffa2c 00 ${'41'.repeat(254)} fff0`));
		assert.deepEqual(rig.dropped, ['not agreed']);
		rig.ask(hex(`fffa2c 00 ${'41'.repeat(255)} fff0`));
		rig.ask(hex(`fffa2c 00 ${'41'.repeat(100_000)} fff0`));
		rig.ask(hex('fffa2c 01 fffd1f 45'));
		rig.ask(hex('fffa fff0'));
		assert.deepEqual(rig.dropped, ['not agreed', 'long', 'long', 'unended', 'not agreed']);
		assert.deepEqual(rig.data, [0x45]);
	});

	it('is the same wherever the network cuts', () => {
		const talk = hex(`41 ${AGREES} fffa2c 01 0000ffff00 fff0 ffff 0d00 fffa2c 05 05 fff0 fff3 fffa2c 0cff fffd fff1 fffa 2c00 fff0 42`);
		const whole = new TelnetRig();
		whole.telnet.receive(talk);
		for (let cut = 0; cut <= talk.length; cut++) {
			const cutOne = new TelnetRig();
			cutOne.telnet.receive(talk.subarray(0, cut));
			cutOne.telnet.receive(talk.subarray(cut));
			for (const part of ['sent', 'data', 'changes', 'dropped', 'happened'] as const)
				assert.deepEqual(cutOne[part], whole[part], `${part}, cut at ${cut}`);
		}
		assert.ok(whole.changes.length === 2 && whole.dropped.length === 1 && whole.data.length > 3);
	});
});

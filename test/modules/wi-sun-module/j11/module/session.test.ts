import { toUpperHex } from '../../../../../modules/bytes/hex.js';
import { airChannelOf } from '../../../../../modules/wi-sun-module/j11/language/channel.js';
import { encodeFrame } from '../../../../../modules/wi-sun-module/j11/language/frame.js';
import { equal, hex } from '../../../../assert.js';
import { frameOf, J11_METER, J11_METER_MAC, SESSION } from '../../../../vectors/j11.js';
import { pieces } from '../../network-rig.js';
import { AUTHENTICATED, dataOf, J11Rig, OPERATING, SET_UP } from '../module-rig.js';

const isEmptyChannel = (frame: string) => frame.slice(8, 12) === '4051' && frame.slice(24, 26) === '01';

describe('A session with a J11 module', () => {
	for (const strict of [true, false]) {
		it(`goes byte for byte as specified, ${strict ? 'strict' : 'lenient'}`, () => {
			const rig = new J11Rig({ strict });
			for (const [host, says] of SESSION) {
				const heard = rig.ask(frameOf(host), 15_000).filter((frame) => !isEmptyChannel(frame));
				equal(heard.join('\n'), says.map(frameOf).join('\n'), host);
			}
		});
	}

	it('does not depend on how the UART cuts it', () => {
		for (let seed = 0; seed < 10; seed++) {
			const rig = new J11Rig();
			for (const [host, says] of SESSION) {
				for (const piece of pieces(hex(frameOf(host)), seed)) rig.module.receive(piece);
				rig.scheduler.runFor(15_000);
				const heard = rig.said().filter((frame) => !isEmptyChannel(frame));
				equal(heard.join('\n'), says.map(frameOf).join('\n'), `${host}, seed ${seed}`);
			}
		}
	});

	it('tells each channel of a scan, and the end last', () => {
		const rig = new J11Rig();
		rig.send(...SET_UP);
		const heard = rig.ask(frameOf('scan D=6 all, pairing id'), 15_000).map(dataOf);
		equal(heard.length, 15);
		equal(heard[0], '4051 0104');
		equal(heard[8], dataOf(frameOf('scan: found on ch12')));
		equal(heard[13], '4051 0111');
		equal(heard[14], '2051 01');
		equal(rig.network.calls.includes('pairingId CCDDEEFF'), true);
		equal(rig.network.calls[rig.network.calls.length - 1], 'scan 14 6 true');
	});

	it('shows no more than 20 PANs of a channel', () => {
		const rig = new J11Rig();
		rig.network.pans = Array.from({ length: 25 }, (_, i) => ({ channel: airChannelOf(5), panId: i, mac: new Uint8Array(8), rssi: -60 }));
		rig.send(...SET_UP);
		const heard = rig.command(0x0051, '0600000020 00');
		equal(heard[0]!.slice(0, 11), '4051 000514');
		equal(heard[0]!.length, 5 + 2 * (3 + 20 * 11));
	});

	it('starts anew with 6019 half a second after 00D9, deaf meanwhile', () => {
		const rig = new J11Rig();
		equal(rig.said().length, 0, 'nobody hears a module that was just made');
		rig.send(...AUTHENTICATED);
		equal(rig.command(0x0001).join(), '2001 01030301');
		equal(rig.ask(frameOf('reset'), 499).length, 0);
		equal(rig.ask(frameOf('status?'), 0).length, 0);
		equal(rig.ask('', 1).join(), frameOf('started'));
		equal(rig.command(0x0001).join(), '2001 01020101');
		equal(rig.command(0x0107).join(), '2107 01FF00FF00');
		equal(rig.ask('', 60_000).length, 0, 'nothing of before');
	});

	it('goes silent with 00F0 until it is reset', () => {
		const rig = new J11Rig();
		equal(rig.command(0x00f0).join(), '20F0 01');
		equal(rig.command(0x0001).length + rig.command(0x00d9).length, 0);
		rig.module.reset();
		equal(rig.ask('').map(dataOf).join(), '6019');
		equal(rig.command(0x0001).join(), '2001 01020101');
	});
});

describe('An authentication of a J11 module', () => {
	it('that is refused, or not answered, ends in 6028 02 or 03, and the module stays in the PAN', () => {
		for (const [refuses, says] of [
			[true, 'PANA failed'],
			[false, 'PANA no answer'],
		] as const) {
			const rig = new J11Rig();
			rig.send(...OPERATING);
			rig.network.joinEvent = 'joinFailed';
			rig.network.refuses = refuses;
			equal(rig.ask(frameOf('PANA start')).join(), `${frameOf('PANA start ok')},${frameOf(says)}`);
			equal(rig.command(0x0001).join(), '2001 01030201');
		}
	});

	it('meets 52 while another one goes on', () => {
		const rig = new J11Rig();
		rig.send(...OPERATING);
		rig.network.joinTime = 30_000;
		equal(rig.ask(frameOf('PANA start')).join(), frameOf('PANA start ok'));
		equal(rig.command(0x0056).join(), '2056 52');
		equal(rig.module.isBusy, true);
		equal(rig.ask('', 30_000)[0], frameOf('PANA succeeded'));
		equal(rig.module.isBusy, false);
		equal(rig.command(0x00d2).join(), '20D2 01');
		equal(rig.command(0x00d2).join(), '20D2 52');
	});

	it('of its own is silent while it succeeds; that it fails is told by 6028, then 601A', () => {
		const rig = new J11Rig();
		rig.send(...AUTHENTICATED);
		rig.network.listener.onEvent({ kind: 'joined', peer: hex(J11_METER) });
		equal(rig.said().length, 0);
		rig.network.listener.onEvent({ kind: 'joinFailed', peer: hex(J11_METER), refused: false });
		equal(rig.said().join(), `${frameOf('PANA no answer')},${frameOf('connection changed: PANA cut')}`);
		equal(rig.command(0x0001).join(), '2001 01030201');
		const silent = new J11Rig({ tellsLostSession: false });
		silent.send(...AUTHENTICATED);
		silent.network.listener.onEvent({ kind: 'expired', peer: hex(J11_METER) });
		equal(silent.said().length, 0);
		equal(silent.command(0x0001).join(), '2001 01030201');
	});

	it('is over when the meter ends it: 601A 04', () => {
		const rig = new J11Rig();
		rig.send(...AUTHENTICATED);
		rig.network.listener.onEvent({ kind: 'terminatedByPeer', peer: hex(J11_METER) });
		equal(rig.said().join(), frameOf('connection changed: PANA cut'));
		equal(rig.command(0x0001).join(), '2001 01030201');
	});

	it('hides nothing else, and shows nothing of its own', () => {
		const rig = new J11Rig();
		rig.send(...AUTHENTICATED);
		for (const kind of ['solicitation', 'advertisement', 'echoRequest', 'reauthenticating', 'terminated', 'limited', 'unlimited'] as const)
			rig.network.listener.onEvent({ kind, peer: hex(J11_METER) });
		equal(rig.said().length, 0);
		rig.network.deliver(716, '00');
		rig.network.deliver(3611, '00');
		equal(rig.said().length, 0, 'ports that are not open');
		rig.network.deliver(3610, '00');
		equal(rig.said().length, 1);
	});

	it('needs credentials: 51', () => {
		const rig = new J11Rig();
		rig.send('init Dual ch12');
		equal(rig.command(0x0053).join(), '2053 51');
	});
});

describe('0053', () => {
	it('without a beacon is 0E', () => {
		const rig = new J11Rig();
		rig.network.pans = [];
		rig.send(...SET_UP);
		equal(rig.ask(frameOf('Route B start')).join(), frameOf('Route B: MAC connection failed'));
		equal(rig.command(0x0001).join(), '2001 01030101');
	});

	it('asks with the pairing id of 0054, whatever a scan asked with', () => {
		const rig = new J11Rig();
		rig.send(...SET_UP);
		rig.command(0x0051, '0600001000 01 4141414141414141');
		rig.ask(frameOf('Route B start'));
		equal(rig.network.calls.filter((call) => call.startsWith('pairingId') || call.startsWith('id')).pop(), 'id 00112233445566778899AABBCCDDEEFF');
		equal(rig.network.calls.includes('panId 6780'), true);
		equal(rig.network.calls.includes('channel 49'), true);
	});
});

describe('0008', () => {
	const send = toUpperHex(encodeFrame('request', 0x0008, hex(`${J11_METER} 0e1a 0e1a 0003 a1b2c3`)));

	it('tells what became of the datagram, and its first bytes', () => {
		for (const [sendResult, yz] of [
			['sent', '00'],
			['limited', '02'],
			['busy', '03'],
			['unacknowledged', '05'],
			['failed', '08'],
		] as const) {
			const rig = new J11Rig();
			rig.send(...AUTHENTICATED);
			rig.network.sendResult = sendResult;
			equal(rig.ask(send).map(dataOf)[0], `2008 01${yz}A1B2C3`);
			equal(rig.network.sent[0]!.security, 'preferred');
		}
	});

	it('that waits for a neighbour is answered when it is through', () => {
		for (const [outcome, yz] of [
			['sent', '00'],
			['failed', '08'],
		] as const) {
			const rig = new J11Rig();
			rig.command(0x0101, '01');
			equal(rig.network.calls.pop(), 'solicits true');
			rig.send(...AUTHENTICATED);
			rig.network.sendResult = 'solicited';
			equal(rig.ask(send).length, 0);
			equal(rig.command(0x0001).join(), '2001 3D');
			rig.network.listener.onEvent({ kind: 'transmitted', peer: hex(J11_METER), outcome });
			equal(rig.said().map(dataOf).join(), `2008 01${yz}A1B2C3`);
		}
	});

	it('goes to the meter or to all, and has its length', () => {
		const rig = new J11Rig();
		rig.send(...AUTHENTICATED);
		equal(rig.command(0x0008, 'FE80000000000000001C64004B450001 0e1a 0e1a 0001 00').join(), '2008 06', 'the bit not inverted');
		equal(rig.command(0x0008, 'FF020000000000000000000000000001 0e1a 0e1a 0001 00')[0], '2008 010000');
		equal(rig.command(0x0008, `${J11_METER} 0e1a 0e1a 0002 00`).join(), '2008 11');
		equal(rig.command(0x0008, `${J11_METER} 0e1a 0e1a 0000`).join(), '2008 11');
		equal(rig.command(0x0008, '').join(), '2008 11');
		equal(rig.command(0x0008, `${J11_METER} 0e1a 0e1a 04d1 ${'00'.repeat(0x4d1)}`).join(), '2008 11');
		equal(rig.command(0x0008, `${J11_METER} 0e1a 0e1a 04d0 ${'00'.repeat(0x4d0)}`)[0], '2008 01000000000000');
	});
});

describe('00D1', () => {
	it('is followed by 60D1, with or without an answer', () => {
		const rig = new J11Rig();
		rig.send(...AUTHENTICATED);
		equal(rig.command(0x00d1, `${J11_METER} 0003 00 a1b2c3`).join(), `20D1 01,60D1 01${J11_METER}02CC0003A1B2C3`);
		equal(rig.command(0x00d1, `${J11_METER} 001c 01`)[1], `60D1 01${J11_METER}02CC001C${'6162636465666768696A6B6C6D6E6F707172737475767778797A6162'}`);
		equal(rig.command(0x00d1, `${J11_METER} 0006 02`)[1], `60D1 01${J11_METER}02CC0006303030313030`);
		rig.network.ping = () => true;
		equal(rig.command(0x00d1, `${J11_METER} 0001 01`, 10_399).join(), '20D1 01');
		equal(rig.command(0x00d1, `${J11_METER} 0001 01`, 0).join(), '20D1 3C');
		equal(rig.ask('', 1).map(dataOf).join(), '60D1 00');
		equal(rig.ask('', 60_000).length, 0);
	});

	it('refuses what is no ping', () => {
		const rig = new J11Rig();
		rig.send(...AUTHENTICATED);
		for (const [data, result] of [
			[`${J11_METER} 0003 00 a1b2`, '11'],
			[`${J11_METER} 0003 01 a1`, '11'],
			[`${J11_METER} 0003`, '11'],
			[`${J11_METER} 0000 00`, '04'],
			[`${J11_METER} 0003 03`, '04'],
			[`${J11_METER} 04d1 01`, '04'],
			['FE800000000000000000000000000001 0003 01', '06'],
		] as const)
			equal(rig.command(0x00d1, data).join(), `20D1 ${result}`, data);
	});
});

it('J11 tells its own addresses and its meter', () => {
	const rig = new J11Rig();
	rig.send(...OPERATING);
	equal(rig.command(0x0011).join(), `2011 010101${J11_METER_MAC}1A7C010701`);
	equal(rig.command(0x0100).join(), `2100 010501${J11_METER}0701`);
	equal(rig.command(0x005e).join(), '205E 011A7C');
});

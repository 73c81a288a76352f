import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { encodeFrame } from '../../../../modules/wi-sun-module/j11/language/frame.js';
import { equal, hex } from '../../../assert.js';
import { FRAMES, frameOf } from '../../../vectors/j11.js';
import { Heard } from './acts-rig.js';

const METER = 'FE80:0000:0000:0000:021C:6400:4B45:0001';
const MAC = '001C64004B450001';
const GET_POWER = '1081000105FF010288016201E700';
const POWER = '1081000102880105FF017201E70400000200';
const INSTANCES = '108100000EF0010EF0017301D50401028801';

/** By what the frame says. */
const ACTS: Readonly<Record<string, string>> = {
	reset: 'resets',
	started: 'says booted',
	'version?': 'asks 6B []',
	version: 'says version 0400010200000003; ok 6B',
	'status?': 'asks 01 []',
	'init Dual ch12': 'sets 5F 05000C00; setsChannel 49',
	'init ok': 'ok 5F',
	credentials: 'setsId 00112233445566778899AABBCCDDEEFF; setsPassword 12',
	'scan D=6 all, pairing id': 'scans paired 6 0003FFF0',
	'scan D=6 all, no id': 'scans open 6 0003FFF0',
	'scan: nothing on ch4': '',
	'scan: found on ch12': `found 49 1A7C ${MAC} null`,
	'scan ended': 'ok 51; event 34 null null',
	'Route B start': 'other startRouteB',
	'Route B started': `ok 53; found 49 1A7C ${MAC} null`,
	'Route B: MAC connection failed': 'refused 0E 53',
	'open 3610': 'sets 05 0E1A',
	'PANA start': 'joins null',
	'PANA start ok': 'ok 56',
	'PANA succeeded': `event 37 null ${METER}`,
	'PANA failed': `event 36 null ${METER}`,
	'PANA no answer': `event 36 null ${METER}`,
	'received: instance list (multicast)': `receives ${METER} 3610 3610 true ${INSTANCES} frame`,
	'received: Get_Res E7 = 512 W': `receives ${METER} 3610 3610 true ${POWER} frame`,
	'Get E7': `sends ${METER} 3610 3610 true ${GET_POWER} frame`,
	'send: unknown destination': 'refused 06 08',
	'connection changed: PANA cut': `event 38 null ${METER}`,
	reauthenticate: 'rejoins',
	'key?': 'asks 59 []',
	key: 'ok 59',
	'PANA end': 'terminates',
	'PANA end ok': 'ok 57; event 39 null null',
	'ED scan': 'other detectEnergy 0003FFF0',
	'error: header checksum': 'refused F0 null',
	'error: not a request code': 'refused 03 null',
};

describe('Acts of J11', () => {
	for (const [says, acts] of Object.entries(ACTS)) {
		it(`read ${says}`, () => {
			const [, from, frame] = FRAMES.find(([name]) => name === says)!;
			equal(new Heard().frame(from === '>' ? 'toModule' : 'toHost', frame), acts);
		});
	}

	it('tell of a datagram that left, one that nobody acknowledged, and the hour that is used up and is over', () => {
		const heard = new Heard();
		heard.frame('toModule', frameOf('Get E7'));
		equal(heard.frame('toHost', frameOf('sent')), `ok 08; event 33 0 ${METER}`);
		equal(heard.frame('toHost', frameOf('sent: no ACK')), `ok 08; event 33 1 ${METER}`);
		equal(heard.frame('toHost', frameOf('sent: transmit limit')), `ok 08; event 33 1 ${METER}; event 50 null null`);
		equal(heard.frame('toHost', frameOf('sent: transmit limit')), `ok 08; event 33 1 ${METER}`);
		equal(heard.frame('toHost', frameOf('sent: no ACK')), `ok 08; event 33 1 ${METER}`);
		equal(heard.frame('toHost', frameOf('sent')), `ok 08; event 33 0 ${METER}; event 51 null null`);
		equal(heard.frame('toHost', frameOf('sent')), `ok 08; event 33 0 ${METER}`);
	});

	it('count what is no frame', () => {
		equal(new Heard().frame('toModule', '534B5645520D0A'), 'other unreadable');
		equal(new Heard().frame('toHost', '0D0A'), 'says unreadable');
	});

	it('show a frame whose data has another form than its command', () => {
		equal(new Heard().frame('toModule', toUpperHex(encodeFrame('request', 0x51, hex('06')))), 'other scan 06');
		equal(new Heard().frame('toHost', toUpperHex(encodeFrame('response', 0x6028, hex('01')))), 'says panaEnded 01');
	});
});

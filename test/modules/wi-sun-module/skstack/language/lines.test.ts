import { fromText, toText } from '../../../../../modules/wi-sun-module/skstack/language/digits.js';
import { decodeErxudp, type ErxudpForm, encodeErxudp, payloadLength } from '../../../../../modules/wi-sun-module/skstack/language/erxudp.js';
import { decodeEvent, EVENT, encodeEvent } from '../../../../../modules/wi-sun-module/skstack/language/event.js';
import {
	decodeFailure,
	decodeInfo,
	decodeWord,
	encodeInfo,
	encodePong,
	encodeTcp,
	encodeWord,
} from '../../../../../modules/wi-sun-module/skstack/language/reply.js';
import { decodePan, encodeEnergies, encodePan } from '../../../../../modules/wi-sun-module/skstack/language/scan-lines.js';
import { encodeNeighbours, encodePorts } from '../../../../../modules/wi-sun-module/skstack/language/table-lines.js';
import { equal, hex, throws, toHex } from '../../../../assert.js';
import { METER, METER_MAC, OWN, POWER } from '../../../../vectors/skstack.js';
import { address } from '../../network-rig.js';

// Forms as in the BP35A1 command reference manual and in logs of BP35C0 modules.
describe('EVENT lines', () => {
	const LINES: readonly (readonly [string, boolean, number, number | undefined])[] = [
		[`EVENT 21 ${METER} 02`, false, EVENT.transmitted, 2],
		[`EVENT 21 ${METER} 0 00`, true, EVENT.transmitted, 0],
		[`EVENT 25 ${METER}`, false, EVENT.joined, undefined],
		[`EVENT 02 ${METER} 0`, true, EVENT.neighbourAdvertisement, undefined],
	];

	it('go both ways', () => {
		for (const [line, side, event, parameter] of LINES) {
			equal(encodeEvent({ event, address: address(METER), parameter }, side), line);
			const decoded = decodeEvent(line, side);
			equal(decoded.event, event, line);
			equal(toHex(decoded.address!), toHex(address(METER)));
			equal(decoded.parameter, parameter, line);
		}
		equal(encodeEvent({ event: EVENT.awake }, true), 'EVENT C0');
		equal(decodeEvent('EVENT C0', true).event, EVENT.awake);
	});

	it('say what is wrong, and where', () => {
		throws(() => decodeEvent('EVENT', false), /^SKSTACK EVENT: at byte 5: expected number$/);
		throws(() => decodeEvent('EVENT 2X', false), /at byte 6: expected number \(up to 2 digits\)/);
		throws(() => decodeEvent('EVENT 25 FE80::1', false), /at byte 9: expected address/);
		throws(() => decodeEvent(`EVENT 25 ${METER} 0 00 1`, true), /expected the end of the line/);
		throws(() => decodeEvent(`EVENT  25 ${METER}`, true), /at byte 6/);
	});
});

describe('ERXUDP lines', () => {
	const head = `ERXUDP ${METER} ${OWN} 0E1A 0E1A ${METER_MAC}`;
	const raw = toText(hex(POWER));
	const LINES: readonly (readonly [string, ErxudpForm])[] = [
		[`${head} 1 0012 ${POWER}`, { side: false, lqi: false, digits: true }],
		[`${head} 1 0012 ${raw}`, { side: false, lqi: false, digits: false }],
		[`${head} 1 0 0012 ${POWER}`, { side: true, lqi: false, digits: true }],
		[`${head} DD 1 0 0012 ${POWER}`, { side: true, lqi: true, digits: true }],
		[`${head} DD 1 0 0012 ${raw}`, { side: true, lqi: true, digits: false }],
	];

	it('go both ways', () => {
		for (const [line, form] of LINES) {
			const decoded = decodeErxudp(fromText(line), form);
			equal(toHex(decoded.payload).toUpperCase(), POWER);
			equal(decoded.secured, true);
			equal(decoded.remotePort, 3610);
			equal(decoded.lqi, form.lqi ? 0xdd : 0);
			equal(encodeErxudp(decoded, form), line);
		}
	});

	it('refuse every truncation', () => {
		for (const [line, form] of LINES) {
			for (let length = 0; length < line.length; length++)
				throws(() => decodeErxudp(fromText(line.slice(0, length)), form), /^SKSTACK ERXUDP: at byte/);
		}
	});

	it('tell the length of the payload right behind the header', () => {
		for (const [line, form] of LINES) {
			const header = line.length - (form.digits ? 36 : 18);
			for (let length = 1; length <= header; length++) {
				equal(payloadLength(fromText(line.slice(0, length)), form), length < header ? undefined : line.length - header, line.slice(0, length));
			}
		}
	});
});

describe('Lines of a scan', () => {
	const pan = { channel: 0x31, panId: 0xb5fb, mac: hex(METER_MAC), lqi: 0xdd, pairingId: 'CCDDEEFF' };

	it('describe a PAN in both grammars', () => {
		for (const side of [false, true]) {
			const lines = encodePan(pan, side);
			equal(lines.join('|').includes('|  Side:0|'), side);
			const decoded = decodePan(lines.slice(1));
			equal(decoded.channel, pan.channel);
			equal(decoded.panId, pan.panId);
			equal(toHex(decoded.mac), toHex(pan.mac));
			equal(decoded.lqi, pan.lqi);
			equal(decoded.pairingId, 'CCDDEEFF');
		}
	});

	it('refuse a PAN with a line missing or wrong', () => {
		const lines = encodePan(pan, false).slice(1);
		for (const missing of ['  Channel:31', '  Pan ID:B5FB', `  Addr:${METER_MAC}`, '  LQI:DD']) {
			throws(() => decodePan(lines.filter((line) => line !== missing)), /^SKSTACK EPANDESC/);
			throws(() => decodePan(lines.map((line) => (line === missing ? line.replace(/:.*/, ':X') : line))), /^SKSTACK EPANDESC/);
		}
	});

	it('list energies', () => {
		const energies = [
			{ channel: 0x21, level: 4 },
			{ channel: 0x3c, level: 0xff },
		];
		equal(encodeEnergies(energies, undefined).join('|'), 'EEDSCAN|21 04 3C FF');
		equal(encodeEnergies(energies, 0).join('|'), 'EEDSCAN|0 21 04 3C FF');
	});
});

describe('Answers', () => {
	it('EINFO tells the grammar', () => {
		for (const [line, side] of [
			[`EINFO ${OWN} 001D129000000001 21 8888 FFFE`, undefined],
			[`EINFO ${OWN} 001D129000000001 39 9E08 0`, 0],
		] as const) {
			const info = decodeInfo(line);
			equal(info.side, side);
			equal(encodeInfo(info), line);
		}
		throws(() => decodeInfo(`EINFO ${OWN} 001D129000000001 21 8888`), /expected FFFE or side/);
	});

	it('carry one word', () => {
		equal(encodeWord('EVER', '1.2.10'), 'EVER 1.2.10');
		equal(decodeWord('ESREG', 'ESREG 21'), '21');
		throws(() => decodeWord('EVER', 'EVER'), /expected value/);
		throws(() => decodeWord('EVER', 'ESREG 1'), /at byte 0: expected EVER/);
	});

	it('EPONG and ETCP', () => {
		equal(encodePong(address(METER)), `EPONG ${METER}`);
		equal(encodeTcp(3, 0), 'ETCP 03 00');
	});

	it('FAIL names its code', () => {
		equal(decodeFailure('FAIL ER10'), 'ER10');
		equal(decodeFailure('FAIL'), '');
		equal(decodeFailure('FAILURE'), undefined);
		equal(decodeFailure('OK'), undefined);
	});

	it('list tables', () => {
		const lines = encodeNeighbours([{ address: address(METER), mac: hex(METER_MAC) }]);
		equal(lines.join('|'), `ENEIGHBOR|${METER} ${METER_MAC} FFFF`);
		equal(encodePorts([3610, 716], [3610, 0]).join('|'), 'EPORT|3610|716||3610|0|0', 'with the zero that rev26e adds');
	});
});

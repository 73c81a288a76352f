/** The com port option of RFC 2217, vector by vector: what a client sends, what the server answers. */
import assert from 'node:assert/strict';
import { bytesEqual, hex } from '../../assert.js';
import { TelnetRig } from './telnet-rig.js';

/** [what it shows, of the client, of the server]: payloads of subnegotiations. */
const VECTORS: readonly (readonly [shows: string, asked: string, answered: string])[] = [
	['signature is asked for', '00', '64 4b65696b69'],
	['signature of the client needs no answer', '00 41', ''],
	['speed is asked for', '01 00000000', '65 0001c200'],
	['speed 9600', '01 00002580', '65 00002580'],
	['speed is what was set', '01 00000000', '65 00002580'],
	['speed of 49 baud is not to be had', '01 00000031', '65 00002580'],
	['speed of 4,000,001 baud neither', '01 003d0901', '65 00002580'],
	['speed 50', '01 00000032', '65 00000032'],
	['speed 4,000,000', '01 003d0900', '65 003d0900'],
	['data bits are asked for', '02 00', '66 08'],
	['8 data bits', '02 08', '66 08'],
	['7 data bits are not to be had', '02 07', '66 08'],
	['no parity', '03 01', '67 01'],
	['even parity is not to be had', '03 03', '67 01'],
	['one stop bit', '04 01', '68 01'],
	['two stop bits are not to be had', '04 02', '68 01'],
	['flow control is asked for', '05 00', '69 01'],
	['hardware flow control', '05 03', '69 03'],
	['XON/XOFF is not to be had', '05 02', '69 03'],
	['inbound flow control is that of the outbound one', '05 0d', '69 10'],
	['no inbound flow control', '05 0e', '69 0e'],
	['inbound XON/XOFF is not to be had', '05 0f', '69 0e'],
	['hardware inbound flow control', '05 10', '69 10'],
	['by DCD is not to be had', '05 11', '69 03'],
	['by DTR neither', '05 12', '69 10'],
	['by DSR neither', '05 13', '69 03'],
	['no flow control', '05 01', '69 01'],
	['break is asked for', '05 04', '69 06'],
	['break on', '05 05', '69 05'],
	['break is on', '05 04', '69 05'],
	['break off', '05 06', '69 06'],
	['DTR is asked for', '05 07', '69 08'],
	['DTR off', '05 09', '69 09'],
	['DTR is off', '05 07', '69 09'],
	['DTR on', '05 08', '69 08'],
	['RTS is asked for', '05 0a', '69 0b'],
	['RTS off', '05 0c', '69 0c'],
	['RTS is off', '05 0a', '69 0c'],
	['RTS on', '05 0b', '69 0b'],
	['modem lines are asked for: CTS, DSR, CD', '07', '6b b0'],
	['mask of CTS alone', '0b 10', '6f 10'],
	['modem lines under it', '07', '6b 10'],
	['mask of RI alone', '0b 40', '6f 40'],
	['nothing to tell under it', '07', ''],
	['mask of the line state', '0a ff', '6e ff'],
	['suspend has no answer', '08', ''],
	['resume neither', '09', ''],
	['purge of what comes', '0c 01', '70 01'],
	['purge of what goes', '0c 02', '70 02'],
	['purge of both', '0c 03', '70 03'],
];

const ESCAPED = (payload: string) => payload.replace(/\s/g, '').replace(/../g, (byte) => (byte === 'ff' ? 'ffff' : byte));
const sub = (payload: string) => `fffa2c ${ESCAPED(payload)} fff0`;

describe('the com port option (RFC 2217)', () => {
	let rig: TelnetRig;
	beforeEach(() => {
		rig = new TelnetRig();
		rig.ask(hex('fffb2c'));
	});

	it('answers each command with what holds', () => {
		for (const [shows, asked, answered] of VECTORS) {
			const answer = rig.ask(hex(sub(asked)));
			bytesEqual(answer, answered === '' ? '' : sub(answered).replace(/\s/g, ''));
			assert.deepEqual(rig.dropped, [], shows);
		}
	});

	it('tells each setting that changed, once', () => {
		for (const [, asked] of VECTORS) for (let i = 0; i < 2; i++) rig.ask(hex(sub(asked)));
		assert.deepEqual(
			rig.changes.map(({ setting, value }) => `${setting} ${value}`),
			[
				...['speed 9600', 'speed 50', 'speed 4000000', 'flow hardware', 'flow none', 'flow hardware', 'flow none'],
				...['break true', 'break false', 'dtr false', 'dtr true', 'rts false', 'rts true'],
			],
		);
		assert.deepEqual(rig.happened, ['on 44', 'held', 'held', 'resumed', 'resumed', 'purge', 'purge', 'purge', 'purge']);
	});

	it('drops a command that there is none of, a value of another length, and a control or purge that there is none of', () => {
		for (const payload of ['', '06', '0d', '64', 'ff', '6b b0']) bytesEqual(rig.ask(hex(sub(payload))), '');
		assert.deepEqual(rig.dropped.splice(0), Array(6).fill('unknown'));
		const lengths = [
			'01',
			'01 002580',
			'01 0000258000',
			'02',
			'02 0808',
			'03',
			'04',
			'05',
			'05 0101',
			'08 00',
			'09 00',
			'0a',
			'0b 0000',
			'0c',
			'0c 0101',
		];
		for (const payload of lengths) bytesEqual(rig.ask(hex(sub(payload))), '');
		assert.deepEqual(rig.dropped.splice(0), Array(lengths.length).fill('length'));
		for (const payload of ['05 14', '05 ff', '0c 00', '0c 04']) bytesEqual(rig.ask(hex(sub(payload))), '');
		assert.deepEqual(rig.dropped, Array(4).fill('value'));
		assert.deepEqual(rig.changes, []);
	});

	it('tells an overrun only under a mask that has it', () => {
		rig.sent = [];
		rig.port.tellOverrun();
		assert.deepEqual(rig.sent, []);
		rig.ask(hex(sub('0a 02')));
		rig.sent = [];
		rig.port.tellOverrun();
		bytesEqual(Uint8Array.from(rig.sent), sub('6a 02'));
	});
});

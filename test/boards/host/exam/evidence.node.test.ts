import assert from 'node:assert/strict';
import { evidenceLine } from '../../../../boards/host/exam/evidence.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import type { Entry } from '../../../../src/exam/record/entry.js';

function told(hex: string, frame?: string): string {
	const event = {
		event: 'serial',
		time: '',
		elapsedMs: 0,
		node: 'dongle',
		direction: 'toHost',
		text: null,
		hex,
		data: null,
		length: hex.length / 2,
	} as const;
	const told = { ...event, ...(frame !== undefined && { frame }) };
	return evidenceLine({ number: 1, session: 1, at: 0, kind: 'world', event: told } as Entry, 100, 'en').text;
}

describe('what a finding rests on, in lines', () => {
	it('has the beginning of a line with a binary payload as text', () => {
		const head = 'ERXUDP FE80:0:0:0:0:0:0:1 FE80:0:0:0:0:0:0:2 0E1A 0E1A 001D129012345678 1 0 0012 ';
		const payload = '1081000102880105FF017201E704000004D5';
		assert.equal(told(toUpperHex(Buffer.from(head, 'latin1')) + payload), head + payload);
	});

	it('has a line that was spoilt up to what spoilt it', () => assert.equal(told('4556454E5420FF3235'), 'EVENT FF3235'));

	it('leaves a frame of the binary dialect hexadecimal, whatever it begins with', () => {
		const frame = 'D0EA83FC2001000C';
		assert.equal(told(frame, 'getVersion'), `getVersion ${frame}`);
		assert.equal(told('41424344450D', 'noise'), 'noise 41424344450D');
	});
});

/** What `keiki hems` prints of a meter or a module that means no good. */
import process from 'node:process';
import { HemsJson, HemsText, type HemsView } from '../../../../boards/host/hems/hems-view.js';
import { equal, hex } from '../../../assert.js';

/** A serial number (EPC 8D) with: clear the screen (ECMA-48: ED), a line feed, CSI of one byte. */
const PROPERTIES = [{ epc: 0x8d, edt: hex('4b31 1b5b324a 0a 9b33316d') }];
const SERIAL_NUMBER = 'K1\u001b[2J\n\u009b31m';
const READING = { properties: PROPERTIES, wattHours: 100, digits: 6 };

/** What goes to stdout and stderr meanwhile. */
function shown(view: () => HemsView, show: (view: HemsView) => void): string {
	const streams = [process.stdout, process.stderr];
	const writes = streams.map(({ write }) => write);
	let text = '';
	for (const stream of streams) {
		stream.write = (chunk: unknown) => {
			text += String(chunk);
			return true;
		};
	}
	try {
		show(view());
	} finally {
		for (const [i, stream] of streams.entries()) stream.write = writes[i]!;
	}
	return text;
}

describe('keiki hems and what others say', () => {
	it('tells a terminal nothing of a meter that it would obey', () =>
		equal(
			shown(
				() => new HemsText(),
				(view) => view.table(READING),
			),
			'8D  serial number  K1\\u001b[2J\\u000a\\u009b31m\n',
		));

	it('is escaped in JSON as programs understand it', () => {
		const line = shown(
			() => new HemsJson(),
			(view) => view.table(READING),
		);
		equal(/[\u007f-\u009f]/.test(line), false);
		equal((JSON.parse(line) as { properties: { value: string }[] }).properties[0]!.value, SERIAL_NUMBER);
	});

	it('tells nothing of a module that it would obey', () =>
		equal(
			shown(
				() => new HemsText(),
				(view) => view.found([{ panId: 1, channel: 33, mac: new Uint8Array(8), rssi: -80, pairingId: '\u001b[2J\n1' }]),
			),
			'keiki: found PAN 0001 on channel 33, for \\u001b[2J\\u000a1\n',
		));
});

/** The customer's port of `keiki run`, as a program reads it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { crc16Arc } from '../../../../modules/bytes/crc.js';
import { runOfEachTest } from '../run-rig.js';

describe("the customer's port of keiki run", () => {
	const run = runOfEachTest();

	it('tells telegrams to who connects', async () => {
		await run.start('--customer-port', 'tcp:0', '--speed', '200');
		const [host, port] = (run.running.ready.customerPort as string).split(':');
		const socket = connect(Number(port), host);
		let text = '';
		socket.setEncoding('latin1').on('data', (part: string) => {
			text += part;
		});
		while (!/![0-9A-F]{4}\r\n/.test(text)) await once(socket, 'data');
		socket.destroy();
		const [, telegram, sum] = /^(\/[A-Z]{3}5KEIKI\r\n\r\n[^!]+!)([0-9A-F]{4})\r\n/.exec(text) ?? [];
		assert.equal(crc16Arc(Buffer.from(telegram!)), Number.parseInt(sum!, 16));
		assert.match(telegram!, /\r\n1-0:1\.8\.0\(01\d{4}\.\d{3}\*kWh\)\r\n/);
	});
});

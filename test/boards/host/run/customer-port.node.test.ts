/** The customer's port of `keiki run`, as a program reads it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { crc16Arc } from '../../../../modules/bytes/crc.js';
import { runOfEachTest } from '../run-rig.js';

describe("the customer's port of keiki run", () => {
	const run = runOfEachTest();

	const telegramAt = async (place: string): Promise<string> => {
		const [host, port] = place.split(':');
		const socket = connect(Number(port), host);
		let text = '';
		socket.setEncoding('latin1').on('data', (part: string) => {
			text += part;
		});
		while (!/![0-9A-F]{4}\r\n/.test(text)) await once(socket, 'data');
		socket.destroy();
		return text;
	};

	it('tells telegrams to who connects', async () => {
		await run.start('--customer-port', 'tcp:0', '--speed', '200');
		const text = await telegramAt(run.running.ready.customerPort as string);
		const [, telegram, sum] = /^(\/[A-Z]{3}5KEIKI\r\n\r\n[^!]+!)([0-9A-F]{4})\r\n/.exec(text) ?? [];
		assert.equal(crc16Arc(Buffer.from(telegram!)), Number.parseInt(sum!, 16));
		assert.match(telegram!, /\r\n1-0:1\.8\.0\(01\d{4}\.\d{3}\*kWh\)\r\n/);
	});

	it('is one of each of several meters, without Route A over IP too, and each tells its own', async () => {
		await run.begin('--dongle', 'tcp:0', '--route-a', 'off', '--meters', '3', '--customer-port', 'tcp:0', '--speed', '200');
		const meters = run.running.ready.meters as readonly { readonly serial: string; readonly customerPort: string }[];
		assert.equal(meters[0]!.customerPort, run.running.ready.customerPort);
		for (const { serial, customerPort } of meters)
			assert.match(await telegramAt(customerPort), new RegExp(`0-0:96\\.1\\.1\\(${Buffer.from(serial).toString('hex').toUpperCase()}\\)`));
	});
});

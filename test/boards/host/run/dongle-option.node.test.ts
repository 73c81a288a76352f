/** What `--dongle` says of places, by itself. */
import assert from 'node:assert/strict';
import { parseCustomerPort, parseDongle, refuseTwice } from '../../../../boards/host/run/dongle-option.js';
import { MODELS } from '../../../../modules/wi-sun-module/skstack/language/model.js';

const placeOf = (text: string) => parseDongle(text, 'bp35a1').place;

describe('--dongle', () => {
	it('is a terminal, a port of TCP or RFC 2217, or a serial port at a speed', () => {
		assert.deepEqual(placeOf('pty'), { kind: 'pty' });
		assert.deepEqual(placeOf('pty:./a'), { kind: 'pty', path: './a' });
		assert.deepEqual(placeOf('tcp:0'), { kind: 'tcp', port: 0 });
		assert.deepEqual(placeOf('rfc2217:65535'), { kind: 'rfc2217', port: 65_535 });
		assert.deepEqual(placeOf('rfc2217:0.0.0.0:4000'), { kind: 'rfc2217', address: '0.0.0.0', port: 4000 });
		assert.deepEqual(placeOf('rfc2217:[fe80::1%eth0]:0'), { kind: 'rfc2217', address: 'fe80::1%eth0', port: 0 });
		assert.deepEqual(placeOf('serial:/dev/ttyGS0'), { kind: 'serial', path: '/dev/ttyGS0', baud: 115_200 });
		assert.deepEqual(placeOf('serial:/dev/ttyGS0,9600'), { kind: 'serial', path: '/dev/ttyGS0', baud: 9600 });
		for (const text of ['', 'usb', 'rfc2217', 'rfc2217:', 'rfc2217:x', 'rfc2217:123456', 'serial', 'serial:,9600'])
			assert.throws(() => placeOf(text), { message: new RegExp(`^--dongle: expected pty, .*got "${text}"$`) });
	});

	it('takes an IP address, and in brackets that of IPv6, as the place of RFC 2217', () => {
		for (const address of ['localhost', '127.0.0.1:', '[127.0.0.1]', '::1', '[::1]:', '[]', '', '256.0.0.1'])
			assert.throws(() => placeOf(`rfc2217:${address}:4000`), /^Error: --dongle: expected pty, .*rfc2217:ADDRESS:PORT/);
		assert.throws(() => placeOf('rfc2217:127.0.0.1:65536'), /expected pty/);
	});

	it('takes any model and words behind each, with a speed or without', () => {
		for (const model of Object.keys(MODELS)) {
			for (const where of ['pty', 'rfc2217:0', 'serial:/dev/ttyGS0', 'serial:/dev/ttyGS0,38400']) {
				const choice = parseDongle(`${where},${model.toUpperCase()},event29`, 'bp35a1');
				assert.equal(choice.model, model);
				assert.deepEqual(choice.changes, { tellsReauthentication: true });
			}
		}
		assert.equal(parseDongle('serial:/dev/ttyGS0,9600,binary', 'bp35c2').model, 'bp35c2');
	});

	it('takes each serial port once, by whatever name, and makes no link in its place', () => {
		const real = (path: string) => path.replace('/dev/serial0', '/dev/ttyAMA0');
		const refuse = (lines: readonly string[], local?: string) =>
			refuseTwice(
				lines.map((text) => parseDongle(text, 'bp35a1')),
				[undefined, local === undefined ? undefined : { kind: 'pty', path: local }],
				real,
			);
		const twice = { message: '--dongle serial:/dev/ttyAMA0: expected each port once' };
		assert.throws(() => refuse(['serial:/dev/ttyAMA0', 'pty', 'serial:/dev/serial0']), twice);
		assert.throws(() => refuse(['pty:/dev/serial0', 'serial:/dev/ttyAMA0']), twice);
		assert.throws(() => refuse(['serial:/dev/ttyAMA0'], '/dev/serial0'), twice);
		refuse(['serial:/dev/ttyAMA0', 'serial:/dev/ttyAMA1', 'pty', 'pty', 'pty:/tmp/a', 'tcp:0', 'tcp:0'], '/tmp/b');
	});

	it("has telegrams of text at the customer's port unless another form is named, wherever the line is", () => {
		const pty = { kind: 'pty' };
		for (const [text, place, form] of [
			[undefined, undefined, undefined],
			[true, pty, 'dsmr'],
			['pty,idis', pty, 'idis'],
			['pty:/tmp/a,b', { kind: 'pty', path: '/tmp/a,b' }, 'dsmr'],
			['pty:/tmp/a,b,idis', { kind: 'pty', path: '/tmp/a,b' }, 'idis'],
			['tcp:0,dsmr', { kind: 'tcp', port: 0 }, 'dsmr'],
		] as const) {
			const choice = parseCustomerPort(text, 1);
			assert.deepEqual([choice?.place, choice?.form], [place, form], String(text));
		}
		for (const wrong of ['', 'idis', 'tcp:70000', 'pty,x'])
			assert.throws(() => parseCustomerPort(wrong, 1), /--customer-port: expected pty, pty:PATH or tcp:PORT .* with ,dsmr or ,idis or without, got/);
	});

	it('is one of each of several meters, which no path can be', () => {
		assert.deepEqual(parseCustomerPort('tcp:0,idis', 1000)?.place, { kind: 'tcp', port: 0 });
		assert.deepEqual(parseCustomerPort('tcp:65526', 10)?.place, { kind: 'tcp', port: 65_526 });
		assert.throws(
			() => parseCustomerPort('tcp:65527', 10),
			/--customer-port tcp:65527: expected a port of at most 65526 for 10 meters, the last would have 65536/,
		);
		assert.throws(() => parseCustomerPort('pty:/tmp/port', 2), /--customer-port pty:\/tmp\/port: expected pty or tcp:PORT with 2 meters/);
	});
});

import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { endpointOf, hdlcClientOf } from '../../../src/route-a/push-destination.js';
import { equal, toHex } from '../../assert.js';

const read = (text: string): string => {
	const found = endpointOf(asciiBytes(text));
	return found === undefined ? 'none' : `${toHex(found.address)} ${found.port}`;
};

describe('Destination of a push', () => {
	for (const [text, expected] of [
		['[::1]:4060', '00000000000000000000000000000001 4060'],
		['[2001:db8::7]', '20010db8000000000000000000000007 4059'],
		['[2001:DB8::7]:65535', '20010db8000000000000000000000007 65535'],
		['192.0.2.7:1', '00000000000000000000ffffc0000207 1'],
		['192.0.2.7', '00000000000000000000ffffc0000207 4059'],
		['[::ffff:192.0.2.7]:9', '00000000000000000000ffffc0000207 9'],
	] as const)
		it(`${text} is one`, () => equal(read(text), expected));

	for (const text of [
		...[
			'',
			'host',
			'host:1',
			'::1',
			'::1:4060',
			'[::1',
			'::1]',
			'[::1]4060',
			'[::1]:',
			'[::1]:0',
			'[::1]:4o',
			'[::1]::',
			'[::1]:65536',
			'[::1]:123456',
			' [::1]:1',
			'[::1]:1 ',
		],
		...[
			'[ff02::1]:1',
			'[::]:1',
			'0.0.0.0:1',
			'0.1.2.3:1',
			'224.0.0.1:1',
			'239.1.1.1:1',
			'255.255.255.255:1',
			'[::ffff:224.0.0.1]:1',
			'1.2.3:1',
			'1.2.3.256:1',
			'1.2.3.4:',
			'abcd:1',
			'192.0.2.7]:1',
		],
	])
		it(`"${text}" is none`, () => equal(read(text), 'none'));

	it('is by HDLC the address of one client', () => {
		for (const [text, expected] of [
			['1', 1],
			['103', 103],
			['126', 126],
		] as const)
			equal(hdlcClientOf(asciiBytes(text)), expected);
		for (const text of ['', '0', '127', '1000', '-1', '1.5', 'x', '[::1]:1']) equal(hdlcClientOf(asciiBytes(text)), undefined, text);
	});
});

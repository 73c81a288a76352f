/** What a proxy in front of a site is believed. */
import assert from 'node:assert/strict';
import { cameThrough, proxyOrigin, Trusted } from '../../../../boards/host/web/proxy.js';
import { hostsOf } from '../../../../boards/host/web/safety.js';

describe('a proxy in front of a site', () => {
	const proxy = { origin: 'https://office.test', trusted: new Trusted(['127.0.0.1', '10.1.0.0/16', '2001:db8::/32']) };
	const came = (from: string, by: string | undefined, proto: string | undefined = 'https') => cameThrough(proxy, from, { proto, for: by });

	it('tells by the last word whom it was asked by, whatever stands before it', () => {
		assert.deepEqual(came('127.0.0.1', '192.0.2.7'), { address: '192.0.2.7' });
		assert.deepEqual(came('127.0.0.1', '203.0.113.9, 192.0.2.7'), { address: '192.0.2.7' });
		assert.deepEqual(came('127.0.0.1', 'nonsense,, 192.0.2.7'), { address: '192.0.2.7' });
		assert.deepEqual(came('2001:db8::5', '::1, 2001:db9::1'), { address: '2001:db9::1' });
	});

	it('is believed about the hop behind it as long as that is a proxy, too', () => {
		assert.deepEqual(came('10.1.2.3', '203.0.113.9, 192.0.2.7, 10.1.0.9'), { address: '192.0.2.7' });
		assert.deepEqual(came('127.0.0.1', '10.1.0.8, 10.1.0.9'), { address: '10.1.0.8' });
		assert.deepEqual(came('127.0.0.1', 'nonsense, 10.1.0.9'), { why: 'unnamed' });
	});

	it('is one that asks from an address that was named, also where a socket of both families tells it', () => {
		for (const from of ['127.0.0.2', '10.2.0.1', '::1', '2001:db9::1', '', 'unknown'])
			assert.deepEqual(came(from, '192.0.2.7'), { why: 'stranger' }, from);
		assert.deepEqual(came('::ffff:127.0.0.1', '192.0.2.7'), { address: '192.0.2.7' });
	});

	it('has to say that it was asked by TLS, and by whom', () => {
		for (const proto of [undefined, '', 'http', 'https, http', 'wss'])
			assert.deepEqual(cameThrough(proxy, '127.0.0.1', { proto, for: '192.0.2.7' }), { why: 'clear' });
		assert.deepEqual(came('127.0.0.1', '192.0.2.7', 'http, HTTPS'), { address: '192.0.2.7' });
		for (const by of [undefined, '', ' ', '192.0.2.7,', 'unknown', '192.0.2.7:4711', '[2001:db9::1]'])
			assert.deepEqual(came('127.0.0.1', by), { why: 'unnamed' }, by);
	});

	it('is named by addresses and networks, and by nothing else', () => {
		for (const text of ['', 'localhost', '127.0.0.1/33', '10.0.0.0/', '::1/129', '10.0.0.0/-1', '1.2.3', '10.0.0.0/8/8'])
			assert.throws(() => new Trusted([text]), { name: 'RangeError', message: text }, text);
		assert.equal(new Trusted(['::1']).has('::1'), true);
		assert.equal(new Trusted(['0.0.0.0/0']).has('192.0.2.1'), true);
		assert.equal(new Trusted(['10.0.0.0/32']).has('10.0.0.1'), false);
	});

	it('is found under https and a name, without anything behind it', () => {
		assert.equal(proxyOrigin('https://Office.test/'), 'https://office.test');
		assert.equal(proxyOrigin('https://office.test:8443'), 'https://office.test:8443');
		for (const text of [
			'office.test',
			'http://office.test',
			'https://office.test/a',
			'https://a@office.test',
			'https://:b@office.test',
			'https://office.test/?a',
			'https://office.test/#a',
		])
			assert.equal(proxyOrigin(text), undefined, text);
		assert.deepEqual([...hostsOf('https://office.test')], ['office.test', 'office.test:443']);
		assert.deepEqual([...hostsOf('https://office.test:8443')], ['office.test:8443']);
	});
});

import assert from 'node:assert/strict';
import { allowedHosts, isAllowedHost, type RequestHeaders, unsafe } from '../../../../boards/host/web/safety.js';

const HOSTS = allowedHosts(8288, ['192.168.0.7', 'fd00::7']);
const GOOD: RequestHeaders = { host: '127.0.0.1:8288', origin: undefined, site: undefined, contentType: undefined };
const JSON_TYPE = 'application/json';

describe('who may look and act', () => {
	for (const host of ['127.0.0.1:8288', 'localhost:8288', 'LOCALHOST:8288', '[::1]:8288', '192.168.0.7:8288', '[fd00::7]:8288'])
		it(`lets Host ${host} in`, () => assert.equal(isAllowedHost({ ...GOOD, host }, HOSTS), true));
	for (const host of [undefined, '', '127.0.0.1', '127.0.0.1:80', 'evil.test:8288', '127.0.0.1.evil.test:8288', '192.168.0.8:8288', '::1:8288'])
		it(`refuses Host ${host}`, () => assert.equal(unsafe('GET', { ...GOOD, host }, 'bearer', HOSTS), 'host'));

	it('lets Host without a port in on port 80, where browsers leave it away, and nowhere else', () => {
		const usual = allowedHosts(80, []);
		for (const host of ['127.0.0.1', 'localhost', '[::1]', '127.0.0.1:80']) assert.equal(isAllowedHost({ ...GOOD, host }, usual), true, host);
		assert.equal(isAllowedHost({ ...GOOD, host: 'evil.test' }, usual), false);
		assert.equal(
			unsafe('POST', { host: '127.0.0.1', origin: 'http://127.0.0.1', site: 'same-origin', contentType: JSON_TYPE }, 'cookie', usual),
			undefined,
		);
	});

	it('lets a browser read and post from its own page, and nothing without an Origin', () => {
		const own = { ...GOOD, origin: 'http://127.0.0.1:8288', site: 'same-origin', contentType: JSON_TYPE };
		assert.equal(unsafe('POST', own, 'cookie', HOSTS), undefined);
		assert.equal(unsafe('GET', { ...GOOD, site: 'same-origin' }, 'cookie', HOSTS), undefined);
		assert.equal(unsafe('GET', { ...GOOD, site: 'none' }, 'cookie', HOSTS), undefined);
		assert.equal(unsafe('POST', { ...own, origin: undefined }, 'cookie', HOSTS), 'origin');
	});

	for (const origin of ['http://evil.test:8288', 'https://127.0.0.1:8288', 'http://127.0.0.1:8289', 'null', ''])
		it(`refuses what comes from ${JSON.stringify(origin)}, with either proof`, () => {
			for (const proof of ['cookie', 'bearer'] as const) {
				assert.equal(unsafe('POST', { ...GOOD, origin, contentType: JSON_TYPE }, proof, HOSTS), 'origin');
				assert.equal(unsafe('GET', { ...GOOD, origin }, proof, HOSTS), 'origin');
			}
		});

	for (const site of ['cross-site', 'same-site', 'strange'])
		it(`refuses Sec-Fetch-Site: ${site}`, () => {
			const origin = 'http://127.0.0.1:8288';
			assert.equal(unsafe('POST', { ...GOOD, origin, site, contentType: JSON_TYPE }, 'cookie', HOSTS), 'site');
			assert.equal(unsafe('GET', { ...GOOD, site }, 'cookie', HOSTS), 'site');
		});

	it('takes JSON alone, as a form of another page cannot send it', () => {
		for (const contentType of [undefined, 'text/plain', 'application/x-www-form-urlencoded', 'text/plain; application/json', 'application/jsonp'])
			assert.equal(unsafe('POST', { ...GOOD, contentType }, 'bearer', HOSTS), 'type');
		for (const contentType of [JSON_TYPE, 'application/json; charset=utf-8', 'Application/JSON'])
			assert.equal(unsafe('POST', { ...GOOD, contentType }, 'bearer', HOSTS), undefined);
		assert.equal(unsafe('POST', { ...GOOD, site: 'none', contentType: JSON_TYPE }, 'bearer', HOSTS), 'site');
	});
});

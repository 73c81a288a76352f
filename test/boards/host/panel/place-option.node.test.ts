import assert from 'node:assert/strict';
import { parsePanel } from '../../../../boards/host/panel/place-option.js';

describe('the place of a panel', () => {
	it('is an address with a port, or nowhere', () => {
		assert.equal(parsePanel(undefined), 'default');
		assert.equal(parsePanel('off'), 'off');
		assert.deepEqual(parsePanel('127.0.0.1:9000'), { address: '127.0.0.1', port: 9000 });
		assert.deepEqual(parsePanel('localhost:0'), { address: '127.0.0.1', port: 0 });
		assert.deepEqual(parsePanel('[::1]:9000'), { address: '::1', port: 9000 });
	});

	it('is told in full: no port alone is at every address', () => {
		for (const text of [
			'',
			'9000',
			':9000',
			'*:9000',
			'127.0.0.1',
			'127.0.0.1:',
			'127.0.0.1:65536',
			'::1:9000',
			'[127.0.0.1]:9000',
			'example.test:9000',
			'on',
		])
			assert.equal(parsePanel(text), undefined, text);
	});
});

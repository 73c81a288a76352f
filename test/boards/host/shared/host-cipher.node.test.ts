import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newHostCipher } from '../../../../boards/host/shared/host-cipher.js';

const HOST = fileURLToPath(new URL('../../../../boards/host', import.meta.url));

describe('the cipher of the PC', () => {
	it('is put together in one place', () => {
		const files = readdirSync(HOST, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
		const makers = files.filter((path) => /new NodeCipher\(/.test(readFileSync(join(HOST, path), 'utf8')));
		assert.deepEqual(makers, [join('shared', 'host-cipher.ts')]);
	});

	it('has what suites 1 and 2 need, and is another one for each who asks', () => {
		const cipher = newHostCipher();
		assert.notEqual(cipher, newHostCipher());
		assert.equal(cipher.aes256, true);
		for (const name of ['sha384', 'md5', 'sha1', 'publicKey', 'sign', 'verify', 'agree'] as const)
			assert.equal(typeof cipher[name], 'function', name);
	});
});

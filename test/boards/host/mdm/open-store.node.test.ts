import assert from 'node:assert/strict';
import { isOfStore, openStore, storeName } from '../../../../boards/host/mdm/open-store.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';

describe('the store that --store names', () => {
	it('is told without user and password, whatever stands in them', () => {
		const rows = [
			['files', 'files'],
			[undefined, 'files'],
			['postgres://localhost/readings', 'postgres://localhost/readings'],
			['postgres://keiki@localhost:5432/readings', 'postgres://localhost:5432/readings'],
			['postgres://keiki:geheim@localhost/readings', 'postgres://localhost/readings'],
			['postgres://keiki:x@geheim@localhost/readings', 'postgres://localhost/readings'],
			['postgres://keiki:x/geheim@localhost/readings', 'postgres://localhost/readings'],
			['postgres://keiki:x?geheim@localhost/readings', 'postgres://…'],
			['postgres://localhost/readings?user=keiki&password=geheim', 'postgres://localhost/readings'],
			['postgres:///readings?PassWord=geheim&host=%2Ftmp&sslpassword=geheim', 'postgres:///readings?host=%2Ftmp'],
			['postgres://localhost/readings?password=x#geheim', 'postgres://…'],
			['postgres://localhost/readings?password=x@geheim', 'postgres://…'],
			['clickhouse:http://keiki:geheim@a:8123,b:8123/readings', 'clickhouse:http://a:8123,b:8123/readings'],
		] as const;
		for (const [store, name] of rows) assert.equal(storeName(store), name, store);
	});

	it('is refused where its address cannot be read, with no word of it that may be a password', async () => {
		const addresses = [
			'postgres://keiki:x/geheim@localhost/readings',
			'postgres:geheim',
			'clickhouse:http://keiki:x/geheim@a:8123',
			'clickhouse:http://keiki:x@geheim@a:8123/readings',
			'clickhouse:http://keiki:ge%zzheim@a:8123/readings',
			'mysql://keiki:geheim@localhost/readings',
		];
		for (const store of addresses) {
			const isRefused = (error: unknown) =>
				error instanceof UsageError && !isOfStore(error) && !/geheim|zzheim/.test(`${error.message}${error.textIn('ja')}`);
			await assert.rejects(openStore({ store }), isRefused, store);
		}
	});

	it('is told from this program where a connection broke of which pg says so in words alone', () => {
		for (const words of [
			'Connection terminated unexpectedly',
			'Client has encountered a connection error and is not queryable',
			'Client was closed and is not queryable',
		]) {
			assert.equal(isOfStore(new Error(words)), true, words);
		}
		assert.equal(isOfStore(new TypeError('undefined is not a function')), false);
	});
});

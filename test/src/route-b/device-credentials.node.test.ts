import assert from 'node:assert/strict';
import { deviceCredentials } from '../../../src/route-b/device-credentials.js';

const ID = '00112233445566778899AABBCCDDEEFF';
const PASSWORD = '0123456789AB';

function memory() {
	const values = new Map<string, Uint8Array>();
	let writes = 0;
	return {
		get: (name: string) => values.get(name)?.slice(),
		set: (name: string, value: Uint8Array) => {
			writes++;
			values.set(name, value.slice());
		},
		delete: (name: string) => void values.delete(name),
		writes: () => writes,
	};
}

describe('the credentials of a device', () => {
	it('are kept once a build was told them, and a build that was told none goes on with them', () => {
		const store = memory();
		assert.deepEqual({ ...deviceCredentials(store, ID.toLowerCase(), PASSWORD) }, { id: ID, password: PASSWORD });
		assert.deepEqual({ ...deviceCredentials(store, '', '') }, { id: ID, password: PASSWORD });
	});

	it('are replaced by those of a later build, and not written where they are the same', () => {
		const store = memory();
		deviceCredentials(store, ID, PASSWORD);
		deviceCredentials(store, ID, PASSWORD);
		assert.equal(store.writes(), 2);
		deviceCredentials(store, ID, 'BA9876543210');
		assert.equal(deviceCredentials(store, '', '').password, 'BA9876543210');
	});

	it('are asked for where there are none, and refused where they are malformed', () => {
		assert.throws(() => deviceCredentials(memory(), '', ''), /no credentials yet; build once with id=… password=…/);
		assert.throws(() => deviceCredentials(memory(), ID, ''), /Route B password: expected 12 letters and digits/);
	});
});

import { PostgresStore } from '../../../../boards/host/mdm/postgres/postgres-store.js';
import { readingStoreContract } from '../../../src/mdm/reading-store-contract.js';
import { Postgres } from '../office/engines.js';

describe('readings on PostgreSQL', () => {
	let server: Postgres;
	before(function () {
		server = Postgres.start(this);
	});
	after(() => server?.stop());
	readingStoreContract(() => {
		const address = server.freshDatabase();
		return { open: () => PostgresStore.open(address), end: async () => {} };
	});
});

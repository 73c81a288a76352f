import { ClickHouseStore } from '../../../../boards/host/mdm/clickhouse/clickhouse-store.js';
import { readingStoreContract } from '../../../src/mdm/reading-store-contract.js';
import { ClickHouseCluster } from './clickhouse-rig.js';

for (const replicas of [1, 3]) {
	describe(`readings on ClickHouse, ${replicas === 1 ? 'one server' : `${replicas} servers that keep the same`}`, () => {
		let cluster: ClickHouseCluster;
		before(async function () {
			cluster = await ClickHouseCluster.start(this, replicas);
		});
		after(() => cluster?.stop());
		readingStoreContract(() => {
			const address = cluster.freshStore();
			return { open: () => ClickHouseStore.open(address), end: async () => {} };
		});
	});
}

/** PostgreSQL goes under a site that is served, and comes back: those who ask are told, the site stays, and so does the exchange with the relay. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Office } from '../../../../../boards/host/office/database/office.js';
import { setPassword } from '../../../../../boards/host/office/people/staff.js';
import { newHostCipher } from '../../../../../boards/host/shared/host-cipher.js';
import { readSigned } from '../../../../../src/operations/jobs/signed.js';
import { build, keiki, Running } from '../../command-line-rig.js';
import { Parties, RelayRig } from '../../relay/relay-rig.js';
import { build as buildHouse } from '../design/street.js';
import { ANYBODY, Postgres } from '../engines.js';
import { PASSWORD, Script } from './site-rig.js';

describe('keiki office serve with PostgreSQL that goes', function () {
	this.timeout(180_000);
	before(build);

	it('tells who asks, and goes on once it is back', async function () {
		const server = Postgres.start(this);
		const database = server.freshDatabase();
		const data = mkdtempSync(join(tmpdir(), 'keiki-office-'));
		const parties = await Parties.certified();
		const relay = new RelayRig(parties);
		let running: Running | undefined;
		let customers: Running | undefined;
		try {
			const office = await Office.open({ data, url: database }, { isNew: true });
			const row = { name: 'suzuki', shown: 'Suzuki', password: null, roles: '["clerk"]', state: 'active', at: 1, failures: 0, locked_until: null };
			await office.database
				.insertInto('staff')
				.values(row as never)
				.execute();
			await setPassword(office, ANYBODY, 'suzuki', PASSWORD);
			const code = await buildHouse(office, 1, { units: 'rf-b,1p3w-60-2way,normal' });
			await office.close();
			await relay.start();
			const place = ['--data', data, '--database', database];
			const way = ['--relay', relay.url.href.slice(0, -1), '--identity', parties.of('office')];
			running = Running.begin('office', 'serve', ...place, '--staff', '127.0.0.1:0', ...way);
			customers = Running.begin('office', 'serve', ...place, '--customers', '127.0.0.1:0');
			const { staff } = await running.until(({ event }) => event === 'ready');
			const { customers: others } = await customers.until(({ event }) => event === 'ready');
			const script = new Script({ origin: (staff as string).slice(0, -1) });
			const customer = new Script({ origin: (others as string).slice(0, -1) });
			await script.signIn('suzuki', PASSWORD);
			assert.equal((await script.get(`/contracts/${code}`)).status, 200);
			await customer.get('/sign-in');

			server.halt();
			const gone = await script.get(`/contracts/${code}`);
			assert.equal(gone.status, 503);
			assert.match(gone.text, /The database is not there just now/);
			assert.ok(!gone.text.includes(server.folder), "where the database is, is nobody's who asks");
			const tried = await customer.signInAs(code, 'AAAA-AAAA-AAAA');
			assert.deepEqual([tried.status, tried.cookie], [503, undefined]);
			for (const each of [running, customers]) await each.untilSaid('the database of the office has gone');
			const command = keiki('office', 'find', '桜町', ...place);
			assert.deepEqual([command.status, command.stdout], [2, '']);
			assert.match(command.stderr, /^keiki: the database of the office is not to be had: connect ENOENT [^\n]*\n$/);

			server.resume();
			assert.equal((await script.get(`/contracts/${code}`)).status, 200);
			const { location } = await script.post(`/contracts/${code}/diagnose`);
			const { messages } = await relay.client('control').fetch('jobs', { epoch: undefined, after: 0, wait: 30, most: 10 });
			const { content: job } = readSigned(newHostCipher(), parties.control.peerKeys, messages[0]!.message, ['job']);
			assert.equal(location, `/jobs/${job.id}`);
			for (const each of [running, customers]) assert.equal(await each.stop(), 0, each.stderr);
			assert.doesNotMatch(running.stderr + customers.stderr, /^\s+at /m);
		} finally {
			for (const each of [running, customers]) await each?.stop();
			await relay.stop();
			server.stop();
			rmSync(data, { recursive: true });
			parties.remove();
		}
	});
});

/** What the staff ask for in the browser goes to the relay at once, and the answer of the control system is shown. */
import assert from 'node:assert/strict';
import { setPassword } from '../../../../../boards/host/office/people/staff.js';
import { newHostCipher } from '../../../../../boards/host/shared/host-cipher.js';
import { readSigned } from '../../../../../src/operations/jobs/signed.js';
import { until } from '../../../../until.js';
import { build, Running } from '../../command-line-rig.js';
import { Parties, RelayRig } from '../../relay/relay-rig.js';
import { PASSWORD, Script, SiteRig } from './site-rig.js';

const CODE = 'C0000000001';

describe('keiki office serve with a relay', function () {
	this.timeout(120_000);
	before(build);

	it('asks for a diagnosis and shows Table 2 when the control system has answered', async () => {
		const [parties, rig] = [await Parties.certified(), await SiteRig.staff()];
		const relay = new RelayRig(parties);
		let running: Running | undefined;
		try {
			await relay.start();
			await setPassword(rig.office, { name: 'ueda', roles: ['administrator'] }, 'suzuki', PASSWORD);
			const way = ['--relay', relay.url.href.slice(0, -1), '--identity', parties.of('office')];
			running = Running.begin('office', 'serve', '--data', rig.office.data, '--staff', '127.0.0.1:0', ...way);
			const { staff } = await running.until(({ event }) => event === 'ready');
			const script = new Script({ origin: (staff as string).slice(0, -1) });
			await script.signIn('suzuki', PASSWORD);
			await script.get('/');
			const { location } = await script.post(`/contracts/${CODE}/diagnose`);
			const control = relay.client('control');
			const { messages } = await control.fetch('jobs', { epoch: undefined, after: 0, wait: 30, most: 10 });
			const { content: job } = readSigned(newHostCipher(), parties.control.peerKeys, messages[0]!.message, ['job']);
			assert.deepEqual([job.kind, job.meter, location], ['status', '4B45490000000001', `/jobs/${job.id}`]);
			assert.match((await script.get(location!)).text, /data-under-way/);
			const status = { startup: 'clear', authentication: 'failure', connection: 'failure', unit: 'normal', verdict: 'HEMS is failure' } as const;
			const result = { ...status, since: Date.now(), version: 0, changed: null, communication: null };
			await control.put('results', [
				parties.signed('answer', { id: job.id, kind: 'status', meter: job.meter, state: 'done', at: Date.now(), result } as never),
			]);
			let shown = '';
			await until(async () => {
				const { status, text } = await script.get(location!);
				shown = text;
				// Who asks too often is told to wait.
				return status === 200 && !text.includes('data-under-way');
			});
			assert.match(shown, /NG ②.*HEMS is failure/s);
			assert.equal(await running.stop(), 0);
		} finally {
			await running?.stop();
			await relay.stop();
			await rig.close();
			parties.remove();
		}
	});
});

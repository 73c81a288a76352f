/** Figure 5 on real parts: the office's work order on paper, a picture of it, the hand-held, the meter, and a HEMS that was told the password of the letter. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Office } from '../../../../boards/host/office/database/office.js';
import { takeResults } from '../../../../boards/host/office/design/take-results.js';
import { readHandheldFile, registerHandheld } from '../../../../boards/host/office/password/handhelds.js';
import { issuePassword } from '../../../../boards/host/office/password/issue.js';
import { letterPlace } from '../../../../boards/host/office/password/letters.js';
import { printOrder } from '../../../../boards/host/office/password/print-order.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { requirePeer } from '../../../interop/peers.js';
import { Program } from '../command-line-rig.js';
import { ANYBODY } from '../office/engines.js';
import { AES, CONTRACT, furnish, idOn, METER, passwordOn, pdfText } from '../office/password/password-rig.js';
import { findInFiles, needlesOfText } from '../office/secret-search.js';
import { runOfEachTest } from '../run-rig.js';
import { HandheldRig } from './handheld-rig.js';

describe('a work order of the office at the hand-held', () => {
	const run = runOfEachTest();

	it('brings the password of the letter to the meter, by a picture of the paper, tells the office, and nobody in between has it', async function () {
		const draws = requirePeer(this, 'pdftoppm', 'apt-get install poppler-utils');
		const rig = new HandheldRig(join(run.folder, 'worker'));
		const office = await Office.open({ data: join(run.folder, 'office'), url: undefined }, { now: Date.now, isNew: true });
		try {
			await furnish(office);
			await rig.prepare(join(office.data, 'office.public'));
			await registerHandheld(office, ANYBODY, 'no. 3', readHandheldFile(join(rig.data, 'hand-held-public.json')));
			const { bearer: order, version } = await issuePassword(office, ANYBODY, { contract: CONTRACT, by: 'handheld', language: 'en' });
			const { file } = await printOrder(office, ANYBODY, { order, handheld: 'no. 3', language: 'en' });
			writeFileSync(rig.file('order.pdf'), file);
			spawnSync(draws, ['-r', '150', '-jpeg', '-singlefile', rig.file('order.pdf'), rig.file('order')]);
			writeFileSync(rig.file('unit.credential'), JSON.stringify({ systemTitle: METER, key: toUpperHex(AES) }), { mode: 0o600 });
			await run.start(
				...['--keys', rig.file('meter.json'), '--credential-key', rig.file('unit.credential'), '--state', rig.file('state')],
				...['--speed', 'max', '--local-port', 'tcp:0'],
			);
			const set = await rig.at(`serial:${run.running.ready.localPort}`, 'set', rig.file('order.jpg'));
			assert.equal(set.stdout, `order     ${order}\nmeter     ${METER}\npassword  set, version ${version}\n`, set.stderr);
			const letter = pdfText(this, letterPlace(office.data, CONTRACT, version));
			const password = passwordOn(letter);
			const program = await Program.open(run.running.ready.dongle as string);
			await program.join({ ...run.running.ready, routeBId: idOn(letter), password });
			program.close();
			await run.running.stop();
			const day = rig.file('day.jsonl');
			assert.equal((await rig.own('results', '--out', day)).status, 0);
			assert.deepEqual(await takeResults(office, ANYBODY, readFileSync(day, 'utf8')), [{ kind: 'set', order, meter: METER, version, isDone: true }]);
			const credentials = await office.database.selectFrom('credential').select(['state', 'sealed']).execute();
			assert.deepEqual(credentials, [{ state: 'in-force', sealed: null }]);
			assert.equal((await rig.own('results', '--handed-in', day)).status, 0);
			assert.deepEqual(await rig.results(), []);
			const needles = needlesOfText('password', password);
			assert.deepEqual(findInFiles([rig.folder], needles), []);
			// The search finds it where it is.
			writeFileSync(join(rig.data, 'canary'), password);
			assert.equal(findInFiles([rig.folder], needles).length > 0, true);
		} finally {
			await office.close();
		}
	});
});

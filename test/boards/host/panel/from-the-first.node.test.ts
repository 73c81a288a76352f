/** What a program does the moment that a run is ready, before the panel is loaded: it is answered, and the panel has all of it. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { FrameList } from '../../../../boards/host/panel/frames/frame-row.js';
import { until } from '../../../until.js';
import { build } from '../command-line-rig.js';
import { PanelRig } from './panel-rig.js';

describe('from the first frame on', () => {
	let panel: PanelRig | undefined;
	before(build);
	afterEach(() => panel?.running.stop('SIGKILL'));

	it('the frames and the ladder have what came while the panel was loaded', async () => {
		panel = await PanelRig.start('--dongle', 'tcp:0', '--route-a', 'off');
		const { dongle } = panel.running.ready as Record<string, string>;
		const list = panel.get('/api/frames?medium=serial');
		const program = connect(Number(dongle!.split(':')[1]), '127.0.0.1');
		let heard = '';
		program.on('data', (bytes) => {
			heard += bytes;
		});
		program.write('SKVER\r\n');
		await until(() => heard.includes('OK'));
		assert.equal((await list).status, 200);
		const { rows, first } = (await panel.get('/api/frames?medium=serial')).json as FrameList;
		assert.equal(first, 1);
		assert.deepEqual(
			rows.map(({ info }) => info.split(' ')[0]),
			['SKVER', 'SKVER', 'EVER', 'OK'],
		);
		const [{ rungs }] = (await panel.get('/api/ladder')).json.dongles;
		assert.deepEqual(
			rungs.map(({ sort, what, word, answer }: Record<string, string>) => [sort, what ?? word, answer]),
			[
				['port', 'opened', undefined],
				['command', 'SKVER', 'OK'],
			],
		);
		program.destroy();
	});
});

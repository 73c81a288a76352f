/** What is asked wrongly is told in the language of who asks. */
import { commandRoutes } from '../../../../boards/host/panel/command/command-routes.js';
import { Frames } from '../../../../boards/host/panel/frames/frame-routes.js';
import { Joining } from '../../../../boards/host/panel/ladder/joining.js';
import type { PanelSite } from '../../../../boards/host/panel/site.js';
import { stateRoutes } from '../../../../boards/host/panel/state/state-routes.js';
import { equal } from '../../../assert.js';
import { StillRig } from './still-rig.js';

const WRONG: readonly (readonly [path: string, en: string, ja: string])[] = Object.freeze([
	['/api/state?meter=meter-9', 'meter=meter-9: expected meter', 'meter=meter-9: meterを指定してください'],
	['/api/frames?limit=x', 'limit=x: expected a whole number', 'limit=x: 整数を指定してください'],
	['/api/frames?epc=E', 'epc=e: expected two hexadecimal digits, such as E7', 'epc=e: E7のような16進数2桁を指定してください'],
	['/api/frames?tid=70000', 'tid=70000: expected a number from 0 to 65535', 'tid=70000: 0から65535までの数を指定してください'],
	['/api/frames?before=1&after=2', 'before, after and since: expected one of them', 'before、after、since: どれか1つを指定してください'],
	['/api/frames/1', 'frame 1: there was none yet', 'フレーム1: まだフレームはありません'],
	['/api/frames.pcapng?ids=x', 'ids: expected numbers with commas between', 'ids: 番号をコンマで区切って指定してください'],
	['/api/ladder?dongle=x', 'there is no dongle in this run', 'この実行にドングルはありません'],
]);

describe('what the panel is asked wrongly', () => {
	it('is told in English and Japanese, with what would be right', async () => {
		const rig = new StillRig((each) => {
			const site = Object.assign(each, { ready: { dongles: [], meters: [], password: null } }) as unknown as PanelSite;
			return [...stateRoutes(site), ...commandRoutes(site), ...new Frames(site).routes, ...new Joining(site).routes];
		});
		const error = ({ body }: { readonly body: unknown }) => (body as { readonly error: string }).error;
		for (const [path, en, ja] of WRONG) {
			equal(error(await rig.get(path)), en, path);
			equal(error(await rig.get(path, 'ja')), ja, path);
		}
		const lines = { command: 'load 1\nload 2' };
		equal(error(await rig.post('/api/command', lines)), 'command: expected one line of words, of at most 1000 characters');
		equal(error(await rig.post('/api/command', lines, 'ja')), 'command: 1000文字までの1行のコマンドが必要です');
	});
});

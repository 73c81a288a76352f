/** Lines of the timeline that no run of another test brings about. */
import assert from 'node:assert/strict';
import { timelineText } from '../../../../boards/host/run/timeline.js';
import type { EventFields, WorldEvent } from '../../../../src/world/schema/event-rows.js';

const PATH = '/dev/ttyGS0';
const LINES: readonly (readonly [port: Omit<EventFields<'port'>, 'path'>, en: string, ja: string])[] = [
	[
		{ state: 'gone', setting: null, value: null },
		`${PATH} has gone: unplugged, or hung up at the other end`,
		`${PATH}がなくなりました。抜かれたか、相手側が切断しました`,
	],
	[{ state: 'back', setting: null, value: null }, `${PATH} is back`, `${PATH}が戻りました`],
	[{ state: 'set', setting: 'speed', value: 9600 }, 'serial port: 9600 baud', 'シリアルポート: 9600ボー'],
	[{ state: 'set', setting: 'flow', value: 'hardware' }, 'serial port: flow control hardware', 'シリアルポート: フロー制御ハードウェア'],
	[{ state: 'set', setting: 'flow', value: 'none' }, 'serial port: flow control none', 'シリアルポート: フロー制御なし'],
	[{ state: 'set', setting: 'dtr', value: false }, 'serial port: DTR off', 'シリアルポート: DTR オフ'],
	[{ state: 'set', setting: 'rts', value: true }, 'serial port: RTS on', 'シリアルポート: RTS オン'],
	[{ state: 'set', setting: 'break', value: true }, 'serial port: break begins', 'シリアルポート: ブレーク開始'],
	[{ state: 'set', setting: 'break', value: false }, 'serial port: break ends', 'シリアルポート: ブレーク終了'],
];

describe('the timeline', () => {
	it('tells of the port at a wire, in each language', () => {
		for (const [port, ...texts] of LINES) {
			const event: WorldEvent<'port'> = { event: 'port', time: '', elapsedMs: 0, node: 'dongle', path: PATH, ...port };
			for (const [i, language] of (['en', 'ja'] as const).entries())
				assert.equal(
					timelineText(event, '12:00', 1, (_, text) => text, language),
					`12:00  dongle              ${texts[i]}`,
				);
		}
	});
});

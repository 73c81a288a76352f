/** Lines of the timeline that no run of another test brings about. */
import assert from 'node:assert/strict';
import { timelineText } from '../../../../boards/host/shared/timeline.js';
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

	const ANSWER: Omit<WorldEvent<'get'>, 'late'> = {
		event: 'get',
		time: '',
		elapsedMs: 0,
		node: 'meter',
		medium: 'wi-sun',
		peer: 'FE80:0000:0000:0000:021D:1291:4B45:0001',
		peerNode: 'dongle',
		request: 'Get',
		service: 'Get_Res',
		tid: 1,
		object: '028801',
		properties: [],
	};
	const { event: _event, request: _request, object: _object, properties: _properties, ...PLACE } = ANSWER;

	it('tells that an answer is late, in each language', () => {
		const told = (late: number | undefined, language: 'en' | 'ja') =>
			timelineText({ ...ANSWER, ...(late !== undefined && { late }) }, '12:00', 1, (_, text) => text, language);
		assert.equal(told(undefined, 'en'), '12:00  dongle → meter      Get ');
		assert.equal(told(70_310, 'en'), '12:00  dongle → meter      Get  (late, after 70.3 s)');
		assert.equal(told(70_310, 'ja'), '12:00  dongle → meter      Get  (遅延、70.3 s後)');
	});

	it('tells what a meter asks of itself, and what is malformed, in each language', () => {
		const told = (service: string | null, language: 'en' | 'ja') =>
			timelineText({ ...PLACE, event: 'asked', service, tid: null, bytes: '10' }, '12:00', 1, (_, text) => text, language);
		assert.equal(told('INF_REQ', 'en'), '12:00  dongle ← meter      asks: INF_REQ 10');
		assert.equal(told(null, 'en'), '12:00  dongle ← meter      malformed: 10');
		assert.equal(told('INF_REQ', 'ja'), '12:00  dongle ← meter      要求: INF_REQ 10');
		assert.equal(told(null, 'ja'), '12:00  dongle ← meter      不正な電文: 10');
	});
});

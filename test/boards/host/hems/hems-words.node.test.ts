/** What keiki hems and the first lines of keiki run say, in both languages. */
import { HEMS_FAILURES, HemsError, hemsFailureText } from '../../../../boards/host/hems/hems-failures.js';
import { HEMS_TEXTS } from '../../../../boards/host/hems/hems-words.js';
import { type Ready, readyLines } from '../../../../boards/host/run/ready.js';
import { READY_WORDS } from '../../../../boards/host/run/ready-words.js';
import { equal } from '../../../assert.js';

const JAPANESE = /[぀-ヿ一-鿿]/;
const ID = '00112233445566778899AABBCCDDEEFF';
const PLACE = { routeBId: ID, password: null, macAddress: '001C64004B450001', panId: '1A7C', channel: 49 };
const READY: Ready = {
	dongle: '/tmp/keiki-dongle',
	dongles: [{ path: '/tmp/keiki-dongle', line: 'pty', model: 'bp35a1' }],
	lan: '127.0.0.2',
	routeA: '[::1]:4060',
	routeAPlaces: ['[::1]:4060', '127.0.0.1:4060'],
	localPort: '/tmp/keiki-local-port',
	...PLACE,
	units: 'rf-b,1p3w-60-2way,normal',
	control: '/tmp/keiki-control',
	panel: 'http://127.0.0.1:8288/',
	panelToken: 'T0ken',
	panelTokenFile: '/tmp/panel.token',
	seed: 1,
	meters: [{ ...PLACE, node: 'meter', serial: 'M', supplyPoint: 'S', routeA: '[::1]:4060', systemTitle: '4A504D0000000001' }],
	profile: 'gen1',
	speed: 'max',
	capture: '/tmp/a.pcapng',
	state: '/tmp/state',
};

describe('the words of a HEMS', () => {
	for (const kind of Object.keys(HEMS_FAILURES.en) as (keyof typeof HEMS_FAILURES.en)[]) {
		it(`${kind}: both sentences name the same event`, () => {
			const { failure } = new HemsError({ kind, what: 'Get E7', tries: 3 });
			const [en, ja] = [hemsFailureText(failure, 'en'), hemsFailureText(failure, 'ja')];
			equal(JAPANESE.test(ja), true, ja);
			equal(JAPANESE.test(en), false, en);
			const named = (text: string) => /EVENT \d\d|Get E7/.exec(text)?.[0];
			equal(named(ja), named(en));
		});
	}

	it('says which step is taken', () => {
		equal(HEMS_TEXTS.ja.steps.join(), '認証しています');
		equal(HEMS_TEXTS.ja.drawn(1), '昨日の電力量(正方向)');
		equal(HEMS_TEXTS.en.drawn(1), 'Energy drawn yesterday');
	});
});

describe('the first lines of a run', () => {
	const lines = (language: 'ja' | 'en') => readyLines(READY, { credentials: true, keys: true }, '2026-11-22 12:29:50', READY_WORDS[language]);

	it('tell the same places in both languages', () => {
		const [en, ja] = [lines('en'), lines('ja')];
		equal(en.length, ja.length);
		const places = (line: string) => (line.match(/\/tmp\/[\w.-]+|\[?[0-9A-F.:]{8,}\]?|\b(?:gen1|max|49)\b|--[a-z-]+/g) ?? []).join(' ');
		for (const [i, line] of en.entries()) equal(places(ja[i]!), places(line));
	});

	it('tell how the utility reads it, with the keys that are not those of everybody', () => {
		const command = (keysFile?: string, meters = READY.meters.slice(0, 1)) => {
			const demo = { credentials: true, keys: keysFile === undefined, keysFile };
			const told = readyLines({ ...READY, routeA: '127.0.0.1:4059', meters }, demo, '2026-11-22 12:29:50', READY_WORDS.en);
			return told.find((line) => line.includes(' hes read'))?.replace(/^.* hes read/, '');
		};
		equal(command(), ' --meter 127.0.0.1:4059');
		equal(command('my/keys.json'), ' --meter 127.0.0.1:4059 --keys my/keys.json');
		equal(command("it's mine.json"), " --meter 127.0.0.1:4059 --keys 'it'\\''s mine.json'");
	});

	it('have names of the same width, of which a character of Japanese takes two', () => {
		equal(lines('en')[1], '  serial port    /tmp/keiki-dongle   (BP35A1)');
		equal(lines('ja')[1], '  シリアルポート /tmp/keiki-dongle   (BP35A1)');
		equal(lines('ja')[2]!.startsWith(`  認証ID         ${ID}`), true, lines('ja')[2]);
	});
});

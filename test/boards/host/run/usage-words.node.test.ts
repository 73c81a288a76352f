/** What is wrong with the use of `keiki run`, in Japanese and in English. */
import assert from 'node:assert/strict';
import { parseLoad } from '../../../../boards/host/run/loads.js';
import { parseMany } from '../../../../boards/host/run/many-option.js';
import { parseRouteA } from '../../../../boards/host/run/route-a-option.js';
import { parseTraits } from '../../../../boards/host/run/traits-option.js';
import { type NotWithRadio, USAGE_WORDS, type UsageWords } from '../../../../boards/host/run/usage-words.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { examine } from '../../../../src/meter/catalogue/parse.js';
import { TraitsError } from '../../../../src/route-b/traits.js';

const JAPANESE = /[぀-ヿ一-鿿]/;
const WHYS: readonly NotWithRadio[] = ['ownDongle', 'joinedOnly', 'realTime', 'realNeighbours'];

/** Fields of each sentence, each field another one. */
const FIELDS: { readonly [Kind in keyof UsageWords]: Parameters<UsageWords[Kind]> } = {
	noName: ['--control'],
	oneOf: ['--profile', ['first', 'second'], 'x'],
	anyWholeNumber: ['--digits', 'x'],
	reason: ['--lan 192.0.2.1', 'EACCES'],
	cannotRead: ['--load', 'house.csv', 'ENOENT'],
	cannotWriteMeters: ['meters.jsonl', 'ENOSPC'],
	panel: ['8288'],
	panelTaken: ['127.0.0.1:8288'],
	notOurAddress: ['--lan 192.0.2.1'],
	loadPower: ['constant:x', 54321, 'x'],
	loadFile: ['csv:', 'csv:load.csv'],
	load: ['nothing'],
	units: ['rf-x', examine('rf-x')],
	contract: [1000, 'x'],
	noSwitch: [30],
	maker: [['x'], 'x', 'x'],
	utility: [['tepco', 'kepco'], 'x'],
	traits: [new TraitsError('EPC D7: expected 1 to 8 digits, got 9', { kind: 'digits', most: 8, got: 9 })],
	profileAndLike: ['gen2'],
	epcs: ['--without', '7F'],
	energyUnit: ['05'],
	release: [255, 'x'],
	register: [999999, 'x'],
	registerHolds: [8, 10000],
	registerStands: ['kept'],
	noNeighbours: [2],
	tooManyDongles: [8, 9],
	dongle: ['usb'],
	dongleBaud: ['serial:/dev/ttyGS0,300', [2400, 9600], 'x'],
	portTwice: ['serial:/dev/ttyGS0'],
	dongleWord: ['pty,x', ['binary', 'keep'], 'x'],
	joinsOnly: ['--radio serial:/dev/ttyUSB0,mb-j11', 'mb-j11', ['model-2', 'model-3']],
	noWopt: ['pty,mb-rl7023-11,binary', 'model-1', ['model-2', 'model-3']],
	keepsTcp: ['pty,keep'],
	localPort: ['usb'],
	customerPort: [['first', 'second'], 'usb'],
	mbus: ['usb'],
	noBehind: ['--mbus'],
	tooManyBehind: [4, 5],
	behindTwice: ['gas'],
	behindNobody: ['3=gas', 12],
	behind: ['gas,oil', ['gas', 'water'], ['battery', 'fraud']],
	portInUse: ['--dongle', 'rfc2217', 4000],
	noSuchPort: ['--dongle serial:/dev/ttyGS1', ['/dev/ttyGS0']],
	noSerialPort: ['--dongle serial:/dev/null'],
	noRights: ['--dongle serial:/dev/ttyGS0'],
	onlyForGroup: ['--dongle serial:/dev/ttyGS0', 'dialout'],
	portBusy: ['--dongle serial:/dev/ttyGS0'],
	linkThere: ['--dongle', '/tmp/link'],
	cannotLink: ['--local-port', '/tmp/link', 'EACCES'],
	noTerminal: ['--dongle', 'ENOENT'],
	notifyDelay: ['x'],
	start: ['x'],
	clockOffset: ['x'],
	speed: [0.01, 100000, 'x'],
	noLan: ['--lan-answers'],
	noLinkLocal: ['eth0'],
	linkLocal: ['fe80::1'],
	lan: ['x'],
	lanTaken: ['192.0.2.1', 3610],
	lanNotShared: ['192.0.2.1', 3610],
	offAlone: [['off', '[::1]:4059']],
	tooManyPlaces: [8, 9],
	placeTwice: ['[::1]:4059'],
	place: ['--route-a', true, 'x'],
	placeTaken: ['--route-a [::1]:4059'],
	otherTitle: ['--credential-key FILE', '4A504D0000000001', '4A504D0000000002'],
	sealsOnly: ['--credential-key FILE'],
	keyWithoutState: ['--state-key-file'],
	manyWithRadio: [12],
	manyWithState: [12],
	oneMeter: ['--route-a-first [::1]:5000'],
	routeAOff: ['--route-a-first [::1]:5000'],
	onePath: ['--customer-port pty:/tmp/port', 3],
	portsEnd: ['--route-a-first [::1]:65535', 65436, 101, 65635],
	radio: ['x'],
	notWithRadio: ['--speed', 'realTime'],
	noPort: ['/dev/ttyUSB9'],
	radioEnded: ['/dev/ttyUSB9'],
	noModule: ['/dev/ttyUSB9', 'FAIL'],
};
const KINDS = Object.keys(FIELDS) as readonly (keyof UsageWords)[];

function sentence<Kind extends keyof UsageWords>(language: 'en' | 'ja', kind: Kind): string {
	return (USAGE_WORDS[language][kind] as (...fields: Parameters<UsageWords[Kind]>) => string)(...FIELDS[kind]);
}

/** Options, forms of values, and numbers, as they are typed; of one meter, and of once, English has no digit. */
function named(text: string): readonly string[] {
	return [
		...new Set(
			text
				.replace(/\b1[台回]/g, '')
				.match(/--[a-z][a-z-]*|\b(?:csv|script|pty|tcp|serial|rfc2217):[A-Z]+|,(?:MODEL|BAUD)|\b\d+(?:\.\d+)?\b|\b[0-9A-F]{2}\b/g) ?? [],
		),
	].sort();
}

describe('the words of wrong use of keiki run', () => {
	it('are of each language, and begin with the option', () => {
		for (const kind of KINDS) {
			assert.match(sentence('en', kind), /^(?:--[a-z-]+(?: \S+)?|run): \S/, kind);
			assert.match(sentence('ja', kind), /^(?:--[a-z-]+(?: \S+)?|run): \S/, kind);
			assert.doesNotMatch(sentence('en', kind), JAPANESE, kind);
			assert.match(sentence('ja', kind), JAPANESE, kind);
		}
	});

	it('name the same options and values', () => {
		for (const kind of KINDS) assert.deepEqual(named(sentence('ja', kind)), named(sentence('en', kind)), kind);
	});

	it('tell every field in both', () => {
		for (const kind of KINDS.filter((each) => !['notWithRadio', 'units', 'traits'].includes(each))) {
			for (const field of FIELDS[kind].flat().filter((each) => typeof each !== 'boolean')) {
				for (const language of ['en', 'ja'] as const) assert.ok(sentence(language, kind).includes(String(field)), `${language} ${kind}: ${field}`);
			}
		}
	});

	it('say each why of what is not with --radio', () => {
		assert.equal(USAGE_WORDS.en.notWithRadio('--speed', 'realTime'), '--speed: not with --radio: the module keeps to real time');
		for (const language of ['en', 'ja'] as const)
			assert.equal(new Set(WHYS.map((why) => USAGE_WORDS[language].notWithRadio('--lan', why))).size, WHYS.length);
		for (const why of WHYS) assert.match(USAGE_WORDS.ja.notWithRadio('--lan', why).split(': ')[2]!, JAPANESE, why);
	});

	it('say what is wrong with units, and what would be right', () => {
		const told = (text: string) => USAGE_WORDS.ja.units(text, examine(text)).split('\n').slice(1);
		const [unknown = ''] = told('rf-b,1p3w-60-2wey');
		assert.match(unknown, /^ {2}2番目のユニット\(6文字目\): "1p3w-60-2wey"というユニットはありません。1p3w-60-2way.*かもしれません$/);
		const broken = told('rf-b,1p3w-60-2way,switch-30');
		assert.ok(broken.length > 0);
		for (const line of broken) assert.match(line, /。直すには: \S/);
	});

	for (const [traits, ja] of [
		[{ without: '9F' }, 'run: EPC 9Fはプロパティマップで、どのオブジェクトにもあります'],
		[{ without: 'D0' }, 'run: EPC D0は、もともとgen1のメーターにありません'],
		[{ unreadable: 'C0' }, 'run: EPC C0は、このメーターのマップ9Fにありません'],
		[{ without: 'D3', coefficient: '10' }, 'run: 係数10にはEPC D3が要ります: なければ1とみなされます'],
		[{ coefficient: '0' }, 'run: EPC D3: 係数は1〜999999のはずですが、0です'],
		[{ digits: '9' }, 'run: EPC D7: 1〜8桁のはずですが、9桁です'],
	] as const) {
		it(`say which traits no meter has: ${JSON.stringify(traits)}`, () => {
			assert.throws(
				() => parseTraits({ profile: 'gen1', ...traits }),
				(error) => error instanceof UsageError && error.textIn('ja') === ja,
			);
		});
	}

	for (const [wrong, refused, en, ja] of [
		[
			'a load',
			() => parseLoad('nuclear'),
			'--load: expected csv:FILE, house, pv, district, constant:W or script:FILE, got "nuclear"',
			'--load: csv:FILE、house、pv、district、constant:W、script:FILEのどれかのはずですが、"nuclear"です',
		],
		[
			'a place of Route A',
			() => parseRouteA(['here']),
			'--route-a: expected off, or an address of this host and a port like [::1]:4059 or 127.0.0.1:4059, got "here"',
			'--route-a: off、または[::1]:4059や127.0.0.1:4059のような、このホストのアドレスとポートのはずですが、"here"です',
		],
		[
			'many meters with a state',
			() => parseMany({ meters: '2', state: 'kept' }),
			'--meters 2: expected one meter with --state, which keeps what one has',
			'--meters 2: --stateとともに使えるのは1台のはずです。保存するのは1台のものです',
		],
	] as const) {
		it(`are thrown in both: ${wrong}`, () => {
			assert.throws(refused, (error) => {
				assert.ok(error instanceof UsageError);
				assert.deepEqual([error.message, error.textIn('en'), error.textIn('ja')], [en, en, ja]);
				return true;
			});
		});
	}
});

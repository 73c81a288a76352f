/** A meter after the dump of another one answers as that one did, property by property. */
import assert from 'node:assert/strict';
import { decodeFrame } from '../../../../modules/echonet-lite/frame.js';
import { decodePropertyMap } from '../../../../modules/echonet-lite/property-map.js';
import { GEN1, GEN2, type MeterProfile } from '../../../../src/route-b/meter-profile.js';
import { type MeterTraits, withTraits } from '../../../../src/route-b/traits.js';
import { DumpError, type DumpWrong } from '../../../../src/world/like/dump.js';
import { meterLike } from '../../../../src/world/like/like.js';
import { jsonProperty } from '../../../../src/world/watch/property-json.js';
import { equal, hex } from '../../../assert.js';
import { connected } from '../../route-b/route-b-rig.js';

const EPCS = Array.from({ length: 0x80 }, (_, i) => 0x80 + i);

type Fields = Record<string, unknown> & { epc: string };

function text(epc: number): string {
	return epc.toString(16).padStart(2, '0');
}

/** A meter of this kind and its answers, which are all that others see of it. */
function meter(profile: MeterProfile, serial = 'KEIKI0000001', before: readonly string[] = []) {
	const { ask, readings, scheduler, datagrams, receive } = connected({ profile, serial });
	readings.counter = profile.counter;
	const now = Math.floor(readings.now() / 60_000);
	for (let i = 0; i < 400; i++) readings.halfHours.set(now - (now % 30) - 30 * i, { import: 65_000 - i, export: 22 });
	for (let i = 0; i < 100; i++) readings.minutes.set(now - i, { import: 65_139 - i, export: 22 });
	for (const message of before) ask(message);
	const answers = () => EPCS.map((epc) => ask(`1081 0001 05ff01 028801 62 01 ${text(epc)} 00`).join());
	return { ask, answers, scheduler, datagrams, receive };
}

/** What `keiki hems read --json` makes of these answers. */
function dumped({ ask }: Pick<ReturnType<typeof meter>, 'ask'>, change: (property: Fields) => Fields | undefined = (each) => each): string {
	const get = (epc: number) => ask(`1081 0001 05ff01 028801 62 01 ${text(epc)} 00`)[0];
	const map = decodeFrame(hex(get(0x9f)!)).properties[0]!.edt;
	const properties = decodePropertyMap(map).map((epc): Fields => {
		const answer = get(epc);
		const property = answer === undefined ? { epc, edt: new Uint8Array(0) } : decodeFrame(hex(answer)).properties[0]!;
		return { ...jsonProperty(0x028801, property), ...(answer === undefined ? { unanswered: true } : { ms: epc }) };
	});
	const told = properties.map(change).filter((each) => each !== undefined);
	return ['{"event":"scan","found":[]}', JSON.stringify({ event: 'get', object: '028801', properties: told }), '{"event":"end"}', ''].join('\n');
}

const KINDS: readonly (readonly [what: string, profile: MeterProfile, traits: MeterTraits])[] = [
	['gen1', GEN1, {}],
	['gen2', GEN2, {}],
	['gen1 of another unit, with a coefficient', GEN1, { energyUnit: 0x0a, coefficient: 30, digits: 5 }],
	['gen2 without a history, of Release S', GEN2, { without: [0xec, 0xed, 0xd3], release: { letter: 'S', revision: 1 } }],
	['gen1 that refuses and is silent', GEN1, { unreadable: [0x8d, 0x97], unanswered: [0xea, 0xe3] }],
	['gen1 that shows today', { ...GEN1, unsetDay: 'today' }, {}],
];

describe('a meter like another one', () => {
	for (const [what, kind, traits] of KINDS) {
		it(`answers to everything as that one, ${what}`, () => {
			const original = meter(withTraits(kind, traits));
			const like = meter(meterLike(dumped(original)).profile, 'KEIKI0000002');
			assert.deepEqual(like.answers(), original.answers());
		});
	}

	it('goes on with what was chosen there', () => {
		const choices = ['e50103', 'ed07 07ea0514 0e00 03', 'ef07 07ea0514 0e19 05'].map((each) => `1081 0001 05ff01 028801 61 01 ${each}`);
		const original = meter(GEN2, 'KEIKI0000001', choices);
		const like = meter(meterLike(dumped(original)).profile, 'KEIKI0000001');
		assert.deepEqual(like.answers(), original.answers());
	});

	/** After the maps of the real one in the notes on Route B, with what meters may have beside them: a maker's own property, a limit, a clock that can be set. */
	it('has what Keiki itself does not know', () => {
		const rows: readonly Fields[] = [
			...[0x80, 0x88].map((epc) => ({ epc: text(epc), edt: epc === 0x80 ? '31' : '41', ms: 10 })),
			{ epc: '82', edt: '00004600' },
			{ epc: '83', edt: `fe000016${'00'.repeat(13)}` },
			{ epc: '87', edt: '32' },
			{ epc: '8A', edt: '0000FF' },
			{ epc: '97', edt: '0E1A' },
			{ epc: '9D', edt: '0380F088' },
			{ epc: '9E', edt: '0297F1' },
			{ epc: '9F', edt: '0E8082838788 8A979D9E9FD7E0F0F1'.replace(/ /g, '') },
			{ epc: 'D7', edt: '06' },
			{ epc: 'E0', edt: '0000FE73' },
			{ epc: 'F0', edt: '', masked: 3 },
			{ epc: 'F1', edt: '' },
		];
		const like = meterLike(JSON.stringify({ event: 'get', object: '028801', properties: rows }));
		const { ask } = meter(like.profile);
		const get = (...epcs: readonly string[]) =>
			ask(`1081 0001 05ff01 028801 62 ${text(epcs.length)} ${epcs.map((epc) => `${epc}00`).join('')}`)[0]!.slice(20);
		equal(get('80', '88', '87', '8a'), '7204' + '800131' + '880141' + '870132' + '8a030000ff');
		equal(get('f0', 'f1', '83'), `5203f003000000f10083 11fe000016${'00'.repeat(13)}`.replace(/ /g, ''));
		equal(get('9d', '9e'), '72029d0403 8088f0 9e03 0297f1'.replace(/ /g, ''));
		// Nobody knows what a Set of them would do: it is refused.
		equal(ask('1081 0001 05ff01 028801 61 01 97020000')[0]!.slice(20), '510197020000');
		equal(ask('1081 0001 05ff01 028801 61 01 f10100')[0]!.slice(20), '5101f10100');
		assert.deepEqual(like.register, { import: 0xfe73, export: 0 });
		equal(like.units, 'rf-b,1p3w-60-1way,normal');
	});

	it('has the serial numbers of its own where they are masked', () => {
		const mask = (property: Fields) =>
			['8D', 'C0'].includes(property.epc) ? { ...property, edt: '', masked: (property.edt as string).length / 2 } : property;
		const like = meter(meterLike(dumped(meter(GEN2), mask)).profile, 'KEIKI0000009');
		assert.deepEqual(like.answers(), meter(GEN2, 'KEIKI0000009').answers());
	});

	it('takes as long over an answer as that one, the longest of what is asked at once', () => {
		const { answerDelay } = meterLike(dumped(meter(GEN1)));
		const asked = (...epcs: readonly string[]) =>
			answerDelay?.of?.(hex(`1081000105ff0102880162${text(epcs.length)}${epcs.map((epc) => `${epc}00`).join('')}`));
		equal(asked('e7'), 0xe7);
		equal(asked('80', 'e7', '82'), 0xe7);
		equal(asked('f0'), undefined);
		equal(answerDelay?.of?.(hex('1081')), undefined);
		assert.deepEqual([answerDelay?.min, answerDelay?.max], [0x80, 0xed]);
		equal(meterLike(dumped(meter(GEN1), ({ ms: _, ...rest }) => rest)).answerDelay, undefined);
	});

	it('is delayed by it', () => {
		const answerDelay = meterLike(dumped(meter(GEN1))).answerDelay!;
		const { receive, scheduler, datagrams } = connected({ answerDelay });
		receive('1081 0001 05ff01 028801 62 01 e700');
		scheduler.runFor(0xe6);
		equal(datagrams.take().length, 0);
		scheduler.runFor(1);
		equal(datagrams.take().length, 1);
	});

	it('is of two wires where the dump has no current of T', () => {
		const change = (edt: string) => (property: Fields) => (property.epc === 'E8' ? { ...property, edt } : property);
		equal(meterLike(dumped(meter(GEN1), change('001E7FFE'))).units, 'rf-b,1p2w-30-2way,normal');
		equal(meterLike(dumped(meter(GEN1), change('7FFE7FFE'))).units, 'rf-b,1p3w-60-2way,normal');
	});

	it('begins at the registers of the dump, and at its own where that tells none', () => {
		const change = (property: Fields) => (['E0', 'E3'].includes(property.epc) ? { ...property, edt: 'FFFFFFFE' } : property);
		assert.deepEqual(meterLike(dumped(meter(GEN1))).register, { import: 0xfe73, export: 0x16 });
		equal(meterLike(dumped(meter(GEN1), change)).register, undefined);
	});
});

describe('a dump', () => {
	const good = dumped(meter(GEN1));
	const refused = (dump: string, line: number, wrong: DumpWrong) =>
		assert.throws(
			() => meterLike(dump),
			(error) => {
				assert.ok(error instanceof DumpError);
				assert.deepEqual([error.line, error.wrong], [line, wrong]);
				return true;
			},
		);
	const changed = (name: string, change: (property: Fields) => Fields | undefined) =>
		dumped(meter(GEN1), (property) => (property.epc === name ? change(property) : property));
	const edt = (name: string, digits: string) => changed(name, (property) => ({ ...property, edt: digits }));

	it('that is no JSON, or no event, is refused', () => {
		refused(`${good}E7  power, W  500\n`, 4, { kind: 'notJson' });
		refused(`[]\n${good}`, 1, { kind: 'notEvent' });
		refused(`\n{"name":1}\n${good}`, 2, { kind: 'notEvent' });
	});

	it('without a reading, with two, or of one that failed is refused', () => {
		refused('', 1, { kind: 'noReading' });
		refused('{"event":"scan"}\n{"event":"get","object":"0EF001","properties":[]}\n', 2, { kind: 'noReading' });
		refused(good + good, 5, { kind: 'twice' });
		refused(`${good}{"event":"error","message":"no answer"}`, 4, { kind: 'failed', message: 'no answer' });
	});

	it('whose properties are none is refused', () => {
		const of = (properties: unknown) => JSON.stringify({ event: 'get', object: '028801', properties });
		refused(of('many'), 1, { kind: 'noProperties' });
		refused(of([null]), 1, { kind: 'entry' });
		refused(of([{ epc: 0x80 }]), 1, { kind: 'epc', got: '128' });
		refused(of([{ epc: '70' }]), 1, { kind: 'epc', got: '"70"' });
		refused(of([{ epc: '80' }]), 1, { kind: 'edt', epc: 0x80, got: 'nothing' });
		refused(of([{ epc: '80', edt: '3' }]), 1, { kind: 'edt', epc: 0x80, got: '"3"' });
		refused(of([{ epc: 'F0', edt: '00'.repeat(256) }]), 1, { kind: 'edt', epc: 0xf0, got: `"${'0'.repeat(39)}…` });
		refused(of([]), 1, { kind: 'noMap', epc: 0x9f });
	});

	it('with times, masks and silence that cannot be is refused', () => {
		const field = (more: object) => changed('E7', (property) => ({ ...property, edt: '', ...more }));
		refused(field({ ms: -1 }), 2, { kind: 'field', epc: 0xe7, field: 'ms', most: 60_000, got: '-1' });
		refused(field({ ms: '12' }), 2, { kind: 'field', epc: 0xe7, field: 'ms', most: 60_000, got: '"12"' });
		refused(field({ masked: 0 }), 2, { kind: 'field', epc: 0xe7, field: 'masked', most: 255, got: '0' });
		refused(field({ masked: 1, edt: '00' }), 2, { kind: 'field', epc: 0xe7, field: 'masked', most: 255, got: '1' });
		refused(field({ unanswered: 'yes' }), 2, { kind: 'field', epc: 0xe7, field: 'unanswered', most: 1, got: '"yes"' });
		refused(field({ unanswered: true, edt: '000001F4' }), 2, { kind: 'field', epc: 0xe7, field: 'unanswered', most: 1, got: 'true' });
	});

	it('with holes is refused', () => {
		for (const epc of ['80', 'E0', 'EC'])
			refused(
				changed(epc, () => undefined),
				2,
				{ kind: 'notTold', epc: Number.parseInt(epc, 16) },
			);
		refused(edt('9D', ''), 2, { kind: 'noMap', epc: 0x9d });
		refused(
			changed('9E', () => undefined),
			2,
			{ kind: 'noMap', epc: 0x9e },
		);
	});

	it('with data of another form than the class is refused', () => {
		for (const [epc, digits] of [
			['E0', '00FE73'],
			['E7', '01F4'],
			['E2', '00FF'],
			['EC', 'FFFFFFFFFFFF02FFFFFFFEFFFFFFFE'],
			['82', '0046'],
			['8A', '16'],
			['81', '6161'],
			['9F', '1941'],
			['E1', '05'],
			['D7', '0606'],
		] as const) {
			refused(edt(epc, digits), 2, { kind: 'form', epc: Number.parseInt(epc, 16), edt: digits });
		}
	});

	it('with values that cannot be is refused', () => {
		refused(edt('D7', '09'), 2, { kind: 'range', epc: 0xd7, least: 1, most: 8, got: 9 });
		refused(edt('D3', '00000000'), 2, { kind: 'range', epc: 0xd3, least: 1, most: 999_999, got: 0 });
		refused(edt('E0', '000F4240'), 2, { kind: 'range', epc: 0xe0, least: 0, most: 999_999, got: 1_000_000 });
		refused(edt('E1', '0D').replace('"D7","name":"effective digits","edt":"06"', '"D7","name":"effective digits","edt":"08"'), 2, {
			kind: 'holds',
			digits: 8,
			wattHours: 10_000_000,
		});
		refused(edt('9E', '019F'), 2, { kind: 'setMap', epc: 0x9f });
	});

	it('that tells of one property twice, or of one that is in no map, is refused', () => {
		const twice = changed('E1', (property) => ({ ...property, epc: 'E0', edt: '00000000' }));
		refused(twice, 2, { kind: 'epcTwice', epc: 0xe0 });
		const other = changed('E1', (property) => ({ ...property, epc: 'C9', edt: '00' }));
		assert.throws(() => meterLike(other), DumpError);
		refused(good.replace('"properties":[', '"properties":[{"epc":"C9","edt":"00"},'), 2, { kind: 'notListed', epc: 0xc9 });
	});
});

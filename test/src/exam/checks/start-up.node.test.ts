import { ESV } from '../../../../modules/echonet-lite/frame.js';
import { encodePropertyMap } from '../../../../modules/echonet-lite/property-map.js';
import type { Look } from '../../../../src/exam/checks/check.js';
import { START_UP_CHECKS } from '../../../../src/exam/checks/start-up.js';
import { equal, toHex } from '../../../assert.js';
import { NODE, TestRecord } from '../records.js';
import { ALL_CLAIMS } from '../rig.js';
import { shown } from './shown.js';

function judged(name: keyof typeof START_UP_CHECKS, record: TestRecord, about: Partial<Look> = {}): string {
	return shown(START_UP_CHECKS[name].judge(record.look(about)));
}

const joined = (record = new TestRecord()) => record.joins(0x25);
const announces = (record: TestRecord) => record.replies({ 213: '010EF001' }, { esv: ESV.INF, seoj: NODE, tid: 0 });
const asksD5 = (record: TestRecord) => record.asks([0xd5], { esv: ESV.INF_REQ, deoj: NODE });
const map = (...epcs: number[]) => toHex(encodePropertyMap(epcs));

describe('waits-for-announcement', () => {
	const name = 'waits-for-announcement';
	it('passes where the INF comes before the first request, be it before EVENT 25', () => {
		equal(judged(name, announces(joined()).asks([0xe7])), 'pass announcementAwaited 1 @3 4');
		const early = announces(new TestRecord().joins()).event(0x25).asks([0xe7]);
		equal(judged(name, early), 'pass announcementAwaited 1 @4 3');
	});
	it('passes where it is asked for after the wait', () => {
		equal(judged(name, asksD5(joined().wait(20_000)).wait(20_000).asks([0xe7])), 'pass announcementAwaited 1 @3 4');
	});
	it('warns of a request before, of an INF_REQ too early, and of none', () => {
		equal(judged(name, joined().wait(19_999).asks([0xe7])), 'warning announcementNotAwaited 19999 @3 4 19999/20000 ms');
		equal(judged(name, asksD5(joined().wait(19_999)).asks([0xe7])), 'warning announcementAskedEarly 19999 @3 4 5 19999/20000 ms');
		equal(judged(name, joined().wait(20_000).asks([0xe7])), 'warning announcementNotAsked 20000 @3 4 20000/20000 ms');
	});
	it('looks at each join, not at an authentication anew', () => {
		const again = joined(announces(joined()).asks([0xe7]).replies([0xe7]).event(0x26)).asks([0xe7]);
		equal(judged(name, again), 'warning announcementNotAwaited 0 @10 11 0/20000 ms');
		equal(judged(name, announces(joined()).asks([0xe7]).event(0x29).event(0x25).asks([0xe7])), 'pass announcementAwaited 1 @3 4');
	});
	it('says nothing without a request', () => equal(judged(name, announces(joined())), ''));
});

describe('reads-property-maps', () => {
	const name = 'reads-property-maps';
	it('passes where all four were asked for, together or not', () => {
		equal(judged(name, joined().asks([0x82, 0x9d, 0x9e, 0x9f])), 'pass mapsRead @4');
		equal(judged(name, joined().asks([0x82, 0x9d]).asks([0x9e, 0x9f])), 'pass mapsRead @4 5');
	});
	it('warns where one is missing after three polls', () => {
		const asked = () => joined().asks([0x82, 0x9d, 0x9f]);
		equal(judged(name, asked().polls(2)), '');
		equal(judged(name, asked().polls(3)), 'warning mapsUnread 9E 3 @6 8 10');
	});
	it('does not take those of the node profile for those of the meter', () => {
		equal(judged(name, joined().asks([0x82, 0x9d, 0x9e, 0x9f], { deoj: NODE }).polls(3)), 'warning mapsUnread 82 9D 9E 9F 3 @6 8 10');
	});
});

describe('reads-units-and-digits', () => {
	const name = 'reads-units-and-digits';
	it('passes with E1, D7 and EA', () => equal(judged(name, joined().asks([0xd7, 0xe1, 0xea]).polls(3)), 'pass unitsRead E1 D7 @4'));
	it('fails without one of E1 and D7 after three polls', () => {
		equal(judged(name, joined().asks([0xe1, 0xea]).polls(2)), '');
		equal(judged(name, joined().asks([0xe1, 0xea]).polls(3)), 'fail unitsUnread D7 3 @6 8 10');
	});
	it('is none for a program of powers alone, that neither asks for energies nor shows any', () => {
		const claims = { ...ALL_CLAIMS, notifications: undefined, history: undefined };
		const powers = () => joined().polls(3);
		equal(judged(name, powers(), { claims }), 'notApplicable energiesUnused @5 7 9');
		equal(judged(name, joined().polls(2), { claims }), '');
		equal(judged(name, powers(), { claims, observes: new Set(['energy']) }), 'fail unitsUnread E1 D7 3 @5 7 9; warning fixedTimesUnread EA 3 @5 7 9');
		equal(judged(name, powers().asks([0xe0]), { claims }), 'fail unitsUnread E1 D7 3 @5 7 9; warning fixedTimesUnread EA 3 @5 7 9');
		equal(judged(name, powers(), { claims: { ...claims, history: true } }), 'fail unitsUnread E1 D7 3 @5 7 9; warning fixedTimesUnread EA 3 @5 7 9');
	});
	it('warns without EA, and without EB where the meter has it', () => {
		const asked = () => joined().asks([0xd7, 0xe1]);
		equal(judged(name, asked().polls(3)), 'pass unitsRead E1 D7 @4; warning fixedTimesUnread EA 3 @6 8 10');
		const both = joined()
			.asks([0x9f])
			.replies({ 159: map(0xea, 0xeb) })
			.asks([0xd7, 0xe1, 0xea])
			.polls(3);
		equal(judged(name, both), 'pass unitsRead E1 D7 @6; warning fixedTimesUnread EB 3 @8 10 12');
		equal(judged(name, asked().polls(3), { claims: { ...ALL_CLAIMS, notifications: false } }), 'pass unitsRead E1 D7 @4');
	});
});

describe('reads-units-again', () => {
	const name = 'reads-units-again';
	const struck = () => joined().asks([0xe1, 0xd7]).wait(1000).step('end-session').event(0x26).strikes();
	it('passes where it asks again after the new join', () => {
		equal(judged(name, joined(struck()).asks([0xe1]).asks([0xd7]).polls(3).ends()), 'pass unitsReadAgain E1 D7 @11 12');
	});
	it('warns where it does not within three polls', () => {
		equal(judged(name, joined(struck()).asks([0xe1]).polls(2).ends()), '');
		equal(judged(name, joined(struck()).asks([0xe1]).polls(3).ends()), 'warning unitsNotReadAgain D7 3 @10 13 15 17');
	});
	it('asks for the same of a meter that is replaced while the session goes on', () => {
		const replaced = () => joined().asks([0xe1]).wait(1000).step('first-join').strikes();
		equal(judged(name, replaced().asks([0xe1]).ends()), 'pass unitsReadAgain E1 @7');
		equal(judged(name, replaced().polls(3).ends()), 'warning unitsNotReadAgain E1 3 @8 10 12');
	});
	it('says nothing of a program that never asked', () => {
		equal(judged(name, joined(joined().step('first-join').event(0x26).strikes()).polls(3).ends()), '');
	});
});

describe('remembers-refusals', () => {
	const name = 'remembers-refusals';
	const refused = () => joined().step('first-join').asks([0xe7, 0xd3]).replies({ 231: '00', 211: '' }, { esv: ESV.Get_SNA });
	it('passes where it leaves out what was refused', () => {
		equal(judged(name, refused().polls(3).ends()), 'pass refusalRemembered D3 @6');
		equal(judged(name, refused().polls(3, 10_000, [0xe7, 0xd3]).ends()), 'pass refusalRemembered D3 @6');
	});
	it('warns where it asks every time', () => {
		equal(judged(name, refused().polls(4, 10_000, [0xe7, 0xd3]).ends()), 'warning refusalForgotten D3 4 4 @6 7 9 11 13 4/3 count');
	});
	it('says nothing where nothing is refused, or not long enough ago', () => {
		equal(judged(name, joined().step('first-join').polls(5).ends()), '');
		equal(judged(name, refused().polls(2).ends()), '');
	});
	it('counts each join for itself', () => {
		const again = joined(refused().polls(2, 10_000, [0xe7, 0xd3]).event(0x26))
			.asks([0xe7, 0xd3])
			.replies({ 231: '00', 211: '' }, { esv: ESV.Get_SNA });
		equal(judged(name, again.polls(2, 10_000, [0xe7, 0xd3]).ends()), '');
	});
});

describe('asks-only-what-is-there', () => {
	const name = 'asks-only-what-is-there';
	const known = () =>
		joined()
			.asks([0x9e, 0x9f])
			.replies({ 158: map(0xe5), 159: map(0xe7, 0xe0) });
	const sets = (record: TestRecord, epc: number) => record.asks({ [epc]: '00' }, { esv: ESV.SetC });
	it('passes with what is there', () => equal(judged(name, sets(known().asks([0xe7, 0xe0]), 0xe5)), 'pass askedWhatIsThere 2 @4'));
	it('warns of what is not', () => {
		equal(judged(name, known().asks([0xe7, 0xd3]).asks([0xe7])), 'warning askedForMissing D3 1 @6');
		equal(judged(name, sets(known(), 0xed)), 'warning setMissing ED 1 @6');
	});
	it('says nothing of a program that has no maps, nor of what it asked before', () => {
		equal(judged(name, joined().asks([0xd3])), '');
		equal(
			judged(
				name,
				joined()
					.asks([0xd3])
					.asks([0x9f])
					.replies({ 159: map(0xe7) }),
			),
			'',
		);
	});
	it('bears a map that is none', () => equal(judged(name, joined().asks([0x9f]).replies({ 159: '20' }).asks([0xd3])), ''));
});

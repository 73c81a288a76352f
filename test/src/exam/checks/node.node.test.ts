import { ESV } from '../../../../modules/echonet-lite/frame.js';
import type { Look } from '../../../../src/exam/checks/check.js';
import { NODE_CHECKS } from '../../../../src/exam/checks/node.js';
import type { Claims } from '../../../../src/exam/declaration.js';
import { stepsPlaying } from '../../../../src/exam/situations/playing.js';
import { equal, hex } from '../../../assert.js';
import { HEMS, METER, NODE, TestRecord } from '../records.js';
import { ALL_CLAIMS } from '../rig.js';
import { shown } from './shown.js';

function judged(name: keyof typeof NODE_CHECKS, record: TestRecord, about: Partial<Look> = {}): string {
	return shown(NODE_CHECKS[name].judge(record.look(about)));
}

const claiming = (claims: Partial<Claims>) => ({ claims: { ...ALL_CLAIMS, ...claims } });
const MEETS_QUESTIONS = stepsPlaying('B30')[0]!;
const property = (epc: number, digits = '') => ({ epc, edt: hex(digits) });

describe('keeps-password', () => {
	const name = 'keeps-password';
	it('passes where nothing shows it, be it that nothing is put out', () => {
		equal(judged(name, new TestRecord().program('started').output('E7 500', 'id')), 'pass keptPassword 1 @2');
		equal(judged(name, new TestRecord().program('started').polls(1)), 'pass keptPassword 0 @1');
	});
	it('fails with the password, and with the key', () => {
		equal(judged(name, new TestRecord().output('').output('', 'id', 'password')), 'fail toldPassword stdout password @2');
		equal(judged(name, new TestRecord().output('', 'key')), 'fail toldPassword stdout key @1');
	});
	it('says nothing where a person starts it, and nothing of it is seen', () => {
		equal(judged(name, new TestRecord().entry({ kind: 'asked', what: 'start' }).program('started')), '');
	});
});

describe('answers-infc', () => {
	const name = 'answers-infc';
	const INFC = { tid: 5, seoj: METER, deoj: HEMS, esv: ESV.INFC, properties: [property(0xea, '0102'), property(0xeb, '03')] };
	const RIGHT = { tid: 5, seoj: HEMS, deoj: METER, esv: ESV.INFC_Res, properties: [property(0xea), property(0xeb)] };
	const infc = () => new TestRecord().step('first-join').receives(INFC);
	it('passes with INFC_Res within 5 s', () => {
		equal(judged(name, infc().wait(5000).sends(RIGHT).ends()), 'pass infcAnswered 1 @2 3');
		equal(judged(name, infc().wait(5001).sends(RIGHT).ends()), 'fail infcUnanswered 1 1 @2');
	});
	it('warns of none where nobody claims it', () => {
		equal(judged(name, infc().wait(5000).ends(), claiming({ infc: undefined })), 'warning infcUnanswered 1 1 @2');
		equal(judged(name, infc().wait(4999).ends()), '');
	});
	for (const [what, wrong] of [
		['tid', { tid: 6 }],
		['objects', { seoj: NODE }],
		['objects', { deoj: NODE }],
		['properties', { properties: [property(0xea)] }],
		['properties', { properties: [property(0xea), property(0xeb, '03')] }],
	] as const)
		it(`fails with other ${what}: ${Object.keys(wrong)}`, () => {
			equal(
				judged(
					name,
					infc()
						.sends({ ...RIGHT, ...wrong })
						.wait(5000)
						.ends(),
				),
				`fail infcConfirmedWrong ${what} @2 3`,
			);
		});
	it('is none for a program that claims not to', () => {
		equal(NODE_CHECKS[name].applies(new TestRecord().look(claiming({ infc: false })))?.kind, 'claims');
		equal(NODE_CHECKS[name].applies(new TestRecord().look()), undefined);
	});
});

describe('answers-as-node', () => {
	const name = 'answers-as-node';
	const announcement = (digits: string) => ({ tid: 1, seoj: NODE, deoj: NODE, esv: ESV.INF, properties: [property(0xd5, digits)] });
	it('passes with INF D5 of 05FF01 at the first join', () => {
		equal(judged(name, new TestRecord().step('first-join').sends(announcement('0105FF01')).polls(2).ends()), 'pass announcedItself @2');
	});
	it('fails without, or with another list, after two values', () => {
		equal(judged(name, new TestRecord().step('first-join').polls(2).ends()), 'fail unannounced @3 5');
		equal(judged(name, new TestRecord().step('first-join').sends(announcement('0105FF02')).polls(2).ends()), 'fail unannounced @4 6');
		equal(judged(name, new TestRecord().step('first-join').polls(1).ends()), '');
	});

	const question = (deoj: number, epc: number, esv: number = ESV.Get) => ({
		tid: 0x8000,
		seoj: NODE,
		deoj,
		esv,
		properties: [property(epc, esv === ESV.SetC ? '00' : '')],
	});
	const answer = (seoj: number, epc: number, esv: number) => ({
		tid: 0x8000,
		seoj,
		deoj: NODE,
		esv,
		properties: [property(epc, esv === ESV.Get_Res ? '30' : '')],
	});
	const asked = (deoj: number, epc: number, esv?: number) => new TestRecord().step(MEETS_QUESTIONS).receives(question(deoj, epc, esv));
	it('passes with Get_Res, INF, SNA, and nothing for objects that it has not', () => {
		equal(
			judged(
				name,
				asked(NODE, 0xd6)
					.sends(answer(NODE, 0xd6, ESV.Get_Res))
					.wait(5000)
					.ends(),
			),
			'pass questionsAnswered 1 @2 3',
		);
		equal(judged(name, asked(NODE, 0xd5, ESV.INF_REQ).sends(announcement('0105FF01')).wait(5000).ends()), 'pass questionsAnswered 1 @2 3');
		equal(
			judged(
				name,
				asked(HEMS, 0xf0, ESV.SetC)
					.sends(answer(HEMS, 0xf0, ESV.SetC_SNA))
					.wait(5000)
					.ends(),
			),
			'pass questionsAnswered 1 @2 3',
		);
		equal(judged(name, asked(0x013001, 0x80).wait(5000).ends()), 'pass questionsAnswered 1 @');
	});
	it('fails without an answer within 5 s, and with a refusal of what every node has', () => {
		equal(judged(name, asked(NODE, 0xd6).wait(5000).ends()), 'fail questionUnanswered 1 1 D6 @2');
		equal(
			judged(
				name,
				asked(NODE, 0xd6)
					.wait(5001)
					.sends(answer(NODE, 0xd6, ESV.Get_Res))
					.ends(),
			),
			'fail questionUnanswered 1 1 D6 @2',
		);
		equal(
			judged(
				name,
				asked(NODE, 0xd6)
					.sends(answer(NODE, 0xd6, ESV.Get_SNA))
					.wait(5000)
					.ends(),
			),
			'fail questionUnanswered 1 1 D6 @2',
		);
		equal(judged(name, asked(NODE, 0xd6).wait(4999).ends()), '');
	});
	it('fails where it does not refuse, or answers for others', () => {
		equal(judged(name, asked(HEMS, 0xf0, ESV.SetC).wait(5000).ends()), 'fail notRefused F0 @2');
		equal(
			judged(
				name,
				asked(0x013001, 0x80)
					.sends(answer(0x013001, 0x80, ESV.Get_SNA))
					.wait(5000)
					.ends(),
			),
			'fail answeredForOthers 013001 @2 3',
		);
	});
	it('is none for a program that claims not to answer', () => {
		equal(NODE_CHECKS[name].applies(new TestRecord().look(claiming({ answers: false })))?.kind, 'claims');
		equal(NODE_CHECKS[name].applies(new TestRecord().look()), undefined);
	});
});

describe('discards-malformed', () => {
	const name = 'discards-malformed';
	const met = () => new TestRecord().step('first-join').receivesMalformed();
	it('passes with a value behind the last of them', () =>
		equal(judged(name, met().receivesMalformed().polls(1).ends()), 'pass discardedMalformed 2 @2 3 5'));
	it('fails where it ends, or has no value any more', () => {
		equal(judged(name, met().program('exited', 1).program('started').polls(1).ends()), 'fail diedOfMalformed 1 @2 3');
		equal(judged(name, met().wait(300_000).ends()), 'fail stoppedAtMalformed 300000 @2 300000/300000 ms');
		equal(judged(name, met().wait(299_999).ends()), '');
	});
	it('says nothing where none came', () => equal(judged(name, new TestRecord().step('first-join').polls(2).ends()), ''));
});

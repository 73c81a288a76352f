import { ESV } from '../../../../modules/echonet-lite/frame.js';
import type { Look } from '../../../../src/exam/checks/check.js';
import { FRAME_CHECKS } from '../../../../src/exam/checks/frames.js';
import { KEEPING_CHECKS } from '../../../../src/exam/checks/keeping.js';
import { REQUEST_CHECKS } from '../../../../src/exam/checks/requests.js';
import { equal } from '../../../assert.js';
import { HEMS, METER, METER_ADDRESS, NODE, OTHER_ADDRESS, TestRecord } from '../records.js';
import { ALL_CLAIMS } from '../rig.js';
import { shown } from './shown.js';

const CHECKS = { ...KEEPING_CHECKS, ...REQUEST_CHECKS, ...FRAME_CHECKS };

function judged(name: keyof typeof CHECKS, record: TestRecord, about: Partial<Look> = {}): string {
	return shown(CHECKS[name].judge(record.look(about)));
}

const step = (record = new TestRecord()) => record.step('first-join');
/** Joined before the step, and struck. */
const struck = () => step(new TestRecord().joins(0x25)).strikes();

describe('keeps-session-alive', () => {
	const name = 'keeps-session-alive';
	it('passes where nothing is sent between EVENT 29 and 25', () => {
		equal(judged(name, step().event(0x29).wait(2000).event(0x25).asks([0xe7]).ends()), 'pass heldWhileReauthenticating @2 3');
	});
	it('warns of a request between them', () => {
		const asked = step().event(0x29).asks([0xe7]).wait(2000).event(0x25).ends();
		equal(judged(name, asked), 'warning askedWhileReauthenticating 1 @2 3 4 1/0 count');
	});
	it('passes with SKREJOIN in time, whatever S17 is', () => {
		const off = () => step().act({ kind: 'sets', name: 'S17', value: '0' });
		equal(judged(name, off().act({ kind: 'rejoins' }).event(0x25).ends()), 'pass rejoinedInTime @3 4');
		equal(judged(name, off().event(0x29).joins(0x25).ends()), 'warning reauthenticationOff @2 3');
		equal(judged(name, step().act({ kind: 'sets', name: 'S17', value: '1' }).event(0x29).event(0x25).ends()), 'pass heldWhileReauthenticating @3 4');
	});
	it('says nothing while the session lasts, nor where it is refused', () => {
		equal(judged(name, step().polls(2).ends()), '');
		equal(judged(name, step().event(0x29).event(0x24).ends()), '');
	});
});

describe('begins-anew-after-loss', () => {
	const name = 'begins-anew-after-loss';
	it('passes with a scan or a join within the limit', () => {
		equal(judged(name, struck().event(0x26).wait(300_000).scans().ends()), 'pass beganAnew 26 300000 @6 7 300000/300000 ms');
		equal(judged(name, struck().event(0x26).asks([0xe7]).joins(0x25).ends()), 'pass beganAnew 26 0 @6 8 0/300000 ms');
	});
	it('warns beyond it, and of requests to a session that is over', () => {
		equal(judged(name, struck().event(0x26).wait(300_001).scans().ends()), 'warning beganAnewLate 26 300001 @6 7 300001/300000 ms');
		equal(judged(name, struck().event(0x28).asks([0xe7]).asks([0xe7]).scans().ends()), 'warning askedAfterLoss 28 2 @6 7 8 9 2/1 count');
	});
	it('fails where it never does', () => {
		equal(judged(name, struck().event(0x24).wait(900_000).ends()), 'fail neverBeganAnew 24 900000 @6 900000/300000 ms');
		equal(judged(name, struck().event(0x24).wait(894_999).ends()), '');
		equal(judged(name, struck().event(0x26).program('exited').wait(1000).ends()), 'fail neverBeganAnew 26 1000 @6 1000/300000 ms');
	});
	it('takes EVENT 29 for a loss where neither 25 nor 24 follows', () => {
		equal(judged(name, struck().event(0x29).wait(40_001).scans().ends()), 'pass beganAnew 29 40001 @6 7 40001/300000 ms');
		equal(judged(name, struck().event(0x29).wait(1000).event(0x25).wait(60_000).ends()), '');
		equal(judged(name, struck().event(0x29).wait(1000).event(0x24).scans().ends()), 'pass beganAnew 24 0 @7 8 0/300000 ms');
	});
	it('says nothing of a session that the program ends, nor of a join that fails', () => {
		equal(judged(name, struck().act({ kind: 'terminates' }).event(0x27).ends()), '');
		equal(judged(name, step().strikes().joins(0x24).wait(1000).ends()), '');
	});
});

describe('waits-before-repeating', () => {
	const name = 'waits-before-repeating';
	const repeated = (wait: number, epcs: readonly number[] = [0xe7]) => step().asks(epcs).wait(wait).asks(epcs).ends();
	it('passes at 20 s, and at 60 s with two properties', () => {
		equal(judged(name, repeated(20_000)), 'pass waitedToRepeat 1 20000 @2 3 20000/20000 ms');
		equal(judged(name, repeated(60_000, [0xe7, 0xe8])), 'pass waitedToRepeat 1 60000 @2 3 60000/60000 ms');
	});
	it('warns before, and fails within 2 s', () => {
		equal(judged(name, repeated(19_999)), 'warning hastyRepeat 19999 1 @2 3 19999/20000 ms');
		equal(judged(name, repeated(59_999, [0xe7, 0xe8])), 'warning hastyRepeat 59999 2 @2 3 59999/60000 ms');
		equal(judged(name, repeated(2_000)), 'warning hastyRepeat 2000 1 @2 3 2000/20000 ms');
		equal(judged(name, repeated(1_999)), 'fail hastyRepeat 1999 1 @2 3 1999/20000 ms');
	});
	it('tells of the hastiest, by its own limit', () => {
		const two = step().asks([0xe7]).wait(18_000).asks([0xe7]).replies([0xe7]).asks([0xe7, 0xe8]).wait(30_000).asks([0xe7, 0xe8]).ends();
		equal(judged(name, two), 'warning hastyRepeat 30000 2 @5 6 30000/60000 ms');
	});
	it('takes no request for a repeat of what was answered, unsent, or lost with its session', () => {
		equal(judged(name, step().polls(3).ends()), '');
		equal(judged(name, step().asks([0xe7]).event(0x21, 1).asks([0xe7]).ends()), '');
		equal(judged(name, step().asks([0xe7]).event(0x26).joins(0x25).asks([0xe7]).ends()), '');
	});
});

describe('asks-one-at-a-time', () => {
	const name = 'asks-one-at-a-time';
	it('passes with three that are answered', () => equal(judged(name, new TestRecord().polls(3)), 'pass oneAtATime 3 @1 3 5'));
	it('fails with another while one is open', () => {
		equal(judged(name, new TestRecord().asks([0xe7]).wait(4999).asks([0xe0])), 'fail overlappingRequests 1 4999 @1 2');
	});
	it('takes none for open behind its reply, its loss, or what may be its timer', () => {
		equal(judged(name, new TestRecord().asks([0xe7]).wait(5000).asks([0xe0])), '');
		equal(judged(name, new TestRecord().asks([0xe7]).replies([0xe7]).asks([0xe0])), '');
		equal(judged(name, new TestRecord().asks([0xe7]).event(0x26).asks([0xe0])), '');
		equal(judged(name, new TestRecord().asks([0xe7]).event(0x21, 1).asks([0xe0])), '');
	});
	it('leaves repeats to their own rule', () => equal(judged(name, new TestRecord().asks([0xe7]).asks([0xe7])), ''));
});

describe('bounds-repeats', () => {
	const name = 'bounds-repeats';
	const repeats = (times: number) => {
		const record = step().asks([0xe7]);
		for (let i = 0; i < times; i++) record.wait(20_000).asks([0xe7]);
		return record;
	};
	it('passes with three repeats, and a join behind them', () => {
		equal(judged(name, repeats(3).wait(20_000).scans().ends()), 'pass boundedRepeats 3 @2 3 4 5 3/3 count');
	});
	it('fails with the fourth', () => equal(judged(name, repeats(4).wait(20_000).scans().ends()), 'fail endlessRepeats 4 @2 3 4 5 6 4/3 count'));
	it('says nothing while they go on, or without any', () => {
		equal(judged(name, repeats(3).ends()), '');
		equal(judged(name, step().polls(3).ends()), '');
	});
});

describe('asks-six-at-most', () => {
	const name = 'asks-six-at-most';
	it('passes with six', () => equal(judged(name, new TestRecord().asks([1, 2, 3, 4, 5, 6])), 'pass fewProperties 6 @1 6/6 count'));
	it('fails with seven', () => equal(judged(name, new TestRecord().asks([1]).asks([1, 2, 3, 4, 5, 6, 7])), 'fail tooManyProperties 7 @2 7/6 count'));
	it('says nothing without a request', () => equal(judged(name, new TestRecord().asks([0xd5], { esv: ESV.INF_REQ, deoj: NODE })), ''));
});

describe('asks-several-at-once', () => {
	const name = 'asks-several-at-once';
	const split = (polls: number, pause: number) => {
		const record = new TestRecord();
		for (let i = 0; i < polls; i++) record.asks([0xe7]).wait(500).replies([0xe7]).wait(pause).asks([0xe0]).wait(500).replies([0xe0]).wait(10_000);
		return record;
	};
	it('passes with two in one Get', () => equal(judged(name, new TestRecord().asks([0xe7, 0xe8])), 'pass severalAtOnce 2 @1'));
	it('warns of three pairs of Gets in one poll', () => {
		equal(judged(name, split(3, 4999)), 'warning oneByOne 3 E0 E7 @3 7 11');
		equal(judged(name, split(2, 4999)), '');
		equal(judged(name, split(3, 5000)), '');
	});
	it('says nothing of a program that wants one alone', () => equal(judged(name, new TestRecord().polls(9)), ''));
});

describe('polls-moderately', () => {
	const name = 'polls-moderately';
	it('passes every 10 s, by a clock that is a little fast, too', () => {
		equal(judged(name, new TestRecord().polls(6)), 'pass moderatePolls 10000 @5 7 10000/10000 ms');
		equal(judged(name, new TestRecord().polls(6, 9_750)), 'pass moderatePolls 9750 @5 7 9750/10000 ms');
	});
	it('warns below, and tells the air time', () => {
		equal(judged(name, new TestRecord().polls(6, 9_749)), 'warning fastPolls 9749 2925 @5 7 9749/10000 ms');
		equal(judged(name, new TestRecord().polls(6, 1_000)), 'warning fastPolls 1000 28512 @5 7 1000/10000 ms');
	});
	it('is for the usual interval, whichever of them is a little short', () => {
		const uneven = [10_400, 9_400, 10_500, 9_600, 9_600, 10_400, 9_600].reduce((record, every) => record.polls(1, every), new TestRecord()).polls(1);
		equal(judged(name, uneven), 'pass moderatePolls 9920 @13 15 9920/10000 ms');
	});
	it('is not for what is read at once behind a join', () => {
		const behind = new TestRecord().joins(0x25).polls(9, 500);
		equal(judged(name, behind), '');
		equal(judged(name, behind.wait(5_500).polls(6)), 'pass moderatePolls 10000 @26 28 10000/10000 ms');
		const again = new TestRecord();
		for (let i = 0; i < 9; i++) again.polls(1, 4_000).joins(0x25).wait(3_000);
		equal(judged(name, again), '');
	});
	it('says nothing of less than five intervals, nor of repeats', () => {
		equal(judged(name, new TestRecord().polls(5, 1_000)), '');
		const unanswered = new TestRecord();
		for (let i = 0; i < 9; i++) unanswered.asks([0xe7]).wait(1000);
		equal(judged(name, unanswered), '');
	});
});

describe('numbers-requests', () => {
	const name = 'numbers-requests';
	it('passes with TIDs of their own', () => equal(judged(name, new TestRecord().polls(3)), 'pass freshTids 3 @1 3 5'));
	it('passes with the same TID for the same request once more', () => {
		const repeated = new TestRecord().asks([0xe7], { tid: 7 }).wait(20_000).asks([0xe7], { tid: 7 }).replies([0xe7]).asks([0xe7]);
		equal(judged(name, repeated), 'pass freshTids 3 @1 2 4');
	});
	it('passes with it behind a refusal', () => {
		const refused = new TestRecord().asks([0xe7], { tid: 7 }).replies({ 231: '' }, { esv: ESV.Get_SNA }).asks([0xe7], { tid: 7 });
		equal(judged(name, refused.replies([0xe7]).asks([0xe7], { tid: 8 })), 'pass freshTids 3 @1 3 5');
	});
	it('passes with it where the dongle says that it was not sent, though its reply had come', () => {
		const unsent = new TestRecord().asks([0xe7], { tid: 7 }).replies([0xe7]).event(0x21, 1).asks([0xe7], { tid: 7 });
		equal(judged(name, unsent.replies([0xe7]).asks([0xe7], { tid: 8 })), 'pass freshTids 3 @1 4 6');
	});
	it('fails with the same TID for another, or for a new one behind the reply', () => {
		equal(judged(name, new TestRecord().asks([0xe7], { tid: 7 }).asks([0xe0], { tid: 7 })), 'fail sharedTid 7 @1 2');
		equal(judged(name, new TestRecord().asks([0xe7], { tid: 7 }).replies([0xe7]).asks([0xe7], { tid: 7 })), 'fail sharedTid 7 @1 3');
	});
	it('lets a new run of the program begin anew', () => {
		equal(judged(name, new TestRecord().asks([0xe7], { tid: 1 }).program('started').asks([0xe0], { tid: 1 })), '');
	});
});

describe('confirms-sets', () => {
	const name = 'confirms-sets';
	const sets = (esv: number) => new TestRecord().asks({ 229: '00' }, { esv });
	it('passes with SetC that it waits for', () => {
		equal(judged(name, sets(ESV.SetC).wait(900).replies({ 229: '' }, { esv: ESV.Set_Res }).asks([0xe2])), 'pass confirmedSets 1 @1');
	});
	it('warns of SetI, and of what comes before the answer', () => {
		equal(judged(name, sets(ESV.SetI).asks([0xe2])), 'warning unconfirmedSet E5 @1');
		equal(judged(name, sets(ESV.SetC).wait(10).asks([0xe2])), 'warning didNotAwaitSet E5 10 @1 2 10/20000 ms');
		equal(judged(name, sets(ESV.SetC).wait(20_000).asks([0xe2])), '');
	});
	it('is none for a program without history', () => {
		equal(REQUEST_CHECKS[name].applies(new TestRecord().look({ claims: { ...ALL_CLAIMS, history: false } }))?.kind, 'claims');
		equal(REQUEST_CHECKS[name].applies(new TestRecord().look()), undefined);
		equal(judged(name, new TestRecord().polls(3)), '');
	});
});

describe('bears-unmatched-replies', () => {
	const name = 'bears-unmatched-replies';
	const stray = () => step().asks([0xe7]).replies([0xe7]).replies([0xe7]);
	it('passes where it goes on', () => equal(judged(name, stray().polls(1).ends()), 'pass unmovedByStrays 1 @4 6'));
	it('counts an INF between request and reply', () => {
		const between = step().asks([0xe7]).replies({ 234: '00' }, { esv: ESV.INF, tid: 0 }).replies([0xe7]);
		equal(judged(name, between.ends()), 'pass unmovedByStrays 1 @3 4');
	});
	it('fails where it answers', () => {
		const answer = { tid: 1, seoj: HEMS, deoj: METER, esv: ESV.INFC_Res, properties: [{ epc: 0xe7, edt: new Uint8Array(0) }] };
		equal(judged(name, stray().sends(answer).polls(1).ends()), 'fail answeredUnasked 7A @4 5');
	});
	it('fails where it ends', () => equal(judged(name, stray().program('exited', 1).ends()), 'fail diedOfStray 1 @4 5'));
	it('says nothing without any', () => equal(judged(name, step().polls(3).ends()), ''));
});

describe('addresses-as-agreed', () => {
	const name = 'addresses-as-agreed';
	it('passes as agreed, with an INF_REQ to the node profile from either object', () => {
		const record = new TestRecord().asks([0xd5], { esv: ESV.INF_REQ, deoj: NODE }).asks([0xd5], { esv: ESV.INF_REQ, deoj: NODE, seoj: NODE });
		equal(judged(name, record.asks([0xe7])), 'pass addressedRight 3 @1');
	});
	for (const [parts, expected] of [
		[{ seoj: 0x05ff02 }, 'wrongSource 05FF02'],
		[{ seoj: NODE }, 'wrongSource 0EF001'],
		[{ deoj: 0x028800 }, 'wrongDestination 028800'],
		[{ port: 3611 }, 'wrongPort 3611'],
		[{ ownPort: 3611 }, 'wrongPort 3611'],
		[{ secured: false }, 'unsecuredRequest'],
		[{ peer: OTHER_ADDRESS }, `wrongPeer ${OTHER_ADDRESS}`],
	] as const)
		it(`fails with ${expected}`, () => equal(judged(name, new TestRecord().asks([0xe7]).asks([0xe7], parts)), `fail ${expected} @2`));
	it('fails with what is no frame', () => {
		const act = {
			kind: 'sends',
			peer: METER_ADDRESS,
			port: 3610,
			ownPort: 3610,
			secured: true,
			bytes: Uint8Array.of(0x10, 0x82),
			frame: undefined,
		} as const;
		equal(judged(name, new TestRecord().act(act)), 'fail noFrame @1');
	});
	it('lets another meter be asked that it has joined', () => {
		equal(judged(name, new TestRecord().joins(0x25, 0, OTHER_ADDRESS).asks([0xe7], { peer: OTHER_ADDRESS })), 'pass addressedRight 1 @4');
	});
	it('says nothing without a request', () => equal(judged(name, new TestRecord().joins(0x25)), ''));
});

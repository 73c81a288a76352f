import type { Look } from '../../../../src/exam/checks/check.js';
import { JOINING_CHECKS } from '../../../../src/exam/checks/joining.js';
import { SET_UP_CHECKS } from '../../../../src/exam/checks/set-up.js';
import { equal } from '../../../assert.js';
import { METER_ADDRESS, OTHER_ADDRESS, ROUTE_B_ID, TestRecord } from '../records.js';
import { shown } from './shown.js';

const CHECKS = { ...SET_UP_CHECKS, ...JOINING_CHECKS };

function judged(name: keyof typeof CHECKS, record: TestRecord, about: Partial<Look> = {}): string {
	return shown(CHECKS[name].judge(record.look(about)));
}

function credentials(record = new TestRecord(), id = ROUTE_B_ID, length = 12): TestRecord {
	return record.act({ kind: 'setsId', id }).act({ kind: 'setsPassword', length });
}

const reset = () => new TestRecord().act({ kind: 'resets' });

describe('uses-given-credentials', () => {
	const name = 'uses-given-credentials';
	it('passes with the id, in whatever case, and 12 characters', () => {
		equal(judged(name, credentials()), 'pass givenCredentials @1 2');
		equal(judged(name, credentials(new TestRecord(), ROUTE_B_ID.toLowerCase())), 'pass givenCredentials @1 2');
	});
	it('fails with another id, which is masked, or another length', () => {
		equal(judged(name, credentials(new TestRecord(), '99887766554433221100998877665544')), 'fail otherId 9988…5544 @1');
		equal(judged(name, credentials(new TestRecord(), ROUTE_B_ID, 11)), 'fail passwordLength 11 @2 11/12 count');
		equal(judged(name, credentials(new TestRecord(), ROUTE_B_ID, 32)), 'fail passwordLength 32 @2 32/12 count');
	});
	it('fails where another length is told than it has', () => {
		const record = credentials();
		const event = {
			event: 'serial',
			time: '',
			elapsedMs: 0,
			node: 'dongle',
			direction: 'toModule',
			text: 'SKSETPWD 20 …',
			hex: null,
			data: null,
			length: 24,
		} as const;
		const entries = record.entries.map((entry) => (entry.number === 2 ? { ...entry, kind: 'world' as const, event } : entry));
		equal(judged(name, record, { entries }), 'fail passwordLength 32 @2 32/12 count');
	});
	it('says nothing before both were set', () => equal(judged(name, new TestRecord().act({ kind: 'setsId', id: ROUTE_B_ID })), ''));
});

describe('sets-credentials-before-scan', () => {
	const name = 'sets-credentials-before-scan';
	it('passes with both before the first scan, which is paired', () => equal(judged(name, credentials().scans()), 'pass credentialsFirst @1 2 3'));
	it('fails where one of them comes behind it', () => {
		equal(judged(name, new TestRecord().scans()), 'fail scanBeforeCredentials @1');
		const between = new TestRecord().act({ kind: 'setsId', id: ROUTE_B_ID }).scans().act({ kind: 'setsPassword', length: 12 });
		equal(judged(name, between), 'fail scanBeforeCredentials @2 1 6');
	});
	it('fails where no scan is paired, not where one is open', () => {
		equal(judged(name, credentials().scans(6, true, 'open')), 'fail scanUnpaired 1 @3');
		equal(judged(name, credentials().scans(6, true, 'open').scans()), 'pass credentialsFirst @1 2 3');
	});
	it('asks J11 for them before the join, and not before', () => {
		const j11 = { model: 'bp35c0-j11' };
		equal(judged(name, credentials(new TestRecord().scans()).joins(0x25), j11), 'pass credentialsFirst @5 6 7');
		equal(judged(name, new TestRecord().scans().joins(0x25), j11), 'fail joinBeforeCredentials @5');
	});
	it('says nothing without a scan', () => equal(judged(name, credentials()), ''));
});

describe('scans-longer-or-again', () => {
	const name = 'scans-longer-or-again';
	const empty = (...durations: number[]) =>
		durations.reduce((record, duration) => record.scans(duration, false), new TestRecord().step('first-join'));
	it('passes with longer durations at once, and a pause before the next round', () => {
		equal(judged(name, empty(4, 5).scans(6).ends()), 'pass scannedAgain 2 6 @2 7 8');
		equal(judged(name, empty(6).wait(10_000).scans(6).ends()), 'pass scannedAgain 1 6 @2 4 5');
	});
	it('warns of a round at once', () => {
		equal(judged(name, empty(6).wait(9_999).scans(6).ends()), 'warning scanPauseShort 9999 @4 5 9999/10000 ms');
		equal(judged(name, empty(4, 5).scans(4).ends()), 'warning scanPauseShort 0 @7 8 0/10000 ms');
	});
	it('warns where it does not scan any more', () => {
		equal(judged(name, empty(6).wait(300_000).ends()), 'warning scanStopped 300000 @4 300000/300000 ms');
		equal(judged(name, empty(6).wait(299_999).ends()), '');
	});
	it('says nothing where the first scan finds the meter', () => equal(judged(name, new TestRecord().step('first-join').scans().ends()), ''));
});

describe('chooses-own-pan', () => {
	const name = 'chooses-own-pan';
	const list = (peer: string, others = true) => {
		const record = new TestRecord().step('first-join').act({ kind: 'scans', mode: 'paired', duration: 6, mask: 'FFFFFFFF' });
		record.finds('001D129012345678', 'CCDDEEFF');
		if (others) record.finds('001D129099999999', '00000000');
		return record.event(0x22).joins(0x25, 3000, peer).ends();
	};
	it('passes with its own of two', () => equal(judged(name, list(METER_ADDRESS)), 'pass choseOwnPan 1 @4 6'));
	it('fails with the other', () => equal(judged(name, list(OTHER_ADDRESS)), `fail joinedOtherMeter ${OTHER_ADDRESS} @4 6`));
	it('says nothing where there is one alone', () => equal(judged(name, list(METER_ADDRESS, false)), ''));
});

describe('treats-pan-as-hint', () => {
	const name = 'treats-pan-as-hint';
	const moved = () => new TestRecord().step('first-join').strikes();
	it('passes where it scans', () => {
		equal(judged(name, moved().joins(0x24).scans().joins(0x25).ends()), 'pass scannedAfterFailure 1 @3 6');
		equal(judged(name, moved().scans().joins(0x25).ends()), 'pass scannedAfterFailure 0 @3');
	});
	it('fails where it never does', () => equal(judged(name, moved().joins(0x24).joins(0x24).ends()), 'fail clungToPan 2 @3 6'));
	it('says nothing where it does not join either', () => equal(judged(name, moved().wait(1000).ends()), ''));
});

describe('minds-dongle-differences', () => {
	const name = 'minds-dongle-differences';
	const asked = (told: string) =>
		new TestRecord()
			.act({ kind: 'asks', name: 'ROPT', words: [] })
			.act({ kind: 'says', text: `OK ${told}` })
			.ok('ROPT');
	const writes = (record: TestRecord) => record.act({ kind: 'writesFlash', name: 'WOPT', words: ['01'] });
	it('passes without WOPT, and behind an ROPT that told otherwise', () => {
		equal(judged(name, new TestRecord().joins(0x25)), 'pass dongleMinded false @1');
		equal(judged(name, writes(asked('00')).joins(0x25)), 'pass dongleMinded true @1 4 5');
	});
	it('warns of WOPT unasked, or for what is so already', () => {
		equal(judged(name, writes(new TestRecord()).joins(0x25)), 'warning flashUnasked 1 @1');
		equal(judged(name, writes(asked('01')).joins(0x25)), 'warning flashNeedless 01 @2 4');
	});
	it('warns of a program that stops at what the module has not', () => {
		const refused = () => new TestRecord().act({ kind: 'refused', code: 'ER04', name: 'SKSREG' });
		equal(judged(name, refused().wait(60_000).output('')), 'warning stoppedAtRefusal SKSREG ER04 @1');
		equal(judged(name, refused().wait(59_999).output('')), '');
		equal(judged(name, refused().joins(0x25).wait(60_000)), 'pass dongleMinded false @2');
	});
	it('is none of J11', () => {
		const about = new TestRecord().look({ model: 'bp35c0-j11' });
		equal(SET_UP_CHECKS[name].applies(about)?.kind, 'model');
		equal(SET_UP_CHECKS[name].applies(new TestRecord().look()), undefined);
	});
});

describe('waits-for-join-event', () => {
	const name = 'waits-for-join-event';
	it('passes with EVENT 25, and with EVENT 24', () => {
		equal(judged(name, new TestRecord().joins(0x25).asks([0xe7])), 'pass waitedForJoin 1 @1 3');
		equal(judged(name, new TestRecord().joins(0x24).scans().joins(0x25)), 'pass waitedForJoin 2 @1 3');
	});
	it('fails with a request behind OK', () => {
		equal(judged(name, new TestRecord().joins().wait(100).asks([0xe7]).wait(2000).event(0x25)), 'fail sentBeforeJoined 100 @1 3 4 100/0 ms');
	});
	it('warns of a join that it gives up early', () => {
		equal(judged(name, new TestRecord().joins().wait(39_999).scans()), 'warning joinAbandoned 39999 @1 3 39999/40000 ms');
		equal(judged(name, new TestRecord().joins().wait(40_000).scans()), '');
	});
	it('takes none for given up that the dongle did not take, or that ended with it', () => {
		equal(judged(name, new TestRecord().act({ kind: 'joins', peer: METER_ADDRESS }).wait(3000).act({ kind: 'resets' })), '');
		equal(judged(name, new TestRecord().joins().wait(3000).port('gone').act({ kind: 'resets' })), '');
		equal(judged(name, new TestRecord().joins().wait(3000).program('ended')), '');
	});
});

describe('tries-to-join-with-pauses', () => {
	const name = 'tries-to-join-with-pauses';
	const refused = (...pauses: number[]) => {
		const record = new TestRecord().step('first-join').strikes();
		for (const pause of pauses) record.joins(0x24, 100).output('cannot join').wait(pause);
		return record;
	};
	it('passes with pauses that grow', () => equal(judged(name, refused(20_000, 40_000, 80_000).ends()), 'pass triesPaced 3 @3 7 11'));
	it('warns of the fourth join within a minute, and of pauses that do not grow', () => {
		equal(judged(name, refused(5_000, 10_000, 40_000, 80_000).ends()), 'warning triesUnpaced 4 4 true @3 7 11 15 4/3 count');
		equal(judged(name, refused(5_000, 10_000, 60_000, 80_000).ends()), 'pass triesPaced 4 @3 7 11 15');
		equal(judged(name, refused(30_000, 30_000, 30_000).ends()), 'warning triesUnpaced 3 2 false @3 7 11 2/3 count');
	});
	it('warns of a program that does not try any more', () => {
		equal(judged(name, refused(20_000, 299_900).ends()), 'warning joinGivenUp 300000 @7 300000/300000 ms');
		equal(judged(name, refused(20_000, 299_899).ends()), 'pass triesPaced 2 @3 7');
		equal(judged(name, refused(20_000, 0).program('exited').wait(10_000).ends()), 'warning joinGivenUp 10100 @11 10100/300000 ms');
		equal(judged(name, refused(20_000, 40_000).crashes(2).wait(10_000).ends()), 'pass triesPaced 2 @3 7', 'its supervisor is about to start it');
	});
	it('warns of a program that tells nobody, but not of one whose lines nobody sees', () => {
		const silent = () => new TestRecord().step('first-join').strikes().joins(0x24).wait(30_000).joins(0x24).wait(1000);
		equal(judged(name, silent().ends()), 'warning joinUntold @3 5');
		equal(judged(name, silent().shows('online', 0).ends()), 'pass triesPaced 2 @3 6');
		equal(judged(name, silent().entry({ kind: 'asked', what: 'start' }).ends()), 'pass triesPaced 2 @3 6');
	});
	it('says nothing where nothing is refused', () => equal(judged(name, new TestRecord().step('first-join').joins(0x25).ends()), ''));
});

describe('understands-send-events', () => {
	const name = 'understands-send-events';
	it('passes with EVENT 21 02 that it bears', () => {
		equal(judged(name, new TestRecord().asks([0xe7]).event(0x21, 2).event(0x21, 0).wait(5000).asks([0xe7])), 'pass solicitationUnderstood 1 @2');
		equal(judged(name, new TestRecord().asks([0xe7]).event(0x21, 2).replies([0xe7]).asks([0xe7])), 'pass solicitationUnderstood 1 @2');
		equal(judged(name, new TestRecord().asks([0xe7]).event(0x21, 2).event(0x21, 1).asks([0xe7])), 'pass solicitationUnderstood 1 @2');
	});
	it('fails where it sends the same again', () => {
		equal(judged(name, new TestRecord().asks([0xe7]).event(0x21, 2).wait(4999).asks([0xe7])), 'fail resentSolicited 4999 @1 2 3 4999/5000 ms');
	});
	const limited = (sends: number) => {
		const record = new TestRecord().event(0x32);
		for (let i = 0; i < sends; i++) record.asks([0xe7]).event(0x21, 1).wait(1000);
		return record;
	};
	it('passes with three sends while the limit holds, and goes on behind it', () => {
		equal(judged(name, limited(3).event(0x33).wait(1000).asks([0xe7])), 'pass heldAtLimit 3 @1 8 9');
	});
	it('warns of the fourth, and of a program that does not go on', () => {
		equal(judged(name, limited(4).event(0x33).asks([0xe7])), 'warning sentAtLimit 4 @1 2 4 6 8 4/3 count');
		equal(judged(name, limited(0).event(0x33).wait(300_000).output('')), 'warning stuckAfterLimit 300000 @2 300000/300000 ms');
		equal(judged(name, limited(0).event(0x33).wait(299_999).output('')), '');
	});
	it('says nothing where neither came', () => equal(judged(name, new TestRecord().joins(0x25).asks([0xe7]).event(0x21, 0)), ''));
});

describe('ends-session-at-exit', () => {
	const name = 'ends-session-at-exit';
	const joined = () => new TestRecord().joins(0x25);
	it('passes with SKTERM, whatever it is answered by', () => {
		equal(judged(name, joined().act({ kind: 'terminates' }).event(0x27).program('ended')), 'pass endedSession @4 6');
		equal(judged(name, joined().act({ kind: 'terminates' }).program('killed')), 'pass endedSession @4 5');
	});
	it('warns without, and of SKTERM of an earlier session', () => {
		equal(judged(name, joined().program('ended')), 'warning leftSession @3 4');
		equal(judged(name, joined().act({ kind: 'terminates' }).event(0x27).joins(0x25).program('ended')), 'warning leftSession @8 9');
	});
	it('says nothing where there was no session, or it ended by itself', () => {
		equal(judged(name, joined().event(0x26).program('ended')), '');
		equal(judged(name, joined().program('exited').program('started').program('ended')), '');
		equal(judged(name, reset().program('ended')), '');
	});
});

describe('pauses-after-power-cut', () => {
	const name = 'pauses-after-power-cut';
	const back = () => new TestRecord().step('wide-power-cut').wait(10_000).strikes();
	it('passes with a pause', () => equal(judged(name, back().wait(5000).scans().ends()), 'pass pausedAfterCut 5000 @3 5000/5000 ms'));
	it('warns without', () => equal(judged(name, back().wait(4999).scans().ends()), 'warning rushedAfterCut 4999 @3 4999/5000 ms'));
	it('says nothing where it does not begin', () => equal(judged(name, back().wait(60_000).ends()), ''));
});

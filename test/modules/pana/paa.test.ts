import { SeededRandom } from '../../../hal/virtual/random.js';
import { AvpCode, avpNumber, avpValue, numberAvp } from '../../../modules/pana/message.js';
import { equal, hex, toHex } from '../../assert.js';
import { HEMS, Rig, ScriptedEap } from './pana-rig.js';

const LOGOUT = [numberAvp(AvpCode.TerminationCause, 1)];
const SHORT = { IRT: 1000, MRT: 2000, MRC: 3, MRD: 0 };

/** The AVP codes of a message in order. */
function avps(rig: Rig, name: Parameters<Rig['last']>[0]): string {
	return rig
		.last(name)
		.message.avps.map(({ code }) => code)
		.join();
}

const KEY_ID_LENGTH = 4;

/** A sequence number for a PaC that has sent no request of its own yet. */
const FIRST = 0x1000;

// Each test is a row of the tables of RFC 5609 §8.4: state, exit condition, then exit action and exit state.
describe('PANA PAA: INITIAL', () => {
	it('Rx:PCI → Tx:PAR[S] with PRF- and Integrity-Algorithm, INITIAL, no timer', () => {
		const rig = new Rig().losing('PAA PAR[S]');
		rig.toPaa(hex('00000010000000010000000000000000'));
		equal(rig.names(), 'PAA PAR[S]');
		equal(avps(rig, 'PAR[S]'), '6,3');
		equal(rig.paa.status.state, 'INITIAL');
		equal(rig.scheduler.next, Number.POSITIVE_INFINITY);
	});

	it('Rx:PAN[S] → EAP_Restart, session timer, WAIT_EAP_MSG', () => {
		const rig = new Rig().losing('PaC PAN').join();
		equal(rig.names(4), 'PaC PAN');
		equal(rig.paa.status.state, 'WAIT_PAN_OR_PAR');
		equal(rig.paa.status.embryonic, 1);
	});

	it('Rx:PAN[S] that returns nothing that was offered → no change', () => {
		const rig = new Rig().losing('PaC PAN[S]').join();
		rig.toPaa(rig.forge('PAN[S]', rig.last('PAN[S]').message.sequence + 1, rig.last('PAN[S]').message.avps));
		equal(rig.paa.status.state, 'INITIAL');
		equal(rig.paa.status.dropped, 1);
	});
});

describe('PANA PAA: WAIT_EAP_MSG', () => {
	it('EAP_REQUEST → Tx:PAR with Nonce the first time, without it later, WAIT_PAN_OR_PAR', () => {
		const rig = new Rig().join();
		equal(
			rig.sent
				.filter(({ name }) => name === 'PAR')
				.map(({ message }) => message.avps.map(({ code }) => code).join())
				.join(' '),
			'5,2 2',
		);
	});

	it('EAP_SUCCESS && authorize → Tx:PAR[C] with Result-Code 0, EAP-Payload, Key-Id, Session-Lifetime, AUTH, WAIT_SUCC_PAN', () => {
		const rig = new Rig({ paa: { lifetime: 3600, keyId: () => 0x0101 } }).losing('PaC PAN[C]').join();
		equal(rig.paa.status.state, 'WAIT_SUCC_PAN');
		equal(avps(rig, 'PAR[C]'), '7,2,4,8,1');
		const { message } = rig.last('PAR[C]');
		equal(avpNumber(message, AvpCode.ResultCode), 0);
		equal(avpNumber(message, AvpCode.SessionLifetime), 3600);
		equal(avpNumber(message, AvpCode.KeyId), 0x0101);
	});

	it('EAP_SUCCESS && !authorize → Tx:PAR[C] with Result-Code 2, WAIT_FAIL_PAN', () => {
		let admitted = true;
		const rig = new Rig({ paa: { admits: () => admitted } });
		rig.air = (sent) => {
			if (sent.by === 'PaC' && sent.name === 'PAN') admitted = false;
			return sent.name === 'PAN[C]' ? [] : [10];
		};
		rig.join();
		equal(rig.paa.status.state, 'WAIT_FAIL_PAN');
		equal(avps(rig, 'PAR[C]'), '7,2,4,1');
		equal(avpNumber(rig.last('PAR[C]').message, AvpCode.ResultCode), 2);
		equal(rig.paaEvents.map(({ evidence }) => evidence).join(), 'Result-Code 2 (authorization rejected)');
		equal(avps(rig, 'PAN[C]'), '4,1');
	});

	it('EAP_FAILURE → Tx:PAR[C] with Result-Code 1 and EAP-Failure, WAIT_FAIL_PAN', () => {
		const rig = new Rig().withWrongPassword().losing('PaC PAN[C]').join();
		equal(rig.paa.status.state, 'WAIT_FAIL_PAN');
		equal(avps(rig, 'PAR[C]'), '7,2');
		equal(avpNumber(rig.last('PAR[C]').message, AvpCode.ResultCode), 1);
		equal(toHex(avpValue(rig.last('PAR[C]').message, AvpCode.EapPayload)!), '04010004');
		equal(rig.paaKinds(), 'failed');
		equal(rig.paaEvents[0]!.evidence, 'Result-Code 1 (authentication rejected)');
	});

	it('EAP_TIMEOUT → disconnect, CLOSED', () => {
		const rig = new Rig({ paa: { authenticationTimeout: 5000 } }).losing('PaC PAN').join();
		rig.scheduler.runFor(3900);
		equal(rig.paa.status.state, 'WAIT_PAN_OR_PAR');
		rig.scheduler.runFor(200);
		equal(rig.paa.status.state, 'INITIAL');
		equal(rig.paaKinds(), 'failed');
		equal(rig.paaEvents[0]!.evidence, 'not authenticated within 5000 ms');
	});

	it('EAP_DISCARD → the PAN counts as lost, no change', () => {
		const rig = new Rig().losing('PaC PAN').join();
		const { sequence } = rig.last('PAR').message;
		rig.toPaa(
			rig.forge('PAN', sequence, [
				{ code: AvpCode.Nonce, value: new Uint8Array(16) },
				{ code: AvpCode.EapPayload, value: hex('02010005ff') },
			]),
		);
		equal(rig.paa.status.state, 'WAIT_PAN_OR_PAR');
		equal(rig.log.pop()!.startsWith('PAA dropped PAN in WAIT_PAN_OR_PAR: EAP: '), true);
		rig.losing();
		rig.scheduler.runFor(3000);
		equal(rig.paaKinds(), 'joined', 'the true PAN is taken');
	});
});

describe('PANA PAA: WAIT_PAN_OR_PAR', () => {
	it('Rx:PAN with EAP-Payload → RtxTimerStop, WAIT_EAP_MSG', () => {
		const rig = new Rig().join();
		equal(rig.count('PAR'), 2);
		equal(rig.paa.status.state, 'OPEN');
	});

	it('Rx:PAN without Nonce in answer to the first PAR → no change', () => {
		const rig = new Rig().losing('PaC PAN').join();
		rig.toPaa(rig.forge('PAN', rig.last('PAR').message.sequence, [{ code: AvpCode.EapPayload, value: hex('0201000531') }]));
		equal(rig.log.pop(), 'PAA dropped PAN in WAIT_PAN_OR_PAR: Nonce missing; counted only from here on');
		equal(rig.paa.status.state, 'WAIT_PAN_OR_PAR');
	});

	it('Rx:PAN without EAP-Payload → RtxTimerStop, WAIT_PAN_OR_PAR; then Rx:PAR → Tx:PAN, WAIT_EAP_MSG', () => {
		const rig = new Rig().losing('PaC PAN').join();
		const [nonce, eap] = rig.last('PAN').message.avps;
		rig.losing('PAA PAR');
		const { sequence } = rig.last('PAR').message;
		rig.toPaa(rig.forge('PAN', sequence, [nonce!]));
		const sent = rig.sent.length;
		rig.scheduler.runFor(30_000);
		equal(rig.names(sent).includes('PAA PAR'), false, 'the PAR is not repeated');
		equal(rig.paa.status.state, 'WAIT_PAN_OR_PAR');

		const before = rig.sent.length;
		rig.toPaa(rig.forge('PAR', FIRST, [eap!]));
		equal(rig.names(before), 'PAA PAN, PAA PAR');
		equal(rig.sent[before]!.message.sequence, FIRST);
		equal(rig.sent[before + 1]!.message.sequence, sequence + 1);
		rig.toPaa(rig.forge('PAR', FIRST, [eap!]));
		equal(rig.names(before), 'PAA PAN, PAA PAR, PAA PAN', 'a repeated PAR has the same answer');
	});

	it('Rx:PAR without EAP-Payload → no change', () => {
		const rig = new Rig().losing('PaC PAN').join();
		rig.toPaa(rig.forge('PAR', FIRST, [{ code: AvpCode.Nonce, value: new Uint8Array(16) }]));
		equal(rig.log.pop(), 'PAA dropped PAR in WAIT_PAN_OR_PAR: EAP-Payload missing; counted only from here on');
	});

	it('RTX_TIMEOUT && RTX_COUNTER < RTX_MAX_NUM → the same bytes again', () => {
		const rig = new Rig({ paa: { requests: SHORT } }).losing('PaC PAN').join();
		const first = rig.last('PAR');
		rig.scheduler.runFor(500);
		equal(rig.count('PAR'), 2);
		equal(toHex(rig.last('PAR').bytes), toHex(first.bytes));
	});

	it('RTX_TIMEOUT && RTX_COUNTER >= RTX_MAX_NUM → disconnect, CLOSED', () => {
		const rig = new Rig({ paa: { requests: SHORT } }).losing('PaC PAN').join();
		rig.scheduler.runFor(30_000);
		equal(rig.count('PAR'), 3);
		equal(rig.paa.status.state, 'INITIAL');
		equal(rig.paaEvents.map(({ kind, evidence }) => `${kind}: ${evidence}`).join(), 'failed: no answer to 3 PAR');
	});
});

describe('PANA PAA: WAIT_SUCC_PAN and WAIT_FAIL_PAN', () => {
	it('WAIT_SUCC_PAN, Rx:PAN[C] → RtxTimerStop, lifetime, OPEN', () => {
		const rig = new Rig().join();
		equal(rig.paa.status.state, 'OPEN');
		equal(rig.paaKinds(), 'joined');
		equal(rig.count('PAR[C]'), 1);
	});

	for (const [what, change] of [
		[
			'no AUTH',
			(rig: Rig) =>
				rig.forge('PAN[C]', rig.last('PAR[C]').message.sequence, [numberAvp(AvpCode.KeyId, avpNumber(rig.last('PAR[C]').message, AvpCode.KeyId)!)]),
		],
		['a wrong AUTH', (rig: Rig) => rig.last('PAN[C]').bytes.map((byte, i) => (i === 51 ? byte ^ 1 : byte))],
		['another sequence number', (rig: Rig) => rig.last('PAN[C]').bytes.map((byte, i) => (i === 15 ? byte ^ 1 : byte))],
		['another session id', (rig: Rig) => rig.last('PAN[C]').bytes.map((byte, i) => (i === 11 ? byte ^ 1 : byte))],
		['another Key-Id', (rig: Rig) => rig.forge('PAN[C]', rig.last('PAR[C]').message.sequence, [numberAvp(AvpCode.KeyId, 0x201)], rig.authKey())],
	] as const) {
		it(`WAIT_SUCC_PAN, PAN[C] with ${what} → no change`, () => {
			const rig = new Rig().losing('PaC PAN[C]').join();
			rig.toPaa(change(rig));
			equal(rig.paa.status.state, 'WAIT_SUCC_PAN');
			equal(rig.paa.status.dropped, 1);
			equal(rig.paaKinds(), '');
		});
	}

	it('WAIT_SUCC_PAN, retransmissions used up → CLOSED', () => {
		const rig = new Rig({ paa: { requests: SHORT } }).losing('PaC PAN[C]').join();
		rig.scheduler.runFor(30_000);
		equal(rig.count('PAR[C]'), 3);
		equal(rig.paa.status.state, 'INITIAL');
		equal(rig.paaEvents[0]!.evidence, 'no answer to 3 PAR[C]');
	});

	it('WAIT_FAIL_PAN, Rx:PAN[C] → disconnect, CLOSED', () => {
		const rig = new Rig().withWrongPassword().join();
		equal(rig.names(-2 + rig.sent.length), 'PAA PAR[C], PaC PAN[C]');
		equal(rig.paa.status.state, 'INITIAL');
		equal(rig.paaKinds(), 'failed');
	});

	it('WAIT_FAIL_PAN, retransmissions used up → CLOSED', () => {
		const rig = new Rig({ paa: { requests: SHORT } }).withWrongPassword().losing('PaC PAN[C]').join();
		rig.scheduler.runFor(30_000);
		equal(rig.count('PAR[C]'), 3);
		equal(rig.paa.status.state, 'INITIAL');
		equal(rig.paaKinds(), 'failed', 'once');
	});
});

describe('PANA PAA: OPEN', () => {
	it('Rx:PNR[A] → Tx:PNA[A], EAP_Restart with a new Nonce, WAIT_EAP_MSG; the sequence goes on, the key changes', () => {
		const rig = new Rig().join();
		const { sequence } = rig.last('PAR[C]').message;
		const joined = rig.sent.length;
		const oldKey = toHex(rig.authKey());
		const oldKeyId = rig.paa.status.keyId;
		rig.pac.reauthenticate();
		rig.scheduler.runFor(1000);
		equal(rig.names(joined), 'PaC PNR[A], PAA PNA[A], PAA PAR, PaC PAN, PAA PAR, PaC PAN, PAA PAR[C], PaC PAN[C]');
		equal(rig.sent[joined + 2]!.message.sequence, sequence + 1);
		equal(
			rig.sent
				.slice(joined)
				.map(({ message }) => message.avps.map(({ code }) => code).join())
				.join(' '),
			'1 1 5,2,1 5,2,1 2,1 2,1 7,2,4,8,1 4,1',
		);
		equal(rig.paaKinds(), 'joined,rejoined');
		equal(rig.pacEvents.map((event) => event.kind === 'success' && event.again).join(), 'false,true');
		equal(toHex(rig.authKey()) === oldKey, false);
		equal(rig.paa.status.keyId === oldKeyId, false);
	});

	it('REAUTH → EAP_Restart, WAIT_EAP_MSG', () => {
		const rig = new Rig().join();
		const joined = rig.sent.length;
		equal(rig.paa.reauthenticate(HEMS), true);
		rig.scheduler.runFor(1000);
		equal(rig.names(joined), 'PAA PAR, PaC PAN, PAA PAR, PaC PAN, PAA PAR[C], PaC PAN[C]');
		equal(rig.paaKinds(), 'joined,rejoined');
		equal(rig.pacKinds(), 'success,success');
	});

	it('REAUTH_TIMEOUT → EAP_Restart; the lifetime begins anew', () => {
		const rig = new Rig({ paa: { lifetime: 100, reauthenticateAt: 0.9 } }).join();
		rig.scheduler.runFor(1_000_000);
		equal(rig.paaKinds(), `joined${',rejoined'.repeat(11)}`);
		equal(rig.paa.status.state, 'OPEN');
		equal(rig.pac.status.state, 'OPEN');
	});

	it('PANA_PING → Tx:PNR[P], WAIT_PNA_PING; Rx:PNA[P] → OPEN', () => {
		const rig = new Rig().join();
		const joined = rig.sent.length;
		equal(rig.paa.ping(HEMS), true);
		equal(rig.paa.status.state, 'WAIT_PNA_PING');
		rig.scheduler.runFor(1000);
		equal(rig.names(joined), 'PAA PNR[P], PaC PNA[P]');
		equal(rig.paa.status.state, 'OPEN');
	});

	it('Rx:PNR[P] → Tx:PNA[P], OPEN; repeated, the same answer again', () => {
		const rig = new Rig().join();
		const joined = rig.sent.length;
		const ping = rig.forge('PNR[P]', FIRST, [], rig.authKey());
		rig.toPaa(ping);
		rig.toPaa(ping);
		equal(rig.names(joined), 'PAA PNA[P], PAA PNA[P]');
		equal(toHex(rig.sent[joined]!.bytes), toHex(rig.sent[joined + 1]!.bytes));
		equal(rig.paa.status.state, 'OPEN');
	});

	it('PNR[P] with another sequence number than the next → no change', () => {
		const rig = new Rig().join();
		rig.toPaa(rig.forge('PNR[P]', FIRST, [], rig.authKey()));
		const answered = rig.sent.length;
		for (const sequence of [FIRST - 1, FIRST + 2]) rig.toPaa(rig.forge('PNR[P]', sequence, [], rig.authKey()));
		equal(rig.sent.length, answered);
		equal(rig.paa.status.dropped, 2);
		equal(rig.log.join('; '), 'PAA dropped PNR[P] in OPEN: out of sequence; counted only from here on');
		rig.toPaa(rig.forge('PNR[P]', FIRST + 1, [], rig.authKey()));
		equal(rig.names(answered), 'PAA PNA[P]');
	});

	it('counts sequence numbers through 2^32 − 1 to 0', () => {
		const rig = new Rig().join();
		const joined = rig.sent.length;
		rig.toPaa(rig.forge('PNR[P]', 0xffffffff, [], rig.authKey()));
		rig.toPaa(rig.forge('PNR[P]', 0, [], rig.authKey()));
		equal(rig.names(joined), 'PAA PNA[P], PAA PNA[P]');
	});

	it('TERMINATE → Tx:PTR with Termination-Cause and AUTH, SESS_TERM; Rx:PTA → CLOSED', () => {
		const rig = new Rig().join();
		const joined = rig.sent.length;
		equal(rig.paa.terminate(HEMS), true);
		equal(rig.paa.status.state, 'SESS_TERM');
		equal(rig.paaKinds(), 'joined,left');
		equal(avps(rig, 'PTR'), '9,1');
		equal(avpNumber(rig.last('PTR').message, AvpCode.TerminationCause), 4);
		rig.scheduler.runFor(1000);
		equal(rig.names(joined), 'PAA PTR, PaC PTA');
		equal(rig.paa.status.state, 'INITIAL');
		equal(rig.pacKinds(), 'success,terminatedByPeer');
	});

	it('Rx:PTR → Tx:PTA, disconnect, CLOSED; PTR repeated → the same PTA', () => {
		const rig = new Rig().join();
		const joined = rig.sent.length;
		const ptr = rig.forge('PTR', FIRST, LOGOUT, rig.authKey());
		rig.toPaa(ptr);
		equal(rig.names(joined), 'PAA PTA');
		equal(rig.paa.status.state, 'INITIAL');
		equal(rig.paaKinds(), 'joined,left');
		equal(rig.paaEvents[1]!.evidence, 'PTR with Termination-Cause 1');
		rig.toPaa(ptr);
		equal(rig.names(joined), 'PAA PTA, PAA PTA');
		equal(rig.paaKinds(), 'joined,left');
	});

	it('SESS_TIMEOUT → Tx:PTR with cause SESSION_TIMEOUT; the PaC sees its own lifetime end, then the PTR', () => {
		const rig = new Rig({ paa: { lifetime: 60 } }).join();
		const joined = rig.sent.length;
		rig.scheduler.runFor(58_900);
		equal(rig.paaKinds(), 'joined');
		rig.scheduler.runFor(1100);
		equal(rig.paaKinds(), 'joined,expired');
		equal(rig.paaEvents[1]!.evidence, 'lifetime of 60 s over');
		equal(rig.names(joined), 'PAA PTR, PaC PTA');
		equal(avpNumber(rig.last('PTR').message, AvpCode.TerminationCause), 8);
		equal(rig.pacKinds(), 'success,expired,terminatedByPeer');
		equal(rig.paa.status.state, 'INITIAL');
	});

	it('waits for lifetimes longer than a timer of 31 bits', () => {
		const month = 30 * 86_400;
		const rig = new Rig({ paa: { lifetime: month } }).join();
		rig.scheduler.runFor(month * 1000 - 2000);
		equal(rig.paaKinds(), 'joined');
		rig.scheduler.runFor(2000);
		equal(rig.paaKinds(), 'joined,expired');
	});
});

describe('PANA PAA: WAIT_PNA_PING', () => {
	it('Rx:PNR[A] → Tx:PNA[A]; the PAR follows once the ping is answered, so that no sequence number is lost', () => {
		const rig = new Rig().join().losing('PaC PNA[P]');
		const joined = rig.sent.length;
		rig.paa.ping(HEMS);
		rig.pac.reauthenticate();
		rig.scheduler.runFor(500);
		equal(rig.names(joined), 'PAA PNR[P], PaC PNR[A], PaC PNA[P], PAA PNA[A]');
		rig.losing();
		rig.scheduler.runFor(3000);
		equal(rig.names(joined + 4), 'PAA PNR[P], PaC PNA[P], PAA PAR, PaC PAN, PAA PAR, PaC PAN, PAA PAR[C], PaC PAN[C]');
		equal(rig.paaKinds(), 'joined,rejoined');
	});

	it('Rx:PTR → Tx:PTA, CLOSED', () => {
		const rig = new Rig().join().losing('PaC PNA[P]');
		rig.paa.ping(HEMS);
		rig.pac.terminate();
		rig.scheduler.runFor(60_000);
		equal(rig.paa.status.state, 'INITIAL');
		equal(rig.paaKinds(), 'joined,left');
		equal(rig.pacKinds(), 'success,terminated');
		equal(rig.count('PNR[P]'), 1);
	});

	it('retransmissions used up → disconnect, CLOSED', () => {
		const rig = new Rig({ paa: { requests: SHORT } }).join().losing('PaC PNA[P]');
		rig.paa.ping(HEMS);
		rig.scheduler.runFor(30_000);
		equal(rig.count('PNR[P]'), 3);
		equal(rig.paaKinds(), 'joined,left');
		equal(rig.paaEvents[1]!.evidence, 'no answer to 3 PNR[P]');
	});
});

describe('PANA PAA: re-authentication', () => {
	it('retransmissions used up → failed, left, CLOSED', () => {
		const rig = new Rig({ paa: { requests: SHORT } }).join().losing('PaC PAN');
		rig.paa.reauthenticate(HEMS);
		rig.scheduler.runFor(30_000);
		equal(rig.paaKinds(), 'joined,failed,left');
		equal(rig.paa.status.state, 'INITIAL');
	});

	it('EAP_FAILURE → Tx:PAR[C] signed with the key in force; failed, left', () => {
		const rig = new Rig().join().withWrongPassword();
		rig.paa.reauthenticate(HEMS);
		rig.scheduler.runFor(1000);
		equal(avps(rig, 'PAR[C]'), '7,2,1');
		equal(avps(rig, 'PAN[C]'), '1');
		equal(rig.paaKinds(), 'joined,failed,left');
		equal(rig.pacEvents[1]!.kind, 'failure');
	});

	it('PNR[A] that crosses the PAR is answered and starts nothing more', () => {
		const rig = new Rig().join();
		rig.paa.reauthenticate(HEMS);
		rig.pac.reauthenticate();
		rig.scheduler.runFor(10_000);
		equal(rig.paaKinds(), 'joined,rejoined');
		equal(rig.pacKinds(), 'success,success');
		equal(rig.count('PNA[A]'), 1);
	});

	it('Rx:PTR → Tx:PTA, CLOSED', () => {
		const rig = new Rig().join().losing('PaC PAN');
		rig.paa.reauthenticate(HEMS);
		rig.scheduler.runFor(100);
		equal(rig.paa.status.state, 'WAIT_PAN_OR_PAR');
		rig.pac.terminate();
		rig.scheduler.runFor(100);
		equal(rig.pacKinds(), 'success,terminated');
		equal(rig.paaKinds(), 'joined,left');
	});

	it('Rx:PNR[P] → Tx:PNA[P], no change', () => {
		const rig = new Rig().join().losing('PaC PAN');
		const key = rig.authKey();
		rig.paa.reauthenticate(HEMS);
		const before = rig.sent.length;
		rig.toPaa(rig.forge('PNR[P]', FIRST, [], key));
		equal(rig.names(before), 'PAA PNA[P]');
		equal(rig.paa.status.state, 'WAIT_PAN_OR_PAR');
	});
});

describe('PANA PAA: SESS_TERM and CLOSED', () => {
	it('SESS_TERM, retransmissions used up → CLOSED', () => {
		const rig = new Rig({ paa: { requests: SHORT } }).join().losing('PaC PTA');
		rig.paa.terminate(HEMS);
		rig.scheduler.runFor(30_000);
		equal(rig.count('PTR'), 3);
		equal(rig.paa.status.state, 'INITIAL');
		equal(rig.paaKinds(), 'joined,left', 'once');
	});

	it('SESS_TERM, Rx:PTR of a PaC that ends at the same time → Tx:PTA; both end', () => {
		const rig = new Rig().join();
		rig.paa.terminate(HEMS);
		rig.pac.terminate();
		rig.scheduler.runFor(1000);
		equal(rig.paa.status.state, 'INITIAL');
		equal(rig.pacKinds(), 'success,terminated');
	});

	it('TERMINATE while PAR waits for its answer → PTR follows the answer', () => {
		const rig = new Rig().join().losing('PaC PAN');
		rig.paa.reauthenticate(HEMS);
		rig.scheduler.runFor(500);
		const before = rig.sent.length;
		rig.paa.terminate(HEMS);
		equal(rig.paaKinds(), 'joined,left');
		rig.losing();
		rig.scheduler.runFor(3000);
		equal(rig.names(before), 'PAA PAR, PaC PAN, PAA PTR, PaC PTA');
		equal(rig.paa.status.state, 'INITIAL');
	});

	it('an EAP method that cannot start → failed, CLOSED', () => {
		const rig = new Rig({ paa: { newEap: () => new ScriptedEap({ kind: 'discard', reason: 'no PSK' }) } }).join();
		equal(rig.paaEvents.map(({ kind, evidence }) => `${kind}: ${evidence}`).join(), 'failed: EAP: no PSK');
		equal(rig.paa.status.state, 'INITIAL');
	});

	it('stop forgets every session and every timer', () => {
		const rig = new Rig().join();
		rig.pac.stop();
		rig.paa.stop();
		equal(rig.paa.status.state, 'INITIAL');
		equal(rig.scheduler.next, Number.POSITIVE_INFINITY);
		equal(rig.paaKinds(), 'joined');
	});
});

describe('PANA PAA: Key-Id', () => {
	// Those of four real meters: 00001601, 00001210, F8BC38A1, 0000FE01.
	it('draws its Key-Ids: others with another seed, the same with the same one', () => {
		const keyId = (seed: number) => new Rig({ seed }).join().paa.status.keyId;
		equal(keyId(1), keyId(1));
		equal(new Set([1, 2, 3, 4].map(keyId)).size, 4);
	});

	it('gives no Key-Id twice in a row', () => {
		const draws = [7, 7, 8];
		const random = new SeededRandom(1);
		const rig = new Rig({
			paa: { random: { fill: (bytes) => (bytes.length === KEY_ID_LENGTH ? bytes.fill(draws.shift()!) : random.fill(bytes)) } },
		});
		rig.join();
		equal(rig.paa.status.keyId, 0x07070707);
		rig.paa.reauthenticate(HEMS);
		rig.scheduler.runFor(1000);
		equal(rig.paa.status.keyId, 0x08080808);
	});
});

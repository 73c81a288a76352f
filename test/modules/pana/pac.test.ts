import { AvpCode, avpNumber, encodeMessage, encodeStart, numberAvp } from '../../../modules/pana/message.js';
import { PCI_TIMING } from '../../../modules/pana/retransmission.js';
import { equal, hex, toHex } from '../../assert.js';
import { HEMS, METER, Rig, ScriptedEap } from './pana-rig.js';

const SHORT = { IRT: 1000, MRT: 2000, MRC: 3, MRD: 0 };
const ADMINISTRATIVE = [numberAvp(AvpCode.TerminationCause, 4)];

function failure(rig: Rig): string {
	const event = rig.pacEvents[rig.pacEvents.length - 1];
	return event?.kind === 'failure' ? event.evidence : `no failure but ${event?.kind}`;
}

/** The PAA's next sequence number. */
function next(rig: Rig): number {
	const { sequence } = rig.last('PAR[C]').message;
	return sequence + 1;
}

// Each test is a row of the tables of RFC 5609 §7.4: state, exit condition, then exit action and exit state.
describe('PANA PaC: INITIAL', () => {
	it('AUTH_USER → Tx:PCI, RtxTimerStart, INITIAL', () => {
		const rig = new Rig().losing('PAA PAR[S]');
		rig.pac.start(METER);
		equal(rig.names(), 'PaC PCI');
		equal(rig.pac.status.state, 'INITIAL');
		equal(toHex(rig.sent[0]!.bytes), '00000010000000010000000000000000');
	});

	it('RTX_TIMEOUT → PCI again, as SKSTACK-IP does; after 40 s failure, CLOSED', () => {
		const rig = new Rig().losing('PAA PAR[S]');
		rig.pac.start(METER);
		rig.scheduler.runFor(39_999);
		const at = rig.sent.filter(({ name }) => name === 'PCI').map((sent) => sent.at / 1000);
		const waits = at.slice(1).map((time, i) => time - at[i]!);
		[2, 4, 8, 8, 8].forEach((wait, i) => {
			equal(Math.abs(waits[i]! - wait) <= wait * 0.2, true, `wait ${i} of ${waits[i]} s`);
		});
		equal(rig.pacKinds(), '');
		rig.scheduler.runFor(2);
		equal(failure(rig), 'not authenticated within 40000 ms, in INITIAL');
		equal(rig.pac.status.state, 'CLOSED');
		equal(rig.scheduler.next, Number.POSITIVE_INFINITY);
	});

	it('RTX_COUNTER >= RTX_MAX_NUM → failure, CLOSED', () => {
		const rig = new Rig({ pac: { initiation: SHORT } }).losing('PAA PAR[S]');
		rig.pac.start(METER);
		rig.scheduler.runFor(30_000);
		equal(rig.count('PCI'), 3);
		equal(failure(rig), 'no answer to 3 PCI');
	});

	it('repeats PCI by RFC 5191 where told to', () => {
		const rig = new Rig({ pac: { initiation: PCI_TIMING, authenticationTimeout: 600_000 } }).losing('PAA PAR[S]');
		rig.pac.start(METER);
		rig.scheduler.runFor(590_000);
		equal(rig.count('PCI'), 11);
	});

	it('Rx:PAR[S] without EAP-Payload → EAP_Restart, Tx:PAN[S] with the selected algorithms, WAIT_PAA', () => {
		const rig = new Rig().losing('PaC PAN[S]').join();
		equal(rig.names(), 'PaC PCI, PAA PAR[S], PaC PAN[S]');
		equal(rig.pac.status.state, 'WAIT_PAA');
		equal(toHex(rig.last('PAN[S]').bytes).slice(24), toHex(rig.last('PAR[S]').bytes).slice(24));
	});

	it('Rx:PAR[S] with EAP-Payload → Tx:PAN[S] with EAP_RESPONSE, WAIT_PAA', () => {
		const newEap = () => new ScriptedEap({ kind: 'discard' }, { kind: 'send', packet: hex('0201000501') });
		const rig = new Rig({ pac: { newEap } }).losing('PAA PAR[S]');
		rig.pac.start(METER);
		rig.toPac(encodeStart('PAR[S]', 7, 9, hex('0101000501')));
		equal(rig.names(), 'PaC PCI, PaC PAN[S]');
		equal(
			rig
				.last('PAN[S]')
				.message.avps.map(({ code }) => code)
				.join(),
			'6,3,2',
		);
		equal(rig.pac.status.state, 'WAIT_PAA');
	});

	it('Rx:PAR[S] without an algorithm that is supported → no change', () => {
		const rig = new Rig().losing('PAA PAR[S]');
		rig.pac.start(METER);
		rig.toPac(
			encodeMessage({
				name: 'PAR[S]',
				sessionId: 7,
				sequence: 9,
				avps: [numberAvp(AvpCode.PrfAlgorithm, 2), numberAvp(AvpCode.IntegrityAlgorithm, 12)],
			}),
		);
		equal(rig.log.pop(), 'PaC dropped PAR[S] in INITIAL: no algorithm that is supported; counted only from here on');
		equal(rig.pac.status.state, 'INITIAL');
	});

	it('PAR[S] before AUTH_USER, and from anyone but the PAA → no change', () => {
		const rig = new Rig();
		rig.toPac(encodeStart('PAR[S]', 7, 9));
		rig.pac.start(METER);
		rig.pac.receive(HEMS, encodeStart('PAR[S]', 7, 9));
		equal(rig.names(), 'PaC PCI');
		equal(rig.pac.status.dropped, 2);
	});
});

describe('PANA PaC: WAIT_PAA', () => {
	it('Rx:PAR[S] once more → the same PAN[S]', () => {
		const rig = new Rig().losing('PaC PAN[S]').join();
		rig.toPac(rig.last('PAR[S]').bytes);
		equal(rig.count('PAN[S]'), 2);
		equal(toHex(rig.sent[2]!.bytes), toHex(rig.sent[3]!.bytes));
	});

	it('RTX_TIMEOUT before the first PAR → PCI again, because a stateless PAA repeats nothing', () => {
		const rig = new Rig().losing('PaC PAN[S]').join();
		rig.losing();
		rig.scheduler.runFor(5000);
		equal(rig.pacKinds(), 'success');
		equal(rig.count('PCI'), 2);
	});

	it('Rx:PAR[S] with another offer before the first PAR → a new PAN[S]; after it → no change', () => {
		const rig = new Rig().losing('PaC PAN[S]').join();
		rig.toPac(encodeStart('PAR[S]', 7, 9));
		equal(rig.pac.status.sessionId, 7);
		const other = new Rig().losing('PAA PAR[C]').join();
		other.toPac(encodeStart('PAR[S]', 7, 9));
		equal(other.pac.status.sessionId === 7, false);
		equal(other.log.pop(), 'PaC dropped PAR[S] in WAIT_PAA: not expected; counted only from here on');
	});

	it('Rx:PAR && eap_piggyback → WAIT_EAP_MSG; EAP_RESPONSE → Tx:PAN with EAP-Payload, with Nonce the first time, WAIT_PAA', () => {
		const rig = new Rig().join();
		equal(
			rig.sent
				.filter(({ name }) => name === 'PAN')
				.map(({ message }) => message.avps.map(({ code }) => code).join())
				.join(' '),
			'5,2 2',
		);
	});

	it('Rx:PAR repeated → the same PAN', () => {
		const rig = new Rig().losing('PAA PAR[C]').join();
		const before = rig.sent.length;
		rig.toPac(rig.last('PAR').bytes);
		equal(rig.names(before), 'PaC PAN');
		equal(toHex(rig.last('PAN').bytes), toHex(rig.sent[before - 2]!.bytes));
	});

	it('PAR without Nonce, without EAP-Payload, out of sequence, of another session → no change', () => {
		const rig = new Rig().losing('PAA PAR').join();
		const { sequence } = rig.last('PAR').message;
		const [nonce, eap] = rig.last('PAR').message.avps;
		rig.toPac(rig.forge('PAR', sequence, [eap!]));
		rig.toPac(rig.forge('PAR', sequence, [nonce!]));
		rig.toPac(rig.forge('PAR', sequence + 1, [nonce!, eap!]));
		rig.toPac(rig.forge('PAR', sequence, [nonce!, eap!]).map((byte, i) => (i === 8 ? byte ^ 1 : byte)));
		equal(rig.pac.status.dropped, 4);
		equal(rig.log.join('; '), 'PaC dropped PAR in WAIT_PAA: Nonce missing; counted only from here on', 'logged once');
		equal(rig.count('PAN'), 0);
		rig.losing();
		rig.scheduler.runFor(3000);
		equal(rig.pacKinds(), 'success', 'the true PAR is taken');
	});

	it('EAP_DISCARD → the PAR counts as lost, no change; the evidence of the failure says why', () => {
		const rig = new Rig({ pac: { newEap: () => new ScriptedEap({ kind: 'discard' }, { kind: 'discard', reason: 'MAC_S is wrong' }) } })
			.losing()
			.join();
		equal(rig.count('PAN'), 0);
		equal(rig.pac.status.state, 'WAIT_PAA');
		rig.scheduler.runFor(60_000);
		equal(failure(rig).startsWith('not authenticated within 40000 ms, in WAIT_PAA; dropped PAR in WAIT_PAA: EAP: '), true);
	});

	it('EAP-Success or EAP-Failure in a PAR without C → no change', () => {
		for (const packet of ['03010004', '04010004']) {
			const rig = new Rig().losing('PAA PAR').join();
			const { sequence, avps } = rig.last('PAR').message;
			rig.toPac(rig.forge('PAR', sequence, [avps[0]!, { code: AvpCode.EapPayload, value: hex(packet) }]));
			equal(rig.log.pop(), 'PaC dropped PAR in WAIT_PAA: EAP-Payload without a Request; counted only from here on');
		}
	});

	it('Rx:PAR[C] with Result-Code 0 → WAIT_EAP_RESULT; EAP_SUCCESS → Tx:PAN[C] with Key-Id and AUTH, lifetime, OPEN', () => {
		const rig = new Rig().join();
		equal(rig.pac.status.state, 'OPEN');
		equal(
			rig
				.last('PAN[C]')
				.message.avps.map(({ code }) => code)
				.join(),
			'4,1',
		);
		equal(avpNumber(rig.last('PAN[C]').message, AvpCode.KeyId), avpNumber(rig.last('PAR[C]').message, AvpCode.KeyId));
		equal(rig.pac.live, true);
	});

	it('PAR[C] with a wrong AUTH → no change, and the true one is taken after it', () => {
		const rig = new Rig().losing('PAA PAR[C]').join();
		const { bytes } = rig.last('PAR[C]');
		for (const at of [bytes.length - 1, 27, 55]) rig.toPac(bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)));
		equal(rig.pac.status.state, 'WAIT_PAA');
		equal(rig.pac.status.dropped, 3);
		rig.toPac(bytes);
		equal(rig.pac.status.state, 'OPEN');
	});

	it('PAR[C] with Result-Code 0 but without Key-Id and AUTH → no change', () => {
		const rig = new Rig().losing('PAA PAR[C]').join();
		const { sequence, avps } = rig.last('PAR[C]').message;
		rig.toPac(rig.forge('PAR[C]', sequence, avps.slice(0, 2)));
		equal(rig.log.pop(), 'PaC dropped PAR[C] in WAIT_PAA: no key; counted only from here on');
		equal(rig.pac.status.state, 'WAIT_PAA');
	});

	it('Rx:PAR[C] with Result-Code 1 → WAIT_EAP_RESULT_CLOSE → Tx:PAN[C], CLOSED', () => {
		const rig = new Rig().withWrongPassword().join();
		equal(rig.last('PAN[C]').bytes.length, 16);
		equal(failure(rig), 'Result-Code 1');
		equal(rig.pac.status.state, 'CLOSED');
		rig.toPac(rig.last('PAR[C]').bytes);
		equal(rig.count('PAN[C]'), 2, 'PAN[C] for a repeated PAR[C]');
	});

	it('Rx:PAR[C] with Result-Code 2 → Tx:PAN[C] with Key-Id and AUTH, CLOSED', () => {
		let admitted = true;
		const rig = new Rig({ paa: { admits: () => admitted } });
		rig.air = ({ by, name }) => {
			if (by === 'PaC' && name === 'PAN') admitted = false;
			return [10];
		};
		rig.join();
		equal(failure(rig), 'Result-Code 2');
		equal(rig.last('PAN[C]').bytes.length, 52);
		rig.toPac(rig.last('PAR[C]').bytes);
		equal(rig.count('PAN[C]'), 2);
	});

	it('SESS_TIMEOUT → failure, CLOSED', () => {
		const rig = new Rig({ pac: { authenticationTimeout: 5000 } }).losing('PAA PAR[C]').join();
		rig.scheduler.runFor(4100);
		equal(failure(rig), 'not authenticated within 5000 ms, in WAIT_PAA');
	});

	it('AUTH_USER again → forgets, Tx:PCI', () => {
		const rig = new Rig().losing('PAA PAR[C]').join();
		rig.losing();
		rig.join();
		equal(rig.pacKinds(), 'success');
		equal(rig.count('PCI'), 2);
	});
});

describe('PANA PaC: OPEN', () => {
	it('PANA_PING → Tx:PNR[P], WAIT_PNA_PING; Rx:PNA[P] → OPEN', () => {
		const rig = new Rig().join();
		const joined = rig.sent.length;
		equal(rig.pac.ping(), true);
		equal(rig.pac.status.state, 'WAIT_PNA_PING');
		equal(rig.pac.ping(), false);
		rig.scheduler.runFor(1000);
		equal(rig.names(joined), 'PaC PNR[P], PAA PNA[P]');
		equal(rig.pacKinds(), 'success,alive');
		equal(rig.pac.status.state, 'OPEN');
	});

	it('REAUTH → Tx:PNR[A], WAIT_PNA_REAUTH; Rx:PNA[A] → WAIT_PAA', () => {
		const rig = new Rig().join().losing('PAA PAR');
		equal(rig.pac.reauthenticate(), true);
		equal(rig.pac.status.state, 'WAIT_PNA_REAUTH');
		rig.scheduler.runFor(100);
		equal(rig.pac.status.state, 'WAIT_PAA');
		equal(rig.pac.live, true);
		rig.losing();
		rig.scheduler.runFor(3000);
		equal(rig.pacKinds(), 'success,success');
	});

	it('Rx:PAR → NONCE_SENT=Unset, WAIT_EAP_MSG; EAP_RESPONSE → Tx:PAN with Nonce and AUTH, WAIT_PAA', () => {
		const rig = new Rig().join();
		rig.paa.reauthenticate(HEMS);
		rig.scheduler.runFor(15);
		equal(
			rig
				.last('PAN')
				.message.avps.map(({ code }) => code)
				.join(),
			'5,2,1',
		);
		equal(rig.pac.status.state, 'WAIT_PAA');
	});

	it('Rx:PTR → Tx:PTA, CLOSED', () => {
		const rig = new Rig().join();
		rig.toPac(rig.forge('PTR', next(rig), ADMINISTRATIVE, rig.authKey()));
		equal(rig.pac.status.state, 'CLOSED');
		equal(rig.pacEvents.map((event) => event.kind === 'terminatedByPeer' && event.cause).join(), 'false,4');
		rig.toPac(rig.forge('PTR', next(rig), ADMINISTRATIVE, rig.authKey()));
		equal(rig.count('PTA'), 2);
		equal(rig.pacKinds(), 'success,terminatedByPeer');
	});

	it('TERMINATE → Tx:PTR with cause LOGOUT, SESS_TERM; Rx:PTA → terminated, CLOSED', () => {
		const rig = new Rig().join();
		const joined = rig.sent.length;
		equal(rig.pac.terminate(), true);
		equal(rig.pac.status.state, 'SESS_TERM');
		equal(avpNumber(rig.last('PTR').message, AvpCode.TerminationCause), 1);
		rig.scheduler.runFor(1000);
		equal(rig.names(joined), 'PaC PTR, PAA PTA');
		equal(rig.pacKinds(), 'success,terminated');
		equal(rig.pac.status.state, 'CLOSED');
		equal(rig.pac.terminate(), false);
	});

	it('Rx:PNR[P] → Tx:PNA[P], OPEN', () => {
		const rig = new Rig().join();
		const joined = rig.sent.length;
		rig.toPac(rig.forge('PNR[P]', next(rig), [], rig.authKey()));
		equal(rig.names(joined), 'PaC PNA[P]');
		equal(rig.pac.status.state, 'OPEN');
	});

	it('Rx:PAR[C] repeated → the same PAN[C]', () => {
		const rig = new Rig().losing('PaC PAN[C]').join();
		rig.scheduler.runFor(500);
		equal(rig.count('PAN[C]'), 2);
		equal(rig.pacKinds(), 'success', 'once');
	});

	it('SESS_TIMEOUT → expired, CLOSED', () => {
		const rig = new Rig({ paa: { lifetime: 60 } }).join().losing('PAA PTR');
		rig.scheduler.runFor(60_000);
		equal(rig.pacKinds(), 'success,expired');
		equal(rig.pac.status.state, 'CLOSED');
		equal(rig.pac.live, false);
	});

	it('re-authenticates by itself at 80 % of the lifetime, where told to', () => {
		const rig = new Rig({ paa: { lifetime: 100 }, pac: { reauthenticateAt: 0.8 } }).join();
		rig.scheduler.runFor(1_000_000);
		equal(rig.pacKinds(), `success${',success'.repeat(12)}`);
		equal(rig.paaKinds(), `joined${',rejoined'.repeat(12)}`);
	});
});

describe('PANA PaC: WAIT_PNA_REAUTH, WAIT_PNA_PING, SESS_TERM', () => {
	it('WAIT_PNA_REAUTH, Rx:PTR → Tx:PTA, CLOSED', () => {
		const rig = new Rig().join().losing('PaC PNR[A]');
		rig.pac.reauthenticate();
		rig.paa.terminate(HEMS);
		rig.scheduler.runFor(100);
		equal(rig.pacKinds(), 'success,terminatedByPeer');
		equal(rig.paa.status.state, 'INITIAL');
	});

	it('WAIT_PNA_REAUTH, PNA[A] lost → Rx:PAR begins the re-authentication, and PNR[A] is repeated under the new key', () => {
		const rig = new Rig().join().losing('PAA PNA[A]');
		rig.pac.reauthenticate();
		rig.scheduler.runFor(1000);
		equal(rig.pacKinds(), 'success,success');
		rig.losing();
		rig.scheduler.runFor(60_000);
		equal(rig.count('PNR[A]'), 2);
		equal(rig.count('PNA[A]'), 2);
		equal(rig.pac.status.state, 'OPEN');
		equal(rig.paa.status.state, 'OPEN');
		equal(rig.pacKinds(), 'success,success');
	});

	it('WAIT_PNA_REAUTH, retransmissions used up → failure, CLOSED', () => {
		const rig = new Rig({ pac: { requests: SHORT } }).join().losing('PaC PNR[A]');
		rig.pac.reauthenticate();
		rig.scheduler.runFor(30_000);
		equal(failure(rig), 'no answer to 3 PNR[A]');
		equal(rig.pac.live, false);
	});

	it('WAIT_PNA_PING, Rx:PTR → Tx:PTA, CLOSED', () => {
		const rig = new Rig().join().losing('PaC PNR[P]');
		rig.pac.ping();
		rig.paa.terminate(HEMS);
		rig.scheduler.runFor(100);
		equal(rig.pacKinds(), 'success,terminatedByPeer');
	});

	it('WAIT_PNA_PING, Rx:PAR → WAIT_EAP_MSG; the ping is still answered, under the new key', () => {
		const rig = new Rig().join().losing('PaC PNR[P]');
		rig.pac.ping();
		rig.paa.reauthenticate(HEMS);
		rig.scheduler.runFor(1000);
		equal(rig.pacKinds(), 'success,success');
		rig.losing();
		rig.scheduler.runFor(3000);
		equal(rig.pacKinds(), 'success,success,alive');
		equal(rig.pac.status.state, 'OPEN');
	});

	it('WAIT_PNA_PING, REAUTH → PNR[A] after PNA[P]', () => {
		const rig = new Rig().join();
		const joined = rig.sent.length;
		rig.pac.ping();
		rig.pac.reauthenticate();
		rig.scheduler.runFor(1000);
		equal(rig.names(joined).startsWith('PaC PNR[P], PAA PNA[P], PaC PNR[A], PAA PNA[A], PAA PAR'), true);
		equal(rig.pacKinds(), 'success,alive,success');
	});

	it('WAIT_PNA_PING, retransmissions used up → failure, CLOSED', () => {
		const rig = new Rig({ pac: { requests: SHORT } }).join().losing('PaC PNR[P]');
		rig.pac.ping();
		rig.scheduler.runFor(30_000);
		equal(failure(rig), 'no answer to 3 PNR[P]');
	});

	it('SESS_TERM, retransmissions used up → terminationTimeout, CLOSED', () => {
		const rig = new Rig().join().losing('PaC PTR');
		rig.pac.terminate();
		rig.scheduler.runFor(39_999);
		equal(rig.pacKinds(), 'success');
		rig.scheduler.runFor(2);
		equal(rig.pacKinds(), 'success,terminationTimeout');
		equal(rig.pac.status.state, 'CLOSED');
	});

	it('re-authentication, EAP_FAILURE → PAN[C], failure, CLOSED', () => {
		const rig = new Rig().join().withWrongPassword();
		rig.pac.reauthenticate();
		rig.scheduler.runFor(1000);
		equal(failure(rig), 'Result-Code 1');
		equal(rig.pac.live, false);
	});

	it('a re-authentication that does not end before the lifetime does → expired', () => {
		const rig = new Rig({ paa: { lifetime: 60 }, pac: { reauthenticateAt: 0.8 } }).join().losing('PAA PAR', 'PAA PTR');
		rig.scheduler.runFor(60_000);
		equal(rig.pacKinds(), 'success,expired');
	});

	it('unsigned PNR[P] before there is a key → no change', () => {
		const rig = new Rig().losing('PAA PAR').join();
		rig.toPac(rig.forge('PNR[P]', rig.last('PAR').message.sequence));
		equal(rig.log.pop(), 'PaC dropped PNR[P] in WAIT_PAA: no key yet; counted only from here on');
		rig.losing();
		rig.scheduler.runFor(3000);
		equal(rig.pacKinds(), 'success');
	});
});

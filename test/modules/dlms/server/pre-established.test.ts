import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { CONTROL } from '../../../../modules/dlms/security/ciphering.js';
import type { ServerAssociation } from '../../../../modules/dlms/server/server-association.js';
import { bytesEqual, equal, hex, toHex } from '../../../assert.js';
import { ACSE, SUITE0 } from '../../../vectors/cosem.js';
import { answerTo, BROADCAST, BROADCAST_KEY, CLIENT_TITLE, clientSecurity, KEYS, MemoryCounters, rig, SERVER_TITLE } from '../device-rig.js';

const AE = CONTROL.authentication | CONTROL.encryption;
const TO_ALL = AE | CONTROL.broadcastKey;
const ECHO = '0001 0000600102FF';
const SET = hex(`C1 01 81 ${ECHO} 02 00 0902 0102`);
const SET_CONFIRMED = hex(`C1 01 C1 ${ECHO} 02 00 0902 0102`);
const CALL = hex(`C3 01 81 ${ECHO} 01 00`);
const READ = hex(`C0 01 81 ${ECHO} 02 00`);
const READ_CONFIRMED = hex(`C0 01 C1 ${ECHO} 02 00`);

/** A head-end that never associates: what it sends, under which key. */
function headEnd(changes: { counter?: number; broadcast?: Uint8Array; title?: Uint8Array } = {}) {
	const counters = new MemoryCounters();
	counters.write('tc', changes.counter ?? 1);
	const security = clientSecurity({
		counters,
		keys: { ...KEYS, broadcast: changes.broadcast ?? BROADCAST_KEY },
		...(changes.title === undefined ? {} : { title: changes.title }),
	});
	const session = security.session(changes.title === undefined ? SERVER_TITLE : CLIENT_TITLE)!;
	const sealed = (apdu: Uint8Array, control: number, protocol: 'glo' | 'general-glo' = 'general-glo') => {
		const w = new DataWriter();
		equal(session.seal(w, apdu, protocol, control), true);
		return w.copy();
	};
	return { session, sealed };
}

function open(options: Parameters<typeof rig>[0] = {}) {
	const device = rig(options);
	return { ...device, association: device.server.connect(BROADCAST)! };
}

function silent(association: ServerAssociation, apdu: Uint8Array): void {
	equal(answerTo(association, apdu), undefined, 'answer');
}

describe('a pre-established association', () => {
	it('is associated from the start, with all that its client may use', () => {
		const { association } = open();
		equal(association.state, 'associated');
		equal(association.conformance, 0x000019);
		equal(association.sendSize, 1024);
		equal(association.context, 3);
	});

	it('does what is broadcast, and does not answer', () => {
		const { association, echo, broadcastSecurity } = open();
		const { sealed } = headEnd();
		silent(association, sealed(SET, TO_ALL));
		equal(echo.calls, 1);
		silent(association, sealed(CALL, TO_ALL));
		equal(echo.calls, 2);
		silent(association, sealed(READ, TO_ALL));
		equal(broadcastSecurity.lastBroadcast, 3);
		equal(broadcastSecurity.lastReceived, 0);
	});

	// SC 70: authentication, encryption and the broadcast key; title and counter of the sender.
	it('takes general-glo of the sender that it tells', () => {
		const { sealed } = headEnd();
		bytesEqual(sealed(SET, TO_ALL).subarray(0, 16), `db08${SUITE0.clientTitle}227000000001`.toLowerCase());
	});

	it('takes a service-specific message only where the sender is known', () => {
		const unknown = open();
		silent(unknown.association, headEnd().sealed(SET, TO_ALL, 'glo'));
		equal(unknown.echo.calls, 0);
		equal(unknown.server.statistics.refused, 1);
		const known = open({ broadcaster: CLIENT_TITLE });
		silent(known.association, headEnd().sealed(SET, TO_ALL, 'glo'));
		equal(known.echo.calls, 1);
	});

	it('refuses another sender than the known one, and this side’s own title', () => {
		const known = open({ broadcaster: hex('4D4D4D0000000002') });
		silent(known.association, headEnd().sealed(SET, TO_ALL));
		equal(known.server.statistics.refused, 1);
		const own = open();
		silent(own.association, headEnd({ title: SERVER_TITLE }).sealed(SET, TO_ALL));
		equal(own.server.statistics.refused, 1);
		equal(known.echo.calls + own.echo.calls, 0);
	});

	it('refuses a message for the second time, in every connection and after a restart', () => {
		const { association, echo, server, serverCounters } = open();
		const { sealed } = headEnd({ counter: 7 });
		const first = sealed(SET, TO_ALL);
		silent(association, first);
		silent(association, first);
		silent(server.connect(BROADCAST)!, first);
		equal(echo.calls, 1);
		equal(server.statistics.replayed, 2);
		equal(serverCounters.values.get('b102'), 7);
		const restarted = open({ counters: serverCounters });
		silent(restarted.association, first);
		equal(restarted.echo.calls, 0);
		equal(restarted.server.statistics.replayed, 1);
		silent(restarted.association, sealed(SET, TO_ALL));
		equal(restarted.echo.calls, 1);
	});

	it('refuses what was changed or is under another key, and the counter stays', () => {
		const { association, echo, server, broadcastSecurity } = open();
		const changed = headEnd({ counter: 9 }).sealed(SET, TO_ALL);
		changed[18]! ^= 1;
		silent(association, changed);
		silent(association, headEnd({ counter: 9, broadcast: new Uint8Array(16) }).sealed(SET, TO_ALL));
		// The unicast key, told to be the broadcast key, and the other way round.
		const unicast = headEnd({ counter: 9 }).sealed(SET, AE);
		unicast[11]! |= CONTROL.broadcastKey;
		silent(association, unicast);
		const toAll = headEnd({ counter: 9 }).sealed(SET, TO_ALL);
		toAll[11]! &= ~CONTROL.broadcastKey;
		silent(association, toAll);
		equal(echo.calls, 0);
		equal(server.statistics.refused, 4);
		equal(broadcastSecurity.lastBroadcast, 0);
		equal(broadcastSecurity.lastReceived, 0);
	});

	it('refuses what is in the clear or less protected than the policy wants', () => {
		const { association, echo, server } = open();
		silent(association, SET);
		silent(association, SET_CONFIRMED);
		silent(association, headEnd().sealed(SET, CONTROL.broadcastKey | CONTROL.authentication));
		equal(echo.calls, 0);
		equal(server.statistics.refused, 3);
	});

	it('takes what is in the clear without a policy', () => {
		const { association, echo } = open({ broadcastPolicy: 0 });
		silent(association, SET);
		equal(echo.calls, 1);
		bytesEqual(answerTo(association, READ_CONFIRMED)!, 'c401c10009020102');
	});

	it('answers what is confirmed, under the encryption key', () => {
		const { association } = open();
		const { sealed, session } = headEnd();
		for (const control of [AE, TO_ALL]) {
			const answer = answerTo(association, sealed(SET_CONFIRMED, control))!;
			equal(answer[11], AE);
			bytesEqual(session.open(answer).apdu!, 'c501c100');
		}
	});

	it('offers no more than its client may use', () => {
		const { association } = open();
		const { sealed } = headEnd();
		bytesEqual(answerTo(association, sealed(hex(`C0 03 C1 01 ${ECHO} 02 00`), AE))!, 'd80102');
		silent(association, sealed(hex(`C0 03 81 01 ${ECHO} 02 00`), AE));
		silent(association, sealed(hex('C0 01'), AE));
		silent(association, sealed(hex('0F 00000001 00 00'), AE));
		silent(association, new Uint8Array(2000).fill(0xdb));
	});

	it('is neither opened anew nor released', () => {
		const { association, echo } = open();
		const { sealed } = headEnd();
		equal(toHex(answerTo(association, hex(ACSE.aarq))!).includes('a203020101a305a103020101'), true);
		bytesEqual(answerTo(association, hex(ACSE.rlrq))!, '6303800101');
		equal(association.state, 'associated');
		association.close();
		equal(association.state, 'associated');
		silent(association, sealed(SET, TO_ALL));
		equal(echo.calls, 1);
	});

	it('goes on under new keys once they were changed', () => {
		const { association, echo, broadcastSecurity, server } = open();
		const { sealed } = headEnd();
		silent(association, sealed(SET, TO_ALL));
		const broadcast = new Uint8Array(16).fill(0xb1);
		broadcastSecurity.changeKeys({ ...broadcastSecurity.keys, broadcast });
		silent(association, sealed(SET, TO_ALL));
		equal(server.statistics.refused, 1);
		silent(association, headEnd({ broadcast }).sealed(SET, TO_ALL));
		equal(echo.calls, 2);
	});

	it('is sealed by a side that has a broadcast key, and no other', () => {
		const w = new DataWriter();
		equal(clientSecurity().session(SERVER_TITLE)!.seal(w, SET, 'general-glo', TO_ALL), false);
		equal(w.length, 0);
	});
});

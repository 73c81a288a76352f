import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { CONTROL, protocolOf } from '../../../../modules/dlms/security/ciphering.js';
import type { SecuritySession } from '../../../../modules/dlms/security/session.js';
import { isConfirmed } from '../../../../modules/dlms/server/request-kinds.js';
import type { ServerAssociation } from '../../../../modules/dlms/server/server-association.js';
import { equal, hex } from '../../../assert.js';
import { fuzzCount } from '../../../fuzz/campaign.js';
import { Mutations } from '../../../fuzz/mutations.js';
import { ACCESS, ACSE, GENERAL_BLOCK, SUITE0, XDLMS } from '../../../vectors/cosem.js';
import {
	BROADCAST,
	BROADCAST_KEY,
	clientSecurity,
	KEYS,
	Line,
	MANAGEMENT,
	MANAGEMENT_CONFORMANCE,
	PUBLIC,
	rig,
	SERVER_TITLE,
} from '../device-rig.js';

const INPUTS = 1_000_000;
const SEEDS = [
	...Object.values(ACSE),
	...Object.values(XDLMS).filter((text) => text.startsWith('C')),
	SUITE0.gloGetRequest,
	SUITE0.generalGlo,
	'C0 01 C1 000F 0000280000FF 02 00',
	'C0 01 C1 0007 0100630100FF 02 00',
	'C0 03 C1 02 0007 0100630100FF 02 00 000F 0000280000FF 02 00',
	'C1 01 C1 0001 0000600102FF 02 00 09 04 01020304',
	'C1 02 C1 0001 0000600102FF 02 00 00 00000001 03 090C07',
	'C1 03 C1 00 00000002 03 010203',
	'C3 01 C1 0001 0000600102FF 01 01 09 04 01020304',
	'C3 01 C1 0040 00002B0000FF 02 01 01 01 02 02 16 00 09 18 00A68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5',
].map((text) => hex(text));

/** Those of ACCESS and of general blocks, some of which are one request together. */
const MORE_SEEDS = [
	...[ACCESS.request, ACCESS.calendar, ACCESS.selected, ...Object.values(GENERAL_BLOCK)],
	'D9 40000001 00 03 02 0001 0000600102FF 02 01 0007 0100630100FF 02 03 0001 0000600102FF 01 03 0902AABB 00 0901CC',
	'D9 60000001 00 02 01 0001 0000600101FF 02 03 0001 0000600102FF 01 02 00 00',
	'E0 BF 0001 0001 00',
	'E0 81 0002 0001 00',
	'E0 86 0001 0000 0D C001C1 0007 0100630100FF 02 00',
	'E0 41 0001 0000 08 C101C1 0001 000060',
	'E0 41 0003 0000 02 0304',
	'E0 81 0002 0000 08 0102FF0200090203',
].map((text) => hex(text));
const CONFORMANCE_OF_ALL = MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer | CONFORMANCE.access;

/** Mutations under the right keys, with counters that go up. */
class Sealed {
	readonly #session: SecuritySession;
	readonly #control: number;
	readonly #mutations = new Mutations('server', SEEDS);
	readonly #w = new DataWriter();
	plain: Uint8Array = new Uint8Array(0);

	constructor(session: SecuritySession, control: number) {
		this.#session = session;
		this.#control = control;
	}

	next(): Uint8Array {
		const w = this.#w;
		w.truncate();
		do this.plain = this.#mutations.next();
		while (this.plain.length === 0 || protocolOf(this.plain[0]!) !== 'plain');
		this.#session.seal(w, this.plain, 'general-glo', this.#control);
		return w.bytes;
	}
}

/** Every answer is an APDU of at most the PDU's size. */
function feed(association: ServerAssociation, mutations: Mutations, count: number, before: (i: number) => void): number {
	let answers = 0;
	for (let i = 0; i < count; i++) {
		before(i);
		association.receive(mutations.next(), (apdu) => {
			if (apdu.length === 0 || apdu.length > 1024) throw new Error(`an answer of ${apdu.length} bytes`);
			answers++;
		});
	}
	return answers;
}

describe('a COSEM server under mutated APDUs', () => {
	it('goes on before and in public associations', () => {
		const association = rig().server.connect(PUBLIC)!;
		const answers = feed(association, new Mutations('server', SEEDS), fuzzCount(INPUTS / 2), (i) => {
			if (i % 16 === 0) association.receive(hex(ACSE.aarq), () => {});
		});
		equal(answers > 0, true);
	});

	it('goes on in an association with all services and no policy', () => {
		const { server } = rig({ policy: 0, rows: 4 });
		const line = new Line(server, MANAGEMENT, { security: clientSecurity() });
		line.record = false;
		const answers = feed(line.association, new Mutations('server', SEEDS), fuzzCount(INPUTS / 4), (i) => {
			if (i % 64 === 0 && line.association.state !== 'associated') equal(line.associate(), 'ok');
		});
		equal(answers > 0, true);
	});

	it('goes on with general blocks and ACCESS, of which it puts together no more than a request may have', () => {
		const { server, echo } = rig({ policy: 0, rows: 40, maxPdu: 200, maxTransfer: 2000, maxRequest: 300, conformance: CONFORMANCE_OF_ALL });
		const line = new Line(server, MANAGEMENT, { security: clientSecurity(), conformance: CONFORMANCE_OF_ALL, maxPdu: 200 });
		line.record = false;
		let blocks = 0;
		let answers = 0;
		const mutations = new Mutations('general blocks', [...MORE_SEEDS, ...SEEDS], 0.3);
		for (let i = 0; i < fuzzCount(INPUTS / 4); i++) {
			if (i % 64 === 0 && line.association.state !== 'associated') equal(line.associate(), 'ok');
			let row = 0;
			line.association.receive(mutations.next(), (apdu) => {
				if (apdu.length === 0 || apdu.length > 200) throw new Error(`an answer of ${apdu.length} bytes`);
				if (apdu[0] === APDU.generalBlockTransfer) blocks++;
				if (apdu[0] === APDU.accessResponse) answers++;
				row++;
			});
			equal(row <= 63, true, `a row of ${row}`);
		}
		equal(blocks > 0 && answers > 0 && echo.calls > 0, true);
	});

	it('goes on in a ciphered association, whose counter only what has the right tag moves', () => {
		const { server, serverSecurity } = rig();
		const line = new Line(server, MANAGEMENT, { security: clientSecurity() });
		equal(line.associate(), 'ok');
		const last = serverSecurity.lastReceived;
		feed(line.association, new Mutations('server', SEEDS), fuzzCount(INPUTS / 4), () => {});
		equal(serverSecurity.lastReceived, last);
	});

	it('goes on under mutated APDUs that have the right tag', () => {
		const { server, serverSecurity } = rig({ rows: 4 });
		const security = clientSecurity();
		const line = new Line(server, MANAGEMENT, { security });
		equal(line.associate(), 'ok');
		const sealed = new Sealed(security.session(SERVER_TITLE)!, CONTROL.authentication | CONTROL.encryption);
		line.record = false;
		let answers = 0;
		for (let i = 0; i < fuzzCount(INPUTS / 4); i++) {
			if (line.association.state !== 'associated') equal(line.associate(), 'ok');
			const last = serverSecurity.lastReceived;
			const apdu = sealed.next();
			line.association.receive(apdu, (answer) => {
				if (answer.length > 1024) throw new Error(`an answer of ${answer.length} bytes`);
				answers++;
			});
			equal(serverSecurity.lastReceived > last, true);
		}
		equal(answers > 0, true);
	});

	it('goes on in a pre-established association, and is never heard unless it is asked', () => {
		const { server, echo } = rig({ rows: 4 });
		const association = server.connect(BROADCAST)!;
		const keys = { ...KEYS, broadcast: BROADCAST_KEY };
		const session = clientSecurity({ keys }).session(SERVER_TITLE)!;
		const sealed = new Sealed(session, CONTROL.authentication | CONTROL.encryption | CONTROL.broadcastKey);
		for (let i = 0; i < fuzzCount(INPUTS / 8); i++) {
			association.receive(sealed.next(), () => {
				if (!isConfirmed(sealed.plain)) throw new Error(`an answer to ${sealed.plain.join()}`);
			});
			equal(association.state, 'associated');
		}
		equal(echo.calls > 0, true);
	});
});

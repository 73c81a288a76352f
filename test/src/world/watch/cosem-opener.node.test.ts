/** Frames of Route A as they are read: long transfers put together, and what was ciphered before and after a key transfer. */
import assert from 'node:assert/strict';
import { dissect } from '../../../../modules/capture/fields/dissect.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import type { CosemClient } from '../../../../modules/dlms/client/client.js';
import { CURRENT_ASSOCIATION } from '../../../../modules/dlms/current-association.js';
import { CONTROL, type Protocol } from '../../../../modules/dlms/security/ciphering.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { pushBody, pushFrame } from '../../../../src/route-a/push-message.js';
import type { CosemFrame } from '../../../../src/world/watch/cosem-frame.js';
import { CosemKeys } from '../../../../src/world/watch/cosem-keys.js';
import { CosemOpener } from '../../../../src/world/watch/cosem-opener.js';
import type { LoggedFrame } from '../../../../src/world/watch/frame-log.js';
import { summaryOf } from '../../../../src/world/watch/frame-summary.js';
import { hex, toHex } from '../../../assert.js';
import { assertLikeCodecs, type Held } from '../../../modules/capture/fields/codecs.node.js';
import { assertParted, malformedOf } from '../../../modules/capture/fields/rig.node.js';
import { BROADCAST_KEY, clientSecurity, KEYS, MANAGEMENT, NAMES, PUBLIC, rig, SERVER_TITLE } from '../../../modules/dlms/device-rig.js';
import { keysOf, meter, READING, securityOf } from '../../route-a/route-a-rig.js';
import { WatchedRouteA } from './cosem-rig.js';

const TOLD: RouteAKeys = {
	systemTitle: SERVER_TITLE,
	kek: KEYS.kek,
	broadcast: BROADCAST_KEY,
	clients: { [MANAGEMENT]: KEYS },
};
const ECHO = { classId: 1, name: NAMES.echo, index: 2, selection: undefined };
const OBJECT_LIST = { classId: 15, name: CURRENT_ASSOCIATION, index: 2, selection: undefined };
const ECHO_METHOD = { classId: 1, name: NAMES.echo, index: 1 };
const SECURITY_SETUP = { classId: 64, name: NAME.securitySetup, index: 2 };
/** PDUs of the meter in which nothing long fits. */
const SHORT_PDU = 150;
const PROTOCOLS: readonly Exclude<Protocol, 'plain'>[] = ['glo', 'ded', 'general-glo', 'general-ded'];

const octets = (length: number, first: number) => new DataWriter().octetString(Uint8Array.from({ length }, (_, i) => first + i)).copy();

/** What stands in the sources that were put together, with the layers that are in them. */
function joined(watched: WatchedRouteA): string[] {
	return watched.dissections.flatMap(({ sources, layers }) =>
		sources.flatMap(({ name, bytes }, i) =>
			name === 'blocks together' ? [`${layers.find(({ source }) => source === i)!.protocol} ${toHex(bytes)}`] : [],
		),
	);
}

/** All bytes have their field, and all fields what the codecs say. */
function assertRead(watched: WatchedRouteA, held: Held = new Map()): Held {
	for (const [i, dissection] of watched.dissections.entries()) {
		assertParted(dissection, `frame ${i + 1}`);
		assertLikeCodecs(dissection, `frame ${i + 1}`, held);
		assert.equal(malformedOf(dissection)?.value, undefined, `frame ${i + 1}`);
	}
	return held;
}

/** First words of all frames, and of none that it is still ciphered. */
function infos(watched: WatchedRouteA): string[] {
	return watched.frames.map((frame) => summaryOf(frame, watched.reader.read(frame), () => undefined).info);
}

/** What reading a frame costs. */
function workOf(frame: LoggedFrame, before: readonly LoggedFrame[]) {
	const work = { starts: 0, opened: 0 };
	class Counted extends PortableCipher {
		override gcmOpen(...all: Parameters<PortableCipher['gcmOpen']>) {
			work.opened++;
			return super.gcmOpen(...all);
		}
	}
	const own = ({ kind, isServers, bytes }: LoggedFrame): CosemFrame => ({ kind: kind as CosemFrame['kind'], isServers: isServers === true, bytes });
	const opener = new CosemOpener(new Counted(), new CosemKeys(() => TOLD).of(1, frame.elapsed), own(frame), () => {
		work.starts++;
		return before.map(own).reverse();
	});
	return { work, sources: dissect(frame.kind, frame.bytes, opener, frame.data).sources };
}

function longTransfers(watched: WatchedRouteA, client: CosemClient): void {
	watched.asked<undefined>((done) => client.associate(done));
	const [long, longer] = [octets(300, 0), octets(400, 7)];
	assert.equal(
		watched.asked<number>((done) => client.set(ECHO, long, done)),
		0,
	);
	assert.deepEqual(
		watched.asked((done) => client.get(ECHO, done)),
		long,
	);
	assert.equal(watched.asked<{ result: number }>((done) => client.act(ECHO_METHOD, longer, done))?.result, 0);
	watched.asked((done) => client.setList([ECHO, ECHO], [long, longer], done));
	watched.asked((done) => client.getList([ECHO, { ...ECHO, name: 0 }, ECHO], done));
	watched.asked((done) => client.actList([ECHO_METHOD, ECHO_METHOD], [long, longer], done));
	const [a, b] = [toHex(long), toHex(longer)];
	assert.deepEqual(joined(watched), [
		`COSEM value ${a}`,
		`COSEM value ${a}`,
		`COSEM value ${b}`,
		`COSEM outcome 000100${b}`,
		`COSEM values 02${a}${b}`,
		`COSEM results 0300${b}010400${b}`,
		`COSEM values 02${a}${b}`,
		`COSEM outcomes 02000100${a}000100${b}`,
	]);
	const held = assertRead(watched);
	for (const layer of ['COSEM value', 'COSEM values', 'COSEM results', 'COSEM outcome', 'COSEM outcomes']) assert.ok(held.has(layer), layer);
}

describe('long transfers of Route A', () => {
	it('are put together where their last block is', () => {
		const watched = new WatchedRouteA(rig({ maxSend: SHORT_PDU }).server, TOLD);
		const client = watched.byTcp(PUBLIC, { maxPdu: SHORT_PDU });
		watched.asked<undefined>((done) => client.associate(done));
		const list = watched.asked<Uint8Array | number>((done) => client.get(OBJECT_LIST, done)) as Uint8Array;
		assert.deepEqual(joined(watched), [`COSEM value ${toHex(list)}`]);
		assert.equal(
			watched.dissections.findIndex(({ sources }) => sources.length > 1),
			watched.frames.length - 1,
		);
		assertRead(watched);
	});

	for (const protocol of PROTOCOLS) {
		it(`are put together over the wrapper under ${protocol}`, () => {
			const watched = new WatchedRouteA(rig({ maxPdu: SHORT_PDU, maxSend: SHORT_PDU }).server, TOLD);
			longTransfers(watched, watched.byTcp(MANAGEMENT, { security: clientSecurity(), protocol, dedicated: protocol.endsWith('ded') }));
		});
	}

	for (const protocol of ['ded', 'general-ded'] as const) {
		for (const way of ['byTcp', 'byHdlc'] as const) {
			it(`are read with work that grows as they do, ${way === 'byTcp' ? 'over the wrapper' : 'over HDLC'} under ${protocol}`, () => {
				const watched = new WatchedRouteA(rig({ maxPdu: SHORT_PDU, maxSend: SHORT_PDU }).server, TOLD, 50);
				const client = watched[way](MANAGEMENT, { security: clientSecurity(), protocol, dedicated: true });
				watched.asked<undefined>((done) => client.associate(done));
				watched.asked<number>((done) => client.set(ECHO, octets(2000, 0), done));
				watched.asked((done) => client.get(ECHO, done));
				const frames = watched.frames.filter(({ kind }) => kind !== 'line');
				const last = frames.filter((frame) => watched.reader.read(frame).sources.some(({ name }) => name === 'blocks together')).at(-1)!;
				const { work, sources } = workOf(
					last,
					frames.filter(({ id }) => id < last.id),
				);
				assert.deepEqual(
					sources.filter(({ name }) => name === 'blocks together').map(({ bytes }) => bytes.length),
					[2004],
				);
				assert.ok(work.starts <= 3, `frames were looked back at ${work.starts} times`);
				// Each APDU once, and the dedicated key.
				assert.ok(work.opened <= frames.length + 1, `${work.opened} opened of ${frames.length} frames`);
			});
		}
	}

	it('are put together over HDLC, whose segments are shorter still', () => {
		const watched = new WatchedRouteA(rig({ maxPdu: SHORT_PDU, maxSend: SHORT_PDU }).server, TOLD, 50);
		longTransfers(watched, watched.byHdlc(MANAGEMENT, { security: clientSecurity(), protocol: 'ded', dedicated: true }));
	});
});

describe('keys of Route A that are changed', () => {
	const cipher = new PortableCipher();
	const fresh = { encryption: new Uint8Array(16).fill(0xe1), authentication: new Uint8Array(16).fill(0xa1) };
	const shared = new Uint8Array(16).fill(0xb1);
	const ENERGY = { classId: 3, name: NAME.importEnergy, index: 2, selection: undefined };

	/** A transfer by the management client, whose ids of keys are 0, 1 and 2, in an association that goes on under the old keys. */
	function change(watched: WatchedRouteA, client: CosemClient, kek: Uint8Array): void {
		const w = new DataWriter().array(3);
		for (const [id, key] of [fresh.encryption, shared, fresh.authentication].entries()) w.structure(2).enum(id).octetString(cipher.keyWrap(kek, key));
		watched.asked<undefined>((done) => client.associate(done));
		assert.equal(watched.asked<{ result: number }>((done) => client.act(SECURITY_SETUP, w.copy(), done))?.result, 0);
		watched.asked((done) => client.get(ENERGY, done));
	}

	function readOnce(watched: WatchedRouteA, client: CosemClient): void {
		watched.asked<undefined>((done) => client.associate(done));
		watched.asked((done) => client.get(ENERGY, done));
		watched.asked<undefined>((done) => client.release(done));
	}

	for (const way of ['byTcp', 'byHdlc'] as const) {
		it(`open what comes after, and what went before, ${way === 'byTcp' ? 'over the wrapper' : 'over HDLC'}`, () => {
			const { routeA, keys } = meter();
			const watched = new WatchedRouteA(routeA.server, keys);
			const old = keysOf(keys, MANAGEMENT);
			change(watched, watched[way](MANAGEMENT, { security: securityOf(old) }), old.kek!);
			const security = securityOf({ ...old, ...fresh, broadcast: shared });
			for (const protocol of PROTOCOLS) {
				readOnce(watched, watched[way](MANAGEMENT, { security, protocol, dedicated: protocol.endsWith('ded') }));
			}
			readOnce(watched, watched[way](READING, { security: securityOf({ ...keysOf(keys, READING), broadcast: shared }) }));
			assertRead(watched);
			const told = infos(watched);
			assert.equal(told.filter((info) => info.startsWith('Get-Response (deciphered)')).length, 6, told.join('\n'));
			assert.deepEqual(
				told.filter((info) => /^(glo|ded|general)/.test(info)),
				[],
			);
		});
	}

	it('open what was under them at the first frame, as after a run before this one', () => {
		const { routeA, keys } = meter();
		const other = { ...keys, clients: { ...keys.clients, [MANAGEMENT]: fresh } };
		const watched = new WatchedRouteA(routeA.server, other);
		readOnce(watched, watched.byTcp(MANAGEMENT, { security: securityOf(keysOf(keys, MANAGEMENT)) }));
		assert.ok(infos(watched).some((info) => info.startsWith('Get-Response (deciphered)')));
	});

	it('leave closed what nobody has the key of', () => {
		const watched = new WatchedRouteA(rig({ policy: 0 }).server, TOLD);
		const client = watched.byTcp(MANAGEMENT, { security: clientSecurity(), control: CONTROL.encryption });
		watched.asked<undefined>((done) => client.associate(done));
		watched.asked((done) => client.get(ECHO, done));
		const frame = watched.frames.find(({ bytes }) => bytes[8] === APDU.gloGetRequest)!;
		assert.ok(watched.reader.read(frame).sources.length > 1);
		const changed = frame.bytes.slice();
		// Of the counter: what comes out is no APDU.
		changed[11]! ^= 1;
		assert.equal(watched.reader.read({ ...frame, bytes: changed }).sources.length, 1);
	});

	it('opens what a meter pushes, which goes under the keys of the management client, and after these were changed, too', () => {
		const { routeA, keys } = meter();
		const client = routeA.server.options.clients.find(({ id }) => id === MANAGEMENT)!;
		const told = new CosemKeys(() => keys);
		const opened = (elapsed: number): string | undefined => {
			const body = pushBody(routeA.server, client, [{ classId: 1, name: NAME.serial, attribute: 2, dataIndex: 0 }]);
			const bytes = pushFrame(client, { id: 7 }, body);
			if (typeof bytes === 'string') throw new Error(bytes);
			const frame: CosemFrame = { kind: 'wrapper', isServers: true, bytes };
			const clear = new CosemOpener(new PortableCipher(), told.of(1, elapsed), frame, () => []).apdu(bytes.subarray(8));
			return clear && toHex(clear);
		};
		const expected = '0f00000007000201090c4b45494b4930303030303031';
		assert.equal(opened(1), expected);
		client.security!.changeKeys({ ...client.security!.keys, encryption: new Uint8Array(16).fill(0x77) });
		told.hear(1, routeA.server.options.clients, { kind: 'wrapper', isServers: false, bytes: hex('0001 0001 0001 0001 00') }, 2);
		assert.equal(opened(3), expected);
	});
});

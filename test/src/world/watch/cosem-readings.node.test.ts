/** What is told of readings of Route A is what the clients got. */
import { NAME, type ObjectName } from '../../../../modules/cosem/object-names.js';
import { encodeGeneralBlock } from '../../../../modules/dlms/apdu/general-block.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import type { CosemClient } from '../../../../modules/dlms/client/client.js';
import type { AccessOutcome } from '../../../../modules/dlms/client/client-access.js';
import type { Protocol } from '../../../../modules/dlms/security/ciphering.js';
import { encodeWrapper } from '../../../../modules/dlms/wrapper.js';
import type { CosemReading } from '../../../../src/world/watch/cosem-readings.js';
import type { CosemPiece } from '../../../../src/world/watch/cosem-tap.js';
import { equal } from '../../../assert.js';
import { MANAGEMENT, MANAGEMENT_CONFORMANCE, PUBLIC } from '../../../modules/dlms/device-rig.js';
import { decoded, itemsIn, keysOf, meter, newKeys, numberIn, READING, securityOf } from '../../route-a/route-a-rig.js';
import { WatchedRouteA } from './cosem-rig.js';

const PROTOCOLS: readonly Exclude<Protocol, 'plain'>[] = ['glo', 'ded', 'general-glo', 'general-ded'];
const REGISTERS = ['importEnergy', 'exportEnergy', 'importPower', 'exportPower', 'currentR', 'currentT', 'voltageR', 'voltageT'] as const;
const SHORT_PDU = 150;
const target = (name: ObjectName, classId = 3, index = 2) => ({ classId, name: NAME[name], index, selection: undefined });
const PROFILE = target('loadProfile', 7);
const text = ({ client, medium, name, value, rows, refused }: Omit<CosemReading, 'elapsed' | 'meter'>) =>
	`${client} ${medium} ${name.toString(16)} ${value} ${rows} ${refused}`;

/** All there is, read by a client; as texts of what it got. */
function readAll(watched: WatchedRouteA, client: CosemClient, id: number, medium: CosemReading['medium']): string[] {
	const got: string[] = [];
	const note = (name: number, result: Uint8Array | number | undefined) => {
		if (result === undefined) throw new Error('no result');
		const data = typeof result === 'number' ? undefined : decoded(result);
		const rows = data !== undefined && 'items' in data ? itemsIn(data).length : undefined;
		const value = data === undefined || rows !== undefined ? undefined : numberIn(data);
		got.push(text({ client: id, medium, name, value, rows, refused: typeof result === 'number' ? result : undefined }));
	};
	watched.asked<undefined>((done) => client.associate(done));
	for (const name of REGISTERS) {
		note(
			NAME[name],
			watched.asked<Uint8Array | number>((done) => client.get(target(name), done)),
		);
		// No reading of a value.
		watched.asked((done) => client.get(target(name, 3, 3), done));
	}
	const list = [target('clock', 8), target('exportEnergy'), target('importEnergy')];
	const results = watched.asked<readonly (Uint8Array | number)[]>((done) => client.getList(list, done))!;
	note(NAME.exportEnergy, results[1]);
	note(NAME.importEnergy, results[2]);
	note(
		NAME.loadProfile,
		watched.asked<Uint8Array | number>((done) => client.get(PROFILE, done)),
	);
	watched.asked<undefined>((done) => client.release(done));
	return got;
}

const told = (watched: WatchedRouteA) => {
	watched.readings.settle();
	return watched.told.map(text);
};

describe('readings of Route A', () => {
	for (const protocol of PROTOCOLS) {
		for (const way of ['byTcp', 'byHdlc'] as const) {
			it(`are told with their values, ${way === 'byTcp' ? 'over the wrapper' : 'over HDLC'} under ${protocol}`, () => {
				const { routeA, keys } = meter({ maxSend: 0xffff });
				const watched = new WatchedRouteA(routeA.server, keys);
				const options = { protocol, dedicated: protocol.endsWith('ded') };
				const medium = way === 'byTcp' ? 'TCP' : 'HDLC';
				const clients = [READING, MANAGEMENT].map((id) => [id, watched[way](id, { security: securityOf(keysOf(keys, id)), ...options })] as const);
				const [id, client] = way === 'byTcp' ? clients[0]! : clients[1]!;
				const got = readAll(watched, client, id, medium);
				equal(told(watched).join('\n'), got.join('\n'));
				equal(got.length, 11);
			});
		}
	}

	it('are told of blocks, by the last of them', () => {
		const { routeA, keys } = meter({ maxSend: SHORT_PDU });
		const watched = new WatchedRouteA(routeA.server, keys, 50);
		const got = readAll(watched, watched.byHdlc(READING, { security: securityOf(keysOf(keys, READING)), maxPdu: SHORT_PDU }), READING, 'HDLC');
		equal(told(watched).join('\n'), got.join('\n'));
	});

	const offered = () => {
		const keys = newKeys();
		const clients = { ...keys.clients, [READING]: { ...keys.clients[READING]!, offers: ['gbt', 'access'] as const } };
		return meter({ keys: { ...keys, clients }, maxSend: SHORT_PDU, maxTransfer: 0xffff });
	};
	const conformance = MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer | CONFORMANCE.access;

	for (const window of [1, 8])
		it(`are told of general blocks, ${window} at once`, () => {
			const { routeA, keys } = offered();
			const watched = new WatchedRouteA(routeA.server, keys);
			const security = securityOf(keysOf(keys, READING));
			const got = readAll(watched, watched.byTcp(READING, { security, conformance, maxPdu: SHORT_PDU, window }), READING, 'TCP');
			equal(told(watched).join('\n'), got.join('\n'));
			equal(got.length, 11);
		});

	it('are told of ACCESS, what is written or called left out', () => {
		const { routeA, keys } = offered();
		const watched = new WatchedRouteA(routeA.server, keys);
		const client = watched.byTcp(READING, { security: securityOf(keysOf(keys, READING)), conformance });
		watched.asked<undefined>((done) => client.associate(done));
		const items = [
			{ service: 'set', target: target('importEnergy'), value: Uint8Array.of(0) },
			{ service: 'get', target: target('clock', 8), value: undefined },
			{ service: 'get', target: target('importEnergy'), value: undefined },
			{ service: 'get', target: target('tcpUdp', 41), value: undefined },
			{ service: 'get', target: target('exportPower'), value: undefined },
		] as const;
		const outcomes = watched.asked<readonly AccessOutcome[]>((done) => client.access(items, {}, done))!;
		const values = [2, 4].map((i) => numberIn(decoded(outcomes[i]!.value!)));
		const names = [NAME.importEnergy, NAME.exportPower];
		const wanted = names.map((name, i) => text({ client: READING, medium: 'TCP', name, value: values[i], rows: undefined, refused: undefined }));
		equal(told(watched).join('\n'), wanted.join('\n'));
	});

	it('keep so many bytes of all connections together, and no more, of whatever never gets whole', () => {
		const { routeA, keys } = meter();
		const { readings } = new WatchedRouteA(routeA.server, keys);
		const part = new Uint8Array(0x8000);
		let most = 0;
		for (let connection = 0; connection < 40; connection++)
			for (const client of [1, 2, 3, 4])
				for (let number = 1; number <= 4; number++) {
					const w = new DataWriter();
					encodeGeneralBlock(w, { last: false, streaming: true, window: 1, number, acknowledged: 0, part });
					const bytes = encodeWrapper({ source: 1, destination: client, apdu: w.bytes }).slice();
					readings.hear({ meter: 1, medium: 'TCP', kind: 'wrapper', connection, peer: 'x', isServers: true, bytes }, 0);
					readings.settle();
					most = Math.max(most, readings.kept);
				}
		// 40 x 4 x 128 KiB came.
		equal(most > 0xf00000 && most <= 0x1000000, true, `${most} bytes`);
	});

	for (const [others, readings] of [
		[15, 1],
		[16, 0],
	] as const)
		it(`are ${readings === 1 ? 'told' : 'forgotten'} of a client where its connection names ${others} others before the answer`, () => {
			const { routeA, keys } = meter();
			const watched = new WatchedRouteA(routeA.server, keys);
			const client = watched.byTcp(PUBLIC);
			watched.asked<undefined>((done) => client.associate(done));
			const pieces: CosemPiece[] = [];
			watched.onPiece = (piece) => pieces.push({ ...piece, connection: 9 });
			watched.asked<Uint8Array | number>((done) => client.get(target('importEnergy'), done));
			equal(told(watched).length, 1);
			const [request, answer] = pieces;
			watched.readings.hear(request!, 0);
			for (let id = 100; id < 100 + others; id++) {
				const bytes = encodeWrapper({ source: id, destination: 1, apdu: Uint8Array.of(0xc0) }).slice();
				watched.readings.hear({ ...request!, bytes }, 0);
			}
			watched.readings.hear(answer!, 0);
			equal(told(watched).length, 1 + readings);
		});

	it('are told as refused, with the reason', () => {
		const { routeA, keys } = meter();
		const watched = new WatchedRouteA(routeA.server, keys);
		const client = watched.byTcp(PUBLIC);
		watched.asked<undefined>((done) => client.associate(done));
		const result = watched.asked<Uint8Array | number>((done) => client.get(target('importEnergy'), done));
		equal(told(watched).join(), `16 TCP ${NAME.importEnergy.toString(16)} undefined undefined ${result}`);
		equal(typeof result, 'number');
	});

	it('are told at the time of the answer, and each once', () => {
		const { routeA, keys } = meter();
		const watched = new WatchedRouteA(routeA.server, keys);
		const client = watched.byTcp(READING, { security: securityOf(keysOf(keys, READING)) });
		watched.asked<undefined>((done) => client.associate(done));
		const from = watched.scheduler.now();
		watched.asked((done) => client.get(target('importEnergy'), done));
		told(watched);
		told(watched);
		equal(watched.told.length, 1);
		equal(watched.told[0]!.elapsed >= from && watched.told[0]!.elapsed < from + 10, true);
	});

	it('wait until somebody wants to know, but no more than so many frames do, and none is lost', () => {
		const { routeA, keys } = meter();
		const watched = new WatchedRouteA(routeA.server, keys);
		const client = watched.byTcp(READING, { security: securityOf(keysOf(keys, READING)) });
		watched.asked<undefined>((done) => client.associate(done));
		for (let i = 0; i < 200; i++) watched.asked((done) => client.get(target('importEnergy'), done));
		equal(watched.told.length, 0);
		for (let i = 0; i < 800; i++) watched.asked((done) => client.get(target('importEnergy'), done));
		equal(watched.told.length > 400, true);
		equal(told(watched).length, 1000);
	});

	it('wait until long frames are together as long as may wait', () => {
		const { routeA, keys } = meter();
		const watched = new WatchedRouteA(routeA.server, keys);
		const pieces: CosemPiece[] = [];
		watched.onPiece = (piece) => pieces.push(piece);
		const client = watched.byTcp(READING, { security: securityOf(keysOf(keys, READING)) });
		watched.asked<undefined>((done) => client.associate(done));
		watched.asked((done) => client.get(target('importEnergy'), done));
		const long = encodeWrapper({ source: READING, destination: 1, apdu: new Uint8Array(0xf000) }).slice();
		const most = Math.floor((1 << 20) / long.length);
		for (let i = 0; i < most - 1; i++) watched.readings.hear({ ...pieces[0]!, bytes: long, connection: 9 }, 0);
		equal(watched.told.length, 0);
		for (let i = 0; i < 2; i++) watched.readings.hear({ ...pieces[0]!, bytes: long, connection: 9 }, 0);
		equal(watched.told.length, 1);
		// Read, they do not count any more.
		watched.asked((done) => client.get(target('importEnergy'), done));
		equal(watched.told.length, 1);
		equal(told(watched).length, 2);
		watched.asked((done) => client.get(target('importEnergy'), done));
		for (let i = 0; i < most - 1; i++) watched.readings.hear({ ...pieces[0]!, bytes: long, connection: 9 }, 0);
		equal(watched.told.length, 2);
	});

	it('are none where a frame is damaged, came twice, or answers another request', () => {
		const { routeA, keys } = meter();
		const watched = new WatchedRouteA(routeA.server, keys);
		const pieces: CosemPiece[] = [];
		watched.onPiece = (piece) => pieces.push(piece);
		const client = watched.byHdlc(READING, { security: securityOf(keysOf(keys, READING)) });
		watched.asked<undefined>((done) => client.associate(done));
		watched.asked((done) => client.get(target('importEnergy'), done));
		equal(told(watched).length, 1);
		for (const piece of pieces) {
			watched.readings.hear(piece, 0);
			watched.readings.hear(piece, 0);
			// The flags are not counted in.
			for (let at = 1; at < piece.bytes.length - 1; at++) {
				const bytes = piece.bytes.slice();
				bytes[at]! ^= 0x41;
				watched.readings.hear({ ...piece, bytes, connection: 99 }, 0);
				watched.readings.hear({ ...piece, kind: 'wrapper', bytes, connection: 98 }, 0);
			}
		}
		equal(told(watched).length, 2);
		watched.readings.hear({ ...pieces[0]!, kind: 'line', bytes: new DataWriter().copy() }, 0);
		equal(told(watched).length, 2);
	});
});

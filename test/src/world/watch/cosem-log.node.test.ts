import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { encodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { CosemKeys } from '../../../../src/world/watch/cosem-keys.js';
import { CosemLog } from '../../../../src/world/watch/cosem-log.js';
import { CosemReadings } from '../../../../src/world/watch/cosem-readings.js';
import type { CosemPiece } from '../../../../src/world/watch/cosem-tap.js';
import { FrameLog } from '../../../../src/world/watch/frame-log.js';
import { equal, hex } from '../../../assert.js';
import { meter, READING } from '../../route-a/route-a-rig.js';

function rig() {
	const { routeA, keys: told } = meter();
	const { clients } = routeA.server.options;
	const log = new FrameLog({ elapsed: () => 5 });
	const keys = new CosemKeys(() => told);
	const cosem = new CosemLog({
		log,
		keys,
		readings: new CosemReadings(new PortableCipher(), keys),
		meterOf: (number) => ({ node: `meter-${number}`, clients }),
	});
	const hear = (isServers: boolean, rest: Partial<CosemPiece> = {}) => {
		const ends = isServers ? { source: 1, destination: READING } : { source: READING, destination: 1 };
		const bytes = encodeWrapper({ ...ends, apdu: hex('c0 01 c1') });
		cosem.hear({ meter: 1, medium: 'TCP', kind: 'wrapper', connection: 1, peer: '[::1]:50000', isServers, bytes, ...rest });
	};
	return { log, keys, hear, security: clients.find(({ id }) => id === READING)!.security! };
}

describe('log of Route A', () => {
	it('keeps frames of one connection with the same two origins', () => {
		const { log, hear } = rig();
		for (let i = 0; i < 3; i++) {
			hear(false);
			hear(true);
		}
		const origins = [1, 2, 3, 4, 5, 6].map((id) => log.origin(id)!);
		equal(new Set(origins).size, 2);
		equal(
			origins
				.slice(2, 4)
				.map(({ from, to, isServers, medium, kind, meter: number, connection }) => [from, to, isServers, medium, kind, number, connection].join(' '))
				.join(', '),
			'[::1]:50000 meter-1 false TCP wrapper 1 1, meter-1 [::1]:50000 true TCP wrapper 1 1',
		);
	});

	it('tells connections, meters and kinds of frames apart', () => {
		const { log, hear } = rig();
		hear(false);
		hear(false, { connection: 2, peer: '[::1]:50001' });
		hear(false, { connection: 2, meter: 2, peer: '[::1]:50001' });
		hear(true, { connection: 3, medium: 'HDLC', kind: 'line', peer: 'local port' });
		hear(true, { connection: 3, medium: 'HDLC', kind: 'hdlc', peer: 'local port' });
		equal(
			[1, 2, 3, 4, 5]
				.map((id) => log.origin(id)!)
				.map(({ from, to, kind, connection }) => `${connection} ${kind} ${from} ${to}`)
				.join(', '),
			[
				'1 wrapper [::1]:50000 meter-1',
				'2 wrapper [::1]:50001 meter-1',
				'2 wrapper [::1]:50001 meter-2',
				'3 line meter-1 local port',
				'3 hdlc meter-1 local port',
			].join(', '),
		);
	});

	it('knows the keys that are in force with a frame before anybody is told of it', () => {
		const { log, keys, hear, security } = rig();
		const seen: unknown[] = [];
		log.listen(() => seen.push(keys.of(1, log.elapsed).of(READING)[0]));
		hear(false);
		const after = { ...security.keys, encryption: new Uint8Array(16).fill(0x77) };
		security.changeKeys(after);
		hear(false);
		equal(seen.length, 2);
		equal(seen[0] === after, false);
		equal(seen[1], after);
	});
});

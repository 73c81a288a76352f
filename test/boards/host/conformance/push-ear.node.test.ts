import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { pushEar } from '../../../../boards/host/conformance/push-ear.js';
import type { HesMeter } from '../../../../boards/host/hes/hes-options.js';
import { pushPlaceFor } from '../../../../boards/host/hes/use-case-push.js';
import { encodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { hex } from '../../../assert.js';

const ASKING = encodeWrapper({ source: 1, destination: 103, apdu: hex('0F 40000009 00 0201 1101') });
const CONFIRMATION = Buffer.from(encodeWrapper({ source: 103, destination: 1, apdu: hex('10 40000009 00') })).toString('hex');
const METER = { place: { kind: 'udp', host: '::1', port: 4059 }, keys: DEMO_KEYS, keysPath: undefined } as unknown as HesMeter;

const portOf = (place: string): number => Number(/:(\d+)$/.exec(place)![1]);

async function byUdp(place: string): Promise<string> {
	const socket = createSocket('udp6');
	socket.send(ASKING, portOf(place), '::1');
	const [answer] = await once(socket, 'message');
	socket.close();
	return Buffer.from(answer as Uint8Array).toString('hex');
}

async function byTcp(place: string): Promise<string> {
	const line = createConnection(portOf(place), '::1');
	line.write(ASKING);
	const [answer] = await once(line, 'data');
	line.destroy();
	return Buffer.from(answer as Uint8Array).toString('hex');
}

describe('A push of a meter that is examined', () => {
	const PLACES = {
		'by keiki conformance': () => pushEar(METER, 1, 0),
		'by keiki hes usecase': () => pushPlaceFor(METER, 1, 0),
	};
	for (const [name, open] of Object.entries(PLACES))
		it(`is confirmed where it asks for that, each time that it comes: ${name}`, async () => {
			const place = (await open())!;
			try {
				assert.equal(await byUdp(place.destination), CONFIRMATION);
				assert.equal(await byTcp(place.destination), CONFIRMATION);
				assert.ok(await place.heard(60_000));
			} finally {
				place.close();
			}
		});
});

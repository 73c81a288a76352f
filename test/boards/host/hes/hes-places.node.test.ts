import assert from 'node:assert/strict';
import { conformanceOptions } from '../../../../boards/host/conformance/conformance-options.js';
import { carrierOf, parseMeter } from '../../../../boards/host/hes/hes-places.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { RealTime } from '../../../../hal/node/real-time.js';
import { ConcentratedCarrier } from '../../../../src/head-end/concentrated-carrier.js';

describe('the place of one of many meters', () => {
	it('has its logical device, or its address behind a gateway, after the place of all', () => {
		const device = parseMeter('[::1]:20003,device=1017');
		assert.deepEqual(device, { kind: 'tcp', text: '[::1]:20003,device=1017', host: '::1', port: 20003, device: 1017 });
		const { text: _, ...gateway } = parseMeter('udp:127.0.0.1,gateway=0000007B,network=2') as { readonly text: string };
		assert.deepEqual(gateway, { kind: 'udp', host: '127.0.0.1', port: 4059, gateway: { network: 2, device: Uint8Array.of(0, 0, 0, 0x7b) } });
		assert.deepEqual(parseMeter('localhost,gateway=1f'), {
			...{ kind: 'tcp', text: 'localhost,gateway=1f', host: 'localhost', port: 4059 },
			gateway: { network: 0, device: Uint8Array.of(0x1f) },
		});
	});

	it('is refused where a word of it is none, comes twice or alone', () => {
		for (const [words, wrong] of [
			['device=0', 'device=0'],
			['device=65536', 'device=65536'],
			['device=', 'device='],
			['device=1,device=2', 'device=2'],
			['gateway=1', 'gateway=1'],
			['gateway=xx', 'gateway=xx'],
			['network=1', 'network=1'],
			['gateway=01,network=256', 'network=256'],
			['baud=9600', 'baud=9600'],
			['', ''],
		] as const) {
			assert.throws(() => parseMeter(`[::1]:1,${words}`), {
				message: `--meter [::1]:1,${words}: expected HOST:PORT, udp:HOST:PORT, either with ,device=N or ,gateway=HEX and ,network=N behind it, or serial:PATH with ,mode-e ,BAUD or ,device=N, got "${wrong}"`,
			});
		}
	});

	it('is none that a conformance test can take: it speaks below sessions', () => {
		assert.throws(
			() => conformanceOptions(['[::1]:1,device=2'], {}, 0),
			(error) => {
				assert(error instanceof UsageError);
				assert.match(error.textIn('en'), /^conformance test \[::1\]:1,device=2: expected a meter with an address of its own; --server N/);
				assert.match(error.textIn('ja'), /--server N/);
				return true;
			},
		);
	});

	it('needs no other way where there is only one meter', () => {
		const carrier = (place: string) => carrierOf(parseMeter(place), new RealTime(), 100);
		assert.equal(carrier('[::1]:1') instanceof ConcentratedCarrier, false);
		assert.equal(carrier('[::1]:1,device=2') instanceof ConcentratedCarrier, true);
	});
});

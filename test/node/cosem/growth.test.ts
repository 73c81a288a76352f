import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { hex } from '../../assert.js';
import { answerTo, clientSecurity, Line, MANAGEMENT, PUBLIC, rig } from '../../modules/cosem/device-rig.js';
import { ACSE } from '../../vectors/cosem.js';

const ROUNDS = 4_000;
const ALLOWED = 512 * 1024;

/** Bytes in use once all garbage is collected. */
function live(): number {
	setFlagsFromString('--expose-gc');
	(runInNewContext('gc') as () => void)();
	return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

/** What is live does not grow while `round` runs again and again. A leak grows each time; what the engine keeps for itself, now and then. */
function staysFlat(round: (i: number) => void): void {
	let least = Number.POSITIVE_INFINITY;
	for (let time = 0; time < 4 && least >= ALLOWED; time++) {
		const before = live();
		for (let i = 0; i < ROUNDS; i++) round(i);
		least = Math.min(least, live() - before);
	}
	assert.ok(least < ALLOWED, `${least} bytes more after each ${ROUNDS} rounds`);
}

describe('the memory of a COSEM server', function () {
	this.timeout(60_000);

	it('does not grow with connections that are never closed properly', () => {
		const { server } = rig();
		staysFlat(() => {
			const association = server.connect(PUBLIC)!;
			answerTo(association, hex(ACSE.aarq));
			answerTo(association, hex('C0 01 C1 000F 0000280000FF 02 00'));
		});
	});

	it('does not grow with requests in blocks that are never finished', () => {
		const { server } = rig({ policy: 0 });
		const line = new Line(server, MANAGEMENT, { security: clientSecurity() });
		line.associate();
		const first = hex('C1 02 C1 0001 0000600102FF 02 00 00 00000001 03 090C07');
		const next = new Uint8Array([0xc1, 3, 0xc1, 0, 0, 0, 0, 2, 0x82, 0x03, 0x20, ...new Array<number>(800).fill(7)]);
		staysFlat(() => {
			answerTo(line.association, first);
			for (let number = 2; number < 6; number++) {
				next[7] = number;
				answerTo(line.association, next);
			}
		});
	});

	it('does not grow with associations, long values and releases', () => {
		const { server } = rig({ rows: 200 });
		const security = clientSecurity();
		staysFlat((i) => {
			if (i % 8 !== 0) return;
			const line = new Line(server, MANAGEMENT, { security });
			assert.equal(line.associate(), 'ok');
			line.get({ classId: 7, name: 0x0100630100ff, index: 2, selection: undefined }, (error) => assert.equal(error, undefined));
			line.release((error) => assert.equal(error, undefined));
		});
	});
});

/**
 * By how much the live memory of this process grows while a server works; as JSON, bytes by name. It is a process of its own, for what other tests leave behind
 * is collected whenever the engine likes. Of several measurements the least counts: a leak shows in each.
 */
import assert from 'node:assert/strict';
import process from 'node:process';
import { hex } from '../../../assert.js';
import { ACSE } from '../../../vectors/cosem.js';
import { answerTo, clientSecurity, Line, MANAGEMENT, PUBLIC, rig } from '../device-rig.js';

const ROUNDS = 4_000;
const MEASUREMENTS = 4;

/** Bytes in use once all garbage is collected. */
function live(): number {
	// The second time, what the first has freed is swept.
	for (let i = 0; i < 2; i++) globalThis.gc!();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

function growth(round: (i: number) => void): number {
	let least = Number.POSITIVE_INFINITY;
	for (let measurement = 0; measurement < MEASUREMENTS; measurement++) {
		const before = live();
		for (let i = 0; i < ROUNDS; i++) round(i);
		least = Math.min(least, live() - before);
	}
	return least;
}

function connections(): number {
	const { server } = rig();
	return growth(() => {
		const association = server.connect(PUBLIC)!;
		answerTo(association, hex(ACSE.aarq));
		answerTo(association, hex('C0 01 C1 000F 0000280000FF 02 00'));
	});
}

function unfinished(): number {
	const { server } = rig({ policy: 0 });
	const line = new Line(server, MANAGEMENT, { security: clientSecurity() });
	line.associate();
	const first = hex('C1 02 C1 0001 0000600102FF 02 00 00 00000001 03 090C07');
	const next = new Uint8Array([0xc1, 3, 0xc1, 0, 0, 0, 0, 2, 0x82, 0x03, 0x20, ...new Array<number>(800).fill(7)]);
	return growth(() => {
		answerTo(line.association, first);
		for (let number = 2; number < 6; number++) {
			next[7] = number;
			answerTo(line.association, next);
		}
	});
}

function associations(): number {
	const { server } = rig({ rows: 200 });
	const security = clientSecurity();
	return growth((i) => {
		if (i % 8 !== 0) return;
		const line = new Line(server, MANAGEMENT, { security });
		assert.equal(line.associate(), 'ok');
		line.get({ classId: 7, name: 0x0100630100ff, index: 2, selection: undefined }, (error) => assert.equal(error, undefined));
		line.release((error) => assert.equal(error, undefined));
	});
}

process.stdout.write(JSON.stringify({ connections: connections(), unfinished: unfinished(), associations: associations() }));

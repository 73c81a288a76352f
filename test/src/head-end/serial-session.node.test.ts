import { rejects } from 'node:assert/strict';
import { decodeGeneralBlock, encodeGeneralBlock } from '../../../modules/dlms/apdu/general-block.js';
import { DataTag, DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import type { HeadEndError } from '../../../src/head-end/head-end-error.js';
import { equal, toHex } from '../../assert.js';
import { NAMES } from '../../modules/dlms/device-rig.js';
import { SerialRig, type SerialRigOptions } from './serial-rig.js';

const ECHO = { classId: 1, name: NAMES.echo, index: 2, selection: undefined };

function octets(length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, i) => i * 7);
}

async function opened(options: SerialRigOptions = {}): Promise<SerialRig> {
	const rig = new SerialRig(options);
	await rig.during(rig.session.open());
	rig.requests.length = rig.answers.length = 0;
	rig.down.frames = rig.up.frames = 0;
	return rig;
}

/** Numbers of the general blocks among APDUs. */
function numbers(apdus: readonly Uint8Array[]): string {
	return apdus
		.filter(([tag]) => tag === 0xe0)
		.map((apdu) => decodeGeneralBlock(apdu).number)
		.join();
}

function upTo(count: number): string {
	return Array.from({ length: count }, (_, i) => i + 1).join();
}

const value = new DataWriter().octetString(octets(20_000)).copy();

describe('a session over HDLC', () => {
	for (const way of ['down', 'up'] as const)
		it(`leaves general blocks to the link that is busy with them, whichever frame gets lost: ${way}`, async () => {
			for (let lost = 0; lost < 22; lost++) {
				const rig = await opened();
				rig.device.echo.value = { tag: DataTag.octetString, bytes: octets(20_000) };
				rig[way].isSpoilt = () => rig[way].frames === lost + 1;
				if (way === 'down') equal(await rig.during(rig.session.set(ECHO, value)), 0);
				else equal(toHex((await rig.during(rig.session.getBytes(ECHO))) as Uint8Array), toHex(value));
				const blocks = numbers(way === 'down' ? rig.requests : rig.answers);
				equal(blocks, upTo(blocks.split(',').length), `frame ${lost}`);
				equal(blocks.length > 20, true, blocks);
				equal(rig.up.collisions + rig.down.collisions, 0, `frame ${lost}`);
			}
		});

	it('is none the worse for a meter that asks for row after row of what is under way', async () => {
		const rig = await opened();
		let answered = 0;
		rig.onRequest = (apdu, reply) => {
			if (apdu[0] !== 0xe0) return false;
			const block = new DataWriter();
			encodeGeneralBlock(block, { last: true, streaming: false, window: 63, number: ++answered, acknowledged: answered, part: new Uint8Array(0) });
			reply(block.bytes);
			return true;
		};
		const long = new DataWriter().octetString(octets(200_000)).copy();
		await rig.during(rejects(rig.session.set(ECHO, long), (error) => (error as HeadEndError).failure.kind === 'noAnswer'));
		equal(answered > 100, true, `${answered}`);
	});

	for (const work of ['set', 'get'] as const)
		it(`is released in the midst of general blocks, and none of them meets the next association: ${work}`, async () => {
			for (let at = 100; at < 30_000; at += 900) {
				const rig = await opened();
				rig.device.echo.value = { tag: DataTag.octetString, bytes: octets(20_000) };
				const broken = work === 'set' ? rig.session.set(ECHO, value) : rig.session.getBytes(ECHO);
				let outcome = 'done';
				broken.catch((error) => {
					outcome = (error as HeadEndError).failure.kind;
				});
				rig.scheduler.runFor(at);
				const leaving = rig.scheduler.now();
				await rig.during(rig.session.close());
				const took = rig.scheduler.now() - leaving;
				// The row that is on the line comes to its end.
				equal(took < 8000, true, `${at}: ${took} ms`);
				equal(rig.port.connected, false, `${at}`);
				equal(rig.port.associations, 0, `${at}`);
				rig.requests.length = 0;
				const energy = await rig.during(rig.session.getBytes({ classId: 3, name: NAMES.energy, index: 2, selection: undefined }));
				equal(toHex(energy as Uint8Array), '0600003039', `${at}`);
				equal(rig.requests.map(([tag]) => tag!.toString(16)).join(), '60,cb,c8', `${at}`);
				// The last row of 7 goes from 15.5 s on, and may not be called back.
				equal(rig.device.echo.calls, work === 'set' && at > 15_500 ? 1 : 0, `${at}, ${outcome}`);
			}
		});

	for (const [what, options, streamed] of [
		['of one frame each, as many as frames may go at once', { maxSend: 1000 }, 7],
		['of two frames each, half as many', { maxSend: 2040 }, 3],
		['one by one where they are longer than a row', { maxSend: 15_000 }, 1],
		['one by one where one frame goes at a time', { maxSend: 1000, window: 1 }, 1],
		['no more than the client takes', { maxSend: 1000, blocks: 3 }, 3],
	] as const)
		it(`gets general blocks of an answer in rows: ${what}`, async () => {
			const rig = await opened(options);
			rig.device.echo.value = { tag: DataTag.octetString, bytes: octets(20_000) };
			equal(toHex((await rig.during(rig.session.getBytes(ECHO))) as Uint8Array), toHex(value));
			const rows: number[] = [];
			let row = 0;
			for (const answer of rig.answers) {
				row++;
				if (decodeGeneralBlock(answer).streaming) continue;
				rows.push(row);
				row = 0;
			}
			equal(numbers(rig.answers), upTo(rig.answers.length));
			// The first goes alone, for the client has not told yet how many it takes.
			equal(rows[0], 1);
			equal(Math.max(...rows), streamed, rows.join());
			equal(rig.requests.length, rows.length, 'a turn for each row');
			equal(rig.up.collisions + rig.down.collisions, 0);
		});
});

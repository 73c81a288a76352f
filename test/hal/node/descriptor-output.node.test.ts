import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescriptorOutput } from '../../../hal/node/descriptor-output.js';
import { equal } from '../../assert.js';
import { until } from '../../until.js';

const BACKLOG = 65_536;

describe('output to a line', () => {
	let directory: string;
	let file: number;
	let open = true;
	let errors: string[];
	let output: DescriptorOutput;

	beforeEach(() => {
		directory = mkdtempSync(join(tmpdir(), 'paced-'));
		const path = join(directory, 'line');
		execFileSync('mkfifo', [path]);
		// Both ends, so that it takes what nobody has read yet, until it is full.
		file = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
		open = true;
		errors = [];
		output = new DescriptorOutput(
			file,
			() => open,
			(error) => errors.push((error as NodeJS.ErrnoException).code ?? String(error)),
		);
	});

	afterEach(() => {
		output.close();
		if (open) closeSync(file);
		rmSync(directory, { recursive: true });
	});

	/** What the line holds now. */
	function taken(): Uint8Array[] {
		const pieces: Uint8Array[] = [];
		for (;;) {
			const piece = new Uint8Array(BACKLOG);
			try {
				pieces.push(piece.subarray(0, readSync(file, piece)));
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return pieces;
				throw error;
			}
		}
	}

	const lengthOf = (pieces: readonly Uint8Array[]) => pieces.reduce((length, piece) => length + piece.length, 0);

	it('that is full waits, and goes on in its order', async () => {
		const pieces: Uint8Array[] = [];
		for (let i = 0; i < 100; i++) output.write(new Uint8Array(1000).fill(i));
		pieces.push(...taken());
		equal(lengthOf(pieces) < 100_000, true);
		await until(() => {
			pieces.push(...taken());
			return lengthOf(pieces) >= 100_000;
		}, 'all of it');
		equal(
			pieces.every((piece) => piece.every((byte, i) => i === 0 || byte >= piece[i - 1]!)),
			true,
		);
		equal(lengthOf(pieces), 100_000);
	});

	it('is lost where more waits than a wire would hold', async () => {
		let length = 0;
		for (let i = 0; i < 300; i++) output.write(new Uint8Array(1000));
		await until(() => {
			const more = lengthOf(taken());
			length += more;
			return more === 0 && length > BACKLOG;
		}, 'the rest');
		equal(length < 300_000, true, String(length));
	});

	it('tells that the line has gone, once, and writes no more', () => {
		closeSync(file);
		output.write(Uint8Array.of(1));
		output.write(Uint8Array.of(2));
		open = false;
		equal(errors.join(), 'EBADF');
	});

	it('does not go to a descriptor that is another’s by now', () => {
		open = false;
		output.write(Uint8Array.of(1));
		equal(taken().length, 0);
		closeSync(file);
	});
});

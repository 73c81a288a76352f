#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { Command, CommanderError } from 'commander';
import { addCapture } from './capture/program.js';
import { addCatalogue } from './catalogue/program.js';
import { addFaults } from './faults/program.js';
import { addHems } from './hems/program.js';
import { addHes } from './hes/program.js';
import { addMeter } from './meter/program.js';
import { addRun } from './run/program.js';
import { tellLostOutput } from './shared/lost-output.js';
import type { End } from './shared/program.js';
import { reasonOf, UsageError } from './shared/usage-error.js';

const FAILED = 1;
const WRONG_USE = 2;

function version(): string {
	// Two levels up from here in the sources, three from dist/.
	for (const path of ['../../../package.json', '../../package.json']) {
		try {
			const { name, version: found } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Readonly<Record<string, string>>;
			if (name === 'keiki' && found !== undefined) return found;
		} catch {}
	}
	return 'unknown';
}

function createProgram(end: End): Command {
	const program = new Command('keiki')
		.description(
			'Keiki, an emulated Japanese smart meter: its Route B over Wi-SUN with a HEMS dongle on a serial port, its Route A in DLMS/COSEM, and its units.',
		)
		.version(version())
		.exitOverride()
		.showHelpAfterError('keiki --help, or keiki COMMAND --help, tells what there is.');

	addRun(program, end);
	addFaults(program, end);
	addHems(program, end);
	addHes(program, end);
	addCapture(program, end);
	addMeter(program, end);
	addCatalogue(program, end);

	return program;
}

/** Ends once everything written has left, or is known to be lost. */
function end(code: number): void {
	process.exitCode = code;
	// A stream tells of its errors a turn later than of what it has written.
	process.stdout.write('', () => process.stderr.write('', () => setImmediate(() => process.exit(code))));
}

tellLostOutput(FAILED);
try {
	await createProgram(end).parseAsync();
} catch (error) {
	if (error instanceof CommanderError) end(error.exitCode === 0 ? 0 : WRONG_USE);
	else {
		process.stderr.write(`keiki: ${error instanceof UsageError ? error.message : `failed: ${reasonOf(error)}`}\n`);
		end(error instanceof UsageError ? WRONG_USE : FAILED);
	}
}

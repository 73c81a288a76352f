#!/usr/bin/env node
import process from 'node:process';
import { commandLine } from './command-line.js';
import { EXIT, type ExitCode } from './shared/exit-codes.js';
import { tellLostOutput } from './shared/lost-output.js';

/** Ends once everything written has left, or is known to be lost. */
function end(code: ExitCode): void {
	process.exitCode = code;
	// A stream tells of its errors a turn later than of what it has written.
	process.stdout.write('', () => process.stderr.write('', () => setImmediate(() => process.exit(code))));
}

tellLostOutput(EXIT.untold);
await commandLine(process.argv.slice(2), end);

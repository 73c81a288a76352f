/**
 * How a module becomes coordinator and PANA authentication agent (BP35A1 command reference manual 4 and 10), after `SkClient.open`:
 *
 * ```
 * SKSREG SF0 0              the Route B side, in the side grammar
 * SKSREG S2 <channel>       SKSREG S3 <PAN id>
 * SKSREG S16 <lifetime>     SKSREG S17 1
 * SKSETPWD, SKSETRBID       the second one sets the pairing id S0A
 * SKSTART                   sets S15: the module answers beacon requests
 * SKSREG S2, S3, S15        read back: noise may turn a digit into another one, and the module takes it
 * ```
 */
import { DecodeError } from '../../../bytes/reader.js';
import { parseDigits, toDigits } from '../language/digits.js';
import { decodeWord } from '../language/reply.js';
import type { SkClient } from './client.js';

export interface CoordinatorSettings {
	/** 33 to 60. */
	readonly channel: number;
	readonly panId: number;
	/** Session-Lifetime, 60 s or more. */
	readonly lifetime: number;
	readonly id: string;
	readonly password: string;
}

/** `done` gets what went wrong, without the password; undefined if nothing did. It is not called if the client is aborted. */
export function setUpCoordinator(client: SkClient, settings: CoordinatorSettings, done: (problem: string | undefined) => void): void {
	const { channel, panId, lifetime, id, password } = settings;
	const lines = [
		`SKSREG S2 ${toDigits(channel, 2)}`,
		`SKSREG S3 ${toDigits(panId, 4)}`,
		`SKSREG S16 ${toDigits(lifetime, 8)}`,
		'SKSREG S17 1',
		`SKSETPWD ${toDigits(password.length, 1)} ${password}`,
		`SKSETRBID ${id}`,
		'SKSTART',
	];
	if (client.side) lines.unshift('SKSREG SF0 0');
	run(client, lines, 0, (problem) => {
		if (problem !== undefined) done(problem);
		else verify(client, [channel, panId, 1], 0, done);
	});
}

/** The value of a register, "S15" and the like, before all that waits; undefined if it does not come. */
export function readRegister(client: SkClient, register: string, done: (value: number | undefined) => void): void {
	const urgent = true;
	client.insist(
		`SKSREG ${register}`,
		({ lines }) => {
			const line = lines.find((text) => text.startsWith('ESREG '));
			done(line === undefined ? undefined : registerValue(line));
		},
		urgent,
	);
}

/** Whether it is a coordinator. */
export const BEACONS = 'S15';
const VERIFIED: readonly string[] = Object.freeze(['S2', 'S3', BEACONS]);

function run(client: SkClient, lines: readonly string[], index: number, done: (problem: string | undefined) => void): void {
	const line = lines[index];
	if (line === undefined) {
		done(undefined);
		return;
	}
	client.insist(line, ({ failure }) => {
		// Where the OK of SKSTART got lost, the next one is refused: S15 will tell.
		if (failure === '' || (line === 'SKSTART' && failure === 'ER10')) run(client, lines, index + 1, done);
		else done(`${line.split(' ')[0]}: ${failure}`);
	});
}

function verify(client: SkClient, expected: readonly number[], index: number, done: (problem: string | undefined) => void): void {
	const register = VERIFIED[index];
	if (register === undefined) {
		done(undefined);
		return;
	}
	readRegister(client, register, (value) => {
		if (value === expected[index]) verify(client, expected, index + 1, done);
		else if (register === BEACONS) done('SKSTART: refused');
		else done(`${register}: expected ${toDigits(expected[index]!, 2)}, read ${value === undefined ? 'nothing' : toDigits(value, 2)}`);
	});
}

/** Undefined where the line says nothing of the kind. */
function registerValue(line: string): number | undefined {
	try {
		return parseDigits(decodeWord('ESREG', line), 16);
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}

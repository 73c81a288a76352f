/** `keiki replay`: a module that says what a log has, to the program that comes. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { RealTime } from '../../../hal/node/real-time.js';
import { parseLog } from '../../../src/world/replay/log.js';
import { type Log, LogError } from '../../../src/world/replay/log-step.js';
import { Replay, type ReplayEnd } from '../../../src/world/replay/player.js';
import { type PlaceChoice, parsePlace } from '../run/dongle-option.js';
import { openPlace } from '../run/serial-lines.js';
import { DONGLE_LINK } from '../shared/dongle-links.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { printable } from '../shared/printable.js';
import type { CommonWords } from '../shared/program.js';
import { Stop } from '../shared/stop.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { REPLAY_TEXTS, REPLAY_USAGE, type ReplayTexts, type ReplayUsage } from './replay-words.js';

export interface ReplayWords extends CommonWords {
	readonly dongle: string;
	readonly speed: string;
}

const SPEEDS = Object.freeze({ min: 0.01, max: 100_000 });
/** What was written last is read by then, ms. */
const GRACE = 500;

/** 0: played to the end; 1: the program wrote something else. Throws UsageError. */
export async function replayCommand(file: string, words: ReplayWords): Promise<ExitCode> {
	const texts = REPLAY_TEXTS[words.lang ?? 'en'];
	const log = readLog(file);
	const speed = parseSpeed(words.speed);
	const line = await openPlace('--dongle', placeOf(words.dongle), DONGLE_LINK);
	const stop = new Stop();
	let end: ReplayEnd | undefined;
	const onEnd = (reached: ReplayEnd) => {
		end = reached;
		stop.end('done');
	};
	const onDropped = () => tell(texts.dropped);
	const replay = new Replay({ log, scheduler: new RealTime(), speed, write: (bytes) => line.write(bytes), onEnd, onDropped });
	line.onReceive = (bytes) => replay.receive(bytes);
	tell(words.quiet ? undefined : texts.ready(line.path, log.steps.length));
	// What a module says before anybody writes would be lost to a program that has yet to connect.
	if (words.dongle.startsWith('tcp:')) await firstOf(line, stop);
	replay.start();
	const ending = await stop.ending;
	replay.stop();
	if (end?.kind === 'done') await sleep(GRACE);
	line.close();
	if ('error' in ending) throw ending.error;
	return result(end, replay.step, file, texts, words.quiet ?? false);
}

async function firstOf(line: { onConnect?: () => void }, stop: Stop): Promise<void> {
	const connected = new Promise<void>((resolve) => {
		line.onConnect = resolve;
	});
	await Promise.race([connected, stop.ending]);
}

function result(end: ReplayEnd | undefined, step: Replay['step'], file: string, texts: ReplayTexts, quiet: boolean): ExitCode {
	switch (end?.kind) {
		case 'done':
			tell(quiet ? undefined : texts.done(file));
			return EXIT.done;
		case 'mismatch':
			tell(texts.mismatch(`${file}:${end.line}`, end.expected, end.found));
			return EXIT.no;
		case 'unreadable':
			tell(texts.unreadable(`${file}:${end.line}`, end.expected, end.why));
			return EXIT.no;
		case 'flood':
			tell(texts.flood(end.most));
			return EXIT.no;
		case undefined:
			if (step !== undefined) tell(texts.ended(`${file}:${step.line}`, step.shown));
			return EXIT.untold;
	}
}

function tell(text: string | undefined): void {
	if (text !== undefined) process.stderr.write(`keiki: ${printable(text)}\n`);
}

function readLog(file: string): Log {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		throw wrongUse('cannotRead', file, reasonOf(error));
	}
	try {
		return parseLog(text);
	} catch (error) {
		if (error instanceof LogError) throw wrongUse('wrongLog', `${file}:${error.line}`, error.wrong);
		throw error;
	}
}

function placeOf(text: string): PlaceChoice {
	const place = parsePlace(text);
	if (place !== undefined) return place;
	throw wrongUse('dongle', text);
}

function parseSpeed(text: string): number | 'max' {
	if (text === 'max') return 'max';
	const speed = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
	if (speed >= SPEEDS.min && speed <= SPEEDS.max) return speed;
	throw wrongUse('speed', SPEEDS.min, SPEEDS.max, text);
}

function wrongUse<Kind extends keyof ReplayUsage>(kind: Kind, ...fields: Parameters<ReplayUsage[Kind]>): UsageError {
	return new UsageError(inEach(REPLAY_USAGE, (words) => (words[kind] as (...fields: Parameters<ReplayUsage[Kind]>) => string)(...fields)));
}

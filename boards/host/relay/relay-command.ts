/** `keiki relay serve` and `keiki relay certify`. */
import { mkdirSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import process from 'node:process';
import type { Log } from '../../../hal/ports/log.js';
import { DAY, HOUR } from '../../../modules/time/durations.js';
import { endText } from '../shared/ending.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { FileLock, holderOf } from '../shared/lock-file.js';
import { wholeNumber } from '../shared/option-values.js';
import { statePath } from '../shared/own-places.js';
import type { CommonWords } from '../shared/program.js';
import { hostLog } from '../shared/stderr-log.js';
import { Stop } from '../shared/stop.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { certifyParties } from './authority.js';
import { DamageError } from './durable-log.js';
import { readTlsFiles, type TlsFiles } from './identity-files.js';
import { type RelayNews, RelayServer } from './relay-server.js';
import { boundsFor, openStore, type RelayStore, type StoreBounds, streamsOf } from './relay-store.js';
import { RELAY_USAGE } from './relay-usage.js';
import { MOST_KEPT } from './relay-wire.js';
import { RELAY_WORDS } from './relay-words.js';
import { loadX509 } from './x509-package.js';

export interface RelayServeWords extends CommonWords {
	readonly data?: string;
	readonly identity?: string;
	readonly host: string;
	readonly port: string;
	readonly keep: string;
	readonly most: string;
	readonly json?: boolean;
}

export interface CertifyWords extends CommonWords {
	readonly host?: readonly string[];
	readonly days: string;
}

const MOST_DAYS = 400;
const LONGEST_CERTIFICATE = 3650;
const LOCK = 'relay.lock';
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

/** Throws UsageError. */
export async function relayServe(words: RelayServeWords): Promise<ExitCode> {
	const { lang = 'en', quiet, json = false, host } = words;
	const port = wholeNumber('--port', words.port, 0, 0xffff);
	const days = wholeNumber('--keep', words.keep, 1, MOST_DAYS);
	const most = wholeNumber('--most', words.most, 1, MOST_KEPT);
	const data = words.data === undefined ? join(statePath('relay', LOCK), '..') : resolve(words.data);
	const files = readTlsFiles(words.identity === undefined ? data : resolve(words.identity), words.identity === undefined ? '--data' : '--identity');
	makeDirectory(data);
	const lock = FileLock.take(join(data, LOCK));
	if (lock === undefined) throw new UsageError(inEach(RELAY_USAGE, (texts) => texts.taken(data, holderOf(join(data, LOCK)))));
	const stop = new Stop(true);
	const log = hostLog(quiet);
	const texts = RELAY_WORDS[lang];
	try {
		const store = await openedStore(data, boundsFor(most, days * DAY));
		for (const [name, { cut }] of streamsOf(store)) if (cut > 0) log.write('relay', texts.cut(join(data, `${name}.log`), cut));
		const age = () => {
			for (const [name, stream] of streamsOf(store)) {
				const aged = stream.letAge();
				if (aged > 0) log.write('relay', texts.aged(name, aged, days));
			}
		};
		age();
		const server = serverOf(store, files, (news) => tell(news, log, texts), words.identity ?? data);
		const taken = await listening(server, host, port);
		const aging = setInterval(age, HOUR);
		const url = `https://${isIP(host) === 6 ? `[${host}]` : host}:${taken}`;
		const kept = { jobs: store.jobs.size, results: store.results.size, heads: store.heads.size };
		process.stdout.write(json ? `${JSON.stringify({ event: 'ready', url, kept })}\n` : `${texts.ready(url, kept)}\n`);
		const ending = await stop.ending;
		clearInterval(aging);
		await server.close();
		for (const [, stream] of streamsOf(store)) await stream.close();
		if ('error' in ending) throw ending.error;
		if (!quiet) process.stderr.write(`keiki: relay: ${texts.ended(endText(ending.reason, lang))}\n`);
		return EXIT.done;
	} finally {
		lock.release();
	}
}

/** Throws UsageError. */
export async function relayCertify(directory: string, words: CertifyWords): Promise<ExitCode> {
	const days = wholeNumber('--days', words.days, 1, LONGEST_CERTIFICATE);
	const hosts = words.host ?? [];
	for (const each of hosts) if (isIP(each) === 0 && !HOST_NAME.test(each)) throw new UsageError(inEach(RELAY_USAGE, (texts) => texts.badHost(each)));
	const path = resolve(directory);
	makeDirectory(path);
	try {
		const { isNew, directories, until } = await certifyParties(path, { hosts, days, now: Date.now() }, loadX509);
		process.stdout.write(`${RELAY_WORDS[words.lang ?? 'en'].made(isNew, directories, new Date(until).toISOString().slice(0, 10))}\n`);
	} catch (error) {
		const isMissing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
		throw new UsageError(inEach(RELAY_USAGE, (texts) => (isMissing ? texts.noPackage() : texts.cannotMake(path, reasonOf(error)))));
	}
	return EXIT.done;
}

async function openedStore(data: string, bounds: StoreBounds): Promise<RelayStore> {
	try {
		return await openStore(data, bounds, Date.now);
	} catch (error) {
		const { path, line } = error instanceof DamageError ? error : { path: data, line: 0 };
		throw new UsageError(
			inEach(RELAY_USAGE, (texts) => (error instanceof DamageError ? texts.damaged(path, line) : texts.cannotMake(data, reasonOf(error)))),
		);
	}
}

function serverOf(store: RelayStore, files: TlsFiles, tell: (news: RelayNews) => void, path: string): RelayServer {
	try {
		return new RelayServer(store, files, tell);
	} catch (error) {
		throw new UsageError(inEach(RELAY_USAGE, (texts) => texts.tls('--identity', path, reasonOf(error))));
	}
}

async function listening(server: RelayServer, host: string, port: number): Promise<number> {
	try {
		return await server.listen(host, port);
	} catch (error) {
		throw new UsageError(inEach(RELAY_USAGE, (texts) => texts.notToBeHad(host, port, reasonOf(error))));
	}
}

function tell(news: RelayNews, log: Log, texts: (typeof RELAY_WORDS)['en']): void {
	if (news.kind === 'turnedAway') log.write('relay: strangers', texts.turnedAway(news.reason));
	else if (news.kind === 'refused') log.write(`relay: ${news.party}`, texts.refused(news.party, news.request, news.status, news.reason));
	else log.write('relay', texts.unwritten(news.reason));
}

function makeDirectory(path: string): void {
	try {
		mkdirSync(path, { recursive: true, mode: 0o700 });
	} catch (error) {
		throw new UsageError(inEach(RELAY_USAGE, (texts) => texts.cannotMake(path, reasonOf(error))));
	}
}

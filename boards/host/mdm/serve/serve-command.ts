/** `keiki mdm serve`: pages and resources of meter data, until it is ended. */
import process from 'node:process';
import { DAY, MINUTE } from '../../../../modules/time/durations.js';
import { dateText } from '../../../../src/mdm/calendar.js';
import { rulesOf } from '../../../../src/mdm/rules.js';
import { parseDuration } from '../../../../src/world/time/duration.js';
import { TokenFile } from '../../panel/token-file.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import type { CommonWords } from '../../shared/program.js';
import { hostLog } from '../../shared/stderr-log.js';
import { Stop } from '../../shared/stop.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { Assets } from '../../web/assets.js';
import { Door } from '../../web/door.js';
import { pagesFolder } from '../../web/pages.js';
import { parsePlace, placeText } from '../../web/place.js';
import { SiteServer } from '../../web/site-server.js';
import { needLock, SERVING } from '../data-lock.js';
import { dataFolder, type StoreWords } from '../open-store.js';
import { readJson } from '../register-file.js';
import { withStore } from '../status-command.js';
import { closingText } from '../validate-command.js';
import { Closer } from './closer.js';
import { Rate } from './rate.js';
import { SERVE_WORDS } from './serve-words.js';
import { mdmSite } from './site.js';

export interface ServeWords extends CommonWords, StoreWords {
	readonly place?: string;
	readonly close?: string;
	readonly rules?: string;
	readonly json?: boolean;
}

export const USUAL_PLACE = '127.0.0.1:8295';
const USUAL_INTERVAL = '30min';
const NEVER = 'never';
/** How often it is looked how journals grow, ms. */
const LOOK = 10_000;

/** Throws UsageError. */
export async function mdmServe(words: ServeWords): Promise<ExitCode> {
	const { lang = 'en', json = false, quiet } = words;
	const texts = SERVE_WORDS[lang];
	const interval = intervalOf(words.close ?? USUAL_INTERVAL);
	const folder = dataFolder(words);
	const closing = { data: folder, ...(words.rules !== undefined && { rules: words.rules }) };
	// What is wrong with them is told before anybody comes; a register may come later.
	if (words.rules !== undefined) readJson('--rules', words.rules, rulesOf);
	const lock = needLock(folder, SERVING);
	let door: Door | undefined;
	try {
		door = await openDoor(words.place ?? USUAL_PLACE);
		const own = door;
		const assets = new Assets(pagesFolder('mdm'));
		return await withStore(words, async (store) => {
			const log = hostLog(quiet);
			const onError = (error: unknown) => log.write('mdm', texts.failed(reasonOf(error)));
			const stop = new Stop();
			const { visitors, port } = own;
			const rate = new Rate(folder);
			const look = setInterval(() => {
				try {
					rate.look(Date.now());
				} catch (error) {
					onError(error);
				}
			}, LOOK);
			const server = new SiteServer(mdmSite({ store, folder, port, visitors, assets, rate, now: Date.now, onError }), own);
			const token = TokenFile.writeIn(folder, visitors.secret);
			const say = (event: object, text: string): void => void process.stdout.write(`${json ? JSON.stringify(event) : text}\n`);
			let closer: Closer | undefined;
			let lastWhy = '';
			const onNotClosed = (error: unknown): void => {
				const why = error instanceof UsageError ? error.textIn(lang) : reasonOf(error);
				if (why !== lastWhy) log.write('mdm', texts.notClosed(why));
				lastWhy = why;
			};
			try {
				const url = own.tokenUrl;
				say({ event: 'ready', url, tokenFile: token.path }, texts.serving(url, token.path));
				if (interval !== undefined)
					closer = new Closer({
						...{ store, interval, words: closing, now: Date.now },
						onClosing: (each) => say({ event: 'closed', ...each, day: dateText(each.day) }, closingText(each, lang)),
						onBusy: () => log.write('mdm', texts.closesElsewhere),
						onError: onNotClosed,
					});
				const ending = await stop.ending;
				if ('error' in ending) throw ending.error;
				return EXIT.done;
			} finally {
				await closer?.stop();
				clearInterval(look);
				server.close();
				token.close();
			}
		});
	} finally {
		door?.close();
		lock.release();
	}
}

/** ms; undefined: never. Throws UsageError. */
function intervalOf(text: string): number | undefined {
	if (text === NEVER) return undefined;
	const interval = parseDuration(text);
	if (interval !== undefined && interval >= MINUTE && interval <= DAY) return interval;
	throw new UsageError({
		en: `--close: expected a time from 1min to 24h, such as 30min, or never, got "${text}"`,
		ja: `--close: 30minのような1min〜24hの時間、またはneverのはずですが、"${text}"です`,
	});
}

/** Throws UsageError. */
async function openDoor(text: string): Promise<Door> {
	const place = parsePlace(text);
	if (place === undefined) {
		throw new UsageError({
			en: `--place: expected ADDRESS:PORT, an IPv6 address in brackets, got "${text}"`,
			ja: `--place: アドレス:ポートのはずですが、"${text}"です。IPv6アドレスは角括弧に入れます`,
		});
	}
	let door: Door;
	try {
		door = await Door.open(place);
	} catch (error) {
		const why = reasonOf(error);
		throw new UsageError({
			en: `--place: cannot listen at ${placeText(place)}: ${why}`,
			ja: `--place: ${placeText(place)}で待ち受けられません: ${why}`,
		});
	}
	if (door.isLocal) return door;
	door.close();
	// Readings tell who is at home: they go over no net in clear.
	throw new UsageError({
		en: `--place: expected an address of this computer alone, 127.0.0.1 or [::1], got ${placeText(place)}: from elsewhere, come through ssh -L`,
		ja: `--place: このコンピューターだけのアドレス(127.0.0.1か[::1])のはずですが、${placeText(place)}です。ほかからはssh -Lを使ってください`,
	});
}

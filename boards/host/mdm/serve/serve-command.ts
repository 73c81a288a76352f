/** `keiki mdm serve`: pages and resources of meter data, until it is ended. */
import { mkdirSync } from 'node:fs';
import process from 'node:process';
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
import { dataFolder, type StoreWords } from '../open-store.js';
import { withStore } from '../status-command.js';
import { SERVE_WORDS } from './serve-words.js';
import { mdmSite } from './site.js';

export interface ServeWords extends CommonWords, StoreWords {
	readonly place?: string;
	readonly json?: boolean;
}

export const USUAL_PLACE = '127.0.0.1:8295';
const OWNER_ONLY = 0o700;

/** Throws UsageError. */
export async function mdmServe(words: ServeWords): Promise<ExitCode> {
	const { lang = 'en', json = false, quiet } = words;
	const texts = SERVE_WORDS[lang];
	const door = await openDoor(words.place ?? USUAL_PLACE);
	try {
		const assets = new Assets(pagesFolder('mdm'));
		const folder = dataFolder(words);
		return await withStore(words, async (store) => {
			const log = hostLog(quiet);
			const onError = (error: unknown) => log.write('mdm', texts.failed(reasonOf(error)));
			const stop = new Stop();
			const { visitors, port } = door;
			const server = new SiteServer(mdmSite({ store, folder, port, visitors, assets, now: Date.now, onError }), door);
			mkdirSync(folder, { recursive: true, mode: OWNER_ONLY });
			const token = TokenFile.writeIn(folder, visitors.secret);
			try {
				const url = door.tokenUrl;
				process.stdout.write(json ? `${JSON.stringify({ event: 'ready', url, tokenFile: token.path })}\n` : `${texts.serving(url, token.path)}\n`);
				const ending = await stop.ending;
				if ('error' in ending) throw ending.error;
				return EXIT.done;
			} finally {
				server.close();
				token.close();
			}
		});
	} finally {
		door.close();
	}
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

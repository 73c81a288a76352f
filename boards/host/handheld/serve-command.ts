/** `keiki handheld serve`: the page, until it is ended. */
import process from 'node:process';
import { parsePanel } from '../panel/place-option.js';
import { TokenFile } from '../panel/token-file.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { notice } from '../shared/notice.js';
import { Stop } from '../shared/stop.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { Assets } from '../web/assets.js';
import type { WebPlace } from '../web/door.js';
import { pagesFolder } from '../web/pages.js';
import { WebServer } from '../web/server.js';
import { handOf, type ServeWords } from './handheld-options.js';
import { HANDHELD_USAGE } from './handheld-usage.js';
import { HANDHELD_WORDS } from './handheld-words.js';
import { hpke } from './meter-commands.js';
import { OwnFiles } from './own-files.js';
import { routesOf } from './site.js';
import { USUAL_PLACE } from './visit.js';

const USUAL: WebPlace = Object.freeze({ address: '127.0.0.1', port: 8293 });

/** Throws UsageError. */
export async function serveHandheld(told: ServeWords): Promise<ExitCode> {
	const { data, meter = USUAL_PLACE, place: text, json = false, lang = 'en' } = told;
	const words = HANDHELD_WORDS[lang];
	const place = placeOf(text);
	const hand = handOf(told);
	const files = new OwnFiles(data);
	// What is missing is told now, and not to whoever stands at a meter.
	files.officeKey();
	await hpke();
	const stop = new Stop();
	const app = {
		...{ name: 'keiki-handheld', title: 'Keiki', routes: routesOf(hand, meter, hpke), topics: [], assets: new Assets(pagesFolder('handheld')) },
		onError: (error: unknown) => notice((each) => each.failed(reasonOf(error))),
	};
	const server = await WebServer.open(app, place).catch((error: unknown) => {
		throw new UsageError(inEach(HANDHELD_USAGE, (each) => each.placeTaken(textOf(place), reasonOf(error))));
	});
	const token = TokenFile.writeIn(files.folder, server.visitors.secret);
	try {
		if (!server.isLocal) process.stderr.write(`keiki: ${words.openPlace(textOf(place))}\n`);
		const url = server.tokenUrl();
		process.stdout.write(json ? `${JSON.stringify({ event: 'ready', url, tokenFile: token.path })}\n` : `${words.serving(url)}\n`);
		const ending = await stop.ending;
		if ('error' in ending) throw ending.error;
		return EXIT.done;
	} finally {
		server.close();
		token.close();
	}
}

/** Throws UsageError. */
function placeOf(text: string | undefined): WebPlace {
	const place = text === undefined ? USUAL : parsePanel(text);
	if (typeof place === 'object') return place;
	throw new UsageError(inEach(HANDHELD_USAGE, (words) => words.noPlace(text!)));
}

function textOf({ address, port }: WebPlace): string {
	return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/** The API of objects: Route B's properties and Route A's objects, read and written from the panel. */
import { type Asked, Refusal, type Reply, type Route } from '../../web/app.js';
import type { PanelSite } from '../site.js';
import { wordsOf } from './asked.js';
import { RunEnded } from './entered.js';
import { LastReaders } from './last-readers.js';
import { RouteAObjects } from './route-a.js';
import { RouteBObjects } from './route-b.js';

type Answering = (asked: Asked) => unknown;

export function objectsRoutes(site: PanelSite): Route[] {
	const readers = new LastReaders(site.world, site.start);
	const b = new RouteBObjects(site, readers);
	const a = new RouteAObjects(site, readers);
	return [
		route('GET', '/api/objects/route-b', (asked) => b.tree(asked)),
		route('POST', '/api/objects/route-b/read', (asked) => b.read(asked)),
		route('POST', '/api/objects/route-b/write', (asked) => b.write(asked)),
		route('GET', '/api/objects/route-a', (asked) => a.tree(asked)),
		route('GET', '/api/objects/route-a/values', (asked) => a.values(asked)),
		route('POST', '/api/objects/route-a/read', (asked) => a.read(asked)),
		route('POST', '/api/objects/route-a/write', (asked) => a.write(asked)),
		route('POST', '/api/objects/route-a/act', (asked) => a.act(asked)),
	];
}

function route(method: Route['method'], path: string, answer: Answering): Route {
	const handle = async (asked: Asked): Promise<Reply> => {
		try {
			return { json: await answer(asked) };
		} catch (error) {
			if (error instanceof RunEnded) throw new Refusal(wordsOf(asked).ended(), 503);
			throw error;
		}
	};
	return { method, path, handle };
}

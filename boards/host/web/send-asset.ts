/** A file of an application's page, as a browser asked for it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from './app.js';
import type { Asset } from './assets.js';
import type { WebWords } from './words.js';

/** @throws Refusal where there is no such file, or it was not asked for by GET */
export function sendAsset(
	{ headers, method }: IncomingMessage,
	response: ServerResponse,
	asset: Asset | undefined,
	words: WebWords,
	path: string,
): void {
	if (method !== 'GET') throw new Refusal(words.wrongMethod('GET'), 405);
	if (asset === undefined) throw new Refusal(words.notFound(path), 404);
	const isGzip = /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''));
	response.writeHead(200, { 'Content-Type': asset.type, Vary: 'Accept-Encoding', ...(isGzip && { 'Content-Encoding': 'gzip' }) });
	response.end(isGzip ? asset.gzip : asset.body);
}

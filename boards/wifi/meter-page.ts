/** The one page of a device on a LAN: what its meter shows, for whoever looks, and no secret. */
import type { HttpRequest } from '../../modules/http/request-reader.js';
import { escapeHtml, HTML, type HttpResponse, plainResponse } from '../../modules/http/response.js';
import { JST_OFFSET } from '../../modules/time/japan.js';
import type { Readings } from '../../src/meter/metering/readings.js';
import { type Language, languageOf, page } from './setup-texts.js';

export interface PageFacts {
	readonly readings: Readings;
	/** `keiki-4b45.local`, and the address; a page is shown under these alone. */
	readonly name: string;
	readonly address: string;
	/** dBm; undefined: nobody knows. */
	readonly signal: number | undefined;
	/** s since the start. */
	readonly uptime: number;
	/** Messages of ECHONET Lite that came, and that went. */
	readonly received: number;
	readonly sent: number;
	/** Whether Route A is there, for whoever has keys. */
	readonly routeA: boolean;
	/** Whether what is measured is made up. */
	readonly simulated: boolean;
}

const TEXTS = Object.freeze({
	en: Object.freeze({
		title: 'Keiki: an emulated smart meter',
		power: 'Power now',
		import: 'Energy drawn',
		export: 'Energy fed in',
		time: 'Clock (JST)',
		uptime: 'Running for',
		place: 'Address',
		signal: 'Wi-Fi',
		messages: 'ECHONET Lite, messages in and out',
		routeA: 'Route A (DLMS/COSEM)',
		on: 'port 4059, with keys',
		off: 'off: no keys',
		simulated: 'What it measures is simulated.',
		unknown: 'unknown',
	}),
	ja: Object.freeze({
		title: 'Keiki 計器: 模擬スマートメーター',
		power: '瞬時電力',
		import: '積算電力量（正方向）',
		export: '積算電力量（逆方向）',
		time: '時計（JST）',
		uptime: '稼働時間',
		place: 'アドレス',
		signal: 'Wi-Fi',
		messages: 'ECHONET Lite 受信／送信',
		routeA: 'A ルート（DLMS/COSEM）',
		on: 'ポート 4059（鍵が必要）',
		off: 'なし（鍵がありません）',
		simulated: '計測値は模擬です。',
		unknown: '不明',
	}),
});

/** Only under its own name or address: a page of somebody else's, whose name leads here, gets nothing (DNS rebinding). */
export function meterPage({ method, path, host, language }: HttpRequest, facts: PageFacts): HttpResponse {
	if (method !== 'GET' && method !== 'HEAD') return { ...plainResponse(405), allow: 'GET, HEAD' };
	// A port behind the name, if there is one, is whatever was connected to.
	const [name] = host.split(':');
	if (name !== facts.name && name !== facts.address) return plainResponse(403);
	if (path !== '/') return plainResponse(404);
	return { status: 200, type: HTML, body: bodyOf(facts, languageOf(language)) };
}

function bodyOf(facts: PageFacts, language: Language): string {
	const texts = TEXTS[language];
	const { readings } = facts;
	const counts = readings.counts();
	const sample = readings.sample();
	const energy = (count: number | undefined) => (count === undefined ? texts.unknown : `${kilowattHours(count, readings.counter.wattHours)} kWh`);
	const rows: [string, string][] = [
		[texts.power, sample === undefined ? texts.unknown : `${Math.round(sample.power)} W`],
		[texts.import, energy(counts?.import)],
	];
	if (readings.twoWay) rows.push([texts.export, energy(counts?.export)]);
	rows.push(
		[texts.time, timeText(readings.now())],
		[texts.uptime, durationText(facts.uptime)],
		[texts.place, `${facts.name}, ${facts.address}`],
		[texts.signal, facts.signal === undefined ? texts.unknown : `${facts.signal} dBm`],
		[texts.messages, `${facts.received} / ${facts.sent}`],
		[texts.routeA, facts.routeA ? texts.on : texts.off],
	);
	let table = '';
	for (const [name, value] of rows) table += `<tr><th>${name}<td>${escapeHtml(value)}`;
	return page(language, texts.title, `<table>${table}</table>${facts.simulated ? `<p>${texts.simulated}` : ''}`);
}

/** @param unit Wh of one count */
function kilowattHours(count: number, unit: number): string {
	return ((count * unit) / 1000).toFixed(unit >= 1000 ? 0 : unit >= 100 ? 1 : 2);
}

/** `2026-11-22 12:29:50` */
function timeText(time: number): string {
	return new Date(time + JST_OFFSET * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

function durationText(seconds: number): string {
	const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
	return `${Math.floor(seconds / 86_400)} d ${two((seconds % 86_400) / 3600)}:${two((seconds % 3600) / 60)}`;
}

/** `npm run bench [-- WORD…]`: what README claims, measured side by side in one run; with words only those. */
import process from 'node:process';
import { benchClickHouse } from './clickhouse.js';
import { benchCollector, type CollectorRate } from './collector.js';
import { lineTime } from './far-line.js';
import { FAR_NETWORK, type Far, IMAGE_SIZE, loadFarImage, readFarProfile, SLOW_LINE } from './far-meter.js';
import { benchFleet } from './fleet.js';
import { benchHours, type Hour } from './hours.js';
import { benchLan } from './lan.js';
import { benchManyMeters } from './many-meters.js';
import { benchManyRows } from './many-rows.js';
import { measureFortyFiveDays } from './metering.js';
import { benchOffice } from './office-records.js';
import { benchPanel } from './panel.js';
import { benchPage } from './panel-page.js';
import { benchTaps } from './panel-stack.js';
import { benchPushes } from './pushes.js';
import { benchRemoteWork } from './remote-work.js';
import { machine, median, RECKONING } from './report.js';
import { benchRewrites } from './rewrites.js';
import { benchRouteA } from './route-a.js';
import { measureJoin, measureRoundTrips } from './stack.js';
import { measurePanelStart, measureStart } from './start.js';
import { measureYearOfSwaps } from './units.js';
import { benchValidation } from './validation.js';

const ROUNDS = 5;
const METERS = 1000;
const FLEET = 100_000;
const CONTRACTS = 1_000_000;
/** Of each meter; and how long the relay is gone meanwhile, ms. */
const REWRITES = 10;
const RELAY_GONE = 300_000;
/** s of a busy page. */
const PAGE_TIME = 30;
const repeat = (measure: () => number) => median(Array.from({ length: ROUNDS }, measure));
const say = (what: string, value: string) => console.log(`${what.padEnd(62)} ${value}`);
const thousands = (value: number) => Math.round(value).toLocaleString('en-US');

interface Bench {
	/** It takes many minutes: only where it is named. */
	readonly isLong?: boolean;
	readonly run: () => void | Promise<void>;
}

const BENCHES: Readonly<Record<string, Bench>> = Object.freeze({
	stack: {
		run: () => {
			say('Get round trips a second, whole secured stack, one process', thousands(repeat(measureRoundTrips)));
			say('a join, CPU of both sides', `${repeat(measureJoin).toFixed(2)} ms`);
		},
	},
	metering: {
		run: () => {
			say('a year with four units swapped each week, CPU', `${thousands(measureYearOfSwaps())} ms`);
			say('45 days of minute data, journal included', `${thousands(repeat(measureFortyFiveDays))} ms`);
		},
	},
	lan: {
		run: async () => {
			const lan = await benchLan(ROUNDS);
			say('ECHONET Lite Get over UDP loopback, 32 in flight: answers a second', thousands(lan.keiki));
			say('  a bare dgram echo', `${thousands(lan.echo)}, ratio ${lan.overEcho.toFixed(2)}`);
			say('  a device on the npm package echonet-lite', `${thousands(lan.package)}, ratio ${lan.overPackage.toFixed(2)}`);
			say('  lost', String(lan.lost));
		},
	},
	clickhouse: {
		isLong: true,
		run: async () => {
			const figures = await benchClickHouse();
			if (figures === undefined) {
				console.log('ClickHouse: not run, there is none here');
				return;
			}
			const { rate, own, stall, usual, lost, twice, memory, load } = figures;
			say('readings a second into three replicas of ClickHouse, quorum 2, one killed meanwhile', thousands(rate));
			say('  a second of the processor of the process that writes', thousands(own));
			say('  the longest write; of those before the kill', `${thousands(stall)} ms; ${thousands(usual)} ms`);
			say('  lost; twice', `${lost}; ${twice}`);
			say('  resident, of each server and of ZooKeeper', `${memory.map((each) => each.toFixed(0)).join(', ')} MB`);
			say('  load average of a minute', load.toFixed(1));
		},
	},
	collector: {
		isLong: true,
		run: async () => {
			const told = (what: string, { rate, sent, lost, cost, share, load }: CollectorRate): void =>
				say(
					`  ${what}`,
					`${thousands(rate)}/s, ${lost} of ${thousands(sent)} lost, ${cost.toFixed(1)} µs CPU each, ${Math.round(100 * share)} % of a core, load ${load.toFixed(1)}`,
				);
			say('a collector with the keys of 27 million meters, 15,000 a second for 3 minutes, then 60,000', '');
			const { bytes, resident, steady, bare, tooFast, written, accepted } = await benchCollector(27_000_000, 15_000, 180_000, 60_000, told);
			if (tooFast !== undefined) say('  fast', tooFast);
			say('  CPU of the collector to that of the bare loop', (steady.cost / bare.cost).toFixed(2));
			say('  in the journal; taken', `${thousands(written)}; ${thousands(accepted)}`);
			say('  memory', `${bytes.toFixed(1)} bytes a meter, ${thousands(resident)} MB resident`);
			if (steady.lost > 0 || written !== accepted) throw new Error('bench: readings were lost');
		},
	},
	rewrites: {
		isLong: true,
		run: async () => {
			const { took, done, other, taken, twice } = await benchRewrites(METERS, REWRITES, RELAY_GONE);
			say(
				`${thousands(METERS * REWRITES)} passwords rewritten from afar, the relay gone for ${RELAY_GONE / 60_000} minutes of them`,
				`${(took / 60_000).toFixed(1)} minutes`,
			);
			say('  done; answered otherwise; taken by units; brought twice', `${done}; ${other}; ${taken}; ${twice}`);
		},
	},
	'remote-work': {
		run: async () => {
			const { rewrite, diagnosis } = await benchRemoteWork();
			say('a password rewritten from afar, from the command to the answer', `${thousands(rewrite.median)} ms, ${thousands(rewrite.longest)} at most`);
			say('a diagnosis from afar, likewise', `${thousands(diagnosis.median)} ms, ${thousands(diagnosis.longest)} at most`);
		},
	},
	'route-a': {
		run: async () => {
			const routeA = await benchRouteA(ROUNDS);
			say('DLMS/COSEM GET over TCP loopback, one client: round trips a second', thousands(routeA.get));
			say('  a bare net echo', `${thousands(routeA.echo)}, ratio ${routeA.overEcho.toFixed(2)}`);
			say('  32 clients together', thousands(routeA.together));
			say('HLS-GMAC associations a second, releases included', thousands(routeA.associations));
			say(`a load profile of ${thousands(routeA.rows)} rows, deciphered`, `${thousands(routeA.profile)} ms`);
		},
	},
	'far-meter': {
		run: async () => {
			const farText = ({ time, roundTrips }: Far) => `${thousands(time)} ms, ${roundTrips.toFixed(1)} round trips`;
			const [inBlocks, inGeneralBlocks] = [await readFarProfile(FAR_NETWORK, false), await readFarProfile(FAR_NETWORK, true)];
			say(`${thousands(inBlocks.rows)} rows, 20 ms of round trip away, PDU 1,024, GET in blocks`, farText(inBlocks));
			say('  the same in general blocks', `${farText(inGeneralBlocks)}, ratio ${(inBlocks.time / inGeneralBlocks.time).toFixed(1)}`);
			say('an image of 256 KiB there, block by block', farText(await loadFarImage(FAR_NETWORK, false)));
			say('  the same in general blocks', farText(await loadFarImage(FAR_NETWORK, true)));
			const lineText = ({ time, bytes }: Far) =>
				`${thousands(time / 1000)} s for ${thousands(bytes)} bytes, ratio ${(time / lineTime(SLOW_LINE, IMAGE_SIZE)).toFixed(3)}`;
			say('  over HDLC at 9,600 Bd, ratio to its own bytes at 10 bits', lineText(await loadFarImage(SLOW_LINE, false)));
			say('  the same in general blocks', lineText(await loadFarImage(SLOW_LINE, true)));
		},
	},
	pushes: {
		run: async () => {
			for (const isSigned of [false, true]) {
				const { sent, received, lost } = await benchPushes(isSigned, ROUNDS);
				say(`pushes over UDP, a second of a processor, ${isSigned ? 'signed by suite 1' : 'suite 0'}: sent`, thousands(sent));
				say('  received, verified and stored', `${thousands(received)}, ${thousands(lost)} lost`);
			}
		},
	},
	start: {
		run: async () => {
			const starts = [await measureStart(), await measureStart(), await measureStart()];
			say('keiki run: ready after', `${thousands(median(starts.map(({ ready }) => ready)))} ms`);
			const memory = starts.map((start) => start.memory).filter((each) => each !== undefined);
			if (memory.length > 0) say('keiki run: resident memory', `${thousands(median(memory))} MB`);
			const panelStart = await measurePanelStart(2 * ROUNDS);
			say('keiki run: processor time until it is ready', `${panelStart.without.toFixed(0)} ms`);
			say('  with a panel', `${panelStart.with.toFixed(0)} ms, ${panelStart.more.toFixed(1)} ms more`);
		},
	},
	panel: {
		run: async () => {
			const panel = await benchPanel(ROUNDS);
			if (panel === undefined) console.log('a page beside a Get over UDP: not run, this system has no further loopback addresses');
			else {
				say('a Get over UDP, processor time of the run, one after the other', `${panel.alone.toFixed(0)} µs`);
				say('  with a page open', `${panel.watched.toFixed(0)} µs, ratio ${panel.ratio.toFixed(3)}`);
			}
			const taps = benchTaps(ROUNDS);
			say('a Get over a serial line and the secured stack, processor time', `${taps.without.toFixed(0)} µs`);
			say('  with a panel that nobody looks at', `${taps.with.toFixed(0)} µs, ratio ${taps.ratio.toFixed(2)}`);
		},
	},
	page: {
		run: async () => {
			const page = await benchPage(PAGE_TIME);
			if (typeof page === 'string') {
				console.log(`the frames in a browser: not run, ${page}`);
				return;
			}
			say(`the frames in a browser, ${PAGE_TIME} s: frames a second`, thousands(page.framesASecond));
			say('  tasks of its main thread above 50 ms by the clock', String(page.tasks.long));
			say('  the most processor time of one', `${page.tasks.processor.toFixed(1)} ms`);
		},
	},
	validation: {
		run: () => {
			say('validation of a million meter-days, processor time', `${thousands(repeat(() => benchValidation(0)))} ms`);
			say('  one half-hour in a hundred missing', `${thousands(repeat(() => benchValidation(0.01)))} ms`);
		},
	},
	'many-meters': {
		run: async () => {
			const many = await benchManyMeters(METERS);
			say(`keiki run --meters ${METERS}: ready after`, `${thousands(many.ready)} ms`);
			if (many.memory !== undefined) say('  resident memory, all of them read', `${thousands(many.memory)} MB`);
			say('  keiki hes read of all of them, HLS-GMAC and one register each', `${thousands(many.read)} ms`);
		},
	},
	'many-rows': {
		run: async () => {
			const rows = await benchManyRows();
			if (rows === undefined) console.log('10,000 meters in a browser: not run, there is no chromium here');
			for (const { what, longest } of rows ?? []) {
				const value = `${longest.processor.toFixed(0)} ms, ${longest.wall.toFixed(0)} ms on the wall clock, of ${thousands(longest.count)} tasks`;
				say(`10,000 meters in a browser, ${what}: longest task`, value);
			}
		},
	},
	fleet: {
		isLong: true,
		run: async () => {
			const fleet = await benchFleet(FLEET);
			const memory = (value: number | undefined) => (value === undefined ? 'not told' : `${thousands(value)} MB`);
			say(`keiki fleet --meters ${FLEET}: ready after; resident memory`, `${fleet.ready.toFixed(1)} s; ${memory(fleet.atReady)}`);
			say('  keiki hes read of all of them, HLS-GMAC and one register each', `${thousands(fleet.sweep)} s, ${fleet.perMeter.toFixed(2)} ms each`);
			say(
				'  a bare loop of the same frames, cryptography and connections',
				`ratio ${fleet.overBare.toFixed(1)}; resident behind it ${memory(fleet.atEnd)}`,
			);
			say(
				'  all push at once, by UDP: pushes a second',
				`${thousands(fleet.rate)}, in ${fleet.storm.toFixed(1)} s; ${thousands(fleet.received)} came`,
			);
			say('  a bare loop that seals and sends', `ratio ${fleet.ofBare.toFixed(2)}; load average ${fleet.load.toFixed(1)}`);
		},
	},
	office: { isLong: true, run: runOffice },
	hours: { isLong: true, run: runHours },
});

async function runOffice(): Promise<void> {
	for (const engine of ['sqlite', 'postgres'] as const) {
		const figures = await benchOffice(engine, CONTRACTS, (line) => process.stderr.write(`${line}\n`));
		if (figures === undefined) {
			console.log(`an office on ${engine}: not run, there is none here`);
			continue;
		}
		say(`an office of ${thousands(CONTRACTS)} contracts on ${engine}: a search, median`, `${figures.median.toFixed(1)} ms`);
		say('  99 of 100 within; the slowest', `${figures.p99.toFixed(0)} ms; ${figures.slowest}`);
		say(`  a day's change, ${thousands(figures.records)} records, imported in`, `${figures.day.toFixed(1)} s`);
	}
}

async function runHours(): Promise<void> {
	console.log('eight hours, a HEMS reading every six seconds, a page that goes from view to view; MB once all that is garbage has gone:');
	const told = await benchHours((hour) => console.log(hourText(hour)));
	if (told === undefined) {
		console.log('  not run: there is no chromium here');
		return;
	}
	const [first, ...later] = told.hours.slice(1);
	const held = ({ run }: Hour) => run.heap + run.buffers;
	const resident = ({ run }: Hour) => run.resident;
	const grown = (of: (hour: Hour) => number) => {
		const since = later.map((hour) => of(hour) - of(first!));
		return `${since.at(-1)!.toFixed(1)} MB, at most ${Math.max(...since).toFixed(1)} MB meanwhile`;
	};
	say('the run, growth after the first hour: heap and buffers', grown(held));
	say('  resident', grown(resident));
	say('the page, at most', `${Math.max(...told.hours.map(({ page }) => page.own)).toFixed(0)} MB`);
	say('  complaints of the page', told.complaints.length === 0 ? 'none' : told.complaints.join('; '));
}

function hourText({ hour, run, page, gets, routeA }: Hour): string {
	const ofRun = `run: heap ${run.heap.toFixed(1)}, buffers ${run.buffers.toFixed(1)}, resident ${run.resident.toFixed(1)}`;
	const ofPage = `page: heap ${page.heap.toFixed(1)}, own ${page.own.toFixed(1)}, ${page.nodes} nodes, ${page.listeners} listeners`;
	return `  hour ${hour}: ${ofRun}; ${ofPage}; ${thousands(gets)} Gets, ${thousands(routeA)} of Route A`;
}

const asked = process.argv.slice(2);
const unknown = asked.find((word) => !(word in BENCHES));
if (unknown === undefined) {
	console.log(machine());
	console.log(`${ROUNDS} rounds after one to warm up; ${RECKONING}`);
	for (const [word, { isLong = false, run }] of Object.entries(BENCHES)) if (asked.length === 0 ? !isLong : asked.includes(word)) await run();
} else {
	process.stderr.write(`bench: expected none or some of ${Object.keys(BENCHES).join(', ')}, got "${unknown}"\n`);
	process.exitCode = 2;
}

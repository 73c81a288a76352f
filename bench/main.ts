/** `npm run bench`: what README claims, measured side by side in one run. */
import { readFarProfile } from '../test/modules/dlms/far-line.js';
import { benchLan } from './lan.js';
import { benchManyMeters } from './many-meters.js';
import { measureFortyFiveDays } from './metering.js';
import { benchPanel } from './panel.js';
import { benchTaps } from './panel-stack.js';
import { machine, median, RECKONING } from './report.js';
import { benchRouteA } from './route-a.js';
import { measureJoin, measureRoundTrips } from './stack.js';
import { measureStart } from './start.js';
import { measureYearOfSwaps } from './units.js';

const ROUNDS = 5;
const METERS = 1000;
const repeat = (measure: () => number) => median(Array.from({ length: ROUNDS }, measure));
const say = (what: string, value: string) => console.log(`${what.padEnd(62)} ${value}`);
const thousands = (value: number) => Math.round(value).toLocaleString('en-US');

console.log(machine());
console.log(`${ROUNDS} rounds after one to warm up; ${RECKONING}`);
say('Get round trips a second, whole secured stack, one process', thousands(repeat(measureRoundTrips)));
say('a join, CPU of both sides', `${repeat(measureJoin).toFixed(2)} ms`);
say('a year with four units swapped each week, CPU', `${thousands(measureYearOfSwaps())} ms`);
say('45 days of minute data, journal included', `${thousands(repeat(measureFortyFiveDays))} ms`);

const lan = await benchLan(ROUNDS);
say('ECHONET Lite Get over UDP loopback, 32 in flight: answers a second', thousands(lan.keiki));
say('  a bare dgram echo', `${thousands(lan.echo)}, ratio ${lan.overEcho.toFixed(2)}`);
say('  a device on the npm package echonet-lite', `${thousands(lan.package)}, ratio ${lan.overPackage.toFixed(2)}`);
say('  lost', String(lan.lost));

const routeA = await benchRouteA(ROUNDS);
say('DLMS/COSEM GET over TCP loopback, one client: round trips a second', thousands(routeA.get));
say('  a bare net echo', `${thousands(routeA.echo)}, ratio ${routeA.overEcho.toFixed(2)}`);
say('  32 clients together', thousands(routeA.together));
say('HLS-GMAC associations a second, releases included', thousands(routeA.associations));
say(`a load profile of ${thousands(routeA.rows)} rows, deciphered`, `${thousands(routeA.profile)} ms`);
const [inBlocks, inGeneralBlocks] = [readFarProfile(undefined), readFarProfile(63)];
say(
	'  20 ms of round trip away, 10 Mbit/s, PDU 1,024, GET in blocks',
	`${thousands(inBlocks.time)} ms, ${inBlocks.roundTrips.toFixed(1)} round trips`,
);
const farRatio = `ratio ${(inBlocks.time / inGeneralBlocks.time).toFixed(1)}`;
say('  the same in general blocks', `${thousands(inGeneralBlocks.time)} ms, ${inGeneralBlocks.roundTrips.toFixed(1)} round trips, ${farRatio}`);

const starts = [await measureStart(), await measureStart(), await measureStart()];
say('keiki run: ready after', `${thousands(median(starts.map(({ ready }) => ready)))} ms`);
const memory = starts.map((start) => start.memory).filter((each) => each !== undefined);
if (memory.length > 0) say('keiki run: resident memory', `${thousands(median(memory))} MB`);

const panel = await benchPanel(ROUNDS);
if (panel !== undefined) {
	say('a Get over UDP, processor time of the run, one after the other', `${panel.alone.toFixed(0)} µs`);
	say('  with a page open', `${panel.watched.toFixed(0)} µs, ratio ${panel.ratio.toFixed(3)}`);
}

const taps = benchTaps(ROUNDS);
say('a Get over a serial line and the secured stack, processor time', `${taps.without.toFixed(0)} µs`);
say('  with a panel that nobody looks at', `${taps.with.toFixed(0)} µs, ratio ${taps.ratio.toFixed(2)}`);

const many = await benchManyMeters(METERS);
say(`keiki run --meters ${METERS}: ready after`, `${thousands(many.ready)} ms`);
if (many.memory !== undefined) say('  resident memory, all of them read', `${thousands(many.memory)} MB`);
say('  keiki hes read of all of them, HLS-GMAC and one register each', `${thousands(many.read)} ms`);

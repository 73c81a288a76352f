/** How it is, in one line: the clock, who is joined, what was served last, Table 2, faults, supply. At most four times a second. */
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { ESV } from '../../../../modules/echonet-lite/frame.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { addressText } from '../../../../src/world/watch/address-text.js';
import type { Exchange } from '../../../../src/world/watch/exchange-tap.js';
import { propertyText } from '../../shared/property-text.js';
import type { Topic } from '../../web/app.js';
import { meterAsked } from '../meter-asked.js';
import type { PanelSite } from '../site.js';
import type { Served, StatusTold } from './status-told.js';

/** ms. */
const BEAT = 250;
const POWER = 0xe7;

interface Get {
	readonly exchange: Exchange;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly at: number;
}

export function statusTopic(site: PanelSite): Topic {
	const { world } = site;
	/** The last one of each meter. */
	const gets = new Map<string, Get>();
	world.events.tap((event) => {
		if (event.kind !== 'exchange' || event.exchange.kind !== 'get' || event.exchange.answer.esv !== ESV.Get_Res) return;
		gets.set(event.node, { exchange: event.exchange, at: Math.floor(site.start + world.events.elapsed) });
	});
	const statusOf = (name: string | null): StatusTold => {
		const meter = meterAsked(site, name);
		const { scheduler, faults, dongles } = world.simulator;
		const diagnosis = meter.diagnosis();
		const hems = meter.routeB?.status.report().hems;
		const peer = hems && addressText(hems);
		const get = gets.get(meter.name);
		return {
			time: Math.floor(site.start + scheduler.now()),
			speed: site.ready.speed,
			power: meter.hasPower,
			supply: meter.supply,
			joined: peer === undefined ? null : (dongles.find((dongle) => addressOf(dongle.network.macAddress) === peer)?.name ?? peer),
			served: get === undefined ? null : servedOf(get, meter.readings.counter.wattHours),
			verdict: diagnosis?.verdict ?? null,
			causes: diagnosis?.causes ?? [],
			faults: faults.running.map((fault) => fault.name),
		};
	};
	return {
		name: 'status',
		open: (query, tell) => {
			const meter = query.get('meter');
			let told = '';
			const look = () => {
				site.enter(() => {});
				const status = statusOf(meter);
				const text = JSON.stringify({ ...status, time: Math.floor(status.time / 1000) });
				if (text === told) return;
				told = text;
				tell(status);
			};
			look();
			const beat = setInterval(look, BEAT);
			beat.unref();
			return () => clearInterval(beat);
		},
	};
}

function addressOf(macAddress: Uint8Array): string {
	return addressText(linkLocalAddress(macAddress));
}

/** The power where it is among them, else the first one. */
function servedOf({ exchange: { answer, properties }, at }: Get, wattHours: number): Served | null {
	const accepted = properties.filter(({ accepted: isAccepted, edt }) => isAccepted && edt.length > 0);
	const property = accepted.find(({ epc }) => epc === POWER) ?? accepted[0];
	if (property === undefined) return null;
	const text = (language: 'en' | 'ja') => propertyText(answer.seoj, property, wattHours, language);
	return { epc: toUpperHex(Uint8Array.of(property.epc)), at, texts: { en: text('en'), ja: text('ja') } };
}

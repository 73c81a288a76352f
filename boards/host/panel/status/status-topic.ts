/** How it is, in one line: the clock, who is joined, what was served last, Table 2, faults, supply. At most four times a second. */
import { fromHex } from '../../../../modules/bytes/hex.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import type { WorldEvent } from '../../../../src/world/schema/event-rows.js';
import { addressText } from '../../../../src/world/watch/address-text.js';
import { propertyText } from '../../shared/property-text.js';
import type { Topic } from '../../web/app.js';
import { meterAsked } from '../meter-asked.js';
import type { PanelSite } from '../site.js';
import type { Served, StatusTold } from './status-told.js';

/** ms. */
const BEAT = 250;
const POWER = 'E7';

type Get = WorldEvent & { readonly event: 'get' };

export function statusTopic(site: PanelSite): Topic {
	const { world } = site;
	/** The last one of each meter. */
	const gets = new Map<string, Get>();
	world.events.subscribe(
		(event) => {
			if (event.event === 'get' && event.service === 'Get_Res') gets.set(event.node, event);
		},
		['get'],
	);
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
			served: get === undefined ? null : servedOf(get, site.start, meter.readings.counter.wattHours),
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
function servedOf({ object, properties, elapsedMs }: Get, start: number, wattHours: number): Served | null {
	const accepted = properties.filter(({ accepted: isAccepted, edt }) => isAccepted && edt !== '');
	const property = accepted.find(({ epc }) => epc === POWER) ?? accepted[0];
	if (property === undefined) return null;
	const frame = { epc: Number.parseInt(property.epc, 16), edt: fromHex(property.edt) };
	const text = (language: 'en' | 'ja') => propertyText(Number.parseInt(object, 16), frame, wattHours, language);
	return { epc: property.epc, at: start + elapsedMs, texts: { en: text('en'), ja: text('ja') } };
}

/** The panel's own server, and Route A over TCP, of a world whose time only a test moves. */
import { Panel } from '../../../../boards/host/panel/panel.js';
import type { PanelSite } from '../../../../boards/host/panel/site.js';
import { RouteAPlace } from '../../../../boards/host/run/route-a-place.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { DlmsReader } from './dlms-reader.js';
import { StillRig } from './still-rig.js';

const ANYWHERE = Object.freeze({ address: '127.0.0.1', port: 0 });
const LOG = { write() {} };

export class HeldRig extends StillRig {
	readonly panel: Panel;
	readonly #routeA: RouteAPlace;

	private constructor(panel: Panel, routeA: RouteAPlace) {
		super(() => [], { routeA: () => ({ keys: DEMO_KEYS, link: (meter) => routeA.link(LOG, () => meter.macAddress, meter.routeAFaults) }) });
		this.panel = panel;
		this.#routeA = routeA;
	}

	static async start(): Promise<HeldRig> {
		let rig: HeldRig | undefined;
		const routeA = await RouteAPlace.at(ANYWHERE, '--route-a', {}, (event) => rig?.enter(event), undefined, 1);
		rig = new HeldRig(await Panel.open(ANYWHERE, undefined), routeA);
		await rig.panel.show(rig.#site, LOG);
		return rig;
	}

	/** What a head-end reads of an object, `3/1.0.1.7.0.255`. */
	read(object: string): Promise<unknown> {
		return new DlmsReader(this.#routeA.addresses[0]!).read(object);
	}

	stop(): void {
		this.panel.close();
		this.#routeA.close();
	}

	get #site(): PanelSite {
		const { world, control, enter, start, onStep, ofRun } = this;
		const meters = world.simulator.meters.map(({ identity: { name, serial, supplyPoint } }) => ({ node: name, serial, supplyPoint }));
		const ready = { seed: 1, speed: 1, meters, dongles: [] } as unknown as PanelSite['ready'];
		return { world, control, enter, start, onStep, ofRun, hasPast: false, ready, keys: () => DEMO_KEYS };
	}
}

import type { Log } from '../../../hal/ports/log.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { Datagrams } from '../../../modules/datagram/datagram.js';
import { type CoordinatorState, SkCoordinator } from '../../../modules/wi-sun-module/skstack/host/coordinator.js';
import type { Model } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { type LinkRequest, type MeterLink, tapped } from './link.js';

export interface ModuleLinkSettings {
	/** The UART towards the module. */
	readonly serial: Serial;
	/** Undefined: found out. */
	readonly model: Model | undefined;
	readonly log: Log;
	readonly onState: (state: CoordinatorState, detail: string) => void;
}

/** Route B on a real air, by a Wi-SUN module that is coordinator and authentication agent of the communication unit in place. */
export class ModuleLink implements MeterLink {
	readonly datagrams: Datagrams;
	readonly isBusy = false;
	readonly #coordinator: SkCoordinator;

	constructor(request: LinkRequest, { serial, model, log, onState }: ModuleLinkSettings) {
		const { contacts, channel, panId, onLimit } = request;
		this.#coordinator = new SkCoordinator({ serial, scheduler: contacts, log, channel, panId, model, onState, onLimit });
		this.datagrams = tapped(this.#coordinator, request);
	}

	/** The module's own; undefined before it was reached. */
	get macAddress(): Uint8Array | undefined {
		return this.#coordinator.info?.mac;
	}

	/** Its PAN is gone. */
	close(): void {
		this.#coordinator.stop();
	}
}

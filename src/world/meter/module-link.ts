import type { Log } from '../../../hal/ports/log.js';
import type { Serial } from '../../../hal/ports/serial.js';
import type { Datagrams } from '../../../modules/datagram/datagram.js';
import { type CoordinatorState, SkCoordinator } from '../../../modules/wi-sun-module/skstack/host/coordinator.js';
import type { Model } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { type FaultName, strikesAt } from '../fault/fault-table.js';
import { MeterFaults } from '../fault/meter-faults.js';
import type { Refusal } from '../schema/answer-rows.js';
import type { ModuleCapture } from '../watch/module-capture.js';
import { type LinkRequest, type MeterLink, type RouteBCarrier, tapped } from './link.js';

export interface ModuleLinkSettings {
	/** The UART towards the module. */
	readonly serial: Serial;
	/** Undefined: found out. */
	readonly model: Model | undefined;
	readonly log: Log;
	readonly capture?: ModuleCapture | undefined;
	readonly onState: (state: CoordinatorState, detail: string) => void;
}

/** Faults of the meter that lie above the module, or that it can be told to play. */
const ABOVE_THE_MODULE: readonly FaultName[] = Object.freeze(['wrong-password', 'end-session', 'mute', 'meter-asks']);

/** A real air, by one module. */
export function moduleCarrier(settings: ModuleLinkSettings): RouteBCarrier {
	return { connect: (request) => new ModuleLink(request, settings), takesKeys: false, faultRefusal };
}

/** Route B on a real air, by a Wi-SUN module that is coordinator and authentication agent of the communication unit in place. */
export class ModuleLink implements MeterLink {
	readonly datagrams: Datagrams;
	readonly isBusy = false;
	readonly #coordinator: SkCoordinator;
	readonly #faults: MeterFaults;

	constructor(request: LinkRequest, { serial, model, log, capture, onState }: ModuleLinkSettings) {
		const { contacts, channel, panId, onLimit, faults: switches } = request;
		this.#coordinator = new SkCoordinator({
			serial: capture?.serial(serial) ?? serial,
			scheduler: contacts,
			log,
			channel,
			panId,
			model,
			onState,
			onLimit,
		});
		const faults = new MeterFaults({
			switches,
			scheduler: contacts,
			actions: { terminate: (peer) => this.#coordinator.terminate(peer), restart: ofTheModule, move: ofTheModule },
		});
		this.#faults = faults;
		const datagrams = capture?.datagrams(this.#coordinator, () => this.macAddress) ?? this.#coordinator;
		this.datagrams = faults.replies(tapped(faults.stack(datagrams), request, (event, peer) => faults.onPeer(event, peer)));
	}

	/** The module's own; undefined before it was reached. */
	get macAddress(): Uint8Array | undefined {
		return this.#coordinator.info?.mac;
	}

	/** Its PAN is gone. */
	close(): void {
		this.#faults.stop();
		this.#coordinator.stop();
	}
}

function faultRefusal(name: FaultName): Refusal | undefined {
	if (strikesAt(name, 'replies') || ABOVE_THE_MODULE.includes(name)) return undefined;
	return { kind: 'inModule', name };
}

/** Its session and its place: refused as faults. */
function ofTheModule(): void {}

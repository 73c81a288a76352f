/** The ladders of all dongles of a run, from when the panel opened. */
import type { EventFields } from '../../../../src/world/schema/event-rows.js';
import type { PanelSite } from '../site.js';
import { headOf } from './attempts.js';
import { causeOf } from './causes.js';
import { DongleLadder } from './dongle-ladder.js';
import type { LadderChange, LadderStand, LadderTold } from './ladder-told.js';
import type { PortRung } from './rung.js';
import { type Sight, sightOf } from './sight.js';
import { timersOf } from './timers.js';

export class Ladders {
	readonly #site: PanelSite;
	readonly #ladders: readonly DongleLadder[];
	readonly #end: () => void;
	#listeners: readonly (() => void)[] = [];

	constructor(site: PanelSite) {
		this.#site = site;
		const { simulator, events } = site.world;
		const onChange = () => {
			for (const listener of this.#listeners) listener();
		};
		const options = { now: () => simulator.scheduler.now(), meters: () => simulator.meters, onChange };
		this.#ladders = simulator.dongles.map((dongle) => new DongleLadder({ ...options, dongle }));
		this.#end = events.subscribe(
			(event) => {
				switch (event.event) {
					case 'unsent':
						if (event.why !== 'refused') this.find(event.node)?.onUnsent(event.why);
						return;
					case 'limit':
						this.find(event.node)?.onPort(event.limited ? 'limited' : 'unlimited');
						return;
					case 'port':
						this.#onPort(event.node, event);
						return;
					case 'notify':
						if (event.peerNode !== null) this.find(event.peerNode)?.onNotified();
						return;
					case 'join':
						if (event.peerNode) this.find(event.peerNode)?.onMeter(event.node, event.step, event.detail);
				}
			},
			['unsent', 'limit', 'port', 'notify', 'join'],
		);
	}

	/** Looks on no more. */
	close(): void {
		this.#end();
		for (const ladder of this.#ladders) ladder.close();
	}

	get all(): readonly DongleLadder[] {
		return this.#ladders;
	}

	find(node: string): DongleLadder | undefined {
		return this.#ladders.find(({ dongle }) => dongle.name === node);
	}

	/** Told that anything has changed. Returns what ends that. */
	listen(listener: () => void): () => void {
		this.#listeners = [...this.#listeners, listener];
		return () => {
			this.#listeners = this.#listeners.filter((each) => each !== listener);
		};
	}

	/** @param meter the one that is looked at, where nothing else tells which one it is */
	told(ladder: DongleLadder, meter: string): LadderTold {
		const { attempts } = ladder;
		return { ...this.stand(ladder, meter), attempts: attempts.all.map(headOf), rungs: attempts.current?.rungs ?? [] };
	}

	/** What has changed since `change`; undefined before the first attempt. */
	changed(ladder: DongleLadder, meter: string, change: number): LadderChange | undefined {
		const { attempts } = ladder;
		const { current } = attempts;
		if (current === undefined) return undefined;
		return { ...this.stand(ladder, meter), attempt: headOf(current), rungs: attempts.changedSince(change) };
	}

	stand(ladder: DongleLadder, meter: string): LadderStand {
		const { dongle, attempts, seen } = ladder;
		const sight = this.sight(ladder, meter);
		const number = this.#ladders.indexOf(ladder);
		return {
			node: dongle.name,
			model: dongle.model.name,
			path: this.#site.ready.dongles[number]?.path ?? '',
			dialect: sight.dialect,
			touched: seen.opened || seen.wrote,
			scanning: dongle.isScanning,
			verdict: sight.meter.verdict,
			verdictCauses: sight.meter.causes,
			meter: sight.meter.node,
			stopped: causeOf(sight, attempts.current?.rungs ?? []) ?? null,
			timers: timersOf(ladder),
			now: sight.now,
		};
	}

	sight(ladder: DongleLadder, meter: string): Sight {
		return sightOf(ladder, this.#site.world, meter);
	}

	/** Of a dongle that is unplugged its own power tells. */
	#onPort(node: string, { state }: EventFields<'port'>): void {
		const ladder = this.find(node);
		if (ladder === undefined || state === 'set' || !ladder.dongle.isPlugged) return;
		const what: PortRung['what'] = state;
		if (ladder.attempts.last?.sort === 'port' && state === 'back') return;
		ladder.onPort(what);
	}
}

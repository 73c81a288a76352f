/**
 * Reading and writing on Route B from the panel.
 *
 * | the meter                         | read                        | write                                                   |
 * |-----------------------------------|-----------------------------|---------------------------------------------------------|
 * | has a HEMS, or one is on its way  | what it would answer        | what it would answer; nothing is done, and that is told |
 * | has nobody                        | the panel's own dongle      | the panel's own dongle                                  |
 * | is on a real radio                | what it would answer        | what it would answer; nothing is done                   |
 * | on the air and on a LAN as well   | as without the LAN          | as without: on a LAN nobody joins, whoever asks is answered |
 */
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { decodeFrame, ESV, encodeFrame, type Frame, type Property } from '../../../../modules/echonet-lite/frame.js';
import type { RouteB } from '../../../../src/route-b/route-b.js';
import type { VisitOutcome } from '../../../../src/world/dongle/visitor.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import { wouldAnswer } from '../../../../src/world/meter/would-be.js';
import type { VisitRefusal } from '../../../../src/world/simulation/visits.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { addressText } from '../../../../src/world/watch/address-text.js';
import { hexByte, serviceName } from '../../../../src/world/watch/property-json.js';
import { type Asked, Refusal } from '../../web/app.js';
import { meterAsked } from '../meter-asked.js';
import type { PanelSite } from '../site.js';
import { Turns } from '../turns.js';
import { edtOf, eojOf, epcOf, epcsOf, fieldsOf, wordsOf } from './asked.js';
import { within } from './entered.js';
import type { LastReaders } from './last-readers.js';
import { nodeObjects, objectsText, toldValue, wattHoursOf } from './route-b-tree.js';
import type { RouteBAnswer, RouteBTree, WouldReason } from './told.js';

const CONTROLLER = 0x05ff01;
const NOTHING = new Uint8Array(0);
const LAST_TID = 0xffff;
/** s of this computer's clock that a visit may take. */
const PATIENCE = 25;

/** Why nobody visits, where that is no wrong question. */
const WHY: Readonly<Record<Exclude<VisitRefusal, 'away' | 'visited'>, WouldReason>> = Object.freeze({
	elsewhere: 'real radio',
	joined: 'hems joined',
	joining: 'hems joining',
});

export class RouteBObjects {
	readonly #site: PanelSite;
	readonly #readers: LastReaders;
	/** One visit at a time in all of the world. */
	readonly #turns = new Turns<'world'>();
	#tid = 0;

	constructor(site: PanelSite, readers: LastReaders) {
		this.#site = site;
		this.#readers = readers;
	}

	tree(asked: Asked): RouteBTree {
		const meter = meterAsked(this.#site, asked.query.get('meter'), asked.language);
		return within(this.#site, () => {
			const routeB = this.#routeBOf(asked, meter);
			const { hems } = routeB;
			const { visits } = this.#site.world.simulator;
			const refusal = visits.refusal(meter);
			const why = refusal === undefined || refusal === 'away' || refusal === 'visited' ? null : WHY[refusal];
			return {
				meter: meter.name,
				...this.#now,
				way: 'would',
				medium: meter.hearsByPlc ? 'plc' : 'wi-sun',
				hems: hems === undefined ? null : { peer: addressText(hems), node: this.#site.world.nameOf(hems) ?? null },
				next: { way: why === null ? 'own dongle' : 'would', why },
				objects: nodeObjects(routeB, { meter: meter.name, readers: this.#readers, language: asked.language }),
			};
		});
	}

	async read(asked: Asked): Promise<RouteBAnswer> {
		const fields = fieldsOf(asked);
		const properties = epcsOf(asked, fields).map((epc) => ({ epc, edt: NOTHING }));
		return this.#ask(asked, ESV.Get, properties);
	}

	async write(asked: Asked): Promise<RouteBAnswer> {
		const fields = fieldsOf(asked);
		return this.#ask(asked, ESV.SetC, [{ epc: epcOf(asked, fields), edt: edtOf(asked, fields) }]);
	}

	async #ask(asked: Asked, esv: number, properties: readonly Property[]): Promise<RouteBAnswer> {
		const { way, ...fields } = fieldsOf(asked);
		const meter = meterAsked(this.#site, asked.query.get('meter'), asked.language);
		const deoj = eojOf(asked, fields);
		if (way !== undefined && way !== 'would') throw new Refusal(wordsOf(asked).field('way', '"would"'));
		const request: Frame = { tid: this.#nextTid(), seoj: CONTROLLER, deoj, esv, properties };
		within(this.#site, () => {
			const routeB = this.#routeBOf(asked, meter);
			const there = [routeB.nodeProfile, routeB.meter.object].some(({ eoj }) => eoj === deoj);
			if (!there) throw new Refusal(wordsOf(asked).noObject(String(fields.eoj), objectsText(routeB)), 404);
		});
		if (way === 'would') return within(this.#site, () => this.#would(asked, meter, request, 'asked'));
		const waited = this.#turns.take('world', () => this.#visit(asked, meter, request));
		if (waited === undefined) throw new Refusal(wordsOf(asked).busy(this.#turns.most), 429);
		return waited;
	}

	/** As the table above has it. Settles when the next may have a turn. */
	#visit(asked: Asked, meter: EmulatedMeter, request: Frame): Promise<RouteBAnswer> {
		return new Promise((resolve, reject) => {
			let answer: RouteBAnswer | undefined;
			const { visits } = this.#site.world.simulator;
			const settle = (work: () => void) => {
				try {
					work();
				} catch (error) {
					finish();
					reject(error);
				}
			};
			const timer = setTimeout(() => {
				reject(new Refusal(wordsOf(asked).tooSlow(PATIENCE), 504));
				settle(() => within(this.#site, () => visits.end()));
			}, PATIENCE * 1000);
			const finish = () => {
				clearTimeout(timer);
				if (answer !== undefined) resolve(answer);
			};
			settle(() =>
				within(this.#site, () => {
					const refusal = visits.visit(
						meter,
						encodeFrame(request),
						(outcome) =>
							settle(() => {
								answer = this.#visited(asked, meter, request, outcome);
								if (visits.refusal(meter) !== 'visited') finish();
							}),
						finish,
					);
					if (refusal === undefined) return;
					if (refusal === 'away') throw new Refusal(wordsOf(asked).noRouteB(), 409);
					if (refusal === 'visited') throw new Refusal(wordsOf(asked).busy(1), 429);
					answer = this.#would(asked, meter, request, WHY[refusal]);
					finish();
				}),
			);
		});
	}

	#visited(asked: Asked, meter: EmulatedMeter, request: Frame, outcome: VisitOutcome): RouteBAnswer {
		if (outcome.kind === 'interrupted' && !(outcome.sent && this.#hasIt(meter, request))) return this.#would(asked, meter, request, 'hems came');
		const isOut = outcome.kind === 'notJoined';
		return this.#told(asked, meter, request, outcome.kind === 'answered' ? outcome.answer : undefined, {
			way: 'own dongle',
			why: null,
			outcome: outcome.kind === 'interrupted' ? 'unanswered' : outcome.kind,
			refusedJoin: isOut && outcome.refused,
			done: !isOut && this.#hasIt(meter, request),
			announced: [],
		});
	}

	#would(asked: Asked, meter: EmulatedMeter, request: Frame, why: WouldReason): RouteBAnswer {
		const routeB = this.#routeBOf(asked, meter);
		const { answer, announced } = wouldAnswer(routeB, meter.link!.datagrams.maxPayload, request);
		const outcome = answer === undefined ? 'unanswered' : 'answered';
		return this.#told(asked, meter, request, answer, {
			way: 'would',
			why,
			outcome,
			refusedJoin: false,
			done: false,
			announced: announced.map(hexByte),
		});
	}

	/** Of a write: whether the meter has now what it was to have, whether or not an answer came. */
	#hasIt({ routeB }: EmulatedMeter, { esv, deoj, properties }: Frame): boolean {
		if (esv !== ESV.SetC || routeB === undefined) return false;
		const object = [routeB.nodeProfile, routeB.meter.object].find(({ eoj }) => eoj === deoj);
		return properties.every(({ epc, edt }) => equalBytes(object?.get(epc) ?? NOTHING, edt));
	}

	#told(
		asked: Asked,
		meter: EmulatedMeter,
		request: Frame,
		answer: Uint8Array | undefined,
		told: Pick<RouteBAnswer, 'way' | 'why' | 'outcome' | 'refusedJoin' | 'done' | 'announced'>,
	): RouteBAnswer {
		const frame = answer && decodeFrame(answer);
		const { routeB } = meter;
		const wattHours = routeB === undefined ? undefined : wattHoursOf(routeB);
		return {
			meter: meter.name,
			...this.#now,
			...told,
			request: toUpperHex(encodeFrame(request)),
			answer: answer === undefined ? null : toUpperHex(answer),
			service: frame === undefined ? null : serviceName(frame.esv),
			properties: (frame?.properties ?? []).map(({ epc, edt }) => ({
				epc: hexByte(epc),
				...toldValue(request.deoj, epc, edt, wattHours ?? 0, asked.language),
				// A refused write comes back with its data, a refused read without.
				accepted: request.esv === ESV.Get ? edt.length > 0 : edt.length === 0,
			})),
		};
	}

	#routeBOf(asked: Asked, { routeB, link }: EmulatedMeter): RouteB {
		if (routeB === undefined || link === undefined) throw new Refusal(wordsOf(asked).noRouteB(), 409);
		return routeB;
	}

	#nextTid(): number {
		this.#tid = this.#tid === LAST_TID ? 1 : this.#tid + 1;
		return this.#tid;
	}

	get #now() {
		const elapsed = this.#site.world.simulator.scheduler.now();
		return { time: isoTime(this.#site.start + elapsed), elapsedMs: Math.floor(elapsed) };
	}
}

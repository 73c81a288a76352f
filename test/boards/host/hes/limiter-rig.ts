/** A meter with a limiter that keeps what it is set to, and how it was after each SET. */

import { FactsObject } from '../../../../modules/cosem/facts-object.js';
import { type EmergencyProfile, type LimiterFacts, LimiterObject } from '../../../../modules/cosem/limiter.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { PHYSICAL_UNIT, register } from '../../../../modules/cosem/register-class.js';
import { NO_SCRIPT } from '../../../../modules/cosem/value-parts.js';
import { DataTag } from '../../../../modules/dlms/axdr/data-writer.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { MeterRig } from '../../../src/head-end/meter-rig.js';

const NONE = 0xffff;

export class LimiterRig implements LimiterFacts {
	readonly meter: MeterRig;
	readonly deviation = -540;
	readonly monitored = { classId: 3, name: NAME.currentSum, attribute: 2, tag: DataTag.longUnsigned } as const;
	thresholdNormal = NONE;
	thresholdEmergency = NONE;
	minOver = 0;
	minUnder = 0;
	emergency: EmergencyProfile = { id: 0, activation: Number.POSITIVE_INFINITY, duration: 0 };
	emergencyGroups: readonly number[] = [];
	actionOver = NO_SCRIPT;
	actionUnder = NO_SCRIPT;
	/** After each SET: the attribute, and the threshold in force. */
	readonly sets: string[] = [];

	/** @param scaler of the current that it watches */
	constructor(scaler: number) {
		const rights = { 1: { attributes: '13133333313', methods: '' } };
		const current = register<void>(PHYSICAL_UNIT.ampere, scaler, (w) => w.longUnsigned(0));
		this.meter = new MeterRig({
			keys: DEMO_KEYS,
			entries: [
				{ object: new LimiterObject(NAME.limiter, () => this), rights },
				{ object: new FactsObject(current, NAME.currentSum, () => {}), rights: { 1: { attributes: '111', methods: '' } } },
			],
		});
	}

	get isEmergency(): boolean {
		const { id, activation, duration } = this.emergency;
		const since = Date.now() + this.meter.ahead - activation;
		return since >= 0 && since < 1000 * duration && this.emergencyGroups.includes(id);
	}

	get thresholdActive(): number {
		return this.isEmergency ? this.thresholdEmergency : this.thresholdNormal;
	}

	setMonitored = () => this.#set('monitored', () => {});
	setThresholdNormal = (value: number) => this.#set('normal', () => (this.thresholdNormal = value));
	setThresholdEmergency = (value: number) => this.#set('emergency', () => (this.thresholdEmergency = value));
	setMinOver = (seconds: number) => this.#set('minOver', () => (this.minOver = seconds));
	setMinUnder = (seconds: number) => this.#set('minUnder', () => (this.minUnder = seconds));
	setEmergency = (profile: EmergencyProfile) => this.#set('profile', () => (this.emergency = profile));
	setEmergencyGroups = (ids: readonly number[]) => this.#set('groups', () => (this.emergencyGroups = ids));
	setActions = (over: typeof NO_SCRIPT, under: typeof NO_SCRIPT) => this.#set('actions', () => ([this.actionOver, this.actionUnder] = [over, under]));

	#set(attribute: string, change: () => unknown): number {
		change();
		this.sets.push(`${attribute} ${this.thresholdActive}`);
		return 0;
	}
}

/** Image transfer of a meter with faults: what its methods do, and what it tells of that. */
import { uint32 } from '../../../modules/bytes/uint.js';
import { canActivate, IMAGE_METHOD, IMAGE_STATUS, type ImageFacts } from '../../../modules/cosem/image-transfer.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { ACTION_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { Target } from '../../../modules/dlms/apdu/descriptor.js';
import type { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import type { Caller, LogicalDevice } from '../../../modules/dlms/server/logical-device.js';
import { MINUTE } from '../../../modules/time/durations.js';
import type { MeterState } from '../../route-a/meter-state.js';
import type { FaultSwitches } from './fault-switches.js';
import { spread } from './faulty-rows.js';

const VERIFY_TIME = 10 * MINUTE;
const STATUS = 6;
const TO_ACTIVATE = 7;
/** Where the number of a block stands in the parameter: behind the tags of structure and number. */
const NUMBER_AT = 3;
const NUMBER_END = 7;

export class FaultyImages {
	readonly #meter: MeterState;
	readonly #switches: FaultSwitches;
	/** End of a verification that takes its time, by the meter's clock, ms. */
	#verifiedAt = 0;
	/** An activation was said to be successful that was none. */
	#isOld = false;

	constructor(meter: MeterState, switches: FaultSwitches) {
		this.#meter = meter;
		this.#switches = switches;
	}

	/** Calls a method; `act` is what the meter does. */
	act(target: Target, parameter: Uint8Array | undefined, { device, rights }: Caller, act: () => number): number {
		const images = this.#meter.control.images;
		const isScript = target.name === NAME.imageScripts;
		if (images === undefined || !(isScript || target.name === NAME.imageTransfer) || !mayCall(device, target, rights)) return act();
		const method = isScript ? IMAGE_METHOD.activate : target.index;
		if (method === IMAGE_METHOD.transfer) return this.#stalls(images, parameter) ? ACTION_RESULT.success : act();
		if (method === IMAGE_METHOD.initiate) {
			this.#verifiedAt = 0;
			this.#isOld = false;
			return act();
		}
		if (this.#isVerifying) return ACTION_RESULT.temporaryFailure;
		if (method === IMAGE_METHOD.verify) return this.#verify(images, act);
		if (this.#isOld || !images.enabled || !canActivate(images) || !this.#switches.strikes('activation-old')) return act();
		this.#isOld = true;
		return ACTION_RESULT.temporaryFailure;
	}

	/** Puts something else in place of what was put from `start` on. */
	read({ name, index }: Target, w: DataWriter, start: number): void {
		if (name !== NAME.imageTransfer || (index !== STATUS && index !== TO_ACTIVATE)) return;
		const isVerifying = this.#isVerifying;
		if (!isVerifying && !this.#isOld) return;
		if (index === STATUS) {
			w.truncate(start);
			w.enum(isVerifying ? IMAGE_STATUS.verificationInitiated : IMAGE_STATUS.activationSuccessful);
		} else if (isVerifying) {
			w.truncate(start);
			w.array(0);
		}
	}

	get #isVerifying(): boolean {
		return this.#meter.clock.clock.now() < this.#verifiedAt;
	}

	/** It has verified at once, and says so later. */
	#verify({ status, firstMissing, blocks }: ImageFacts, act: () => number): number {
		const result = act();
		if (status === IMAGE_STATUS.notInitiated || firstMissing < blocks) return result;
		const time = this.#switches.delay('verify-slow', VERIFY_TIME);
		if (time === 0) return result;
		this.#verifiedAt = this.#meter.clock.clock.now() + time;
		return ACTION_RESULT.temporaryFailure;
	}

	/** Whether a block is to be forgotten. */
	#stalls({ status, blocks, enabled }: ImageFacts, parameter: Uint8Array | undefined): boolean {
		const fault = this.#switches.find('image-stalls');
		if (fault === undefined || !enabled || status !== IMAGE_STATUS.initiated || parameter === undefined || parameter.length < NUMBER_END)
			return false;
		const number = uint32(parameter, NUMBER_AT);
		if (number >= blocks || spread(number + 1) >= fault.choice.value.share) return false;
		fault.strike();
		return true;
	}
}

/** Whether somebody with these rights can call a method at all. */
function mayCall({ objects, rights }: LogicalDevice, { classId, name, index }: Target, client: number): boolean {
	const at = objects.findIndex((object) => object.name === name);
	const digit = rights[at]?.[client]?.methods[index - 1];
	return objects[at]?.type.classId === classId && digit !== undefined && digit !== '0';
}

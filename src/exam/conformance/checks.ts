/** All checks of meters, each under its name, which stays whatever becomes of its number. */
import { frozen } from '../../../modules/bytes/frozen.js';
import type { MeterCheck } from './check.js';
import { ACCESS_CHECKS } from './checks/access.js';
import { ASSOCIATION_CHECKS } from './checks/association.js';
import { BLOCK_CHECKS } from './checks/blocks.js';
import { COVER_CHECKS } from './checks/covers.js';
import { GENERAL_BLOCK_CHECKS } from './checks/general-blocks.js';
import { HDLC_CHECKS } from './checks/hdlc.js';
import { MECHANISM_CHECKS } from './checks/mechanisms.js';
import { OBJECT_CHECKS } from './checks/objects.js';
import { PROFILE_CHECKS } from './checks/profiles.js';
import { PUSH_CHECKS } from './checks/pushes.js';
import { RIGHT_CHECKS } from './checks/rights.js';
import { SECURITY_CHECKS } from './checks/security.js';
import { SERVICE_CHECKS } from './checks/services.js';
import { SUPPLY_CHECKS } from './checks/supply.js';
import { VALUE_CHECKS } from './checks/values.js';
import { WRAPPER_CHECKS } from './checks/wrapper.js';

const METER_CHECKS = frozen({
	...ASSOCIATION_CHECKS,
	...SERVICE_CHECKS,
	...BLOCK_CHECKS,
	...OBJECT_CHECKS,
	...VALUE_CHECKS,
	...PROFILE_CHECKS,
	...SECURITY_CHECKS,
	...RIGHT_CHECKS,
	...WRAPPER_CHECKS,
	...HDLC_CHECKS,
	...SUPPLY_CHECKS,
	...COVER_CHECKS,
	...MECHANISM_CHECKS,
	...GENERAL_BLOCK_CHECKS,
	...ACCESS_CHECKS,
	...PUSH_CHECKS,
} satisfies Record<string, MeterCheck>);

export type MeterCheckName = keyof typeof METER_CHECKS;

export const METER_CHECK_NAMES: readonly MeterCheckName[] = Object.freeze(Object.keys(METER_CHECKS) as MeterCheckName[]);

export function meterCheck(name: MeterCheckName): MeterCheck {
	return METER_CHECKS[name];
}

/** By its name, or its number as `C27`; undefined: there is none. */
export function findMeterCheck(text: string): MeterCheckName | undefined {
	return METER_CHECK_NAMES.find((name) => name === text || meterCheck(name).id === text.toUpperCase());
}

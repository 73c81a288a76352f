/** The ten use cases of IDIS, as far as a head-end can try them alone. Their names and their order are IDIS's, recalled and not confirmed. */
import { CLOCK_CONTROL } from './clock.js';
import { FIRMWARE } from './firmware.js';
import { BILLING, ON_DEMAND, QUALITY } from './reading.js';
import { REGISTRATION } from './registration.js';
import { SUPERVISION } from './supervision.js';
import { LOAD_MANAGEMENT, SUPPLY_CONTROL } from './supply.js';
import { TARIFF_PROGRAMMING } from './tariff-programming.js';
import type { Step } from './use-case.js';

export type UseCaseNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

export const USE_CASES: Readonly<Record<UseCaseNumber, readonly Step[]>> = Object.freeze({
	1: REGISTRATION,
	2: TARIFF_PROGRAMMING,
	3: ON_DEMAND,
	4: BILLING,
	5: SUPPLY_CONTROL,
	6: CLOCK_CONTROL,
	7: QUALITY,
	8: LOAD_MANAGEMENT,
	9: FIRMWARE,
	10: SUPERVISION,
});

/**
 * `keiki/meter`: which meters can be put together, and what a meter knows of the energy that it has counted.
 *
 * Public is what a program names itself: combinations of units in their words, why one is refused, contracts of the ampere breaker, the readings that Route A
 * and Route B are built on, and what units say to each other. How the units work inside is not: a world (`keiki/world`) puts them together.
 */

export { JST_OFFSET } from '../../modules/time/japan.js';
export type { Message, Place, SwitchOrder, UnitIdentity } from '../meter/backplane/messages.js';
export type { Contacts, Unit } from '../meter/backplane/unit.js';
export { CombinationError, examine, parseCombination } from '../meter/catalogue/parse.js';
export type { Combination } from '../meter/catalogue/rules.js';
export { fromCivil, minuteOf, toCivil } from '../meter/metering/calendar.js';
export { type Counts, INTERVAL_STATUS, type Interval, type IntervalReadings, type Minute, type Readings } from '../meter/metering/readings.js';
export type { Counter } from '../meter/metering/registers.js';
export { UTILITY_PROFILES, type UtilityProfile } from '../meter/switching/utility.js';

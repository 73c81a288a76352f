/**
 * `keiki/meter`: a meter of units in a base, for terminals and memories of any kind, and which units go together.
 *
 * Public is what a program names itself: the composition with its two bases, what each kind of unit is made of and how much flash it needs, what a
 * communication unit serves, combinations of units in their words, why one is refused, contracts of the ampere breaker, and the readings that Route A and
 * Route B are built on. How the units work inside is not. A whole world around a meter is `keiki/world`.
 */

export { JST_OFFSET } from '../../modules/time/japan.js';
export { Backplane, type BackplaneOptions, backplaneSectors, type PlaceReport } from '../meter/backplane/backplane.js';
export type { Base } from '../meter/backplane/base.js';
export { FixedBase, type FixedBaseOptions } from '../meter/backplane/fixed-base.js';
export type { Message, Place, SwitchOrder, UnitIdentity } from '../meter/backplane/messages.js';
export type { Contacts, Unit } from '../meter/backplane/unit.js';
export { CombinationError, examine, parseCombination } from '../meter/catalogue/parse.js';
export type { Combination } from '../meter/catalogue/rules.js';
export type { UnitKind } from '../meter/catalogue/unit-types.js';
export type { Service, ServiceHost } from '../meter/communication/service.js';
export { createUnit, Meter, type UnitOptions } from '../meter/meter.js';
export { fromCivil, minuteOf, toCivil } from '../meter/metering/calendar.js';
export { meteringSectors } from '../meter/metering/history.js';
export { type Counts, INTERVAL_STATUS, type Interval, type IntervalReadings, type Minute, type Readings } from '../meter/metering/readings.js';
export type { Counter } from '../meter/metering/registers.js';
export { SWITCHING_SECTORS } from '../meter/switching/memory.js';
export type { OnAnswered } from '../meter/switching/switch-orders.js';
export { UTILITY_PROFILES, type UtilityProfile } from '../meter/switching/utility.js';
export { VOLTAGE_SECTORS } from '../meter/voltage/archive.js';

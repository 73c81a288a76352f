/**
 * `keiki/world`: meters, the dongles of their HEMS and neighbours in one virtual air, in virtual time and without Node.
 *
 * Public are the world with its options, how it is, what happens in it and what can be done to it, each of one schema; faults, and the loads that its meters
 * measure. What stands around a meter inside (terminals, shelves of units, radios) is not.
 */
export { type FaultChoice, FaultError, parseFault } from '../world/fault/fault-choice.js';
export { csvLoad } from '../world/load/csv.js';
export { houseLoad } from '../world/load/house.js';
export { InputError } from '../world/load/input-error.js';
export { scriptLoad } from '../world/load/script.js';
export { constantLoad, type LoadSource, type LoadStep, sampleOf } from '../world/load/source.js';
export { DEMO_KEYS } from '../world/meter/demo-keys.js';
export type { EmulatedMeter, RouteASettings } from '../world/meter/emulated-meter.js';
export type { Command, MeterCommand } from '../world/scenario/command.js';
export { parseCommand } from '../world/scenario/grammar.js';
export type { Answer } from '../world/scenario/stand.js';
export { WordError } from '../world/scenario/words.js';
export type { Outcome, Refusal } from '../world/schema/answer-rows.js';
export { SCHEMA, type WorldEvent, type WorldEventKind } from '../world/schema/event-rows.js';
export type { WorldState } from '../world/schema/state-rows.js';
export type { Simulator } from '../world/simulation/simulator.js';
export type { DonglePlace } from '../world/simulation/simulator-options.js';
export { World, type WorldOptions } from '../world/simulation/world.js';
export { WORLD_EVENT_KINDS, type WorldEvents, type WorldListener } from '../world/simulation/world-events.js';
export { DamagedMemory, RamUnitMemory, type UnitMemory, UnitMemoryError } from '../world/units/unit-memory.js';

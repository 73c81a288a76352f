/**
 * `keiki/world`: meters, the dongles of their HEMS and neighbours in one virtual air, in virtual time and without Node.
 *
 * Public are the world with its options and events, the faults that are switched in it, and the loads that its meters measure. What stands around a meter inside (terminals, shelves of units,
 * radios) is not.
 */
export { type FaultChoice, FaultError, parseFault } from '../world/fault/fault-choice.js';
export { csvLoad } from '../world/load/csv.js';
export { houseLoad } from '../world/load/house.js';
export { InputError } from '../world/load/input-error.js';
export { scriptLoad } from '../world/load/script.js';
export { constantLoad, type LoadSource, type LoadStep, sampleOf } from '../world/load/source.js';
export { type DonglePlace, Simulator, type SimulatorEvent, type SimulatorOptions } from '../world/simulation/simulator.js';

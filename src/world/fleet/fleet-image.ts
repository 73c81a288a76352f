/** A fleet to its image, and back. */
import type { Stop } from '../../meter/metering/readings.js';
import type { Changes } from './changes.js';
import type { Columns } from './columns.js';
import type { FleetHead, FleetImage, FleetSource } from './fleet-head.js';
import type { FleetPushes } from './fleet-pushes.js';
import type { FleetOptions } from './options.js';
import type { PagedMemory } from './paged-flash.js';

/** What of a fleet an image has, beside what its head tells by itself. */
export interface KeptFleet {
	readonly columns: Columns;
	readonly changes: Changes;
	/** The memory of a new meter. */
	readonly model: PagedMemory;
	readonly stops: Map<number, Stop>;
	readonly came: Map<number, number>;
	readonly losses: Pick<FleetPushes, 'losses' | 'setLoss'>;
}

export function imageOf(
	{ columns, changes, model, stops, came, losses }: KeptFleet,
	{ options, count, at, isOver }: { readonly options: FleetOptions } & Pick<FleetHead, 'count' | 'at' | 'isOver'>,
): FleetImage {
	const names = changes.owners.map(([name]) => name);
	const known = names.length;
	const ofNew = model.changes(0, names);
	for (const name of names.slice(known)) changes.addOwner(name, model.sizes.get(name)!);
	const head: FleetHead = {
		...{ seed: options.seed, meters: options.meters, capacity: columns.capacity, count, unit: columns.unit, at, isOver },
		...{ exportRows: columns.exportRows, exportBytes: columns.exportBytes, columnBytes: columns.bytes, modelBytes: ofNew.length },
		statuses: [...columns.statuses].map(([row, of]) => [row, [...of]]),
		importEscapes: [...columns.importEscapes],
		exportEscapes: [...columns.exportEscapes],
		stops: [...stops].map(([number, { from, isStart }]) => [number, from, isStart]),
		losses: [...losses.losses],
		came: [...came],
		owners: changes.owners,
		changes: [...changes.all].map(([number, { length }]) => [number, length]),
	};
	return { head, parts: () => [...columns.parts, ofNew, ...changes.all.values()] };
}

/** Puts an image into a fleet of which nothing is there yet. Throws what reading throws. */
export function fillFrom({ head, fill }: Pick<FleetSource, 'head' | 'fill'>, { columns, changes, model, stops, came, losses }: KeptFleet): void {
	columns.restoreExports(head.exportRows, head.exportBytes);
	for (const part of columns.parts) fill(part);
	for (const [row, of] of head.statuses) columns.statuses.set(row, new Map(of));
	for (const [place, count] of head.importEscapes) columns.importEscapes.set(place, count);
	for (const [place, count] of head.exportEscapes) columns.exportEscapes.set(place, count);
	for (const [number, from, isStart] of head.stops) stops.set(number, { from, isStart });
	for (const [number, share] of head.losses) losses.setLoss(number, share);
	for (const [number, at] of head.came) came.set(number, at);
	for (const [name, sectors] of head.owners) changes.addOwner(name, sectors);
	const ofNew = new Uint8Array(head.modelBytes);
	fill(ofNew);
	const sectorsOf = new Map(head.owners);
	const names = head.owners.map(([name]) => name);
	model.apply(ofNew, 0, names, (owner) => sectorsOf.get(owner)!);
	for (const [number, length] of head.changes) {
		const bytes = new Uint8Array(length);
		fill(bytes);
		changes.restore(number, bytes);
	}
}

/** The meters of a campaign: who they are, and where their lines begin in the file of meters, which is kept as it was read. */
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { readGroups } from '../../shared/group-file.js';
import { linesIn, meterIn } from '../collect/collect-meters.js';
import { type MeterPlace, parseMeter } from '../hes-places.js';
import { wrongCampaign } from './campaign-usage.js';

export interface CampaignMeter {
	readonly line: number;
	readonly number: number;
	readonly title: string;
	readonly supplyPoint: string;
	readonly group: string;
	/** As `--meter` takes it. */
	readonly place: string;
	/** Its line of the file, UTF-8. */
	readonly bytes: Buffer;
}

/** A meter with its keys. */
export interface MeterWithKeys {
	readonly place: MeterPlace;
	readonly keys: RouteAKeys;
	/** Undefined: the keys are those that everybody knows. */
	readonly keysPath: string | undefined;
	readonly server: number | undefined;
}

/** Group that each meter is in. */
export const ALL = 'all';
/** Groups that a message names. */
const SHOWN = 5;

export class CampaignMeters {
	readonly all: readonly CampaignMeter[];
	readonly #path: string;
	readonly #client: number;

	/**
	 * @param groups a file of lines `supply_point,group`; undefined: the groups that the meters' own file tells
	 * @throws UsageError
	 */
	constructor(path: string, groups: string | undefined, client: number) {
		this.#path = path;
		this.#client = client;
		const groupOf = groups === undefined ? undefined : readGroups('--groups', groups);
		const byTitle = new Map<string, number>();
		const all: CampaignMeter[] = [];
		for (const { text, number: line } of linesIn(path)) {
			if (text.trim() === '') continue;
			const place = `--meters ${path}: line ${line}`;
			const { meter, keys } = meterIn(text, path, line, client);
			if (meter.place === undefined) throw wrongCampaign('noPlace', place);
			const title = toUpperHex(keys.systemTitle);
			const before = byTitle.get(title);
			if (before !== undefined) throw wrongCampaign('titleTwice', place, title, before);
			byTitle.set(title, line);
			const { number, supplyPoint, group } = meter.facts;
			all.push({
				...{ line, number, title, supplyPoint, place: meter.place, bytes: Buffer.from(text) },
				group: groupOf === undefined ? group : (groupOf.get(supplyPoint) ?? ''),
			});
		}
		if (all.length === 0) throw wrongCampaign('noMeters', path);
		this.all = all;
	}

	/** A byte for each: 1 for those in the group. @param place of the row that names it. Throws UsageError where none is */
	membersOf(group: string, place: string): Uint8Array {
		const members = Uint8Array.from(this.all, (each) => (group === ALL || (group !== '' && each.group === group) ? 1 : 0));
		if (members.includes(1)) return members;
		const there = [...new Set(this.all.map((each) => each.group))].filter((each) => each !== '');
		throw wrongCampaign('group', place, group, there.slice(0, SHOWN).join(', ') + (there.length > SHOWN ? ' …' : ''));
	}

	/** With all of its keys. Throws UsageError. */
	withKeys({ bytes, line }: CampaignMeter): MeterWithKeys {
		const { meter, keys, isDemo } = meterIn(bytes.toString(), this.#path, line, this.#client);
		const place = parseMeter(meter.place!, `--meters ${this.#path}: line ${line}: routeA`);
		return { place, keys, keysPath: isDemo ? undefined : this.#path, server: meter.server };
	}
}

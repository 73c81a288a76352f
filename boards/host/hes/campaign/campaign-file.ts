/**
 * The file of a campaign, CSV (RFC 4180, UTF-8):
 *
 * ```
 * group,command,value,time
 * street-3,contract,40,2026-12-01T09:00+09:00
 * all,limiter,20 for 2h from 2026-12-01T17:00+09:00,
 * all,message,"Power cut at 10:00, Thursday",
 * street-4,clock,,
 * ```
 *
 * | command  | value                                                                                                 |
 * |----------|-------------------------------------------------------------------------------------------------------|
 * | contract | amperes of the contract: the normal threshold of the limiter                                          |
 * | limiter  | an emergency of the limiter: its threshold, how long, from when (the row's time), its group (1); none |
 * | message  | for the customer's display                                                                            |
 * | clock    | nothing                                                                                               |
 *
 * `time` is when the command is given, at once without one.
 */
import { readFileSync } from 'node:fs';
import { SECOND } from '../../../../modules/time/durations.js';
import type { CampaignCommand } from '../../../../src/head-end/campaign/commands.js';
import { fieldsOf } from '../../../../src/head-end/collection/register-table.js';
import { LONGEST_EMERGENCY } from '../../../../src/head-end/limiter.js';
import { parseDuration } from '../../../../src/world/time/duration.js';
import { isoTime, parseIsoTime } from '../../../../src/world/time/iso-time.js';
import { reasonOf } from '../../shared/usage-error.js';
import { wrongCampaign } from './campaign-usage.js';

export interface CampaignFileRow {
	readonly line: number;
	readonly group: string;
	readonly name: CommandName;
	/** As it stands in the file. */
	readonly value: string;
	readonly time: string;
	readonly command: CampaignCommand;
	/** ms since 1970-01-01T00:00:00Z; undefined: at once. */
	readonly due: number | undefined;
}

const HEADER = 'group,command,value,time';
const COMMANDS = Object.freeze(['contract', 'limiter', 'message', 'clock'] as const);
export type CommandName = (typeof COMMANDS)[number];
export const MOST_ROWS = 1000;
const MOST_MESSAGE = 1024;
const USUAL_GROUP = 1;
const NONE = 'none';

/** @param now ms since 1970-01-01T00:00:00Z: when what is to be done at once begins. Throws UsageError for the first that is wrong */
export function readCampaign(path: string, now: number): readonly CampaignFileRow[] {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		throw wrongCampaign('cannotRead', path, reasonOf(error));
	}
	const [header = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/);
	if (header.replaceAll(' ', '') !== HEADER) throw wrongCampaign('header', `${path}: line 1`, HEADER);
	const rows = lines.flatMap((line, i) => (line.trim() === '' ? [] : [rowIn(line, `${path}: line ${i + 2}`, i + 2, now)]));
	if (rows.length === 0) throw wrongCampaign('empty', path);
	if (rows.length > MOST_ROWS) throw wrongCampaign('tooMany', path, MOST_ROWS);
	return rows;
}

function rowIn(text: string, place: string, line: number, now: number): CampaignFileRow {
	const fields = fieldsOf(text);
	if (fields.length !== HEADER.split(',').length) throw wrongCampaign('fields', place, fields.length);
	const [group, word, value, time] = fields.map((each) => each.trim()) as [string, string, string, string];
	const name = COMMANDS.find((each) => each === word);
	if (name === undefined) throw wrongCampaign('command', place, COMMANDS.join(', '), word);
	const due = time === '' ? undefined : parseIsoTime(time);
	if (time !== '' && due === undefined) throw wrongCampaign('time', place, time);
	return { line, group, name, value, time, due, command: commandOf(name, value, place, due ?? now, now) };
}

function commandOf(name: CommandName, value: string, place: string, due: number, now: number): CampaignCommand {
	switch (name) {
		case 'contract': {
			const amperes = /^\d{1,4}(\.\d)?$/.test(value) ? Number(value) : 0;
			if (amperes > 0) return { kind: 'contract', amperes };
			throw wrongCampaign('amperes', place, value);
		}
		case 'limiter':
			return value === NONE ? { kind: 'limiterEnd' } : limiterOf(value, place, due, now);
		case 'message': {
			const text = new Uint8Array(Buffer.from(value));
			if (text.length > MOST_MESSAGE) throw wrongCampaign('message', place, MOST_MESSAGE, text.length);
			return { kind: 'message', text };
		}
		case 'clock':
			if (value !== '') throw wrongCampaign('clock', place, value);
			return { kind: 'clock' };
	}
}

function limiterOf(text: string, place: string, due: number, now: number): CampaignCommand {
	const [, amount, lasting = '', begins, group] = /^(\d{1,7}(?:\.\d)?) for (\S+)(?: from (\S+))?(?: group (\d{1,5}))?$/.exec(text) ?? [];
	const [value, duration] = [Number(amount ?? 0), parseDuration(lasting)];
	// A meter keeps whole seconds of both.
	const told = begins === undefined ? due : parseIsoTime(begins);
	const number = Number(group ?? USUAL_GROUP);
	if (!(value > 0) || duration === undefined || duration < SECOND || duration > LONGEST_EMERGENCY || told === undefined || number > 0xffff)
		throw wrongCampaign('limiter', place, text);
	const from = SECOND * Math.floor(told / SECOND);
	if (from + duration <= now) throw wrongCampaign('over', place, isoTime(from));
	return { kind: 'limiter', value, from, duration, group: number };
}

/**
 * The results of a campaign, CSV: a line for each command and meter when it ends, appended. Who gives the same campaign again goes on where it stopped: what is
 * `done` there is not done again. A line that was not written to its end is none.
 */
import { closeSync, existsSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { fieldsOf } from '../../../../src/head-end/collection/register-table.js';
import { csvLine } from '../../../../src/head-end/profile-table.js';
import { fileOf, syncDirectory } from '../../shared/durable-file.js';
import { FILE_USAGE } from '../../shared/file-usage-words.js';
import { FileLock, holderOf } from '../../shared/lock-file.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import { wrongCampaign } from './campaign-usage.js';

export interface ResultLine {
	/** ISO 8601. */
	readonly ended: string;
	readonly group: string;
	readonly command: string;
	readonly value: string;
	/** As the campaign's file has it. */
	readonly time: string;
	readonly number: number;
	readonly title: string;
	readonly supplyPoint: string;
	readonly tries: number;
	/** One of `CampaignEnd`. */
	readonly result: string;
	readonly why: string;
}

const FIELDS = Object.freeze([
	...(['ended', 'group', 'command', 'value', 'time', 'number', 'system_title', 'supply_point', 'tries', 'result', 'why'] as const),
]);
const HEADER = FIELDS.join(',');
const OWNER_ONLY = 0o600;
const RESULT_AT = FIELDS.indexOf('result');
const TITLE_AT = FIELDS.indexOf('system_title');
const DONE = 'done';

/** Tells commands apart, whatever line they stand in. */
export function commandKey({ group, command, value, time }: Pick<ResultLine, 'group' | 'command' | 'value' | 'time'>): string {
	return JSON.stringify([group, command, value, time]);
}

export class CampaignResults {
	/** By `commandKey`, titles of the meters that have done it. */
	readonly done: ReadonlyMap<string, ReadonlySet<string>>;
	readonly #file: number;
	readonly #lock: FileLock;
	#isSynced = true;

	/** @param again what was done before counts for nothing. Throws UsageError */
	constructor(path: string, again: boolean) {
		const real = fileOf(path);
		const lock = FileLock.take(`${real}.lock`);
		if (lock === undefined) throw new UsageError(inEach(FILE_USAGE, (words) => words.lockHeld(path, holderOf(`${real}.lock`, words))));
		this.#lock = lock;
		try {
			const isNew = !existsSync(real);
			const { done, length } = isNew ? { done: new Map<string, Set<string>>(), length: 0 } : doneIn(path);
			this.done = again ? new Map() : done;
			this.#file = openSync(real, 'a', OWNER_ONLY);
			if (fstatSync(this.#file).size > length) ftruncateSync(this.#file, length);
			if (length === 0) writeSync(this.#file, `${HEADER}\n`);
			fdatasyncSync(this.#file);
			if (isNew) syncDirectory(real);
		} catch (error) {
			lock.release();
			throw error instanceof Error && 'code' in error ? wrongCampaign('cannotWrite', path, reasonOf(error)) : error;
		}
	}

	/** Throws the system's error. */
	put({ ended, group, command, value, time, number, title, supplyPoint, tries, result, why }: ResultLine): void {
		writeSync(this.#file, `${csvLine([ended, group, command, value, time, String(number), title, supplyPoint, String(tries), result, why])}\n`);
		this.#isSynced = false;
	}

	/** What was put is on the disk when it returns. Throws the system's error. */
	sync(): void {
		if (this.#isSynced) return;
		fdatasyncSync(this.#file);
		this.#isSynced = true;
	}

	close(): void {
		this.sync();
		closeSync(this.#file);
		this.#lock.release();
	}
}

/** What is done in a file, and how many of its bytes are whole lines. Throws UsageError, or the system's error. */
function doneIn(path: string): { readonly done: Map<string, Set<string>>; readonly length: number } {
	const bytes = readFileSync(path);
	const length = bytes.lastIndexOf(10) + 1;
	const [header, ...lines] = bytes.toString('utf8', 0, length).split('\n');
	if (length === 0 && !`${HEADER}\n`.startsWith(bytes.toString())) throw wrongCampaign('results', path, 1);
	if (length > 0 && header !== HEADER) throw wrongCampaign('results', path, 1);
	const done = new Map<string, Set<string>>();
	for (const [i, line] of lines.entries()) {
		if (line === '') continue;
		const fields = fieldsOf(line);
		if (fields.length !== FIELDS.length) throw wrongCampaign('results', path, i + 2);
		if (fields[RESULT_AT] !== DONE) continue;
		const [, group, command, value, time] = fields as [string, string, string, string, string];
		const key = commandKey({ group, command, value, time });
		const titles = done.get(key) ?? new Set();
		titles.add(fields[TITLE_AT]!);
		done.set(key, titles);
	}
	return { done, length };
}

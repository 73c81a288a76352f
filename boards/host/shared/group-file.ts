/** A file of groups, CSV: which group each supply point is in. */
import { readFileSync } from 'node:fs';
import { fieldsOf } from '../../../src/head-end/collection/register-table.js';
import { reasonOf, UsageError } from './usage-error.js';

const HEADER = 'supply_point,group';

/** Groups by supply point; lines `supply_point,group`, each point once. Throws UsageError that names the line. */
export function readGroups(option: string, path: string): ReadonlyMap<string, string> {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		throw new UsageError({ en: `${option} ${path}: ${reasonOf(error)}`, ja: `${option} ${path}: 読めません: ${reasonOf(error)}` });
	}
	const [header = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/);
	const fail = (line: number, got: string) =>
		new UsageError({
			en: `${option} ${path}: line ${line}: expected ${HEADER}, got ${JSON.stringify(got)}`,
			ja: `${option} ${path}: ${line}行目: ${HEADER}のはずですが、${JSON.stringify(got)}です`,
		});
	if (header !== HEADER) throw fail(1, header);
	const groups = new Map<string, string>();
	for (const [i, line] of lines.entries()) {
		if (line === '') continue;
		const [point = '', group = '', ...more] = fieldsOf(line);
		if (point === '' || group === '' || more.length > 0 || groups.has(point)) throw fail(i + 2, line);
		groups.set(point, group);
	}
	return groups;
}

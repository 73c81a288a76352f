/** What texts of a declaration must be, beyond texts. */
import process from 'node:process';
import { reasonOf } from '../shared/usage-error.js';
import type { DeclarationUsageWords } from './declaration-usage.js';
import { parsePath } from './observe/json-path.js';
import { parseMetric } from './observe/metrics-text.js';
import { withSomePort, wrongPlaceholder } from './placeholders.js';

type Wrong = ((words: DeclarationUsageWords) => string) | undefined;

export const BUILTIN = 'builtin';

export const TEXT_CHECKS = Object.freeze({
	command: (text) => wrongPlaceholder(text, 'command', process.env),
	env: (text) => wrongPlaceholder(text, 'env', process.env),
	headers: (text) => wrongPlaceholder(text, 'headers', process.env),
	run: (text) => wrongPlaceholder(text, 'run', process.env),
	file: (text) => {
		const folder = text.slice(0, text.lastIndexOf('/') + 1);
		return folder.includes('*') ? (words) => words.starInFolder(text) : wrongPlaceholder(text, 'file', process.env);
	},
	url: (text) =>
		wrongPlaceholder(text, 'url', process.env) ?? (isUrl(withSomePort(text), ['http:', 'https:']) ? undefined : (words) => words.noUrl(text)),
	broker: (text) => (text === BUILTIN || isUrl(text, ['mqtt:', 'mqtts:']) ? undefined : (words) => words.noBroker(text)),
	pattern: wrongPattern,
	path: (text) => (parsePath(text) === undefined ? (words) => words.noPath(text) : undefined),
	metric: (text) => (parseMetric(text) === undefined ? (words) => words.noMetric(text) : undefined),
	topic: (text) => (isTopicFilter(text) ? undefined : (words) => words.noTopic(text)),
} as const satisfies Readonly<Record<string, (text: string) => Wrong>>);
export type TextCheck = keyof typeof TEXT_CHECKS;

function wrongPattern(text: string): Wrong {
	try {
		// Beside the empty text that it then always matches, its groups are told.
		const groups = new RegExp(`${text}|`, 'u').exec('')?.groups ?? {};
		return 'v' in groups ? undefined : (words) => words.noGroup(text);
	} catch (error) {
		return (words) => words.noPattern(reasonOf(error));
	}
}

function isUrl(text: string, protocols: readonly string[]): boolean {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	return url !== undefined && protocols.includes(url.protocol) && url.hostname !== '';
}

/** MQTT 3.1.1, 4.7.1: `#` is the last level, and wildcards stand alone in theirs. */
function isTopicFilter(text: string): boolean {
	const levels = text.split('/');
	return (
		text !== '' &&
		!text.includes('\0') &&
		levels.every((level, i) => !/[+#]/.test(level) || level === '+' || (level === '#' && i === levels.length - 1))
	);
}

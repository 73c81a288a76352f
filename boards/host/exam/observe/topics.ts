/** Values in messages of MQTT, by topic. */
import type { ObserveDeclaration } from '../../../../src/exam/declaration.js';
import { type JsonPath, parsePath, textAt } from './json-path.js';
import type { ObserverListener } from './observer.js';
import { shown } from './shown.js';

/** Bytes of a message that are looked at. */
const MOST_PAYLOAD = 1 << 16;

interface Watched {
	readonly declaration: ObserveDeclaration;
	readonly filter: string;
	readonly path: JsonPath | undefined;
}

export class Topics {
	readonly #watched: readonly Watched[];

	/** Those of them that are seen in MQTT. */
	constructor(declarations: readonly ObserveDeclaration[]) {
		this.#watched = declarations.flatMap((declaration) => {
			const { source } = declaration;
			if (source.kind !== 'mqtt') return [];
			return [{ declaration, filter: source.topic, path: source.json === undefined ? undefined : parsePath(source.json) }];
		});
	}

	get filters(): readonly string[] {
		return [...new Set(this.#watched.map(({ filter }) => filter))];
	}

	take(topic: string, payload: string | Uint8Array, listener: ObserverListener): void {
		const whole = typeof payload === 'string' ? payload : Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('utf8');
		const text = whole.slice(0, MOST_PAYLOAD);
		listener.onText('mqtt', `${topic} ${text}`.replace(/[\r\n]+/g, ' '));
		for (const { declaration, filter, path } of this.#watched) {
			if (!isUnder(topic, filter)) continue;
			const value = path === undefined ? text : textAt(text, path);
			if (value !== undefined) listener.onShown(shown(declaration, value, undefined));
		}
	}
}

/** MQTT 3.1.1, 4.7: `+` is any one level, `#` all that follow and the one above; neither begins with `$`. */
export function isUnder(topic: string, filter: string): boolean {
	const levels = topic.split('/');
	const expected = filter.split('/');
	if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
	const many = expected.at(-1) === '#' ? expected.length - 1 : undefined;
	if (many === undefined ? levels.length !== expected.length : levels.length < many) return false;
	return expected.slice(0, many).every((level, i) => level === '+' || level === levels[i]);
}

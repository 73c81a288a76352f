/** Fields of what a page has sent, each looked at before it is used. */
import { type Asked, Refusal } from '../web/app.js';

/** The body as a record; empty without one. @throws Refusal for any other JSON */
export function fieldsOf({ body, language }: Asked): Readonly<Record<string, unknown>> {
	if (body === undefined) return {};
	if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Readonly<Record<string, unknown>>;
	throw new Refusal(language === 'ja' ? 'JSONのオブジェクトが必要です' : 'expected a JSON object');
}

/** One word: no blank, no sign that begins a comment. Undefined: it is not there. @throws Refusal for anything else */
export function wordOf(asked: Asked, name: string): string | undefined {
	const value = fieldsOf(asked)[name];
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'string' && /^[^\s#]{1,200}$/.test(value)) return value;
	throw wrongField(asked, name, { en: 'one word', ja: '1語' });
}

/** Default: false. @throws Refusal for anything else */
export function flagOf(asked: Asked, name: string): boolean {
	const value = fieldsOf(asked)[name];
	if (value === undefined || typeof value === 'boolean') return value === true;
	throw wrongField(asked, name, { en: 'true or false', ja: 'trueかfalse' });
}

/** @param most characters. @throws Refusal for anything else */
export function textOf(asked: Asked, name: string, most: number): string {
	const value = fieldsOf(asked)[name];
	if (typeof value === 'string' && value.length <= most) return value;
	throw wrongField(asked, name, { en: `a text of at most ${most} characters`, ja: `${most}文字までのテキスト` });
}

function wrongField({ language }: Asked, name: string, expected: Readonly<Record<Asked['language'], string>>): Refusal {
	return new Refusal(language === 'ja' ? `${name}: ${expected.ja}が必要です` : `${name}: expected ${expected.en}`);
}

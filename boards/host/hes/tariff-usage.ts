/** What can be wrong with the file of a tariff, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface TariffUsageWords {
	readonly map: (keys: string) => string;
	readonly key: (key: string, known: string) => string;
	readonly missing: (key: string) => string;
	readonly list: (key: string) => string;
	readonly name: (text: string) => string;
	readonly date: (text: string) => string;
	readonly start: (text: string) => string;
	readonly action: (text: string) => string;
	readonly time: (text: string) => string;
	readonly number: (key: string, most: number, text: string) => string;
	/** @param known those that there are */
	readonly week: (name: string, known: string) => string;
	readonly day: (id: number, known: string) => string;
	readonly twice: (key: string, value: string) => string;
}

export const TARIFF_USAGE: InEach<TariffUsageWords> = Object.freeze({
	en: {
		map: (keys) => `expected a map of ${keys}`,
		key: (key, known) => `expected one of ${known}, got "${key}"`,
		missing: (key) => `expected ${key} in it`,
		list: (key) => `${key}: expected a list`,
		name: (text) => `expected a name of ASCII characters, or hex: and pairs of hexadecimal digits, got "${text}"`,
		date: (text) => `expected a date like 11-23, 2027-01-01, any-01 or 03-last Sun, got "${text}"`,
		start: (text) => `expected a start like 07-01, 2027-01-01 or 03-last Sun 02:00, got "${text}"`,
		action: (text) => `expected a time and a rate like 07:00 1, got "${text}"`,
		time: (text) => `expected an ISO time like 2027-01-01T00:00, got "${text}"`,
		number: (key, most, text) => `${key}: expected a whole number from 0 to ${most}, got "${text}"`,
		week: (name, known) => `expected the name of a week in this file (${known}), got "${name}"`,
		day: (id, known) => `expected the id of a day in this file (${known}), got ${id}`,
		twice: (key, value) => `${key}: expected another one than ${value}, which stands above`,
	},
	ja: {
		map: (keys) => `${keys}のマップのはずです`,
		key: (key, known) => `${known}のいずれかのはずですが、"${key}"です`,
		missing: (key) => `${key}が必要です`,
		list: (key) => `${key}: 一覧のはずです`,
		name: (text) => `ASCII文字の名称、またはhex:と2桁ずつの16進数のはずですが、"${text}"です`,
		date: (text) => `11-23、2027-01-01、any-01、03-last Sunのような日付のはずですが、"${text}"です`,
		start: (text) => `07-01、2027-01-01、03-last Sun 02:00のような開始のはずですが、"${text}"です`,
		action: (text) => `07:00 1のような時刻と区分のはずですが、"${text}"です`,
		time: (text) => `2027-01-01T00:00のようなISO形式の時刻のはずですが、"${text}"です`,
		number: (key, most, text) => `${key}: 0〜${most}の整数のはずですが、"${text}"です`,
		week: (name, known) => `このファイルにある週の名称(${known})のはずですが、"${name}"です`,
		day: (id, known) => `このファイルにある日のid(${known})のはずですが、${id}です`,
		twice: (key, value) => `${key}: ${value}は上にあるので、別のものにしてください`,
	},
});

/** Wrong use of `keiki hes campaign`, in each language. `reason` is the system's own. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';

interface CampaignUsage {
	readonly header: (place: string, header: string) => string;
	readonly fields: (place: string, found: number) => string;
	readonly empty: (path: string) => string;
	readonly tooMany: (path: string, most: number) => string;
	readonly command: (place: string, commands: string, got: string) => string;
	readonly amperes: (place: string, got: string) => string;
	readonly limiter: (place: string, got: string) => string;
	readonly message: (place: string, most: number, got: number) => string;
	readonly clock: (place: string, got: string) => string;
	readonly time: (place: string, got: string) => string;
	readonly over: (place: string, from: string) => string;
	readonly group: (place: string, group: string, there: string) => string;
	readonly noMeters: (path: string) => string;
	readonly titleTwice: (place: string, title: string, before: number) => string;
	readonly noPlace: (place: string) => string;
	readonly results: (path: string, line: number) => string;
	readonly cannotWrite: (path: string, reason: string) => string;
	readonly cannotRead: (path: string, reason: string) => string;
	readonly duration: (option: string, got: string) => string;
	readonly rate: (got: string) => string;
}

const WORDS: InEach<CampaignUsage> = Object.freeze({
	en: {
		header: (place, header) => `${place}: expected ${header}`,
		fields: (place, found) => `${place}: expected group, command, value and time, got ${found} fields`,
		empty: (path) => `${path}: no row behind the first line: nothing is to be done`,
		tooMany: (path, most) => `${path}: more than ${most} rows`,
		command: (place, commands, got) => `${place}: command: expected ${commands}, got "${got}"`,
		amperes: (place, got) => `${place}: value: expected amperes, as 40, got "${got}"`,
		limiter: (place, got) =>
			`${place}: value: expected none, or as 20 for 2h, with from TIME and group N behind it where they are told, got "${got}"`,
		message: (place, most, got) => `${place}: value: expected at most ${most} bytes of UTF-8, got ${got}`,
		clock: (place, got) => `${place}: value: expected nothing, for the clock is set to this host's, got "${got}"`,
		time: (place, got) => `${place}: time: expected an ISO time, or nothing for at once, got "${got}"`,
		over: (place, from) => `${place}: value: it would be over already: it begins at ${from}`,
		group: (place, group, there) => `${place}: group: no meter is in "${group}"; there are all, ${there}`,
		noMeters: (path) => `--meters ${path}: no meter`,
		titleTwice: (place, title, before) => `${place}: system title ${title} is that of line ${before}`,
		noPlace: (place) => `${place}: routeA: expected where the meter is, as --meter takes it`,
		results: (path, line) => `--results ${path}: line ${line}: expected results of a campaign; name another file`,
		cannotWrite: (path, reason) => `--results ${path}: cannot be written: ${reason}`,
		cannotRead: (path, reason) => `${path}: cannot be read: ${reason}`,
		duration: (option, got) => `${option}: expected a duration, as 90s, 10m or 2h, up to 45d, got "${got}"`,
		rate: (got) => `--rate: expected commands a second from 0.01 to 10000, got "${got}"`,
	},
	ja: {
		header: (place, header) => `${place}: ${header}のはずです`,
		fields: (place, found) => `${place}: group、command、value、timeの4列のはずですが、${found}列です`,
		empty: (path) => `${path}: 1行目の後に行がありません。することがありません`,
		tooMany: (path, most) => `${path}: ${most}行を超えています`,
		command: (place, commands, got) => `${place}: command: ${commands}のいずれかのはずですが、"${got}"です`,
		amperes: (place, got) => `${place}: value: 40のようなアンペア数のはずですが、"${got}"です`,
		limiter: (place, got) => `${place}: value: none、または20 for 2h(必要ならfrom 時刻、group Nを続ける)のはずですが、"${got}"です`,
		message: (place, most, got) => `${place}: value: UTF-8で${most}バイトまでのはずですが、${got}バイトです`,
		clock: (place, got) => `${place}: value: 時計はこのホストに合わせるので空のはずですが、"${got}"です`,
		time: (place, got) => `${place}: time: ISOの時刻、または空(すぐに)のはずですが、"${got}"です`,
		over: (place, from) => `${place}: value: ${from}に始まるので、すでに終わっています`,
		group: (place, group, there) => `${place}: group: "${group}"のメーターはありません。あるのはall、${there}です`,
		noMeters: (path) => `--meters ${path}: メーターがありません`,
		titleTwice: (place, title, before) => `${place}: システムタイトル${title}は${before}行目と同じです`,
		noPlace: (place) => `${place}: routeA: メーターの場所(--meterの形)のはずです`,
		results: (path, line) => `--results ${path}: ${line}行目: 一斉指令の結果のはずです。別のファイルを指定してください`,
		cannotWrite: (path, reason) => `--results ${path}: 書けません: ${reason}`,
		cannotRead: (path, reason) => `${path}: 読めません: ${reason}`,
		duration: (option, got) => `${option}: 90s、10m、2hのような長さ(45dまで)のはずですが、"${got}"です`,
		rate: (got) => `--rate: 毎秒の指令数、0.01〜10000のはずですが、"${got}"です`,
	},
});

/** A wrong use, by the name of its words. */
export function wrongCampaign<Name extends keyof CampaignUsage>(name: Name, ...args: Parameters<CampaignUsage[Name]>): UsageError {
	return new UsageError(inEach(WORDS, (words) => (words[name] as (...args: Parameters<CampaignUsage[Name]>) => string)(...args)));
}

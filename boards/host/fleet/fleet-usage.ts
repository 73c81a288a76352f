/** Wrong use that only `keiki fleet` meets, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';

export interface FleetUsageWords {
	readonly portsEnd: (first: string, count: number, last: number) => string;
	readonly crowded: (asked: number, least: number, each: number, base: number) => string;
	readonly anyIp: (text: string) => string;
	readonly noRoute: (prefix: string) => string;
	readonly push: (text: string) => string;
	readonly duration: (option: string, min: number, max: number, text: string) => string;
	readonly far: (to: string, from: string, family: string) => string;
	readonly placeTaken: (option: string, place: string) => string;
	readonly notOurs: (option: string, place: string) => string;
	readonly reason: (option: string, place: string, reason: string) => string;
	readonly tooManyFiles: (place: string, needed: number) => string;
	readonly cannotWrite: (option: string, path: string, reason: string) => string;
	readonly cannotRead: (option: string, path: string, reason: string) => string;
	readonly otherState: (path: string, found: string) => string;
	readonly otherFleet: (path: string, fact: 'seed' | 'meters' | 'keys', kept: string, told: string) => string;
	readonly stateDamaged: (path: string, at: number) => string;
	readonly past: (path: string, end: string) => string;
}

const OTHER_KEYS = Object.freeze({
	en: 'its meters have other keys: --master and --broadcast must be those of before',
	ja: 'メーターの鍵が違います。--masterと--broadcastは前と同じはずです',
});

export const FLEET_USAGE: InEach<FleetUsageWords> = Object.freeze({
	en: {
		portsEnd: (first, count, last) => `--first ${first}: ${count} concentrators would end at port ${last}: expected one up to 65535`,
		crowded: (asked, least, each, base) =>
			`--concentrators ${asked}: ${each} meters of each would need wPorts beyond ${base} + 64535: expected at least ${least} concentrators`,
		anyIp: (text) =>
			`--anyip: expected a prefix of IPv6 with 8 to 96 bits and zeros behind them, like fd4b:4549::/64, with ,PORT or without, got "${text}"`,
		noRoute: (prefix) => `--anyip ${prefix}: its addresses are not this host's; this makes them so, as root: ip -6 route add local ${prefix} dev lo`,
		push: (text) => `--push: expected ADDRESS:PORT, such as [::1]:4060, or off, got "${text}"`,
		duration: (option, min, max, text) => `${option}: expected a time like 90s or 5min, from ${min / 1000}s to ${max / 1000}s, got "${text}"`,
		far: (to, from, family) =>
			`--push ${to}: datagrams of --first ${from} do not get there: expected a place of ${family}, or off, or else --push-by tcp`,
		placeTaken: (option, place) => `${option} ${place}: somebody else has this port`,
		notOurs: (option, place) => `${option} ${place}: expected an address of this host`,
		reason: (option, place, reason) => `${option} ${place}: ${reason}`,
		tooManyFiles: (place, needed) =>
			`--first: at ${place} the system gives no more sockets: ${needed} are needed; ulimit -n tells how many there may be, --concentrators makes fewer do`,
		cannotWrite: (option, path, reason) => `${option} ${path}: cannot write it: ${reason}`,
		cannotRead: (option, path, reason) => `${option} ${path}: cannot read it: ${reason}`,
		otherState: (path, found) => `--state ${path}: expected a directory of a fleet, or an empty one, found ${found}`,
		otherFleet: (path, fact, kept, told) =>
			`--state ${path}: it is of another fleet: ${fact === 'keys' ? OTHER_KEYS.en : `--${fact} ${kept}, not ${told}`}`,
		stateDamaged: (path, at) => `--state: ${path} is damaged at byte ${at}: bring it back from a copy, or begin with another directory`,
		past: (path, end) => `--start: the fleet of --state ${path} ended at ${end}: expected that time, or a later one`,
	},
	ja: {
		portsEnd: (first, count, last) => `--first ${first}: コンセントレーター${count}台の最後がポート${last}になります。65535までです`,
		crowded: (asked, least, each, base) =>
			`--concentrators ${asked}: 1台に${each}メーターでは、wPortが${base} + 64535を超えます。${least}台以上が必要です`,
		anyIp: (text) => `--anyip: fd4b:4549::/64のような、8〜96ビットで後ろが0のIPv6プレフィックス(,PORTを続けられます)のはずですが、"${text}"です`,
		noRoute: (prefix) => `--anyip ${prefix}: このホストのアドレスではありません。rootで次のようにします: ip -6 route add local ${prefix} dev lo`,
		push: (text) => `--push: [::1]:4060のようなADDRESS:PORT、またはoffのはずですが、"${text}"です`,
		duration: (option, min, max, text) => `${option}: 90sや5minのような、${min / 1000}sから${max / 1000}sまでの時間のはずですが、"${text}"です`,
		far: (to, from, family) => `--push ${to}: --first ${from}からのデータグラムは届きません。${family}の宛先、off、または--push-by tcpのはずです`,
		placeTaken: (option, place) => `${option} ${place}: このポートはすでに使われています`,
		notOurs: (option, place) => `${option} ${place}: このホストのアドレスのはずです`,
		reason: (option, place, reason) => `${option} ${place}: ${reason}`,
		tooManyFiles: (place, needed) =>
			`--first: ${place}で、開けるソケットの数の上限です。${needed}個必要です。上限はulimit -nで分かり、--concentratorsで減らせます`,
		cannotWrite: (option, path, reason) => `${option} ${path}: 書けません: ${reason}`,
		cannotRead: (option, path, reason) => `${option} ${path}: 読めません: ${reason}`,
		otherState: (path, found) => `--state ${path}: メーター集団のディレクトリか空のディレクトリのはずですが、${found}があります`,
		otherFleet: (path, fact, kept, told) =>
			`--state ${path}: 別の集団のものです: ${fact === 'keys' ? OTHER_KEYS.ja : `--${fact} ${kept}(指定は${told})`}`,
		stateDamaged: (path, at) => `--state: ${path}の${at}バイト目が壊れています。控えから戻すか、別のディレクトリで始めてください`,
		past: (path, end) => `--start: --state ${path}の集団は${end}に終わりました。それ以後の時刻のはずです`,
	},
});

export function wrongFleet<Kind extends keyof FleetUsageWords>(kind: Kind, ...fields: Parameters<FleetUsageWords[Kind]>): UsageError {
	return new UsageError(inEach(FLEET_USAGE, (words) => (words[kind] as (...fields: Parameters<FleetUsageWords[Kind]>) => string)(...fields)));
}

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
}

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
	},
});

export function wrongFleet<Kind extends keyof FleetUsageWords>(kind: Kind, ...fields: Parameters<FleetUsageWords[Kind]>): UsageError {
	return new UsageError(inEach(FLEET_USAGE, (words) => (words[kind] as (...fields: Parameters<FleetUsageWords[Kind]>) => string)(...fields)));
}

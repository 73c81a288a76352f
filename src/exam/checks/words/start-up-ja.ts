import type { START_UP_CHECKS } from '../start-up.js';
import { seconds } from './numbers.js';
import type { START_UP_WORDS } from './start-up.js';

export const START_UP_WORDS_JA: typeof START_UP_WORDS = Object.freeze({
	announcementAwaited: ({ joins }: { joins: number }) => `${joins}回の接続のたびに、メーターのINF D5を待つか、来なければ要求しました`,
	announcementNotAwaited: ({ ms }: { ms: number }) => `接続の${seconds(ms)}後、メーターのINF D5が来る前に最初の要求を送りました`,
	announcementAskedEarly: ({ ms }: { ms: number }) => `メーターのINFを待たず、接続の${seconds(ms)}後にD5を要求しました`,
	announcementNotAsked: ({ ms }: { ms: number }) => `メーターのINF D5が${seconds(ms)}来ず、INF_REQで要求もしませんでした`,
	mapsRead: (_: object) => 'メーターの82、9D、9E、9Fを読みました',
	mapsUnread: ({ epcs, polls }: { epcs: string; polls: number }) => `現在値の応答が${polls}回ありましたが、${epcs}を要求していません`,
	unitsRead: ({ epcs }: { epcs: string }) => `${epcs}を読みました`,
	energiesUnused: (_: object) => '積算電力量を求めも示しもしないので、単位も有効桁数も要りません',
	unitsUnread: ({ epcs, polls }: { epcs: string; polls: number }) =>
		`現在値の応答が${polls}回ありましたが、${epcs}を要求していません。これなしでは積算値の意味が分かりません`,
	fixedTimesUnread: ({ epcs, polls }: { epcs: string; polls: number }) => `現在値の応答が${polls}回ありましたが、${epcs}を要求していません`,
	unitsReadAgain: ({ epcs }: { epcs: string }) => `${epcs}をもう一度要求しました`,
	unitsNotReadAgain: ({ epcs, polls }: { epcs: string; polls: number }) =>
		`その後の応答が${polls}回ありましたが、${epcs}をもう一度要求していません。別のメーターかもしれません`,
	refusalRemembered: ({ epcs }: { epcs: string }) => `メーターが${epcs}を拒否し、その後は要求し続けませんでした`,
	refusalForgotten: ({ epc, times, polls }: { epc: string; times: number; polls: number }) =>
		`メーターが${epc}を拒否しましたが、その後の要求${polls}回のうち${times}回で要求しました`,
	askedWhatIsThere: ({ requests }: { requests: number }) => `${requests}回の要求はすべてマップにあるものでした`,
	askedForMissing: ({ epcs, requests }: { epcs: string; requests: number }) =>
		`Getプロパティマップ（9F）にない${epcs}を${requests}回の要求で読もうとしました`,
	setMissing: ({ epcs, requests }: { epcs: string; requests: number }) =>
		`Setプロパティマップ（9E）にない${epcs}を${requests}回の要求で設定しようとしました`,
});

export const START_UP_CHECKS_JA: Record<keyof typeof START_UP_CHECKS, string> = Object.freeze({
	'waits-for-announcement': '接続の後、メーターのINF D5を待ち、来なければINF_REQで要求する',
	'reads-property-maps': 'メーターの属性とマップを読む: 82、9D、9E、9F',
	'reads-units-and-digits': 'E1とD7、そしてEA（メーターにあればEBも）を読む',
	'reads-units-again': '新しい接続の後や、メーターが替わった時に、D3、E1、D7をもう一度読む',
	'remembers-refusals': 'メーターがSNAで拒否したものを毎回は要求しない',
	'asks-only-what-is-there': '9Fにあるものだけを読み、9Eにあるものだけを設定する',
});

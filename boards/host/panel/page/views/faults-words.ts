/** The words of the page of faults; what each fault does, and what is wrong with a value, the server says. */
import type { InEachLanguage } from '../../../web/page/words.js';

export interface FaultsPageWords {
	readonly title: string;
	readonly intro: string;
	readonly search: string;
	readonly searchHint: string;
	readonly show: string;
	readonly all: string;
	readonly on: string;
	readonly running: (count: number) => string;
	readonly nothing: string;
	readonly allOff: string;
	readonly switchOn: string;
	readonly change: string;
	readonly off: string;
	readonly once: string;
	readonly noOnce: string;
	readonly value: string;
	readonly node: string;
	readonly everywhere: string;
	readonly struck: (times: number) => string;
	readonly runsOnce: string;
	readonly at: (nodes: string, more: number) => string;
	readonly cannot: (why: string) => string;
	readonly cannotThere: (why: string) => string;
	readonly failure: (number: number) => string;
	readonly found: (count: number) => string;
	readonly none: string;
	/** Names a control for who does not see it beside its fault. */
	readonly of: (what: string, fault: string) => string;
}

export const FAULTS_PAGE_WORDS: InEachLanguage<FaultsPageWords> = Object.freeze({
	en: {
		title: 'Faults',
		intro:
			'What goes wrong with real meters, dongles and radios goes wrong here when you want it to: from now on, or once. B-numbers are the situations of keiki exam that a fault plays.',
		search: 'Search faults',
		searchHint: 'press / to search',
		show: 'Show',
		all: 'All',
		on: 'Switched on',
		running: (count) => (count === 1 ? '1 fault is on' : `${count} faults are on`),
		nothing: 'Nothing goes wrong now.',
		allOff: 'Switch all off',
		switchOn: 'Switch on',
		change: 'Change',
		off: 'Switch off',
		once: 'Once',
		noOnce: 'It lasts as long as it is on, and has no single strike.',
		value: 'Value',
		node: 'Where',
		everywhere: 'wherever it can',
		struck: (times) => (times === 0 ? 'not struck yet' : times === 1 ? 'struck once' : `struck ${times} times`),
		runsOnce: 'once',
		at: (nodes, more) => `at ${nodes}${more > 0 ? ` and ${more} more` : ''}`,
		cannot: (why) => `It cannot strike here: ${why}.`,
		cannotThere: (why) => `Not there: ${why}.`,
		failure: (number) => `field failure ${number}`,
		found: (count) => (count === 1 ? '1 fault' : `${count} faults`),
		none: 'No fault has these words in its name or its sentence.',
		of: (what, fault) => `${what}: ${fault}`,
	},
	ja: {
		title: '障害',
		intro:
			'実物のメーター、ドングル、電波で起こる不具合を、好きなときに起こせます。続けて起こすことも、1回だけ起こすこともできます。Bの番号は、その障害で起こせるkeiki examの状況です。',
		search: '障害を検索',
		searchHint: '/ キーで検索',
		show: '表示',
		all: 'すべて',
		on: '起きているもの',
		running: (count) => `${count}件の障害が起きています`,
		nothing: '起きている障害はありません。',
		allOff: 'すべて止める',
		switchOn: '起こす',
		change: '変更',
		off: '止める',
		once: '1回だけ',
		noOnce: '起きている間ずっと続く障害で、1回だけ起こすことはできません。',
		value: '値',
		node: '場所',
		everywhere: '起こせる場所すべて',
		struck: (times) => (times === 0 ? 'まだ起きていません' : `${times}回起きました`),
		runsOnce: '1回だけ',
		at: (nodes, more) => `場所: ${nodes}${more > 0 ? `、ほか${more}か所` : ''}`,
		cannot: (why) => `ここでは起こせません: ${why}`,
		cannotThere: (why) => `その場所では起こせません: ${why}`,
		failure: (number) => `現場の不具合 ${number}`,
		found: (count) => `${count}件`,
		none: '名前や説明にこの語を含む障害はありません。',
		of: (what, fault) => `${what}: ${fault}`,
	},
});

/** All that is held of a contract, to be looked at, printed and taken along; and its erasure, once the customer has moved out. */
import type { InEach } from '../../../../src/world/schema/language.js';
import { Refusal } from '../../web/app.js';
import { html } from '../../web/html.js';
import type { SiteReply } from '../../web/site.js';
import { eraseContract, scrub } from '../people/erase.js';
import { HELD_TABLES, personOf } from '../people/person.js';
import { type Held, PERSONAL_DATA } from '../people/personal-data.js';
import { heldFile, heldTables } from './held-tables.js';
import { card, table } from './layout.js';
import type { Visit, VisitRoute } from './visit.js';

interface PersonWords {
	readonly title: (code: string) => string;
	readonly what: string;
	readonly rows: (count: number) => string;
	readonly all: string;
	readonly print: string;
	readonly save: string;
	readonly contract: string;
	readonly erase: string;
	readonly eraseWhat: string;
	readonly sure: string;
	readonly notSure: string;
	readonly erased: (code: string) => string;
	readonly went: string;
	readonly wentHeads: readonly string[];
	readonly stays: string;
	readonly staysHeads: readonly string[];
	readonly notScrubbed: (why: string) => string;
}

const WORDS: InEach<PersonWords> = Object.freeze({
	en: {
		title: (code) => `All that is held of ${code}`,
		what: 'Every row of every table that has to do with this contract, as it is there. That it was looked at is in the log.',
		rows: (count) => (count === 1 ? '1 row' : `${count} rows`),
		all: 'All rows, to print',
		print: 'Print',
		save: 'Save it as a file (JSON)',
		contract: 'To the contract',
		erase: 'Erase',
		eraseWhat:
			'For a customer who has moved out: the name, the address, readings and all else that is of the customer alone goes for good; what must stay stays by the code of the contract alone. The site waits while the database itself is scrubbed.',
		sure: 'The customer has moved out, and it is to be erased for good',
		notSure: 'Nothing was done: say that the customer has moved out, and that it is to be erased for good',
		erased: (code) => `${code} is erased`,
		went: 'Rows that went or were emptied',
		wentHeads: ['Table', 'Rows'],
		stays: 'What stays of it, by its code alone, and why',
		staysHeads: ['Table', 'Why'],
		notScrubbed: (why) =>
			`It is deleted, but the files of the database could not be scrubbed now (${why}). An administrator does it by keiki office retain --do.`,
	},
	ja: {
		title: (code) => `${code}について保有しているデータ`,
		what: 'この契約に関するすべての表のすべての行です。閲覧したことは記録されます。',
		rows: (count) => `${count}件`,
		all: '全件を表示(印刷用)',
		print: '印刷',
		save: 'ファイルに保存(JSON)',
		contract: '契約のページへ',
		erase: '消去',
		eraseWhat:
			'転出したお客さまのデータを消去します。名前、住所、検針値など、お客さまだけのデータは元に戻せません。残す必要のあるものは契約番号だけで残ります。データベースの消し残しを消す間、サイトは応答を待ちます。',
		sure: 'お客さまは転出済みで、完全に消去します',
		notSure: '何も行っていません。お客さまが転出済みで、完全に消去することを確認してください',
		erased: (code) => `${code}を消去しました`,
		went: '削除または空にした行',
		wentHeads: ['表', '行数'],
		stays: '契約番号だけで残るものと、その理由',
		staysHeads: ['表', '理由'],
		notScrubbed: (why) =>
			`削除しましたが、データベースのファイルの中の消し残しは今は消せません(${why})。管理者が keiki office retain --do で再び行えます。`,
	},
});

export const PERSON_ROUTES: readonly VisitRoute[] = Object.freeze([
	{ method: 'GET', path: '/contracts/:code/person', handle: personPage } as const,
	{ method: 'GET', path: '/contracts/:code/person.json', handle: personFile } as const,
	{ method: 'POST', path: '/contracts/:code/erase', handle: erase } as const,
]);

async function personPage(visit: Visit): Promise<SiteReply> {
	const { office, actor, asked } = visit;
	const words = WORDS[visit.language];
	const code = visit.param('code');
	const held = await personOf(office, actor, code);
	const isWhole = asked.query.get('all') === 'yes';
	const way = `/contracts/${code}`;
	const isErased = held.some(({ table: name, rows }) => name === 'contract' && rows.some(({ state }) => state === 'erased'));
	const fields = html`<label class="inline"><input type="checkbox" name="sure" value="yes" required> ${words.sure}</label><button>${words.erase}</button>`;
	return visit.page(
		words.title(code),
		html`<p>${words.what}</p><p class="inlines">${!isWhole && html`<a class="button" href="${way}/person?all=yes">${words.all}</a>`}<button type="button" hidden data-print>${words.print}</button><a class="button" href="${way}/person.json">${words.save}</a><a class="button" href="${way}">${words.contract}</a></p>
${heldTables(held, words.rows, isWhole)}
${visit.may('person.erase') && !isErased && !isWhole && card(words.erase, html`<p>${words.eraseWhat}</p>${visit.form(`${way}/erase`, fields, { kind: 'fields' })}`)}`,
	);
}

async function personFile(visit: Visit): Promise<SiteReply> {
	const { office, actor } = visit;
	const code = visit.param('code');
	return heldFile(code, await personOf(office, actor, code));
}

async function erase(visit: Visit): Promise<SiteReply> {
	const { office, actor, language, asked } = visit;
	const words = WORDS[language];
	const code = visit.param('code');
	if (asked.form.text('sure') !== 'yes') throw new Refusal(words.notSure);
	const erased = await eraseContract(office, actor, code);
	const why = await scrub(office);
	const stays = HELD_TABLES.map((name) => [name, PERSONAL_DATA[name] as Held<never>] as const).filter(([, held]) => held.erased !== 'rows');
	return visit.page(
		words.erased(code),
		html`${why !== undefined && html`<p class="note bad" role="alert">${words.notScrubbed(why)}</p>`}<p><a class="button" href="/contracts/${code}">${words.contract}</a></p>
${card(words.went, table(words.went, words.wentHeads, Object.entries(erased)))}
${card(
	words.stays,
	table(
		words.stays,
		words.staysHeads,
		stays.map(([name, held]) => [name, held.why[language]]),
	),
)}`,
	);
}

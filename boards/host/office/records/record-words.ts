/** What is wrong with a file of records, for people. */
import type { CsvWrong } from '../../../../src/operations/records/csv.js';
import type { MessageWrong } from '../../../../src/operations/records/iec61968/tree.js';
import type { HeaderWrong, RowWrong } from '../../../../src/operations/records/record-reader.js';
import type { XmlError, XmlWrongKind } from '../../../../src/operations/records/xml.js';
import type { InEach } from '../../../../src/world/schema/language.js';

/** The place as a compiler tells it: FILE:LINE:COLUMN. */
export function rowWords(file: string, wrong: RowWrong): InEach<string> {
	const place = `${file}:${wrong.line}:${wrong.column}`;
	switch (wrong.kind) {
		case 'fields':
			return {
				en: `${place}: expected ${wrong.expected} columns, got ${wrong.got}`,
				ja: `${place}: ${wrong.expected}列のはずが${wrong.got}列あります`,
			};
		case 'value':
			return {
				en: `${place}: ${wrong.name}: expected ${wrong.right.en}, got ${JSON.stringify(wrong.got)}`,
				ja: `${place}: ${wrong.name}: ${wrong.right.ja}にしてください: ${JSON.stringify(wrong.got)}`,
			};
		case 'twice':
			return {
				en: `${place}: ${wrong.key} is in line ${wrong.before} already`,
				ja: `${place}: ${wrong.key}はすでに${wrong.before}行目にあります`,
			};
	}
}

export function headerWords(file: string, records: string, wrong: HeaderWrong): InEach<string> {
	switch (wrong.kind) {
		case 'noHeader':
			return { en: `${file}: it is empty; its first row has to name the columns`, ja: `${file}: 空です。1行目に列の名前が必要です` };
		case 'unknownColumn':
			return {
				en: `${file}:1: ${records} has no column ${JSON.stringify(wrong.name)}; it has ${wrong.known.join(', ')}`,
				ja: `${file}:1: ${records}に列${JSON.stringify(wrong.name)}はありません。あるのは${wrong.known.join('、')}`,
			};
		case 'columnTwice':
			return { en: `${file}:1: column ${wrong.name} is there twice`, ja: `${file}:1: 列${wrong.name}が2つあります` };
		case 'missingColumn':
			return { en: `${file}:1: missing columns: ${wrong.missing.join(', ')}`, ja: `${file}:1: 列が足りません: ${wrong.missing.join('、')}` };
	}
}

export function csvWords(file: string, wrong: CsvWrong): InEach<string> {
	const place = `${file}:${wrong.line}:${wrong.column}`;
	switch (wrong.kind) {
		case 'openQuote':
			return { en: `${place}: this double quote is never closed`, ja: `${place}: この二重引用符が閉じていません` };
		case 'behindQuote':
			return {
				en: `${place}: behind a closing double quote stands a comma or the end of the row`,
				ja: `${place}: 閉じる二重引用符の後ろは、コンマか行末でなければなりません`,
			};
		case 'longRow':
			return { en: `${place}: a row has at most ${wrong.most} characters`, ja: `${place}: 1行は${wrong.most}文字までです` };
	}
}

const XML_WORDS: Readonly<Record<XmlWrongKind, InEach<string>>> = Object.freeze({
	notWhole: { en: 'it ends before it is whole', ja: '途中で終わっています' },
	documentType: { en: 'document types are not taken', ja: '文書型宣言は受け付けません' },
	instruction: { en: 'processing instructions are not taken', ja: '処理命令は受け付けません' },
	entity: { en: 'there is no such entity; & is written &amp;', ja: 'そのような実体はありません。&は&amp;と書きます' },
	character: { en: 'XML has no such character here', ja: 'XMLのここには置けない文字です' },
	name: { en: 'expected a name', ja: '名前があるはずです' },
	attribute: { en: 'expected an attribute as name="value"', ja: '属性はname="value"の形です' },
	attributeTwice: { en: 'this attribute is there twice', ja: 'この属性が2つあります' },
	prefix: { en: 'this prefix of a namespace is not declared', ja: 'この名前空間の接頭辞は宣言されていません' },
	endTag: { en: 'this end does not fit what was begun', ja: '開始タグに合わない終了タグです' },
	mixed: { en: 'text beside elements is not taken', ja: '要素と並んだ文字列は受け付けません' },
	behind: { en: 'nothing may stand outside the one element', ja: '1つの要素の外には何も置けません' },
	deep: { en: 'elements lie too deep in one another', ja: '要素の入れ子が深すぎます' },
	many: { en: 'there are too many of them', ja: '数が多すぎます' },
	long: { en: 'the document is too long; split it', ja: '文書が長すぎます。分割してください' },
	encoding: { en: 'only UTF-8 is taken', ja: 'UTF-8だけを受け付けます' },
});

export function xmlWords(file: string, { kind, line, column }: XmlError): InEach<string> {
	const { en, ja } = XML_WORDS[kind];
	return { en: `${file}:${line}:${column}: ${en}`, ja: `${file}:${line}:${column}: ${ja}` };
}

const RIGHT: Readonly<Record<Extract<MessageWrong, { kind: 'value' }>['right'], InEach<string>>> = Object.freeze({
	time: { en: 'a date and time such as 2026-11-30T18:00:00+09:00', ja: '2026-11-30T18:00:00+09:00のような日時' },
	number: { en: 'kWh with at most one decimal', ja: '小数1桁までのkWh' },
	meter: { en: 'a system title, 16 hexadecimal digits in capitals', ja: 'システムタイトル(16進数16桁、大文字)' },
	contract: { en: 'C and 10 digits', ja: 'Cと数字10桁' },
	code: { en: 'a code that docs/office.md lists', ja: 'docs/office.ja.mdにあるコード' },
	noun: { en: 'MeterReadings, EndDeviceControls or EndDeviceEvents', ja: 'MeterReadings、EndDeviceControls、EndDeviceEventsのどれか' },
});

export function messageWords(file: string, wrong: MessageWrong): InEach<string> {
	const place = wrong.line > 0 ? `${file}:${wrong.line}` : file;
	switch (wrong.kind) {
		case 'root':
			return {
				en: `${place}: expected an EventMessage, RequestMessage or ResponseMessage, got ${JSON.stringify(wrong.got)}`,
				ja: `${place}: EventMessage、RequestMessage、ResponseMessageのどれかにしてください: ${JSON.stringify(wrong.got)}`,
			};
		case 'namespace':
			return {
				en: `${place}: ${wrong.path}: expected the namespace ${wrong.expected}, got ${JSON.stringify(wrong.got)}`,
				ja: `${place}: ${wrong.path}: 名前空間は${wrong.expected}です: ${JSON.stringify(wrong.got)}`,
			};
		case 'missing':
			return { en: `${place}: ${wrong.path} is missing`, ja: `${place}: ${wrong.path}がありません` };
		case 'again':
			return { en: `${place}: ${wrong.path} is there more than once`, ja: `${place}: ${wrong.path}が2つ以上あります` };
		case 'shape': {
			const expected = {
				text: { en: 'a text', ja: '文字列' },
				record: { en: 'a record', ja: 'レコード' },
				list: { en: 'a list', ja: 'リスト' },
				ref: { en: 'an attribute ref', ja: '属性ref' },
			}[wrong.expected];
			return { en: `${place}: ${wrong.path}: expected ${expected.en}`, ja: `${place}: ${wrong.path}: ${expected.ja}にしてください` };
		}
		case 'value':
			return {
				en: `${place}: ${wrong.path}: expected ${RIGHT[wrong.right].en}, got ${JSON.stringify(wrong.got)}`,
				ja: `${place}: ${wrong.path}: ${RIGHT[wrong.right].ja}にしてください: ${JSON.stringify(wrong.got)}`,
			};
	}
}

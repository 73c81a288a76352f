/** What `keiki exam init` writes: a declaration to begin with, each key explained. What stands behind `#` without a blank is a value left out. */
import type { InEach, Language } from '../../../src/world/schema/language.js';
import { DECLARATION_ROWS, OBSERVE_ROWS, type Row, SOURCE_ROWS, type SourceRow } from './declaration-rows.js';

const HEAD: InEach<readonly string[]> = Object.freeze({
	en: ['What a program says of itself, for keiki exam. Without "#" before it a line holds; put yours in.', 'Times are like 500ms, 10s or 2min.'],
	ja: ['keiki examのための、プログラムの宣言。行の先頭の"#"を消すと有効になる。', '時間は500ms、10s、2minのように書く。'],
});
/** Of one place where a value is seen. */
const KEYS: InEach<string> = Object.freeze({ en: 'With each of them may stand', ja: 'どれにも書けるキー' });
const INDENT = '  ';

export function initText(language: Language): string {
	const head = HEAD[language].map((line) => `# ${line}`);
	return [...head, ...DECLARATION_ROWS.flatMap((row: Row) => ['', ...rowLines(row, language, '', false)]), ''].join('\n');
}

/** @param left what it stands under is left out */
function rowLines(row: Row, language: Language, indent: string, left: boolean): readonly string[] {
	const out = left || row.shown !== true;
	const line = (text: string) => `${indent}${out ? '#' : ''}${text}`;
	const about = `${indent}# ${row.about[language]}`;
	if (row.form.form === 'observe') return [about, line(`${row.name}:`), ...sourceLines(language)];
	if (row.form.form !== 'rows') return [about, line(`${row.name}: ${row.example}`)];
	const inner = row.form.rows.flatMap((each) => rowLines(each, language, indent + INDENT, out));
	return [about, line(`${row.name}:`), ...inner];
}

function sourceLines(language: Language): readonly string[] {
	const keyLines = (rows: readonly Row[]) => rows.map(({ name, about }) => `${INDENT}#   ${name}: ${about[language]}`);
	const sources = Object.entries<SourceRow>(SOURCE_ROWS).flatMap(([name, { about, rows, example }], i) => {
		const [what, value] = example;
		return [`${INDENT}# ${name}: ${about[language]}`, ...keyLines(rows), `${INDENT}${i === 0 ? '' : '#'}${what}: ${value}`];
	});
	return [`${INDENT}# ${KEYS[language]}`, ...keyLines(OBSERVE_ROWS), ...sources];
}

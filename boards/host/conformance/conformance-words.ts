/** What the reports of `keiki conformance` say in their own words; the rest are those of an exam. */
import type { Report } from '../../../src/exam/report/report.js';
import type { ReportWords } from '../exam/report/report-word-kinds.js';
import { REPORT_WORDS } from '../exam/report/report-words.js';

export interface ConformanceReportWords extends ReportWords {
	readonly meter: Readonly<Record<'meter' | 'device' | 'client' | 'server' | 'writes' | 'disconnects', string>>;
	readonly yesOrNo: (is: boolean) => string;
}

const EN: ConformanceReportWords = {
	...REPORT_WORDS.en,
	title: (meter) => `Conformance of a meter: ${meter}`,
	subtitle: 'How this meter behaves towards a client of DLMS/COSEM, examined by keiki conformance',
	certifications: [
		'What stands here was seen in one examination; no authority stands behind it, and it replaces none of the following.',
		'DLMS/COSEM certification is done with the conformance test tool of the DLMS User Association. Rules here were written after what is public, and those that nobody here could read are called so.',
	],
	cutShort: (why) => `The examination ended before all was done: ${why}`,
	definitions: {
		...REPORT_WORDS.en.definitions,
		warning: 'Broken in a way that clients can live with; or broken, where nobody can say that the rule holds.',
		inconclusive: 'The examination had trouble of its own, such as no connection. It says nothing about the meter.',
		notApplicable: 'The rule is none for this meter, this client or this transport.',
	},
	headings: { ...REPORT_WORDS.en.headings, about: 'About this examination' },
	columns: { ...REPORT_WORDS.en.columns, is: 'A good meter' },
	exitCodes: (code) => ({ 0: '0: nothing failed', 1: '1: something failed', 3: '3: it could not be told' })[code] ?? String(code),
	meter: {
		meter: 'Meter',
		device: 'Logical device name',
		client: 'Client',
		server: 'Logical device',
		writes: 'SET and ACTION were sent',
		disconnects: 'The supply was opened',
	},
	yesOrNo: (is) => (is ? 'yes' : 'no'),
};

const JA: ConformanceReportWords = {
	...REPORT_WORDS.ja,
	title: (meter) => `メーターの適合性: ${meter}`,
	subtitle: 'このメーターがDLMS/COSEMのクライアントにどう応えるかを、keiki conformanceで試したもの',
	certifications: [
		'ここにあるのは1回の試験で見えたことです。どの機関によるものでもなく、次の認証に代わるものではありません。',
		'DLMS/COSEMの認証は、DLMS User Associationの適合性試験ツールで行われます。ここの規則は公開されているものによります。誰も読めなかった規則には、そう書いてあります。',
	],
	cutShort: (why) => `試験は途中で終わりました: ${why}`,
	definitions: {
		...REPORT_WORDS.ja.definitions,
		warning: 'クライアントが何とかできる形で守られなかった。または、規則があると誰も言い切れないものが守られなかった。',
		inconclusive: '接続できないなど、試験の側に問題があった。メーターについては何も言えない。',
		notApplicable: 'このメーター、クライアント、伝送路には当てはまらない規則。',
	},
	headings: { ...REPORT_WORDS.ja.headings, about: 'この試験について' },
	columns: { ...REPORT_WORDS.ja.columns, is: 'よいメーターは' },
	exitCodes: (code) => ({ 0: '0: 不合格なし', 1: '1: 不合格あり', 3: '3: 判断できない' })[code] ?? String(code),
	meter: {
		meter: 'メーター',
		device: '論理デバイス名',
		client: 'クライアント',
		server: '論理デバイス',
		writes: 'SETとACTIONを送った',
		disconnects: '電気を切った',
	},
	yesOrNo: (is) => (is ? 'はい' : 'いいえ'),
};

export function conformanceWords(language: Report['language']): ConformanceReportWords {
	return language === 'ja' ? JA : EN;
}

/** The page of an exam: what it says, that nothing of others is obeyed in it, and that everybody can read it. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { GRADES } from '../../../../../boards/host/exam/report/grade.js';
import { reportHtml } from '../../../../../boards/host/exam/report/report-html.js';
import { REPORT_WORDS } from '../../../../../boards/host/exam/report/report-words.js';
import { GRADE_COLOURS, STYLE } from '../../../../../boards/host/exam/report/style.js';
import type { CheckReport, Report } from '../../../../../src/exam/report/report.js';
import type { VERDICTS } from '../../../../../src/exam/verdict.js';
import { check, evidence, finding, fullReport, HOSTILE, plot, report, UNSHOWN } from './report-rig.js';

const LANGUAGES = ['en', 'ja'] as const;
const MOST_BYTES = 2_000_000;

const all = (page: string, pattern: RegExp) => [...page.matchAll(pattern)].map(([, found]) => found!);
const section = (page: string, id: string) => new RegExp(`<section class="check [a-zA-Z]+" id="check-${id}".*?</section>`, 's').exec(page)![0];
/** Texts between tags, as a reader has them. */
const textOf = (markup: string) =>
	markup
		.replace(/<style>.*?<\/style>/s, '')
		.replace(/<[^>]*>/g, ' ')
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&quot;/g, '"')
		.replace(/&#39;/g, "'")
		.replace(/&amp;/g, '&')
		.replace(/\s+/g, ' ');

for (const language of LANGUAGES)
	describe(`the page of an exam, ${language}`, () => {
		const full = fullReport(language);
		const words = REPORT_WORDS[language];
		const page = reportHtml(full);
		const front = textOf(page.slice(0, page.indexOf('<h2 id="checks"')));

		it('says first that it is no certification, and what certification is', () => {
			assert.equal(all(page, /<html lang="(\w+)">/g)[0], language);
			assert.ok(page.indexOf(words.noCertification) < page.indexOf('<h2'));
			for (const each of words.certifications) assert.ok(front.includes(each), each);
		});

		it('has program, command, claims, limits, totals, definitions and figures on its front page', () => {
			const { figures, grades, definitions, claims, claimed } = words;
			for (const each of [...Object.values(figures), ...Object.values(grades), ...Object.values(definitions), ...Object.values(claims)])
				assert.ok(front.includes(each), each);
			for (const each of ['wisun2mqtt 2.4.1', 'node dist/index', 'bp35c2', '0.1.0', '2026-11-29T01:02:03.000Z', ...Object.keys(full.limits)])
				assert.ok(front.includes(each), each);
			for (const each of ['18.4 s', '46 s', '2 min 37 s', words.neverBack, '8 s', words.notSeen, words.anHour('21.3 s'), full.contradictions[0]!])
				assert.ok(front.includes(each), each);
			assert.ok(front.includes(`${claims.infc} ${claimed.yes}`) && front.includes(`${claims.answers} ${claimed.nothing}`));
			assert.ok(front.includes(`${figures.joinsAMinute} ${words.aMinute(9)}`));
			for (const grade of GRADES) assert.ok(front.includes(`${full.totals[grade]} ${grades[grade]}`), grade);
		});

		it('names what failed, and nothing else, on its front page', () => {
			const names = all(page.slice(0, page.indexOf('<h2 id="checks"')), /<a href="#check-\w+">([^<]*)</g);
			const failed = full.checks.filter(({ verdict, waived }) => verdict === 'fail' && waived === null);
			assert.deepEqual(
				names,
				failed.map(({ id, name }) => `${id} ${name}`),
			);
		});

		it('has a row and a section for each check, and links between', () => {
			assert.equal(all(page, /<tr><td><span class="badge ([a-zA-Z]+)">/g).length, 93);
			for (const { id, name, is, repeat, source } of full.checks) {
				assert.ok(page.includes(`<a href="#check-${id}">${name}</a>`));
				const text = textOf(section(page, id));
				for (const each of [`${id} ${name}`, is, repeat, source]) assert.ok(text.includes(each), each);
			}
		});

		it('has limit and measured value in the row of a check that was measured, and in no other', () => {
			const rows = all(page, /(<tr><td><span class="badge [a-zA-Z]+">.*?<\/tr>)/gs).map((row) => all(row, /<td class="wide number">([^<]*)</g));
			assert.deepEqual(rows[2], ['1.4 s', '20 s']);
			assert.deepEqual(rows[0], ['', '']);
		});

		it('has all sessions with their steps', () => {
			const text = textOf(page.slice(page.indexOf('<h2 id="sessions"')));
			assert.ok(text.includes('1 reading'));
			assert.ok(text.includes(' first-join 00:00.0 00:45.0 '), text);
			assert.ok(text.includes(' slow-replies slow-reply 10:00.0 14:00.0 session-ends session-end 14:00.0 15:10.0 '));
		});

		it('has of a failed check all that was found, with limit, measured value, evidence and picture', () => {
			const failed = section(page, 'A3');
			const text = textOf(failed);
			const { columns, confidences, obligations, watchlist } = words;
			for (const each of [obligations.mustNot, confidences.recalled, watchlist, 'slow-replies', words.sessionNumber(2), 'first-join'])
				assert.ok(text.includes(each), each);
			assert.ok(text.includes(`${columns.measured} 1.4 s · ${columns.limit} 20 s`), text);
			assert.ok(text.includes('4100 10:00.0 program SKSENDTO'));
			assert.ok(text.includes(words.moreLines(24)));
			assert.ok(failed.includes('<svg class="plot"'));
			assert.ok(text.indexOf(full.checks[2]!.findings[0]!.reason) < text.indexOf(full.checks[2]!.findings[1]!.reason));
		});

		it('shows what is waived as waived, with the verdict that it waives', () => {
			const text = textOf(section(page, 'B5'));
			assert.ok(text.includes(words.grades.waived));
			assert.ok(text.includes(words.waivedInFact(words.grades[full.checks[52]!.verdict], full.checks[52]!.waived!)));
		});

		it('has headings in order, one of them first', () => {
			const levels = all(page, /<h(\d)/g).map(Number);
			assert.equal(levels.filter((level) => level === 1).length, 1);
			assert.equal(levels[0], 1);
			for (const [i, level] of levels.slice(1).entries()) assert.ok(level <= levels[i]! + 1, `h${levels[i]} before h${level}`);
		});

		it('names each column and row, each picture, and every place that is pointed to, once', () => {
			const ids = all(page, / id="([^"]+)"/g);
			assert.equal(new Set(ids).size, ids.length);
			for (const target of [...all(page, /href="#([^"]+)"/g), ...all(page, /aria-labelledby="([^"]+)"/g).flatMap((each) => each.split(' '))])
				assert.ok(ids.includes(target), target);
			for (const tag of all(page, /(<th[^>]*>)/g)) assert.match(tag, /scope="(col|row)"|<thead>/);
			for (const svg of all(page, /(<svg.*?<\/svg>)/gs)) assert.match(svg, /aria-hidden="true"|role="img".*<title.*<desc/s);
			assert.match(page, /<body>\s*<a class="skip" href="#checks">/);
		});

		it('tells a grade by a sign and a word wherever it has its colour', () => {
			for (const badge of all(page, /(<span class="badge .*?<\/span>)/gs)) assert.match(badge, /<use href="#sign-\w+"\/><\/svg>[^<]+/);
			for (const tile of all(page, /(<li class="tile [a-zA-Z]+">.*?<\/li>)/gs)) assert.match(tile, /<use href="#sign-\w+"\/>.*<span>[^<]+/);
		});

		it('has no script, and nothing from elsewhere', () => {
			assert.doesNotMatch(page, /<(script|img|iframe|object|embed|form|base|link(?! rel="icon" href="data:,"))/i);
			assert.doesNotMatch(page, /\s(on\w+|src|style)=/i);
			assert.doesNotMatch(page, /url\(|@import|https?:/i);
			assert.ok(page.includes(`style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`));
		});
	});

describe('the page of an exam', () => {
	/** A report in which everything that can be a text of others is hostile. */
	function spoilt(): Report {
		const bad: CheckReport = check('A1', 'fail', {
			...{ name: HOSTILE, is: HOSTILE, source: HOSTILE, waived: HOSTILE, repeat: HOSTILE },
			findings: [
				finding('fail', { reason: HOSTILE, step: HOSTILE, unit: HOSTILE, measured: 1, limit: 2, plot: plot(), evidence: evidence(2, HOSTILE) }),
			],
		});
		return report([bad], {
			...{ hems: HOSTILE, keiki: HOSTILE, started: HOSTILE, ended: HOSTILE, cutShort: HOSTILE, command: [HOSTILE], model: HOSTILE },
			...{
				contradictions: [HOSTILE],
				limits: { [HOSTILE]: { value: 1, unit: 'count' } },
				files: { [HOSTILE]: HOSTILE, other: 'javascript:alert(1)', up: '../x', root: '/etc/passwd' },
			},
			sessions: [{ number: 1, name: HOSTILE, meterTime: HOSTILE, tookMs: 1, steps: [{ name: HOSTILE, situation: HOSTILE, from: 0, to: 1 }] }],
			headline: { ...fullReport().headline, recovery: { [HOSTILE]: null } },
		});
	}

	it('obeys nothing that others wrote', () => {
		const page = reportHtml(spoilt());
		assert.doesNotMatch(page, /<script|<img/i);
		assert.doesNotMatch(page, /javascript:[^<]*"/);
		assert.doesNotMatch(page, UNSHOWN);
		assert.ok(page.includes('<span class="code">\\u202e</span>gnp.exe<span class="code">\\u2028</span><span class="code">\\ud800</span>'));
		assert.ok(page.includes('&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;'));
	});

	it('has the same elements whatever others wrote', () => {
		const names = (page: string) => all(page, /<\/?([a-z]+[0-9]?)/g).filter((name) => name !== 'span').length;
		const plain = JSON.parse(JSON.stringify(spoilt()).replaceAll(JSON.stringify(HOSTILE).slice(1, -1), 'plain')) as Report;
		// A link: the plain name is one of a file beside it.
		assert.equal(names(reportHtml(spoilt())), names(reportHtml({ ...plain, files: { ...plain.files, plain: '/plain' } })));
	});

	it('links what lies beside it, and nothing else', () => {
		const files = {
			capture: 'a b#.pcapng',
			work: 'work/out.log',
			root: '/etc/passwd',
			up: 'a/../../x',
			drive: 'C:\\x',
			scheme: 'javascript:x',
			two: '//x/y',
		};
		assert.deepEqual(all(reportHtml(report([], { files })), /<a href="(\.[^"]*)"/g), ['./a%20b%23.pcapng', './work/out.log']);
	});

	it('says why an exam ended before its end, and nothing of it where it did not', () => {
		assert.match(reportHtml(report([], { cutShort: 'Ctrl-C' })), /The exam ended before all was done: Ctrl-C/);
		assert.doesNotMatch(reportHtml(report([])), /ended before all was done/);
	});

	it('has a bound for each of its lists, and counts what is beyond', () => {
		const many = Array.from({ length: 203 }, (_, i) => `x${i}`);
		const steps = many.map((name) => ({ name, situation: null, from: 0, to: 1 }));
		const sessions = many.map((name, i) => ({ number: i, name, meterTime: '', tookMs: 1, steps: i === 0 ? steps : [] }));
		const recovery = Object.fromEntries(many.map((name) => [name, 1]));
		const page = reportHtml(report([], { contradictions: many, sessions, headline: { ...fullReport().headline, recovery } }));
		assert.equal(all(page, /(<p class="quiet">3 more in report\.json<\/p>)/g).length, 4);
		assert.equal(all(page, /(<li>x\d+<\/li>)/g).length, 200);
		const most = reportHtml(report([], { contradictions: many.slice(0, 200) }));
		assert.doesNotMatch(most, /\b\d+ more in report/);
		assert.match(most, /<li>x199<\/li>/);
	});

	it('counts no lines that are not there, and says what was not seen', () => {
		const page = reportHtml(report([check('A1', 'fail', { findings: [finding('fail', { evidence: evidence(24) })] })]));
		assert.doesNotMatch(page, /more lines/);
		const nothing = { patienceOneMs: null, patienceManyMs: null, firstValueMs: null, joinsAMinute: null, airTimeAnHourMs: null };
		const unseen = textOf(reportHtml(report([], { headline: { ...fullReport().headline, ...nothing } })));
		assert.equal(all(unseen, /(\bnot seen\b)/g).length, 5);
	});

	it('has no list of what failed where nothing did', () => {
		assert.match(reportHtml(report([check('A1', 'fail')])), /<ul class="plain">/);
		assert.doesNotMatch(reportHtml(report([check('A1', 'warning')])), /<ul class="plain">/);
	});

	it('says who started a program that has no command, and that nothing came back where nothing was lost', () => {
		const page = reportHtml(report([], { command: null, headline: { ...fullReport().headline, recovery: {} } }));
		assert.match(page, /started by a person/);
		assert.match(page, /No recovery was seen/);
	});

	it('stays below 2 MB: the worst has its evidence, and what is left out is counted', () => {
		const lines = evidence(5000, '家'.repeat(5000));
		const flood = (id: string, verdict: (typeof VERDICTS)[number]) =>
			check(id, verdict, {
				findings: Array.from({ length: 20 }, () => finding(verdict, { plot: plot(), evidence: lines })),
			});
		const checks = Array.from({ length: 93 }, (_, i) => flood(`A${i + 1}`, i === 92 ? 'fail' : 'pass'));
		const page = reportHtml(report(checks));
		assert.ok(Buffer.byteLength(page) < MOST_BYTES, `${Buffer.byteLength(page)} bytes`);
		const worst = section(page, 'A93');
		assert.equal(all(worst, /(<svg class="plot")/g).length, 8);
		assert.match(worst, /4976 more lines in report\.json/);
		assert.match(worst, /12 more findings in report\.json/);
		assert.match(worst, /家… \(\+46\d\d\)/);
		const last = section(page, 'A92');
		assert.match(last, /The picture is left out/);
		assert.match(last, /5000 more lines in report\.json/);
	});

	it('of a usual exam is far smaller', () => assert.ok(Buffer.byteLength(reportHtml(fullReport('ja'))) < MOST_BYTES / 2));
});

describe('the colours of the page', () => {
	/** WCAG 2.2: relative luminance. */
	const luminance = (colour: string) => {
		const [red, green, blue] = [1, 3, 5]
			.map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
			.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
		return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
	};
	const contrast = (one: string, other: string) => {
		const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
		return (light! + 0.05) / (dark! + 0.05);
	};

	it('are told apart as the standard has it', () => {
		assert.equal(contrast('#ffffff', '#000000'), 21);
		assert.ok(Math.abs(contrast('#777777', '#ffffff') - 4.48) < 0.01);
	});

	for (const [grade, { ink, paper }] of Object.entries(GRADE_COLOURS))
		it(`have a contrast of 4.5 at least: ${grade}`, () => {
			assert.ok(contrast(ink, paper) >= 4.5);
			assert.ok(contrast(ink, '#ffffff') >= 4.5);
		});

	it('of all text have it on white, and on what else it stands on', () => {
		const inks = all(STYLE, /[{;]color:(#[0-9a-f]{6})/g);
		assert.ok(inks.length > 10);
		for (const ink of inks) assert.ok(contrast(ink, '#ffffff') >= 4.5, ink);
		const shade = all(STYLE, /\.command\{display:block;background:(#[0-9a-f]{6})/g)[0]!;
		assert.ok(contrast('#55606b', shade) >= 4.5);
		// The name of a failure stands on its shade, which is let through: on the shade whole it has less contrast.
		assert.ok(contrast('#7a4a00', '#f6d9b8') >= 4.5);
		assert.ok(contrast(GRADE_COLOURS.fail.ink, '#f6d9b8') >= 4.5);
	});
});

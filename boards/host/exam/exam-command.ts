/** `keiki exam`: a program that reads meters is examined. */
import { createWriteStream, existsSync, mkdirSync, readdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { aboutOf } from '../../../src/exam/about.js';
import { type CheckName, checkNamed } from '../../../src/exam/checks/checks.js';
import { FINDING_WORDS } from '../../../src/exam/checks/words/all.js';
import { Examiner, type Progress } from '../../../src/exam/examiner.js';
import { timeOfStep } from '../../../src/exam/order.js';
import { LEFT_OUT, outcomesOf } from '../../../src/exam/outcome.js';
import { type Plan, planOf } from '../../../src/exam/plan.js';
import type { Entry, ProgramState } from '../../../src/exam/record/entry.js';
import { compareWithBaseline } from '../../../src/exam/report/baseline.js';
import type { Report } from '../../../src/exam/report/report.js';
import { type SetupName, setupNamed } from '../../../src/exam/situations/setups.js';
import { type StepName, stepNamed } from '../../../src/exam/situations/steps.js';
import { SETUPS_JA, STEPS_JA } from '../../../src/exam/situations/words-ja.js';
import type { Credentials } from '../../../src/route-b/credentials.js';
import type { Language } from '../../../src/world/schema/language.js';
import { isoTime } from '../../../src/world/time/iso-time.js';
import { paintFor } from '../shared/colours.js';
import { endText } from '../shared/ending.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { Output } from '../shared/output.js';
import { ownName } from '../shared/own-name.js';
import { printable } from '../shared/printable.js';
import { StderrLog } from '../shared/stderr-log.js';
import { type Ending, Stop } from '../shared/stop.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { version } from '../shared/version.js';
import { createCandidate } from './candidate.js';
import { evidenceLine } from './evidence.js';
import { type ExamOptions, type ExamWords, parseExam } from './exam-options.js';
import { EXAM_TEXTS } from './exam-texts.js';
import { EXAM_USAGE } from './exam-usage.js';
import { NodeVenue } from './node-venue.js';
import { checkPackages } from './observe/optional-packages.js';
import type { ExamPanel } from './panel/exam-panel.js';
import type { ExamTold } from './panel/exam-told.js';
import { examTold } from './panel/told.js';
import { annotations } from './report/annotations.js';
import { summaryLines } from './report/summary.js';
import { REPORT_FILES, writeReport } from './report/write-report.js';
import { reportOf } from './report-of.js';
import { Secrets } from './secrets.js';

/** What a signal leaves for the program to end, and for the report, ms. */
const GRACE = 12_000;
/** What of the program a person who waits is told at once. */
const NEWS: readonly ProgramState[] = Object.freeze(['exited', 'failed', 'killed']);
const PAST_DAYS = 45;
const ID_LENGTH = 32;
const PASSWORD_LENGTH = 12;

/** Returns the exit code. Throws UsageError where nothing could be started. */
export async function examCommand(operands: readonly string[], argv: readonly string[], words: ExamWords): Promise<ExitCode> {
	const options = parseExam(operands, argv, words, Date.now());
	if (options.wait && !process.stdin.readable) throw new UsageError(inEach(EXAM_USAGE, (texts) => texts.nobodyThere()));
	await checkPackages(options.declaration);
	const stop = new Stop(true, GRACE);
	const exam = new Exam(options, stop);
	await exam.openPanel();
	const ended = await exam.hold();
	return exam.finish(ended);
}

/** Nobody's, and by the seed: what a program has built in is none of it. */
function credentialsOf(seed: number): Credentials {
	const random = new SeededRandom(seed, 'exam credentials');
	const digits = (length: number, base: number) => Array.from({ length }, () => random.below(base).toString(base).toUpperCase()).join('');
	return { id: digits(ID_LENGTH, 16), password: digits(PASSWORD_LENGTH, 36) };
}

class Exam {
	readonly #options: ExamOptions;
	readonly #stop: Stop;
	readonly #started = Date.now();
	readonly #credentials: Credentials;
	readonly #secrets: Secrets;
	readonly #plan: Plan;
	readonly #venue: NodeVenue;
	readonly #candidates: ReturnType<typeof createCandidate>[] = [];
	readonly #examiner: Examiner;
	readonly #serial: WriteStream;
	readonly #log: WriteStream;
	readonly #terminal: Output;
	#panel: ExamPanel | undefined;
	#isOver = false;
	/** Findings that were told. */
	readonly #told = new Set<string>();

	constructor(options: ExamOptions, stop: Stop) {
		this.#options = options;
		this.#stop = stop;
		const { out, declaration, seed, jobs, limits, mode, only, skip, budget, language } = options;
		openFolder(out);
		this.#credentials = credentialsOf(seed);
		this.#secrets = new Secrets(this.#credentials.id, this.#credentials.password);
		this.#plan = planOf({ mode, ...aboutOf(declaration), limits, only, skip, jobs });
		this.#serial = createWriteStream(join(out, 'serial.log'));
		this.#log = createWriteStream(join(out, 'keiki.log'));
		for (const file of [this.#serial, this.#log]) file.on('error', (error) => stop.fail(error));
		this.#terminal = new Output(process.stderr, (lines) => `… ${lines}`);
		const texts = EXAM_TEXTS[language];
		this.#venue = new NodeVenue({
			log: new StderrLog((line) => this.#log.write(`${line}\n`)),
			folder: out,
			onError: (error) => stop.fail(error),
			onCaptureEnd: (path, reason) => this.#tell(texts.captureEnded(path, reason)),
		});
		for (let lane = 1; lane <= jobs; lane++) {
			this.#candidates.push(
				createCandidate(declaration, jobs === 1 ? out : join(out, laneFolder(lane)), {
					language,
					wait: options.wait,
					tell: (text) => this.#tell(text),
				}),
			);
		}
		this.#examiner = new Examiner({
			...{ venue: this.#venue, candidate: (lane: number) => this.#candidates[lane - 1]!, declaration, plan: this.#plan, limits, seed, jobs, budget },
			...{ credentials: this.#credentials, pastDays: PAST_DAYS },
			onEntry: (entry) => this.#onEntry(entry),
			onProgress: (progress) => this.#onProgress(progress),
		});
	}

	/** Throws UsageError if a place that was asked for is not to be had. */
	async openPanel(): Promise<void> {
		const { panel: choice, language, out } = this.#options;
		if (choice === 'off') return;
		const [{ openPanel }, { ExamPanel }] = await Promise.all([import('../run/panel-place.js'), import('./panel/exam-panel.js')]);
		const site = {
			told: (of: Language) => this.#toldIn(of),
			skip: (session: number) => this.#examiner.skip(session),
			stop: () => this.#stop.end('stoppedInPanel'),
			write: () => this.#write(EXAM_TEXTS[language].goesOn()),
			folder: out,
			onError: (error: unknown) => this.#log.write(`panel: ${reasonOf(error)}\n`),
		};
		this.#panel = await openPanel(choice, (place) => ExamPanel.open(site, place));
		if (this.#panel === undefined) return;
		const { watchIn, tokenIn } = EXAM_TEXTS[language];
		this.#tell(watchIn(this.#panel.tokenUrl()));
		this.#tell(tokenIn(this.#panel.tokenFile));
	}

	#toldIn(language: Language): ExamTold {
		const { declaration, mode, out, budget, limits } = this.#options;
		return examTold({
			...{ language, declaration, mode, budget, limits, plan: this.#plan, examiner: this.#examiner, outcomes: this.#outcomes() },
			...{ elapsedMs: Date.now() - this.#started, isOver: this.#isOver, report: join(out, REPORT_FILES.html) },
			hide: (text) => this.#secrets.hide(text).text,
		});
	}

	#outcomes() {
		const { declaration, only } = this.#options;
		const { findings, missed } = this.#examiner;
		return outcomesOf({ plan: this.#plan, findings, missed, about: aboutOf(declaration), waive: declaration.waive, only });
	}

	/** Until it is over, or ended from outside. */
	async hold(): Promise<Ending | undefined> {
		const { language, budget } = this.#options;
		const { least, most, checks, steps } = this.#plan;
		// Whatever ends it from here on, there is a report.
		this.#write(EXAM_TEXTS[language].goesOn());
		this.#tell(EXAM_TEXTS[language].plan({ checks: checks.length, steps: steps.length, least, most, budget }));
		const over = new Promise<undefined>((resolve) => this.#examiner.run(() => resolve(undefined)));
		const ended = await Promise.race([over, this.#stop.ending]);
		if (ended === undefined) return undefined;
		const reason = this.#textOf(ended);
		this.#tell(EXAM_TEXTS[language].stopped(reason));
		this.#write(reason);
		this.#examiner.stop();
		await over;
		return ended;
	}

	/** Writes the report, and tells what there is to tell. */
	async finish(ended: Ending | undefined): Promise<ExitCode> {
		await Promise.all(this.#candidates.map((candidate) => candidate.close()));
		this.#venue.close();
		await Promise.all([this.#serial, this.#log].map((file) => new Promise<void>((resolve) => file.end(resolve))));
		const report = this.#write(ended === undefined ? null : this.#textOf(ended));
		this.#isOver = true;
		await this.#panel?.finish();
		const { baseline, out, quiet } = this.#options;
		const changes = baseline === undefined ? undefined : compareWithBaseline(report, baseline, new Set(LEFT_OUT));
		const lines = summaryLines(report, join(out, REPORT_FILES.html), paintFor(process.stdout), changes);
		process.stdout.write(`${(quiet ? lines.slice(-2) : lines).map(printable).join('\n')}\n`);
		if (process.env.GITHUB_ACTIONS === 'true')
			process.stdout.write(
				annotations(report)
					.map((line) => `${line}\n`)
					.join(''),
			);
		if (ended !== undefined && 'error' in ended) return EXIT.untold;
		if (changes !== undefined && changes.length > 0) return EXIT.no;
		return report.exitCode as ExitCode;
	}

	#textOf(ended: Ending): string {
		return 'reason' in ended ? endText(ended.reason, this.#options.language) : reasonOf(ended.error);
	}

	#write(cutShort: string | null): Report {
		const { declaration, limits, seed, mode, strict, out, language, named } = this.#options;
		const outcomes = this.#outcomes();
		const report = reportOf({
			...{ language, version: version(), started: this.#started, ended: Date.now(), cutShort, declaration, limits, seed, mode, strict },
			...{ examiner: this.#examiner, outcomes, files: this.#files() },
			repeat: (name) => repeatText(name, seed, named),
			hide: (text) => this.#secrets.hide(text).text,
		});
		writeReport(out, report);
		return report;
	}

	/** What lies beside the report. */
	#files(): Readonly<Record<string, string>> {
		const { out, jobs } = this.#options;
		const folders = jobs === 1 ? [''] : Array.from({ length: jobs }, (_, i) => laneFolder(i + 1));
		const outputs = folders.flatMap((folder) =>
			namesIn(join(out, folder))
				.filter((name) => name.startsWith('output'))
				.map((name) => join(folder, name)),
		);
		const captures = this.#venue.captures;
		return Object.fromEntries([
			['serial', 'serial.log'],
			['log', 'keiki.log'],
			...captures.map((name) => [name, name]),
			...outputs.map((name) => [name, name]),
		]);
	}

	#onEntry(entry: Entry): void {
		const wattHours = this.#examiner.wattHoursOf(entry.session);
		if (entry.kind === 'program' && NEWS.includes(entry.state)) {
			const { who, text } = evidenceLine(entry, wattHours, this.#options.language);
			this.#tell(`    ${who}: ${this.#secrets.hide(text).text}`);
		}
		const { number, at, who, text } = evidenceLine(entry, wattHours, 'en');
		if (entry.kind === 'shown' || entry.kind === 'output') return;
		const time = (at / 1000).toFixed(3).padStart(9);
		this.#serial.write(`${entry.session} ${time} #${number} ${who}: ${this.#secrets.hide(printable(text)).text}\n`);
	}

	#onProgress(progress: Progress): void {
		const { language, declaration, limits, jobs } = this.#options;
		const of = (session: number) => (jobs > 1 ? `[${session}] ` : '');
		const texts = EXAM_TEXTS[language];
		switch (progress.kind) {
			case 'session': {
				const setup = progress.setup as SetupName;
				this.#tell(texts.session(progress.session, language === 'ja' ? SETUPS_JA[setup] : setupNamed(setup).is, isoTime(progress.meterTime)));
				return;
			}
			case 'step': {
				const { most } = timeOfStep(progress.step, { claims: declaration.claims, limits });
				this.#tell(`  ${of(progress.session)}${texts.step(stepText(progress.step, language), most)}`);
				return;
			}
			case 'played':
				if (progress.unplayed !== undefined) this.#tell(`  ${of(progress.session)}${texts.unplayed(progress.step, progress.unplayed)}`);
				this.#write(EXAM_TEXTS[this.#options.language].goesOn());
				return;
			case 'finding': {
				const { check, finding } = progress;
				const { verdict, kind, fields, session, step } = finding;
				const key = `${check} ${verdict} ${kind} ${step ?? session}`;
				if (verdict === 'pass' || verdict === 'notApplicable' || this.#told.has(key)) return;
				this.#told.add(key);
				const say = FINDING_WORDS[language][kind] as ((fields: unknown) => string) | undefined;
				this.#tell(
					`    ${of(session)}${texts.verdicts[verdict]} ${checkNamed(check).id} ${check}: ${this.#secrets.hide(say?.(fields) ?? kind).text}`,
				);
			}
		}
	}

	#tell(line: string): void {
		if (!this.#options.quiet) this.#terminal.write(printable(line));
	}
}

function laneFolder(lane: number): string {
	return `lane-${lane}`;
}

/** None where it is not there yet. */
function namesIn(folder: string): readonly string[] {
	return existsSync(folder) ? readdirSync(folder) : [];
}

function stepText(name: StepName, language: ExamOptions['language']): string {
	return language === 'ja' ? STEPS_JA[name] : stepNamed(name).is;
}

function repeatText(name: CheckName, seed: number, named: readonly string[]): string {
	const words = [ownName(), 'exam', '--only', checkNamed(name).id, '--seed', String(seed), ...named];
	return words.map((word) => (/^[\w./:=@%+,{}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}

/** Throws UsageError where something else than a report stands there. */
function openFolder(folder: string): void {
	try {
		if (existsSync(folder) && readdirSync(folder).some((name) => name !== REPORT_FILES.json) && !existsSync(join(folder, REPORT_FILES.json))) {
			throw new UsageError(inEach(EXAM_USAGE, (texts) => texts.folderThere(folder)));
		}
		mkdirSync(folder, { recursive: true });
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError(inEach(EXAM_USAGE, (texts) => texts.cannotWrite(folder, reasonOf(error))));
	}
}

/** `keiki exam` as a process, and what it leaves. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { readReport } from '../../../../boards/host/exam/report/read-report.js';
import type { Report } from '../../../../src/exam/report/report.js';
import { until } from '../../../until.js';
import { ENVIRONMENT } from '../command-line-rig.js';

/** A program that never ends by itself, behind what it does first. */
export const STAY = 'setInterval(() => {}, 1000);';

export class ExamRun {
	readonly out: string;
	readonly #folder = mkdtempSync(join(tmpdir(), 'keiki-test-exam-'));
	readonly #child: ChildProcess;
	readonly #ended: Promise<readonly unknown[]>;
	#said = '';

	constructor(words: readonly string[], checks: string) {
		this.out = join(this.#folder, 'report');
		const all = ['dist/boards/host/main.js', 'exam', '--only', checks, '--out', this.out, ...words];
		this.#child = spawn(process.execPath, all, { stdio: ['ignore', 'ignore', 'pipe'], env: ENVIRONMENT });
		this.#ended = once(this.#child, 'close');
		this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
			this.#said += text;
		});
	}

	/** A script of Node's under test. */
	static of(script: string, checks = 'A2'): ExamRun {
		return new ExamRun(['--', process.execPath, '-e', script, '{dongle}'], checks);
	}

	get said(): string {
		return this.#said;
	}

	/** Once it has written that into one of its files. */
	written(text: string, file = 'serial.log'): Promise<void> {
		const path = join(this.out, file);
		return until(() => existsSync(path) && readFileSync(path, 'utf8').includes(text), `${text} in ${file}`);
	}

	/** The most memory that it has had so far, bytes; undefined: this system does not say. */
	get mostMemory(): number | undefined {
		const path = `/proc/${this.#child.pid}/status`;
		const kilobytes = existsSync(path) ? /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(path, 'utf8'))?.[1] : undefined;
		return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
	}

	async ended(): Promise<unknown> {
		return (await this.#ended)[0];
	}

	stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<unknown> {
		this.#child.kill(signal);
		return this.ended();
	}

	/** Once it has said that. */
	told(text: string): Promise<void> {
		return until(() => this.#said.includes(text), text);
	}

	/** What it started, and, killed, has left behind. */
	killPrograms(): void {
		const path = join(this.out, 'serial.log');
		const log = existsSync(path) ? readFileSync(path, 'utf8') : '';
		for (const [, pid] of log.matchAll(/program: is started: process (\d+)/g)) {
			try {
				process.kill(-Number(pid), 'SIGKILL');
			} catch (error) {
				assert.equal((error as NodeJS.ErrnoException).code, 'ESRCH');
			}
		}
	}

	/** All three files are whole. */
	reportLeft(): Report {
		const report = readReport(join(this.out, 'report.json'));
		assert.match(readFileSync(join(this.out, 'report.html'), 'utf8'), /<\/html>\s*$/);
		assert.match(readFileSync(join(this.out, 'junit.xml'), 'utf8'), /<\/testsuites>\s*$/);
		return report;
	}

	/** And nothing half-written lies beside them. */
	report(): Report {
		const report = this.reportLeft();
		assert.equal(
			readdirSync(this.out).some((name) => name.endsWith('.tmp')),
			false,
		);
		return report;
	}

	verdict(id: string): string | undefined {
		return this.report().checks.find((check) => check.id === id)?.verdict;
	}

	async close(): Promise<void> {
		await this.stop('SIGKILL');
		rmSync(this.#folder, { recursive: true, force: true });
	}
}

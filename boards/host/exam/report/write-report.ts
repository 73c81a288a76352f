/** The three files of a report. Each is whole at any moment, the old one or the new one: a run may be killed between, and within. */
import { join } from 'node:path';
import type { Report } from '../../../../src/exam/report/report.js';
import { writeWhole } from '../../shared/durable-file.js';
import { reportJunit } from './junit.js';
import { reportHtml } from './report-html.js';

export const REPORT_FILES = Object.freeze({ json: 'report.json', html: 'report.html', junit: 'junit.xml' });

/** Others may read them, such as what a pipeline collects files with; secrets are masked. */
const MODE = 0o644;

/** @param folder that is there. Throws the system's error. */
export function writeReport(folder: string, report: Report): void {
	// The master first.
	writeWhole(join(folder, REPORT_FILES.json), `${JSON.stringify(report, null, '\t')}\n`, MODE);
	writeWhole(join(folder, REPORT_FILES.html), reportHtml(report), MODE);
	writeWhole(join(folder, REPORT_FILES.junit), reportJunit(report), MODE);
}

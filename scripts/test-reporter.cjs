// Mocha's dots, with the counts kept for the closing line, and what failed.
const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');
const { reporters } = require('mocha');

/** File and title of a test, and what its error says first. */
const told = (test) => `${relative('.', test.file ?? '')}: ${test.fullTitle()}\n    ${String(test.err?.message ?? '').split('\n', 3).join('\n    ')}`;

module.exports = class extends reporters.Dot {
	done(_failures, finish) {
		const { passes, failures, pending } = this.stats;
		const counts = { passed: passes, failed: failures, skipped: pending, failures: this.failures.map(told) };
		if (process.env.KEIKI_COUNTS) writeFileSync(process.env.KEIKI_COUNTS, JSON.stringify(counts));
		finish(_failures);
	}
};

// Mocha's dots, with the counts kept for the closing line.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class extends reporters.Dot {
	done(_failures, finish) {
		const { passes, failures, pending } = this.stats;
		if (process.env.KEIKI_COUNTS) writeFileSync(process.env.KEIKI_COUNTS, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
		finish(_failures);
	}
};

/** Options of all commands of the office. */
import type { OptionRow } from '../shared/option-row.js';

export const OFFICE = Object.freeze([
	{ flags: '--data <directory>', does: 'where the office keeps what it has', otherwise: 'keiki/office in XDG_STATE_HOME or ~/.local/state' },
	{ flags: '--database <url>', does: 'the tables are in PostgreSQL: postgres://USER@HOST/NAME', otherwise: 'SQLite, a file in --data', secret: true },
	{ flags: '--as <name>', does: 'who of the staff does it', otherwise: 'the first administrator' },
	{ flags: '--clock <offset>', does: "how far the office's clock is off that of this host, for tests: +5h, -30min", otherwise: 'not at all' },
	{ flags: '--json', does: 'as JSON' },
] as const satisfies readonly OptionRow[]);

export const INIT = Object.freeze([
	{ flags: '--utility <code>', does: 'which utility it is: by it households have contracts by amperes, or none', usual: 'kansai' },
	{ flags: '--host <name>', does: 'a name or address by which the relay is reached, beside localhost', many: true },
	...OFFICE,
] as const satisfies readonly OptionRow[]);

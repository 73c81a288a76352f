/** Options of `keiki office customer-code`, beside those of all commands of the office. */
import type { OptionRow } from '../../shared/option-row.js';
import { OFFICE } from '../office-options.js';

export const CODE = Object.freeze([
	...OFFICE,
	{ flags: '--out <file>', does: 'a new file, a PDF, for its owner only', must: true },
	{ flags: '--letter <language>', does: 'language of the letter', choices: ['ja', 'en'], usual: 'ja' },
] as const satisfies readonly OptionRow[]);

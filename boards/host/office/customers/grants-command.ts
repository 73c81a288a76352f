/** `keiki office customer-grants`: what a role of the database needs for the customers' site. */
import process from 'node:process';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { UsageError } from '../../shared/usage-error.js';
import { customerGrants } from './grants.js';

/** Throws UsageError. */
export function printGrants(role: string): ExitCode {
	if (!/^[a-z_][a-z0-9_]{0,62}$/.test(role)) {
		throw new UsageError({
			en: `role: expected small letters, digits and underscores, up to 63, got ${JSON.stringify(role)}`,
			ja: `ロール: 英小文字、数字、下線で63文字までです: ${JSON.stringify(role)}`,
		});
	}
	process.stdout.write(
		customerGrants(role)
			.map((statement) => `${statement};\n`)
			.join(''),
	);
	return EXIT.done;
}

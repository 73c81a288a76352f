import type { Finding } from '../../../../src/exam/checks/check.js';

/** `warning joinAbandoned 39999 @1 3 39999/40000 ms`: verdict, kind, fields, evidence, what was measured and the limit; findings with `; ` between. */
export function shown(findings: readonly Finding[]): string {
	return findings
		.map(({ verdict, kind, fields, evidence, measured }) => {
			const values = Object.values(fields).map((value) => ` ${value}`);
			const limit = measured === undefined ? '' : ` ${measured.value}/${measured.limit} ${measured.unit}`;
			return `${verdict} ${kind}${values.join('')} @${evidence.join(' ')}${limit}`;
		})
		.join('; ');
}

/** What the tables of help in another language have. */
import type { OptionRow } from './shared/option-row.js';

/** What it does, and what it is otherwise, or what turning it off does. */
type Texts<Row extends OptionRow> = Row extends { readonly otherwise: string } | { readonly off: string }
	? readonly [string, string]
	: readonly [string];
export type Japanese<Rows extends readonly OptionRow[]> = { readonly [Row in Rows[number] as Row['flags']]: Texts<Row> };
type OptionsJa = Readonly<Record<string, readonly [string, string?]>>;

export interface CommandJa {
	readonly does: string;
	/** Of its arguments, in their order. */
	readonly args?: readonly string[];
	readonly options?: OptionsJa;
}

/** Of the option that several commands have. */
export const PASSWORD_FILE_JA = ['同じものをファイルの1行目から読みます'] as const;

/** What the status line is told. */
export interface StatusTold {
	/** The world's time, ms since 1970-01-01T00:00:00Z. */
	readonly time: number;
	readonly speed: number | 'max';
	readonly power: boolean;
	readonly supply: boolean;
	/** Who has the session: a dongle's name, or an address; null: nobody. */
	readonly joined: string | null;
	/** The last value that a Get carried; null: none yet. */
	readonly served: Served | null;
	/** The row of Table 2; null without Route B. */
	readonly verdict: string | null;
	readonly causes: readonly string[];
	/** Names of those that are on. */
	readonly faults: readonly string[];
}

export interface Served {
	readonly epc: string;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly at: number;
	readonly texts: Readonly<Record<'en' | 'ja', { readonly name: string; readonly value: string }>>;
}

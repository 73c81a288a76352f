/** What a fleet tells programs with `--json`, a line each: `event`, `time`, `elapsedMs` and `node` as those of `keiki run`, then these fields. */
export interface FleetEvents {
	/** All places are open. */
	readonly ready: {
		readonly schema: number;
		readonly meters: number;
		readonly concentrators: number;
		/** Places of the first and the last concentrator. */
		readonly first: string;
		readonly last: string;
		/** wPorts of the meters of a concentrator. */
		readonly device: { readonly first: number; readonly last: number };
		/** Addresses of meters; null: they have none of their own. */
		readonly anyIp: { readonly first: string; readonly last: string; readonly port: number } | null;
		readonly push: string | null;
		readonly pushBy: 'udp' | 'tcp';
		readonly list: string | null;
		readonly seed: number;
		readonly speed: number | 'max';
		/** Everybody can draw the keys from the seed. */
		readonly demo: boolean;
	};
	/** The pushes of a half-hour have left, or are lost. */
	readonly pushes: {
		/** The boundary, ISO 8601. */
		readonly slot: string;
		/** Meters that hang there, those that pushed, and those that did not. */
		readonly meters: number;
		readonly pushed: number;
		readonly silent: number;
		/** Lost by the lossy link of a scenario; not taken by the system, or by the other end of a connection, or not before the next half-hour or the end. */
		readonly lost: number;
		readonly unsent: number;
		/** How long behind its time the last one left, ms. */
		readonly latestMs: number;
		/** From the boundary until all had left, ms by the wall clock. */
		readonly tookMs: number;
		/** Clients that are associated, and connections there are. */
		readonly associations: number;
		readonly connections: number;
		/** What came for nobody, or was none: since the start. */
		readonly dropped: number;
		/** Messages to all that came faster than they can be handed on. */
		readonly crowded: number;
		readonly malformed: number;
		/** Meters of which something was changed, and the bytes that takes. */
		readonly changed: number;
		readonly changedBytes: number;
		/** Resident bytes of the process. */
		readonly rss: number;
	};
	/** A line of the scenario was done. */
	readonly act: {
		readonly line: number;
		readonly step: string;
		/** Meters that were meant, and those of whom it was done: of others there was nothing to do. */
		readonly meters: number;
		readonly done: number;
	};
	/** What clients have changed of a meter takes more than 1 KB; told once of a meter. */
	readonly large: { readonly number: number; readonly bytes: number };
	readonly lost: { readonly lines: number };
	readonly error: { readonly message: string };
	readonly end: { readonly reason: string };
}

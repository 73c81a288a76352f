/** `clickhouse:http://[USER:PASSWORD@]HOST:PORT[,HOST:PORT…]/DATABASE`. */
import { UsageError } from '../../shared/usage-error.js';

export interface StoreAddress {
	readonly isSecure: boolean;
	readonly user: string | undefined;
	readonly password: string | undefined;
	/** Of servers that keep the same, in the order in which they are asked. */
	readonly places: readonly { readonly host: string; readonly port: number }[];
	readonly database: string;
}

const SHAPE = /^clickhouse:(https?):\/\/(?:([^:@/,]+)(?::([^@/]*))?@)?([^@/]+)\/([^/?#@]+)$/;
const PLACE = /^(\[[\da-fA-F:.]+\]|[^:[\]\s]+):(\d{1,5})$/;
/** It stands in statements unquoted, and in the names of ZooKeeper's nodes. */
const DATABASE = /^[a-z][a-z0-9_]{0,62}$/;
const MOST_PORTS = 65535;

/** Throws UsageError, in whose words no password is. */
export function parseClickHouse(text: string): StoreAddress {
	const [, scheme, user, password, places, database] = SHAPE.exec(text) ?? [];
	if (places === undefined || database === undefined) throw wrong('the address', '番地');
	if (!DATABASE.test(database)) {
		throw new UsageError({
			en: `--store: expected a database of a to z, 0 to 9 and _, 63 characters at most, got ${JSON.stringify(database)}`,
			ja: `--store: データベース名はaからz、0から9、_で63文字までにしてください: ${JSON.stringify(database)}`,
		});
	}
	return {
		isSecure: scheme === 'https',
		user: user === undefined ? undefined : decode(user),
		password: password === undefined ? undefined : decode(password),
		places: places.split(',').map(placeOf),
		database,
	};
}

function placeOf(text: string): { readonly host: string; readonly port: number } {
	const [, host, digits] = PLACE.exec(text) ?? [];
	const port = Number(digits);
	if (host === undefined || port < 1 || port > MOST_PORTS) throw wrong(`the server ${JSON.stringify(text)}`, `サーバー${JSON.stringify(text)}`);
	return { host: host.replace(/^\[|\]$/g, ''), port };
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		throw wrong('a % in user or password', 'ユーザーまたはパスワードの%');
	}
}

function wrong(en: string, ja: string): UsageError {
	const shape = 'clickhouse:http://[USER:PASSWORD@]HOST:PORT[,HOST:PORT…]/DATABASE';
	return new UsageError({ en: `--store: ${en} is not as in ${shape}`, ja: `--store: ${ja}が ${shape} の形ではありません` });
}

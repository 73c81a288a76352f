/** A database that was there and is not any more, as data: PostgreSQL that was stopped, or has ended a connection. */
import { reasonOf, UntoldError } from '../../shared/usage-error.js';

/** Of SQLSTATE: connections (class 08), and that the server ends, ended or begins. */
const STATES = /^(08...|57P0[123])$/;
/** Of the operating system. */
const ERRNO = new Set([
	'ECONNREFUSED',
	'ECONNRESET',
	'ECONNABORTED',
	'EPIPE',
	'ENOENT',
	'ETIMEDOUT',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
	'EAI_AGAIN',
]);
/** Of `pg`, which has no code for them. */
const WORDS = /^Connection terminated|^Client (has encountered a connection error|was closed) and is not queryable/;

/** What was under way in a transaction is undone. The command ends with 3. */
export class DatabaseGone extends UntoldError {
	readonly reason: string;

	constructor(cause: unknown) {
		const reason = causeOf(cause);
		super({
			en: `the database of the office has gone: ${reason}; nothing is half done, and it can be asked for again once the database is back`,
			ja: `事務所のデータベースとの接続が切れました: ${reason}。途中までの変更は残っていません。データベースが戻ったら、もう一度実行してください`,
		});
		this.reason = reason;
	}
}

/** It went just as an act was to be kept. The command ends with 3. */
export class UnknownEnd extends UntoldError {
	constructor({ reason }: DatabaseGone) {
		super({
			en: `the database of the office has gone at the end of the act: ${reason}; it is done whole or not at all, and once the database is back, keiki office audit show tells which`,
			ja: `事務所のデータベースとの接続が処理の最後に切れました: ${reason}。すべて行われたか、何も行われていないかのどちらかです。データベースが戻ったら keiki office audit show で確認できます`,
		});
	}
}

/** The same error, or that the database has gone. */
export function orGone(error: unknown): unknown {
	const { code, message } = first(error) as NodeJS.ErrnoException;
	const isGone = code === undefined ? WORDS.test(message) : STATES.test(code) || ERRNO.has(code);
	return isGone ? new DatabaseGone(error) : error;
}

/** Of a host with several addresses it is one error for each. */
function first(error: unknown): unknown {
	return error instanceof AggregateError && error.message === '' ? error.errors[0] : error;
}

/** In one line. */
export function causeOf(error: unknown): string {
	return error instanceof DatabaseGone ? error.reason : reasonOf(first(error));
}

/** What keeps a HEMS from its meter: kinds, and their words in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

interface Fields {
	noDongle: object;
	credentialsRefused: object;
	noMeter: object;
	joinRefused: object;
	/** @param what was asked for, so often */
	noAnswer: { readonly what: string; readonly tries: number };
	lineClosed: object;
	ended: object;
	notAgain: object;
	expired: object;
	restarted: object;
}

export type HemsFailure = { [Kind in keyof Fields]: { readonly kind: Kind } & Fields[Kind] }[keyof Fields];

type Words = { readonly [Kind in keyof Fields]: (fields: Fields[Kind]) => string };

export const HEMS_FAILURES: InEach<Words> = Object.freeze({
	en: {
		noDongle: () => 'the dongle does not answer: is it the right serial port, and does nobody else use it?',
		credentialsRefused: () => 'the dongle refuses the Route B id or the password',
		noMeter: () => 'no meter answers to this Route B id; is it in reach?',
		joinRefused: () => 'the meter refuses to authenticate (EVENT 24): is the password right, and is no other HEMS connected?',
		noAnswer: ({ what, tries }) => `the meter does not answer to ${what}, asked ${tries} times`,
		lineClosed: () => 'the serial line was closed',
		ended: () => 'the meter has ended the session (EVENT 26)',
		notAgain: () => 'the meter does not authenticate again (EVENT 24)',
		expired: () => 'the session has expired (EVENT 29)',
		restarted: () => 'the dongle has restarted by itself, and forgotten the session',
	},
	ja: {
		noDongle: () => 'ドングルが応答しません。シリアルポートは正しいですか。ほかのプログラムが使っていませんか',
		credentialsRefused: () => 'ドングルが認証IDまたはパスワードを拒否しました',
		noMeter: () => 'この認証IDに答えるメーターがありません。電波の届く所にありますか',
		joinRefused: () => 'メーターが認証を拒否しました(EVENT 24)。パスワードは正しいですか。ほかのHEMSが接続していませんか',
		noAnswer: ({ what, tries }) => `メーターが${what}に答えません(${tries}回要求しました)`,
		lineClosed: () => 'シリアル回線が閉じられました',
		ended: () => 'メーターがセッションを終了しました(EVENT 26)',
		notAgain: () => 'メーターが再認証に応じません(EVENT 24)',
		expired: () => 'セッションの期限が切れました(EVENT 29)',
		restarted: () => 'ドングルが自分で再起動し、セッションを失いました',
	},
});

/** Somebody answered, and the answer is no. */
const REFUSED: readonly HemsFailure['kind'][] = Object.freeze(['credentialsRefused', 'joinRefused']);

/** Its message is in English. */
export class HemsError extends Error {
	readonly failure: HemsFailure;

	constructor(failure: HemsFailure) {
		super(hemsFailureText(failure, 'en'));
		this.failure = failure;
	}

	get refused(): boolean {
		return REFUSED.includes(this.failure.kind);
	}
}

export function hemsFailureText(failure: HemsFailure, language: keyof typeof HEMS_FAILURES): string {
	return (HEMS_FAILURES[language][failure.kind] as (fields: HemsFailure) => string)(failure);
}

/** What was found of a meter, in English. What is named in a sentence is the same in all languages: attributes as `1/0.0.42.0.0.255:2`, services, numbers. */

interface Names {
	/** An attribute, a method, a field. */
	readonly what: string;
}

interface Difference extends Names {
	readonly found: string | number;
	readonly expected: string | number;
}

export const METER_FINDINGS = {
	kept: ({ count }: { readonly count: number }) => (count === 1 ? 'Kept.' : `Kept, each of ${count} times.`),
	nothingToTry: () => 'The meter has nothing on which this could be tried.',
	silent: ({ what }: Names) => `${what}: no answer.`,
	lost: ({ what }: Names) => `${what}: the meter ended the connection.`,
	closed: ({ what }: Names) => `${what}: the answer is not under the client’s keys.`,
	exception: ({ what }: Names) => `${what}: refused by an exception.`,
	malformed: ({ what }: Names) => `${what}: what came is no answer of its kind.`,
	notOpened: () => 'The association that is needed here was not opened.',
	notListed: () => 'The object list, or what it lists, was not to be had.',
	noConnection: ({ why }: { readonly why: string }) => `No connection to the meter: ${why}.`,
	rejected: ({ diagnostic }: { readonly diagnostic: string }) => `The association was refused: diagnostic ${diagnostic}.`,
	accepted: () => 'The association was opened all the same.',
	notProven: () => 'The meter’s own proof is wrong.',
	served: ({ what }: Names) => `${what} was served all the same.`,
	done: ({ what }: Names) => `${what} was taken all the same.`,
	differs: ({ what, found, expected }: Difference) => `${what}: ${found}, expected ${expected}.`,
	differences: ({ what, found, expected, count }: Difference & { readonly count: number }) =>
		`${count} are wrong. The first: ${what}: ${found}, expected ${expected}.`,
	refusal: ({ what }: Names) => `${what}: refused.`,
	refused: ({ what, result }: Names & { readonly result: string | number }) => `${what}: refused, result ${result}.`,
	refusals: ({ what, result, count }: Names & { readonly result: string | number; readonly count: number }) =>
		`${count} are refused. The first: ${what}, result ${result}.`,
	unknown: ({ what, count }: Names & { readonly count: number }) =>
		count === 1 ? `Not known: ${what}.` : `${count} are not known. The first: ${what}.`,
	twice: ({ what }: Names) => `${what} stands there twice.`,
	missing: ({ what }: Names) => `${what} is missing.`,
	leftOpen: () => 'The supply was opened, and nothing tells that it was closed again: look after it.',
	byHand: ({ mode }: { readonly mode: number }) => `In control mode ${mode} only a hand closes the supply: it was not opened.`,
	modeLeft: ({ mode }: { readonly mode: number }) => `The control mode was changed for the time, and could not be set back to ${mode}.`,
	tooLong: ({ what, found, expected }: Difference) => `${what}: ${found} bytes, at most ${expected} were agreed on.`,
	// Why nothing was seen.
	mayWrite: () => 'SET and ACTION are sent with --may-write only.',
	mayDisconnect: () => 'The supply is opened with --may-disconnect only.',
	only: () => 'Left out by --only or --skip.',
	interrupted: () => 'The examination was ended before this was over.',
	// Why the rule is none here.
	ciphered: () => 'Nothing is ciphered with this client.',
	hls: () => 'The client does not prove itself by HLS.',
	authentication: () => 'The client does not prove itself.',
	privileged: () => 'This is the public client.',
	public: () => 'The meter lets no public client in.',
	wrapper: () => 'There is no wrapper: HDLC carries the APDUs.',
	stream: () => 'There is no TCP connection.',
	hdlc: () => 'There is no line of HDLC, or it opens by mode E.',
	notAgreed: ({ what }: Names) => `The meter did not agree to it: ${what}.`,
	noKeys: ({ what }: Names) => `The keys that were given are not enough for ${what}.`,
	notOffered: ({ what }: Names) => `The meter does not offer it to this client: ${what}.`,
	noEar: () => 'The meter cannot push to this host: it is on a line, or there is no address for it.',
	notPutBack: ({ what }: Names) => `${what} was changed for the time, and could not be set back.`,
	absent: ({ what }: Names) => `The meter has no ${what}.`,
} as const;

export type FindingWords = typeof METER_FINDINGS;
export type FindingKind = keyof FindingWords;

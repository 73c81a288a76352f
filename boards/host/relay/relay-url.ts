/** Where the relay answers, as `--relay` says it. */
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { RELAY_USAGE } from './relay-usage.js';

/** Throws UsageError for what is not https://HOST:PORT. */
export function relayUrl(text: string): URL {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url?.protocol === 'https:' && url.href === `${url.origin}/`) return url;
	throw new UsageError(inEach(RELAY_USAGE, ({ badUrl }) => badUrl(text)));
}

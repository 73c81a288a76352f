/** Where in the page somebody is: `#/frames?id=12`. */
import { useEffect, useState } from 'preact/hooks';

export interface Place {
	readonly view: string;
	readonly query: URLSearchParams;
}

export function parsePlace(hash: string): Place {
	const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
	return { view: path, query: new URLSearchParams(query) };
}

export function hashOf(view: string, query: Readonly<Record<string, string>> = {}): string {
	const text = new URLSearchParams(query).toString();
	return `#/${view}${text === '' ? '' : `?${text}`}`;
}

export function usePlace(): Place {
	const [hash, setHash] = useState(location.hash);
	useEffect(() => {
		const listener = () => setHash(location.hash);
		addEventListener('hashchange', listener);
		// It may have changed before anybody listened.
		listener();
		return () => removeEventListener('hashchange', listener);
	}, []);
	return parsePlace(hash);
}

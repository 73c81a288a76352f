import type { ObjectsWords } from '../views/objects-words.js';

/** Why something could not be asked: in the server's words, or that there is none. */
export function Failure({ words, error }: { readonly words: ObjectsWords; readonly error: string | undefined }) {
	if (error === undefined) return null;
	return <p class="note bad">✕ {error === '' ? words.unreachable : error}</p>;
}

import { AskError } from '../../../web/page/ask.js';

/** The server's words; undefined message: it cannot be reached, which is said in words of the page. */
export function reasonOf(error: unknown): string {
	return error instanceof AskError ? error.message : String(error);
}

/** The application's API from its page. */

/** What was wrong, in the words of the server, or that it cannot be reached. */
export class AskError extends Error {
	/** Undefined: the server cannot be reached. */
	readonly status: number | undefined;

	constructor(message: string, status?: number) {
		super(message);
		this.status = status;
	}
}

export interface Ask {
	/** @throws AskError */
	get<Answer>(path: string): Promise<Answer>;
	/** @throws AskError */
	post<Answer>(path: string, body: unknown): Promise<Answer>;
}

/** @param language of what the server says in words */
export function createAsk(language: string): Ask {
	const ask = async <Answer>(path: string, init: RequestInit): Promise<Answer> => {
		let response: Response;
		try {
			response = await fetch(path, { ...init, headers: { 'Accept-Language': language, ...init.headers } });
		} catch {
			throw new AskError('');
		}
		const answer = (await response.json()) as { readonly error?: string };
		if (!response.ok) throw new AskError(answer.error ?? response.statusText, response.status);
		return answer as Answer;
	};
	return {
		get: (path) => ask(path, {}),
		post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
	};
}

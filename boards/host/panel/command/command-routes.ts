/** What hands, tools and the utility do: the words of the control socket. */
import type { ControlAnswer } from '../../../../src/world/simulation/control.js';
import { answerText } from '../../shared/answer-text.js';
import { type Asked, Refusal, type Route } from '../../web/app.js';
import type { PanelSite } from '../site.js';

/** Characters of a line, as on the control socket. */
const LONGEST_LINE = 1000;
const WRONG_LINE: Readonly<Record<Asked['language'], string>> = Object.freeze({
	en: `command: expected one line of words, of at most ${LONGEST_LINE} characters`,
	ja: `command: ${LONGEST_LINE}文字までの1行のコマンドが必要です`,
});

export function commandRoutes(site: PanelSite): Route[] {
	return [
		{
			method: 'POST',
			path: '/api/command',
			handle: async ({ body, language }) => {
				const line = lineOf(body, language);
				const answer = await new Promise<ControlAnswer>((resolve) => site.control.ask(line, resolve));
				const words = answer.result === 'done' && answer.text === '' ? '' : answerText(answer, language);
				return { status: answer.result === 'done' ? 200 : answer.result === 'refused' ? 409 : 400, json: { ...answer, ...said(answer, words) } };
			},
		},
	];
}

/** What came of it in the page's language; where it was not done, as the reason that a page shows. */
function said({ result }: ControlAnswer, words: string): { readonly words: string; readonly error?: string } {
	return result === 'done' ? { words } : { words, error: words };
}

function lineOf(body: unknown, language: Asked['language']): string {
	const line = (body as { readonly command?: unknown } | null)?.command;
	if (typeof line === 'string' && line.length <= LONGEST_LINE && !/[\r\n]/.test(line)) return line;
	throw new Refusal(WRONG_LINE[language]);
}

/** The words of the control socket, asked from the page. */

import { answerSentence } from '../shared/answer-text.js';
import { printable } from '../shared/printable.js';
import { type Asked, Refusal } from '../web/app.js';
import type { PanelSite } from './site.js';

/** What was done. */
export interface Done {
	/** The line, as anybody can give it to `keiki meter`. */
	readonly command: string;
	/** What came of it, in the language that was asked in. */
	readonly text: string;
}

/** It is understood, and cannot be done as things stand. */
export const CONFLICT = 409;

/** @throws Refusal where it is not understood, or not done */
export function askControl(site: Pick<PanelSite, 'control'>, line: string, language: Asked['language']): Promise<Done> {
	return new Promise((resolve, reject) => {
		site.control.ask(line, (answer) => {
			const text = answerSentence(answer, language);
			if (answer.result === 'done') resolve({ command: printable(line), text });
			else reject(new Refusal(text, answer.result === 'refused' ? CONFLICT : undefined));
		});
	});
}

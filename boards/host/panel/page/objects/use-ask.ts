/** One question after the other, each with what came of it. */
import { useState } from 'preact/hooks';
import { reasonOf } from './reason.js';

export interface Asking<Answer> {
	readonly answer?: Answer;
	readonly error?: string;
	readonly isAsking: boolean;
	readonly ask: (question: () => Promise<Answer>) => void;
}

export function useAsk<Answer>(onAnswer: (answer: Answer) => void = () => {}): Asking<Answer> {
	const [state, setState] = useState<Omit<Asking<Answer>, 'ask'>>({ isAsking: false });
	const ask = (question: () => Promise<Answer>) => {
		setState({ isAsking: true });
		question().then(
			(answer) => {
				setState({ isAsking: false, answer });
				onAnswer(answer);
			},
			(error: unknown) => setState({ isAsking: false, error: reasonOf(error) }),
		);
	};
	return { ...state, ask };
}

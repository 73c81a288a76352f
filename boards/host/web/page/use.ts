/** What views use of the stream and the API. */
import { useEffect, useState } from 'preact/hooks';
import { AskError } from './ask.js';
import type { Stream, StreamState } from './stream.js';

/** The last message of a topic; undefined before the first. */
export function useTopic<Data>(stream: Stream, topic: string): Data | undefined {
	const [data, setData] = useState<Data>();
	useEffect(() => stream.subscribe<Data>(topic, setData), [stream, topic]);
	return data;
}

export function useStreamState(stream: Stream): StreamState {
	const [state, setState] = useState(stream.state);
	useEffect(() => stream.watch(setState), [stream]);
	return state;
}

/** What one question was answered with, asked again when `key` changes. */
export function useAnswer<Answer>(ask: () => Promise<Answer>, key: string): { readonly answer?: Answer; readonly error?: string } {
	const [result, setResult] = useState<{ readonly answer?: Answer; readonly error?: string }>({});
	useEffect(() => {
		let isWanted = true;
		ask().then(
			(answer) => isWanted && setResult({ answer }),
			(error: unknown) => isWanted && setResult({ error: error instanceof AskError ? error.message : String(error) }),
		);
		return () => {
			isWanted = false;
		};
	}, [key]);
	return result;
}

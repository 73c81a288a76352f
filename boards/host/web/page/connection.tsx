/** Told at the top of a page that hears nothing, and why. */
import { useEffect, useState } from 'preact/hooks';
import type { Ask } from './ask.js';
import type { PageLanguage } from './language.js';
import type { Stream } from './stream.js';
import { useStreamState } from './use.js';
import type { InEachLanguage } from './words.js';

interface ConnectionWords {
	readonly lost: string;
	readonly refused: string;
	readonly tooMany: (most: number) => string;
	readonly again: string;
}

const WORDS: InEachLanguage<ConnectionWords> = Object.freeze({
	en: {
		lost: 'The connection is lost. This page goes on by itself when it is there again.',
		refused: 'This page is not known any more. Open the address that is printed at the start, or by keiki meter panel.',
		tooMany: (most) => `${most} of these pages are open in this browser, as many as a browser can hear at once. Close one of them.`,
		again: 'Try again',
	},
	ja: {
		lost: '接続が切れています。つながると、このページは自動で再開します。',
		refused: 'このページは認識されていません。起動時か、keiki meter panelで表示されるアドレスを開いてください。',
		tooMany: (most) => `このブラウザーでは、このページが同時に使える上限の${most}ページまで開いています。どれかを閉じてください。`,
		again: 'もう一度',
	},
});

export interface ConnectionProps {
	readonly stream: Stream;
	readonly ask: Ask;
	readonly language: PageLanguage;
}

export function Connection({ stream, ask, language }: ConnectionProps) {
	const words = WORDS[language];
	const state = useStreamState(stream);
	const [why, setWhy] = useState('');
	useEffect(() => {
		if (state !== 'refused') return;
		ask.get<{ readonly streams: number; readonly mostStreams: number }>('/api/session').then(
			({ streams, mostStreams }) => setWhy(streams >= mostStreams ? words.tooMany(mostStreams) : words.lost),
			() => setWhy(words.refused),
		);
	}, [state]);
	if (state !== 'lost' && state !== 'refused') return null;
	return (
		<div class="connection note warn" role="status">
			<span>{state === 'refused' ? why : words.lost}</span>
			{state === 'refused' && (
				<button type="button" onClick={() => stream.again()}>
					{words.again}
				</button>
			)}
		</div>
	);
}

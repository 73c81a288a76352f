import type { RouteADone } from '../../objects/told.js';
import type { ObjectsWords } from '../views/objects-words.js';
import { spaced } from './edt.js';
import { clockOf } from './times.js';

/** What became of a write or a call. */
export function Done({ words, done: { done, text, sent, returned, time } }: { readonly words: ObjectsWords; readonly done: RouteADone }) {
	return (
		<div class={`note ${done ? '' : 'warn'}`}>
			<p>
				{done ? '✓' : '✕'} {text} <span class="muted">{clockOf(time)}</span>
			</p>
			{sent !== null && (
				<p>
					{words.request}: <span class="mono bytes">{spaced(sent)}</span>
				</p>
			)}
			{returned !== null && (
				<p>
					{words.returned}: <span class="mono bytes">{spaced(returned)}</span>
				</p>
			)}
		</div>
	);
}

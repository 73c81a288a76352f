/** The newest rows of a profile, when they are asked for. */
import { useState } from 'preact/hooks';
import type { RouteARows } from '../../objects/told.js';
import type { Page } from '../page.js';
import type { ObjectsWords } from '../views/objects-words.js';
import { Failure } from './failure.js';
import { momentOf } from './times.js';
import { useAsk } from './use-ask.js';

const PROFILE = 7;
const USUAL = 8;
const MOST = 500;

export function ProfileRows({ page, words, obis }: { readonly page: Page; readonly words: ObjectsWords; readonly obis: string }) {
	const [count, setCount] = useState(USUAL);
	const asking = useAsk<RouteARows>();
	const { answer } = asking;
	return (
		<form
			class="object-form"
			onSubmit={(event) => {
				event.preventDefault();
				const body = { class: PROFILE, obis, attribute: 2, rows: count };
				asking.ask(() => page.ask.post<RouteARows>(`/api/objects/route-a/read?meter=${page.meter}`, body));
			}}
		>
			<div class="row">
				<label>
					{words.rows}
					<input type="number" min={1} max={MOST} required value={count} onInput={({ currentTarget: { value } }) => setCount(Number(value))} />
				</label>
				<button type="submit" disabled={asking.isAsking}>
					{words.showRows}
				</button>
			</div>
			<div aria-live="polite">
				<Failure words={words} error={asking.error} />
				{answer?.rows.length === 0 && <p class="muted">{words.noRows}</p>}
			</div>
			{answer !== undefined && answer.rows.length > 0 && (
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
				<section class="rows" tabIndex={0} aria-label={words.rows}>
					<table>
						<thead>
							<tr>
								<th scope="col">{words.time}</th>
								{answer.columns.map((column) => (
									<th scope="col" key={column}>
										{column}
									</th>
								))}
							</tr>
						</thead>
						<tbody>
							{[...answer.rows].reverse().map(({ time, cells }) => (
								<tr key={time}>
									<th scope="row" class="mono">
										{momentOf(time)}
									</th>
									{cells.map(({ text }, i) => (
										<td key={answer.columns[i]}>{text}</td>
									))}
								</tr>
							))}
						</tbody>
					</table>
				</section>
			)}
			{answer?.more && <p class="muted">{words.more}</p>}
		</form>
	);
}

/** What clients of Route A read, in words and as a table. */
import type { PowerTold, ReadingTold } from '../../curves/told.js';
import type { CurvesWords } from '../views/curves-words.js';
import { dateText, secondText } from './times.js';

const TABLE_ROWS = 100;

/** What came of it: `Import energy 1,234,500 Wh`, with more of them behind it. */
function whatText(readings: readonly ReadingTold[], words: CurvesWords): string {
	const { objects, rows: rowsOf, refusedWith } = words.readings;
	return readings
		.map(({ obis, value, unit, rows, refused }) => {
			const what = value !== null ? `${value.toLocaleString('en')} ${unit}` : rows === null ? refusedWith(refused ?? 0) : rowsOf(rows);
			return `${objects[obis] ?? obis} ${what}`;
		})
		.join(', ');
}

function byText({ client, medium }: ReadingTold, words: CurvesWords): string {
	return `${words.client(client)}, ${medium}`;
}

/** Of those that were read together. */
export function readingsText(readings: readonly ReadingTold[], words: CurvesWords): string[] {
	const last = readings[readings.length - 1];
	return last === undefined ? [] : [`${words.routeA}: ${whatText(readings, words)} (${byText(last, words)})`];
}

/** The form of its mark. */
function Pin({ isRefused }: { readonly isRefused: boolean }) {
	return (
		<svg class={`cv-mark ${isRefused ? 'cv-unread' : 'cv-read'}`} viewBox="-7 -7 14 14" aria-hidden="true">
			<path d="M0 0V7" />
			<circle cy="-3" r="3.5" />
		</svg>
	);
}

export function ReadingLegend({ words }: { readonly words: CurvesWords }) {
	return (
		<>
			{[false, true].map((isRefused) => (
				<li key={`${isRefused}`}>
					<Pin isRefused={isRefused} /> {isRefused ? words.readings.refused : words.readings.read}
				</li>
			))}
		</>
	);
}

export function LastReading({
	told,
	readings,
	words,
}: {
	readonly told: PowerTold;
	readonly readings: readonly ReadingTold[];
	readonly words: CurvesWords;
}) {
	const last = readings[readings.length - 1];
	if (last === undefined) return null;
	return (
		<span>
			<Pin isRefused={last.refused !== null} /> {words.routeA} <b class="mono">{whatText(readings, words)}</b>{' '}
			<span class="muted">
				<span class="mono">{secondText(last.at + told.aheadMs)}</span> {byText(last, words)}
			</span>
		</span>
	);
}

/** The newest first. */
export function ReadingsTable({ told, words }: { readonly told: PowerTold; readonly words: CurvesWords }) {
	const { caption, none, what, by } = words.readings;
	return (
		<table>
			<caption>{caption}</caption>
			<thead>
				<tr>
					<th scope="col">{words.columns.time}</th>
					<th scope="col">{what}</th>
					<th scope="col">{by}</th>
				</tr>
			</thead>
			<tbody>
				{told.readings.length === 0 && (
					<tr>
						<td colSpan={3}>{none}</td>
					</tr>
				)}
				{told.readings
					.slice(-TABLE_ROWS)
					.reverse()
					.map((reading, i) => (
						<tr key={`${reading.at} ${told.readings.length - i}`}>
							<td class="mono">
								{dateText(reading.at + told.aheadMs)} {secondText(reading.at + told.aheadMs)}
							</td>
							<td>
								<Pin isRefused={reading.refused !== null} /> {whatText([reading], words)}
							</td>
							<td>{byText(reading, words)}</td>
						</tr>
					))}
			</tbody>
		</table>
	);
}

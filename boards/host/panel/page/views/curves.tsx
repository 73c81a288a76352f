/** Power, half-hours of a day, and 46 days at once, under one cursor. */
import { useState } from 'preact/hooks';
import type { HalfHoursTold } from '../../curves/told.js';
import { CURSOR } from '../cursor.js';
import { HalfHourBars, HalfHourTable, slotSentence } from '../curves/half-hour-bars.js';
import { dayText, HALF_HOUR } from '../curves/half-hours-text.js';
import { HeatMap, type Place } from '../curves/heat-map.js';
import { Choice, PowerCurve, useCursor } from '../curves/power-curve.js';
import { kilowattHours, SLOTS } from '../curves/scales.js';
import { useHalfHours } from '../curves/use-half-hours.js';
import type { ViewProps } from '../page.js';
import { CURVES_WORDS, type CurvesWords } from './curves-words.js';
import './curves.css';

const DIRECTIONS = Object.freeze(['import', 'export'] as const);

export default function CurvesView({ page }: ViewProps) {
	const words = CURVES_WORDS[page.language];
	const { told, error } = useHalfHours(page);
	return (
		<div class="stack curves">
			<h1 class="unseen">{words.title}</h1>
			<PowerCurve page={page} />
			{error !== undefined && <p class="note bad">{words.failed(error)}</p>}
			{told === undefined ? <p class="muted">{words.loading}</p> : <Days told={told} words={words} />}
		</div>
	);
}

function Days({ told, words }: { readonly told: HalfHoursTold; readonly words: CurvesWords }) {
	const [chosen, setChosen] = useState(0);
	const [direction, setDirection] = useState<'import' | 'export'>('import');
	const at = useCursor();
	const pointed = at === undefined ? undefined : placeAt(told, at + told.aheadMs);
	const point = (place: Place | undefined) => {
		CURSOR.set(place === undefined ? undefined : told.days[place.day]!.start + place.slot * HALF_HOUR - told.aheadMs);
	};
	const day = told.days[chosen]!;
	const last = told.days.length - 1;
	const shown = pointed === undefined ? undefined : told.days[pointed.day]!;
	return (
		<div class="cv-days">
			<section class="card" aria-label={words.halfHours}>
				<div class="row cv-head">
					<h2>{words.halfHours}</h2>
					<div class="row cv-day-choice">
						<button type="button" disabled={chosen >= last} onClick={() => setChosen(chosen + 1)} aria-label={words.earlier}>
							‹
						</button>
						<label>
							<span class="unseen">{words.day}</span>
							<select value={chosen} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
								{told.days.map((each) => (
									<option key={each.day} value={each.day}>
										{dayText(each, words)} {each.day === 0 ? words.today : words.daysAgo(each.day)}
									</option>
								))}
							</select>
						</label>
						<button type="button" disabled={chosen <= 0} onClick={() => setChosen(chosen - 1)} aria-label={words.later}>
							›
						</button>
					</div>
				</div>
				<HalfHourBars
					told={told}
					day={day}
					slot={pointed?.day === chosen ? pointed.slot : undefined}
					onPoint={(slot) => point(slot === undefined ? undefined : { day: chosen, slot })}
					words={words}
				/>
				<p class="cv-readout">
					<span>{totalText(told, chosen, words)}</span>
				</p>
				<Directions told={told} words={words} />
				<HalfHourTable told={told} day={day} words={words} />
			</section>
			<section class="card" aria-label={words.heat}>
				<div class="row cv-head">
					<h2>{words.heat}</h2>
					{told.twoWay && <Choice legend={words.direction} names={DIRECTIONS} texts={words} chosen={direction} onChoose={setDirection} />}
				</div>
				<HeatMap
					told={told}
					direction={told.twoWay ? direction : 'import'}
					pointed={pointed}
					chosen={chosen}
					onPoint={point}
					onChoose={setChosen}
					words={words}
				/>
				<p class="cv-readout">
					{shown === undefined ? (
						<span class="muted">{words.heatKeys}</span>
					) : (
						<span>{`${dayText(shown, words)} ${slotSentence(told, shown, pointed!.slot, words)}`}</span>
					)}
				</p>
			</section>
		</div>
	);
}

function Directions({ told, words }: { readonly told: HalfHoursTold; readonly words: CurvesWords }) {
	return (
		<ul class="cv-legend">
			<li>
				<svg class="cv-mark" viewBox="0 0 14 14" aria-hidden="true">
					<rect class="cv-import" width="14" height="14" />
				</svg>
				↑ {words.import}
			</li>
			{told.twoWay && (
				<li>
					<svg class="cv-mark" viewBox="0 0 14 14" aria-hidden="true">
						<rect class="cv-export" width="14" height="14" />
					</svg>
					↓ {words.export}
				</li>
			)}
			<li class="muted">kWh</li>
		</ul>
	);
}

/** The half-hour that a moment lies in, by the meter's clock. */
function placeAt({ days }: HalfHoursTold, at: number): Place | undefined {
	for (const { day, start } of days) {
		const slot = Math.floor((at - start) / HALF_HOUR);
		if (slot >= 0 && slot < SLOTS) return { day, slot };
	}
	return undefined;
}

function totalText(told: HalfHoursTold, day: number, words: CurvesWords): string {
	const sum = (values: readonly (number | null)[]) => values.reduce((total: number, each) => total + (each ?? 0), 0);
	const { energy } = told.days[day]!;
	const text = (values: readonly (number | null)[]) => kilowattHours(sum(values), told.wattHours);
	return words.total(text(energy.import), told.twoWay ? text(energy.export) : undefined);
}

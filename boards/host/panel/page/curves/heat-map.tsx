/** The half-hours of 46 days, one row a day, today first. */
import { useId } from 'preact/hooks';
import type { DayTold, HalfHoursTold } from '../../curves/told.js';
import type { CurvesWords } from '../views/curves-words.js';
import { Hatch, slotSentence } from './half-hour-bars.js';
import { dayText } from './half-hours-text.js';
import { cellPaths, kilowattHours, mostEnergy, SHADES, SLOTS, topOfShade } from './scales.js';
import { shortDateText, weekdayOf } from './times.js';
import { useWidth } from './use-width.js';

const ROW = 9;
const TOP = 18;
const LEFT = 52;

export interface Place {
	readonly day: number;
	readonly slot: number;
}

export interface HeatProps {
	readonly told: HalfHoursTold;
	readonly direction: 'import' | 'export';
	readonly pointed: Place | undefined;
	/** The day that is shown as bars. */
	readonly chosen: number;
	readonly onPoint: (place: Place | undefined) => void;
	readonly onChoose: (day: number) => void;
	readonly words: CurvesWords;
}

export function HeatMap({ told, direction, pointed, chosen, onPoint, onChoose, words }: HeatProps) {
	const [place, width] = useWidth<HTMLDivElement>();
	const hatch = useId();
	const { days } = told;
	const plain = Math.max(0, width - LEFT - 2);
	const cell = plain / SLOTS;
	const tall = days.length * ROW;
	const most = mostEnergy(days, direction);
	const at = pointed ?? { day: chosen, slot: 0 };
	const keyed = (event: KeyboardEvent) => {
		if (event.key === 'Enter' || event.key === ' ') onChoose(at.day);
		else {
			const to = placeTarget(event, at, days.length);
			if (to === null) return;
			onPoint(to);
		}
		event.preventDefault();
	};
	const placeOf = ({ clientX, clientY, currentTarget }: MouseEvent): Place | undefined => {
		const box = (currentTarget as Element).getBoundingClientRect();
		const [slot, day] = [Math.floor((clientX - box.left - LEFT) / cell), Math.floor((clientY - box.top - TOP) / ROW)];
		return slot >= 0 && slot < SLOTS && day >= 0 && day < days.length ? { day, slot } : undefined;
	};
	return (
		<div
			ref={place}
			class={`cv-heat cv-${direction}`}
			role="slider"
			tabIndex={0}
			aria-label={`${words.heatLabel}, ${words[direction]}. ${words.heatKeys}`}
			aria-valuemin={0}
			aria-valuemax={days.length * SLOTS - 1}
			aria-valuenow={at.day * SLOTS + at.slot}
			aria-valuetext={`${dayText(days[at.day]!, words)}, ${slotSentence(told, days[at.day]!, at.slot, words)}`}
			onKeyDown={keyed}
			onMouseMove={(event) => onPoint(placeOf(event))}
			onMouseLeave={() => onPoint(undefined)}
			onClick={(event) => {
				const to = placeOf(event);
				if (to !== undefined) onChoose(to.day);
			}}
		>
			{plain > 0 && (
				<svg width={width} height={tall + TOP + 2} aria-hidden="true">
					<Hatch id={hatch} />
					<g transform={`translate(${LEFT} ${TOP})`}>
						{[0, 6, 12, 18, 24].map((hour) => (
							<text key={hour} x={hour * 2 * cell} y={-6} text-anchor={hour === 24 ? 'end' : hour === 0 ? 'start' : 'middle'}>
								{String(hour).padStart(2, '0')}:00
							</text>
						))}
						<rect class="cv-ground" width={plain} height={tall} />
						{[...cellPaths(days, direction, most, cell, ROW)].map(([look, path]) =>
							look === 'hole' ? (
								<path key={look} class="cv-hole" d={path} fill={`url(#${hatch})`} />
							) : (
								<path key={look} class={`cv-shade-${look}`} d={path} />
							),
						)}
						{days.map((day) => isLabelled(day, chosen) && <DayLabel key={day.day} day={day} isChosen={day.day === chosen} words={words} />)}
						<rect class="cv-chosen" y={chosen * ROW} width={plain} height={ROW} />
						{pointed !== undefined && <rect class="cv-pointed" x={pointed.slot * cell} y={pointed.day * ROW} width={cell} height={ROW} />}
					</g>
				</svg>
			)}
			<HeatScale most={most} wattHours={told.wattHours} hatch={hatch} words={words} />
		</div>
	);
}

/** Today, Mondays, and the one that is shown; not where they would stand in one another. */
function isLabelled({ day, start }: DayTold, chosen: number): boolean {
	if (day === chosen || day === 0) return true;
	return weekdayOf(start) === 1 && day > 1 && Math.abs(day - chosen) > 1;
}

function DayLabel({ day, isChosen, words }: { readonly day: DayTold; readonly isChosen: boolean; readonly words: CurvesWords }) {
	return (
		<text x={-6} y={(day.day + 0.5) * ROW} dy="0.35em" text-anchor="end" class={isChosen ? 'cv-chosen-day' : ''}>
			{day.day === 0 ? words.today : shortDateText(day.start)}
		</text>
	);
}

interface ScaleProps {
	readonly most: number;
	readonly wattHours: number;
	readonly hatch: string;
	readonly words: CurvesWords;
}

function HeatScale({ most, wattHours, hatch, words }: ScaleProps) {
	return (
		<ul class="cv-legend cv-scale" aria-hidden="true">
			{Array.from({ length: SHADES + 1 }, (_, shade) => (
				<li key={shade}>
					<svg class="cv-mark" viewBox="0 0 14 14" aria-hidden="true">
						<rect class={`cv-shade-${shade}`} width="14" height="14" />
					</svg>
					{shade === 0 ? '0' : shade === 1 || shade === SHADES || shade === 4 ? `≤ ${kilowattHours(topOfShade(shade, most), wattHours)}` : ''}
					{shade === SHADES && ' kWh'}
				</li>
			))}
			<li>
				<svg class="cv-mark" viewBox="0 0 14 14" aria-hidden="true">
					<rect class="cv-hole" width="14" height="14" fill={`url(#${hatch})`} />
				</svg>
				{words.hole}
			</li>
		</ul>
	);
}

function placeTarget({ key }: KeyboardEvent, { day, slot }: Place, days: number): Place | undefined | null {
	switch (key) {
		case 'ArrowLeft':
			return { day, slot: Math.max(0, slot - 1) };
		case 'ArrowRight':
			return { day, slot: Math.min(SLOTS - 1, slot + 1) };
		case 'ArrowUp':
			return { day: Math.max(0, day - 1), slot };
		case 'ArrowDown':
			return { day: Math.min(days - 1, day + 1), slot };
		case 'PageUp':
			return { day: Math.max(0, day - 7), slot };
		case 'PageDown':
			return { day: Math.min(days - 1, day + 7), slot };
		case 'Home':
			return { day, slot: 0 };
		case 'End':
			return { day, slot: SLOTS - 1 };
		case 'Escape':
			return undefined;
		default:
			return null;
	}
}

/** The half-hours of one day as bars: what was drawn upwards, what was fed in downwards. */
import { useId, useState } from 'preact/hooks';
import type { DayTold, HalfHoursTold } from '../../curves/told.js';
import type { CurvesWords } from '../views/curves-words.js';
import { dayText, energyText, registerText, slotText, statusText } from './half-hours-text.js';
import { axisSteps, barPaths, kilowattHours, mostEnergy, niceTop, SLOTS } from './scales.js';
import { useWidth } from './use-width.js';

const HEIGHT = 300;
const TOP = 8;
const BOTTOM = 22;
const LEFT = 44;

export interface BarsProps {
	readonly told: HalfHoursTold;
	readonly day: DayTold;
	/** The half-hour that is pointed at. */
	readonly slot: number | undefined;
	readonly onPoint: (slot: number | undefined) => void;
	readonly words: CurvesWords;
}

export function HalfHourBars({ told, day, slot, onPoint, words }: BarsProps) {
	const [place, width] = useWidth<HTMLDivElement>();
	const hatch = useId();
	const plain = Math.max(0, width - LEFT - 4);
	const bar = plain / SLOTS;
	const tall = HEIGHT - TOP - BOTTOM;
	const top = niceTop(mostEnergy([day], 'import') || told.wattHours);
	const fed = mostEnergy([day], 'export');
	const low = fed === 0 ? 0 : niceTop(fed);
	const scale = tall / (top + low);
	const zero = top * scale;
	const paths = barPaths(day, bar, scale, zero, tall);
	const steps = [...axisSteps(top, 3), ...axisSteps(low, Math.max(1, Math.round((3 * low) / top))).map((step) => -step)].filter(
		(step, i, all) => all.indexOf(step) === i && step >= -low,
	);
	const keyed = (event: KeyboardEvent) => {
		const to = slotTarget(event.key, slot ?? 0);
		if (to === null) return;
		event.preventDefault();
		onPoint(to);
	};
	const pointed = ({ clientX, currentTarget }: MouseEvent) => {
		const box = (currentTarget as Element).getBoundingClientRect();
		const at = Math.floor((clientX - box.left - LEFT) / bar);
		onPoint(at >= 0 && at < SLOTS ? at : undefined);
	};
	return (
		<div
			ref={place}
			class="cv-bars"
			role="slider"
			tabIndex={0}
			aria-label={`${words.barsLabel}, ${dayText(day, words)}`}
			aria-valuemin={0}
			aria-valuemax={SLOTS - 1}
			aria-valuenow={slot ?? 0}
			aria-valuetext={slotSentence(told, day, slot ?? 0, words)}
			onKeyDown={keyed}
			onMouseMove={pointed}
			onMouseLeave={() => onPoint(undefined)}
		>
			{plain > 0 && (
				<svg width={width} height={HEIGHT} aria-hidden="true">
					<Hatch id={hatch} />
					<g transform={`translate(${LEFT} ${TOP})`}>
						{steps.map((step) => (
							<g key={step} transform={`translate(0 ${zero - step * scale})`}>
								<line class={step === 0 ? 'cv-zero' : 'cv-grid'} x2={plain} />
								<text x={-6} dy="0.35em" text-anchor="end">
									{kilowattHours(Math.abs(step), told.wattHours)}
								</text>
							</g>
						))}
						<path class="cv-holes" d={paths.holes} fill={`url(#${hatch})`} />
						<path class="cv-import" d={paths.import} />
						<path class="cv-export" d={paths.export} />
						{slot !== undefined && <rect class="cv-pointed" x={slot * bar} width={bar} height={tall} />}
						{[0, 6, 12, 18, 24].map((hour) => (
							<text key={hour} x={hour * 2 * bar} y={tall + 16} text-anchor={hour === 24 ? 'end' : hour === 0 ? 'start' : 'middle'}>
								{String(hour).padStart(2, '0')}:00
							</text>
						))}
					</g>
				</svg>
			)}
		</div>
	);
}

/** Lines across what is not known. */
export function Hatch({ id }: { readonly id: string }) {
	return (
		<defs>
			<pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
				<rect class="cv-hatch-ground" width="6" height="6" />
				<line class="cv-hatch-line" y2="6" />
			</pattern>
		</defs>
	);
}

export function slotSentence(told: HalfHoursTold, day: DayTold, slot: number, words: CurvesWords): string {
	const parts = [slotText(day, slot), energyText(told, day, slot, words), registerText(day, slot, words), statusText(day, slot, words)];
	return parts.filter((part) => part !== '').join(', ');
}

function slotTarget(key: string, slot: number): number | undefined | null {
	const within = (to: number) => Math.min(SLOTS - 1, Math.max(0, to));
	switch (key) {
		case 'ArrowLeft':
		case 'ArrowDown':
			return within(slot - 1);
		case 'ArrowRight':
		case 'ArrowUp':
			return within(slot + 1);
		case 'PageUp':
			return within(slot - 4);
		case 'PageDown':
			return within(slot + 4);
		case 'Home':
			return 0;
		case 'End':
			return SLOTS - 1;
		case 'Escape':
			return undefined;
		default:
			return null;
	}
}

/** The same for who does not see it. */
export function HalfHourTable({ told, day, words }: { readonly told: HalfHoursTold; readonly day: DayTold; readonly words: CurvesWords }) {
	const [isOpen, setOpen] = useState(false);
	return (
		<details onToggle={(event) => setOpen(event.currentTarget.open)}>
			<summary>{words.asTable}</summary>
			{isOpen && (
				<div class="cv-tables">
					<table>
						<caption>
							{words.halfHours}, {dayText(day, words)}
						</caption>
						<thead>
							<tr>
								<th scope="col">{words.columns.time}</th>
								<th scope="col">{words.register}</th>
								<th scope="col">{words.energy}</th>
								<th scope="col">{words.columns.verdict}</th>
							</tr>
						</thead>
						<tbody>
							{Array.from({ length: SLOTS }, (_, slot) => (
								<tr key={slot}>
									<th scope="row" class="mono">
										{slotText(day, slot)}
									</th>
									<td class="mono">{registerText(day, slot, words).slice(words.register.length)}</td>
									<td>{energyText(told, day, slot, words)}</td>
									<td>{statusText(day, slot, words)}</td>
								</tr>
							))}
						</tbody>
					</table>
				</div>
			)}
		</details>
	);
}

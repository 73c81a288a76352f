/** The power of a meter, with what was served of it; compact, it is the plot alone. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import 'uplot/dist/uPlot.min.css';
import type { FailureTold, PowerTold, Verdict } from '../../curves/told.js';
import { CURSOR } from '../cursor.js';
import type { Page } from '../page.js';
import { CURVES_WORDS, type CurvesWords, type SpanName } from '../views/curves-words.js';
import './curves.css';
import type { PowerPlot } from './power-plot.js';
import { momentOf, nextMark } from './power-store.js';
import { LastReading, ReadingLegend, ReadingsTable, readingsText } from './readings.js';
import { dateText, secondText } from './times.js';
import { usePower } from './use-power.js';

const SPANS: Readonly<Record<SpanName, number>> = Object.freeze({ minutes: 600_000, hour: 3_600_000, hours: 21_600_000, day: 86_400_000 });
const SPAN_NAMES = Object.freeze(Object.keys(SPANS) as SpanName[]);
const HEIGHT = 300;
const COMPACT_HEIGHT = 150;
/** Steps of the keyboard across the plot. */
const KEY_STEPS = 200;
const TABLE_ROWS = 100;
/** ms after which the plot beside something else is loaded in any case. */
const AT_LAST = 1000;
export const VERDICTS: readonly Verdict[] = Object.freeze(['right', 'wrong', 'late', 'none', 'refused']);

export interface PowerCurveProps {
	readonly page: Page;
	readonly isCompact?: boolean;
}

export function PowerCurve({ page, isCompact = false }: PowerCurveProps) {
	const words = CURVES_WORDS[page.language];
	const [spanName, setSpan] = useState<SpanName>(isCompact ? 'minutes' : 'hour');
	const [voltage, setVoltage] = useState(false);
	const [current, setCurrent] = useState(false);
	const [held, setHeld] = useState<PowerTold>();
	const span = SPANS[spanName];
	const { told: live, error } = usePower(page, span);
	const told = held ?? live;
	const at = useCursor();
	const content = (
		<>
			{!isCompact && (
				<div class="row cv-head">
					<h2>{words.power}</h2>
					<Choice legend={words.span} names={SPAN_NAMES} texts={words.spans} chosen={spanName} onChoose={setSpan} />
					<fieldset class="cv-choice">
						<legend class="unseen">{words.lines}</legend>
						<label>
							<input type="checkbox" checked={voltage} onChange={() => setVoltage(!voltage)} /> {words.voltage}
						</label>
						<label>
							<input type="checkbox" checked={current} onChange={() => setCurrent(!current)} /> {words.current}
						</label>
					</fieldset>
					<button type="button" aria-pressed={held !== undefined} onClick={() => setHeld(held === undefined ? live : undefined)}>
						{held === undefined ? words.pause : words.goOn}
					</button>
				</div>
			)}
			<Plot told={told} span={span} voltage={voltage} current={current} isCompact={isCompact} words={words} />
			{error !== undefined && <p class="note bad">{words.failed(error)}</p>}
			{told === undefined ? <p class="muted">{words.loading}</p> : <Readout told={told} at={at} words={words} />}
			{!isCompact && <Legend words={words} />}
			{!isCompact && told !== undefined && <Tables told={told} words={words} />}
		</>
	);
	if (isCompact) return <div class="curve cv-compact">{content}</div>;
	return (
		<section class="curve card" aria-label={words.power}>
			{content}
		</section>
	);
}

/** The browser has nothing better to do; not every one tells. */
function rested(): Promise<unknown> {
	return new Promise((resolve) => {
		if ('requestIdleCallback' in window) requestIdleCallback(resolve, { timeout: AT_LAST });
		else setTimeout(resolve, AT_LAST);
	});
}

/** The moment that the page points at. */
export function useCursor(): number | undefined {
	const [at, setAt] = useState(CURSOR.at);
	useEffect(() => CURSOR.watch(setAt), []);
	return at;
}

interface ChoiceProps<Name extends string> {
	readonly legend: string;
	readonly names: readonly Name[];
	readonly texts: Readonly<Record<Name, string>>;
	readonly chosen: Name;
	readonly onChoose: (name: Name) => void;
}

/** One of a few, as radio buttons. */
export function Choice<Name extends string>({ legend, names, texts, chosen, onChoose }: ChoiceProps<Name>) {
	const group = useId();
	return (
		<fieldset class="cv-choice cv-segments">
			<legend class="unseen">{legend}</legend>
			{names.map((name) => (
				<label key={name} class={name === chosen ? 'cv-chosen' : ''}>
					<input type="radio" class="unseen" name={group} checked={name === chosen} onChange={() => onChoose(name)} />
					{texts[name]}
				</label>
			))}
		</fieldset>
	);
}

interface PlotProps {
	readonly told: PowerTold | undefined;
	readonly span: number;
	readonly voltage: boolean;
	readonly current: boolean;
	readonly isCompact: boolean;
	readonly words: CurvesWords;
}

function Plot({ told, span, voltage, current, isCompact, words }: PlotProps) {
	const place = useRef<HTMLDivElement>(null);
	const plot = useRef<PowerPlot | undefined>(undefined);
	const [made, setMade] = useState(0);
	useEffect(() => {
		let isWanted = true;
		let end = () => {};
		// Beside something else it is no part of the first page: it comes when that stands.
		(isCompact ? rested() : Promise.resolve())
			.then(() => import('./power-plot.js'))
			.then(({ PowerPlot: Made }) => {
				if (!isWanted || place.current === null) return;
				plot.current = new Made({
					place: place.current,
					height: isCompact ? COMPACT_HEIGHT : HEIGHT,
					isCompact,
					voltage,
					current,
					nameOf: (failure) => failureText(failure, words),
					onPoint: (at) => CURSOR.set(at),
				});
				end = CURSOR.watch((at) => plot.current?.point(at));
				setMade((count) => count + 1);
			});
		return () => {
			isWanted = false;
			end();
			plot.current?.destroy();
			plot.current = undefined;
		};
	}, [isCompact, voltage, current, words]);
	useEffect(() => {
		if (told !== undefined) plot.current?.show({ told, span });
	}, [made, told, span]);
	const at = useCursor();
	const keyed = (event: KeyboardEvent) => {
		if (told === undefined) return;
		const to = keyTarget(event, told, span, CURSOR.at ?? told.to);
		if (to === null) return;
		event.preventDefault();
		CURSOR.set(to);
	};
	return (
		<div
			ref={place}
			class="cv-plot"
			role="slider"
			tabIndex={0}
			aria-label={`${words.powerLabel}. ${words.keys}`}
			aria-valuemin={told === undefined ? 0 : told.to - span}
			aria-valuemax={told?.to ?? 0}
			aria-valuenow={told === undefined ? 0 : Math.min(told.to, Math.max(told.to - span, at ?? told.to))}
			aria-valuetext={told === undefined ? words.loading : momentText(told, at, words)}
			onKeyDown={keyed}
		/>
	);
}

/** Where a key moves the cursor; undefined: it lets go; null: it is no key of the cursor. */
function keyTarget({ key, shiftKey }: KeyboardEvent, told: PowerTold, span: number, at: number): number | undefined | null {
	const step = (span / KEY_STEPS) * (shiftKey ? 10 : 1);
	const within = (time: number) => Math.round(Math.min(told.to, Math.max(told.to - span, time)));
	switch (key) {
		case 'ArrowLeft':
		case 'ArrowDown':
			return within(at - step);
		case 'ArrowRight':
		case 'ArrowUp':
			return within(at + step);
		case 'Home':
			return within(told.to - span);
		case 'End':
			return within(told.to);
		case 'PageUp':
			return within(nextMark(told, at, -1) ?? at);
		case 'PageDown':
			return within(nextMark(told, at, 1) ?? at);
		case 'Escape':
			return undefined;
		default:
			return null;
	}
}

export function failureText({ kind, name, value }: FailureTold, words: CurvesWords): string {
	return name === null ? words.failures[kind] : words.faultAndValue(name, value ?? '');
}

function momentText(told: PowerTold, at: number | undefined, words: CurvesWords): string {
	const time = at ?? told.to;
	const moment = momentOf(told, time);
	if (moment === undefined) return secondText(time + told.aheadMs);
	const { watts, served, failures, readings } = moment;
	return [
		secondText(time + told.aheadMs),
		`${words.measured} ${watts === null ? words.nothing : `${Math.round(watts)} W`}`,
		...(served === undefined ? [] : [`${words.served} ${served.watts === null ? '' : `${served.watts} W, `}${words.verdicts[served.verdict]}`]),
		...readingsText(readings, words),
		...failures.map((failure) => failureText(failure, words)),
	].join(', ');
}

function Readout({ told, at, words }: { readonly told: PowerTold; readonly at: number | undefined; readonly words: CurvesWords }) {
	const isNow = at === undefined || at < told.from || at > told.to;
	const time = isNow ? told.to : at;
	const moment = momentOf(told, time)!;
	const { watts, voltages, currents, served, failures, readings } = moment;
	return (
		<p class="cv-readout">
			<span class="mono">
				{secondText(time + told.aheadMs)}
				{isNow && ` ${words.now}`}
			</span>
			<span>
				{words.measured} <b class="mono">{watts === null ? words.nothing : `${Math.round(watts).toLocaleString('en')} W`}</b>
				{voltages.length > 0 && <span class="mono muted"> {voltages.map((each) => each.toFixed(1)).join(' / ')} V</span>}
				{currents.length > 0 && <span class="mono muted"> {currents.map((each) => each.toFixed(2)).join(' / ')} A</span>}
			</span>
			{served !== undefined && (
				<span>
					<Mark verdict={served.verdict} /> {words.served}{' '}
					<b class="mono">{served.watts === null ? words.verdicts[served.verdict] : `${served.watts.toLocaleString('en')} W`}</b>{' '}
					<span class="muted">
						<span class="mono">{secondText(served.at + told.aheadMs)}</span> {words.toWhom(served.to)}
						{served.watts !== null && `, ${words.verdicts[served.verdict]}`}
					</span>
				</span>
			)}
			<LastReading told={told} readings={readings} words={words} />
			{failures.map((failure) => (
				<span key={failureText(failure, words)} class="badge warn">
					⚠ {failureText(failure, words)}
				</span>
			))}
		</p>
	);
}

/** The form of a verdict, as the plot draws it. */
function Mark({ verdict }: { readonly verdict: Verdict }) {
	return (
		<svg class={`cv-mark cv-${verdict}`} viewBox="-7 -7 14 14" aria-hidden="true">
			{verdict === 'right' && <circle r="3.5" />}
			{verdict === 'wrong' && <path d="M-5-5L5 5M5-5L-5 5" />}
			{verdict === 'late' && <path d="M0-5L5 5H-5z" />}
			{verdict === 'none' && <path d="M0-5L5 0L0 5L-5 0z" />}
			{verdict === 'refused' && <path d="M-5-5H5V5H-5zM-5 5L5-5" />}
		</svg>
	);
}

function Legend({ words }: { readonly words: CurvesWords }) {
	return (
		<ul class="cv-legend">
			<li>
				<svg class="cv-mark cv-truth" viewBox="-7 -7 14 14" aria-hidden="true">
					<path d="M-7 3H0V-3H7" />
				</svg>
				{words.measured}
			</li>
			{VERDICTS.map((verdict) => (
				<li key={verdict}>
					<Mark verdict={verdict} />
					{words.served}: {words.verdicts[verdict]}
				</li>
			))}
			<li>
				<svg class="cv-mark cv-notified" viewBox="-7 -7 14 14" aria-hidden="true">
					<path d="M0-5L4 5H-4z" />
				</svg>
				{words.notified}
			</li>
			<li>
				<svg class="cv-mark cv-route-a" viewBox="-7 -7 14 14" aria-hidden="true">
					<path d="M-4-6V6M-4-6H5V-1H-4" />
				</svg>
				{words.readings.associated}
			</li>
			<ReadingLegend words={words} />
			<li class="muted">{words.axis}</li>
		</ul>
	);
}

/** What the plot shows, for who does not see it. */
function Tables({ told, words }: { readonly told: PowerTold; readonly words: CurvesWords }) {
	const [isOpen, setOpen] = useState(false);
	const time = (at: number) => `${dateText(at + told.aheadMs)} ${secondText(at + told.aheadMs)}`;
	const { columns, failureTable } = words;
	return (
		<details onToggle={(event) => setOpen(event.currentTarget.open)}>
			<summary>{words.asTable}</summary>
			{isOpen && (
				// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too
				<section class="cv-tables" tabIndex={0} aria-label={words.asTable}>
					<table>
						<caption>{words.servedCaption}</caption>
						<thead>
							<tr>
								<th scope="col">{columns.time}</th>
								<th scope="col">{columns.value}</th>
								<th scope="col">{columns.truth}</th>
								<th scope="col">{columns.verdict}</th>
								<th scope="col">{columns.to}</th>
							</tr>
						</thead>
						<tbody>
							{told.served.length === 0 && (
								<tr>
									<td colSpan={5}>{words.noneServed}</td>
								</tr>
							)}
							{told.served
								.slice(-TABLE_ROWS)
								.reverse()
								.map((served) => (
									<tr key={`${served.at} ${served.tid}`}>
										<td class="mono">{time(served.at)}</td>
										<td class="number">{served.watts ?? '–'}</td>
										<td class="number">{served.truth ?? '–'}</td>
										<td>
											<Mark verdict={served.verdict} /> {words.verdicts[served.verdict]}
										</td>
										<td>{served.to}</td>
									</tr>
								))}
						</tbody>
					</table>
					<table>
						<caption>{failureTable.caption}</caption>
						<thead>
							<tr>
								<th scope="col">{failureTable.what}</th>
								<th scope="col">{failureTable.from}</th>
								<th scope="col">{failureTable.to}</th>
							</tr>
						</thead>
						<tbody>
							{told.failures.length === 0 && (
								<tr>
									<td colSpan={3}>{failureTable.none}</td>
								</tr>
							)}
							{told.failures
								.slice(-TABLE_ROWS)
								.reverse()
								.map((failure) => (
									<tr key={`${failure.from} ${failure.kind} ${failure.name}`}>
										<td>{failureText(failure, words)}</td>
										<td class="mono">{time(failure.from)}</td>
										<td class="mono">{failure.to >= told.to ? words.now : time(failure.to)}</td>
									</tr>
								))}
						</tbody>
					</table>
					<ReadingsTable told={told} words={words} />
				</section>
			)}
		</details>
	);
}

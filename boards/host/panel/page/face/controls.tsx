/** What stands beside the face: the supply, the house, the utility, the clock, the dongles. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Answer } from './answer.js';
import { Chooser, Fold, type GroupProps } from './control-parts.js';
import type { ControlWords } from './control-words.js';
import { Customer } from './customer.js';
import { type Commands, useCommands } from './use-meter.js';

export interface ControlsProps extends GroupProps {
	/** At the meter: told by the face as well, whose lever is one of them. */
	readonly hand: Commands;
}

/** W that the slider reaches; the field beside it takes more. */
const LOAD = Object.freeze({ least: -6000, most: 12_000, step: 50, bound: 100_000 });
const VOLTS = Object.freeze({ least: 0, most: 150, step: 0.5, bound: 500 });
const CONTRACTS = Object.freeze([5, 10, 15, 20, 30, 40, 50, 60]);
const WINDOWS = Object.freeze([1, 5, 10, 15, 30, 60]);
/** How long after the last movement a slider follows the meter again, ms. */
const SETTLED = 800;
/** After which the meter is taken to have something else than was asked for, ms. */
const TOLD = 10_000;

export function Controls({ page, state, words, hand }: ControlsProps) {
	return (
		<div class="controls">
			<Supply page={page} state={state} words={words} />
			<House page={page} state={state} words={words} />
			<AtTheMeter page={page} state={state} words={words} hand={hand} />
			{(state.account ?? state.relay) !== undefined && <Customer page={page} state={state} words={words} />}
			<Utility page={page} state={state} words={words} />
			<ClockControls page={page} state={state} words={words} />
			{state.dongles.length > 0 && <Dongles page={page} state={state} words={words} />}
		</div>
	);
}

function Supply({ page, state, words }: GroupProps) {
	const { send, said } = useCommands(page);
	return (
		<section class="card control" aria-label={words.supply}>
			<h2>{words.supply}</h2>
			<div class="row switch-row">
				<Chooser isOn={state.power} label={words.powerOn} sign="●" onClick={() => send('power on')} />
				<Chooser isOn={false} label={words.powerOff} sign="○" onClick={() => send('power off')} isDisabled={!state.power} />
				<Chooser isOn={false} label={words.powerCut} sign="✂" onClick={() => send('power cut')} isDisabled={!state.power} />
				<span class={`badge ${state.supply ? 'good' : 'bad'}`}>
					{state.supply ? '✓' : '✕'} {words.house(state.supply)}
				</span>
			</div>
			<Answer said={said} />
		</section>
	);
}

function House({ page, state, words }: GroupProps) {
	const { send, said } = useCommands(page);
	const { set, watts, voltages, phases } = state;
	const legs = phases === '3p3w' ? (['R-S', 'T-S'] as const) : (['R-N', 'T-N'] as const);
	// What both are to be, also before the meter has told that it is so: one command sets both. What it tells meanwhile may be from before the command.
	const wanted = useRef<{ r?: number | null; t?: number | null }>({});
	const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	useEffect(() => () => clearTimeout(timer.current), []);
	useEffect(() => {
		for (const leg of ['r', 't'] as const) if (wanted.current[leg] === set[leg]) delete wanted.current[leg];
	}, [set]);
	const setVoltage = (leg: 'r' | 't', value: number | null) => {
		wanted.current = { ...wanted.current, [leg]: value };
		clearTimeout(timer.current);
		timer.current = setTimeout(() => {
			wanted.current = {};
		}, TOLD);
		const { r, t } = { r: set.r, t: set.t, ...wanted.current };
		const words = `${r === null ? '' : ` R ${r}`}${t === null ? '' : ` T ${t}`}`;
		void send(`voltage${words === '' ? ' normal' : words}`).then((isDone) => {
			// What was refused is not wanted any more.
			if (!isDone) wanted.current = {};
		});
	};
	return (
		<section class="card control" aria-label={words.houseTitle}>
			<h2>{words.houseTitle}</h2>
			<Quantity
				label={words.load}
				unit="W"
				value={Math.round(set.watts ?? watts ?? 0)}
				{...LOAD}
				isSet={set.watts !== null}
				words={words}
				onChange={(value) => send(`load ${value}`)}
				onNormal={() => send('load normal')}
				marks={[words.feedsIn, words.draws]}
			/>
			{legs.map((leg, i) =>
				voltages.length > 0 && i >= voltages.length ? null : (
					<Quantity
						key={leg}
						label={words.voltage(leg)}
						unit="V"
						value={Math.round((i === 0 ? (set.r ?? voltages[0] ?? 0) : (set.t ?? voltages[1] ?? 0)) * 10) / 10}
						{...VOLTS}
						most={phases === '3p3w' ? 2 * VOLTS.most : VOLTS.most}
						isSet={(i === 0 ? set.r : set.t) !== null}
						words={words}
						onChange={(value) => setVoltage(i === 0 ? 'r' : 't', value)}
						onNormal={() => setVoltage(i === 0 ? 'r' : 't', null)}
					/>
				),
			)}
			<Answer said={said} />
		</section>
	);
}

interface QuantityProps {
	readonly label: string;
	readonly unit: string;
	readonly value: number;
	readonly least: number;
	readonly most: number;
	readonly step: number;
	/** The most that the field takes, and the least where that is negative. */
	readonly bound: number;
	readonly isSet: boolean;
	readonly words: ControlWords;
	readonly onChange: (value: number) => void;
	readonly onNormal: () => void;
	readonly marks?: readonly [string, string];
}

/** A slider with a field; while somebody moves it, it stands where the hand has it, else where the meter has it. What is being typed stays as it is. */
function Quantity({ label, unit, value, least, most, step, bound, isSet, words, onChange, onNormal, marks }: QuantityProps) {
	const [held, setHeld] = useState<number>();
	const [typed, setTyped] = useState<string>();
	const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	useEffect(() => () => clearTimeout(timer.current), []);
	const move = (text: string) => {
		const next = Number(text);
		if (text.trim() === '' || !Number.isFinite(next)) return;
		setHeld(next);
		clearTimeout(timer.current);
		timer.current = setTimeout(() => setHeld(undefined), SETTLED);
		onChange(next);
	};
	const shown = held ?? value;
	return (
		<div class="quantity">
			<div class="row">
				<span class="quantity-label">{label}</span>
				{isSet ? (
					<button type="button" class="small" aria-label={words.normalOf(label)} title={words.byHand} onClick={onNormal}>
						{words.normal}
					</button>
				) : (
					<small class="muted quantity-own">{words.ofItsOwn}</small>
				)}
				<label class="quantity-field">
					<span class="unseen">{label}</span>
					<input
						type="number"
						min={least < 0 ? -bound : 0}
						max={bound}
						step="any"
						value={typed ?? shown}
						onInput={(event) => setTyped(event.currentTarget.value)}
						onChange={(event) => {
							setTyped(undefined);
							move(event.currentTarget.value);
						}}
						onBlur={() => setTyped(undefined)}
					/>
					{unit}
				</label>
			</div>
			<input
				type="range"
				aria-label={label}
				aria-valuetext={`${shown} ${unit}`}
				min={least}
				max={most}
				step={step}
				value={Math.min(most, Math.max(least, shown))}
				onInput={(event) => move(event.currentTarget.value)}
			/>
			{marks !== undefined && (
				<div class="row ends">
					<small class="muted">◀ {marks[0]}</small>
					<small class="muted">{marks[1]} ▶</small>
				</div>
			)}
		</div>
	);
}

function AtTheMeter({ state, words, hand }: ControlsProps) {
	const { send, said } = hand;
	const isOpen = state.units.cover.code === null;
	return (
		<Fold title={words.atTheMeter}>
			<div class="row">
				<Chooser
					isOn={isOpen}
					sign="⌂"
					label={isOpen ? words.closeCover : words.openCover}
					onClick={() => send(isOpen ? 'cover close' : 'cover open')}
				/>
				<button type="button" disabled={state.switching === null} onClick={() => send('breaker reset')}>
					{words.resetBreaker}
				</button>
				{state.serviceMinutes > 0 ? (
					<button type="button" aria-pressed="true" onClick={() => send('service off')}>
						{words.endService(state.serviceMinutes)}
					</button>
				) : (
					<button type="button" aria-pressed="false" onClick={() => send('service on')}>
						{words.announceService}
					</button>
				)}
			</div>
			<p class="muted small-text">{words.serviceMeans}</p>
			<Answer said={said} />
		</Fold>
	);
}

function Utility({ page, state, words }: GroupProps) {
	const { send, said, isBusy } = useCommands(page);
	const { switching } = state;
	const [amperes, setAmperes] = useState('30');
	const [watts, setWatts] = useState('3000');
	const [minutes, setMinutes] = useState('30');
	return (
		<Fold title={words.utility}>
			{state.units.option.code?.startsWith('switch') !== true && <p class="muted">{words.noSwitch}</p>}
			<div class="row">
				<span>{words.contact}</span>
				<span class={`badge ${state.contact === 'closed' ? 'good' : 'bad'}`}>
					{state.contact === 'closed' ? '━' : '╱'} {words.contacts[state.contact]}
					{switching?.locked ? ` · ${words.locked}` : ''}
				</span>
			</div>
			<div class="row">
				{(['close', 'ready', 'open'] as const).map((order) => (
					<button key={order} type="button" disabled={isBusy} onClick={() => send(`switch ${order}`)}>
						{words.orders[order]}
					</button>
				))}
			</div>
			<div class="row">
				<label>
					{words.contract}
					<select value={amperes} onChange={(event) => setAmperes(event.currentTarget.value)}>
						{CONTRACTS.map((each) => (
							<option key={each} value={each}>
								{each} A
							</option>
						))}
					</select>
				</label>
				<button type="button" onClick={() => send(`contract ${amperes}`)}>
					{words.setIt}
				</button>
				<button type="button" disabled={switching?.contract == null} onClick={() => send('contract none')}>
					{words.none}
				</button>
				<span class="muted">{switching?.contract == null ? words.noContract : `${switching.contract} A`}</span>
			</div>
			<div class="row">
				<label>
					{words.demandLimit}
					<input class="narrow" type="number" min="1" max="100000" value={watts} onInput={(event) => setWatts(event.currentTarget.value)} /> W
				</label>
				<select aria-label={words.window} value={minutes} onChange={(event) => setMinutes(event.currentTarget.value)}>
					{WINDOWS.map((each) => (
						<option key={each} value={each}>
							{each} min
						</option>
					))}
				</select>
				<button type="button" onClick={() => send(`demand-limit ${watts} ${minutes}`)}>
					{words.setIt}
				</button>
				<button type="button" disabled={switching?.demandLimit == null} onClick={() => send('demand-limit none')}>
					{words.none}
				</button>
				<span class="muted">
					{switching?.demandLimit == null ? words.noLimit : `${switching.demandLimit.watts} W / ${switching.demandLimit.minutes} min`}
				</span>
			</div>
			<Answer said={said} />
		</Fold>
	);
}

const STEPS = Object.freeze(['-1h', '-1min', '+1min', '+1h']);

function ClockControls({ page, state, words }: GroupProps) {
	const { send, said } = useCommands(page);
	const [time, setTime] = useState('');
	return (
		<Fold title={words.clock}>
			<p class="mono">{state.time.slice(0, 19).replace('T', ' ')} JST</p>
			<div class="row">
				{STEPS.map((step) => (
					<button key={step} type="button" aria-label={words.setBy(step)} onClick={() => send(`clock ${step}`)}>
						{step.replace('-', '−')}
					</button>
				))}
				<button type="button" onClick={() => send('clock right')}>
					{words.right}
				</button>
			</div>
			<div class="row">
				<label>
					<span class="unseen">{words.setTo}</span>
					<input type="datetime-local" step="1" value={time} onInput={(event) => setTime(event.currentTarget.value)} />
				</label>
				<button type="button" disabled={time === ''} onClick={() => send(`clock ${time}`)}>
					{words.setTo}
				</button>
			</div>
			<Answer said={said} />
		</Fold>
	);
}

function Dongles({ page, state, words }: GroupProps) {
	const { send, said } = useCommands(page);
	return (
		<Fold title={words.dongles}>
			{state.dongles.map(({ node, model, plugged }, i) => (
				<div key={node} class="row">
					<span>
						<b>{node}</b> <span class="muted">{model}</span>
					</span>
					{!plugged && <span class="badge warn">… {words.unplugged}</span>}
					<button type="button" disabled={!plugged} onClick={() => send(`dongle reset ${i + 1}`)}>
						{words.resetDongle}
					</button>
					<button type="button" disabled={!plugged} onClick={() => send(`dongle unplug ${i + 1}`)}>
						{words.unplug}
					</button>
				</div>
			))}
			<Answer said={said} />
		</Fold>
	);
}

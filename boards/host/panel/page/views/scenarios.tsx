/** Scenarios: those that come with the program, one from the disk, the one that runs step by step, and what was done by hand. */
import { useEffect, useId, useState } from 'preact/hooks';
import { AskError } from '../../../web/page/ask.js';
import { useAnswer, useTopic } from '../../../web/page/use.js';
import type { ByHandTold, ListedScenario, PlayedStep, ScenarioStep, ScenarioTold } from '../../scenarios/scenarios-told.js';
import type { Page, ViewProps } from '../page.js';
import { saveFile } from '../save-file.js';
import { type ScenarioKnown, sinceText, withTold } from './scenario-told.js';
import { SCENARIOS_PAGE_WORDS, type ScenariosPageWords } from './scenarios-words.js';
import './scenarios.css';

/** Characters, as the server takes them. */
const MOST_TEXT = 100_000;

export default function ScenariosView({ page }: ViewProps) {
	const words = SCENARIOS_PAGE_WORDS[page.language];
	const [known, setKnown] = useState<ScenarioKnown>();
	useEffect(() => page.stream.subscribe<ScenarioTold>('scenario', (told) => setKnown((before) => withTold(before, told))), [page.stream]);
	const [wrong, setWrong] = useState('');
	const act = async (path: string, body: unknown = {}): Promise<void> => {
		setWrong('');
		try {
			await page.ask.post(`/api/scenario/${path}`, body);
		} catch (error) {
			setWrong(error instanceof AskError ? error.message : String(error));
		}
	};
	return (
		<div class="scenarios stack">
			<header class="stack">
				<h1>{words.title}</h1>
				<p class="muted lead">{words.intro}</p>
			</header>
			<div class="columns">
				<Choice page={page} words={words} act={act} onWrong={setWrong} />
				<div class="stack now">
					<Current page={page} words={words} known={known} act={act} wrong={wrong} />
					<ByHand page={page} words={words} />
				</div>
			</div>
		</div>
	);
}

type Act = (path: string, body?: unknown) => Promise<void>;

interface ChoiceProps {
	readonly page: Page;
	readonly words: ScenariosPageWords;
	readonly act: Act;
	readonly onWrong: (text: string) => void;
}

function Choice({ page, words, act, onWrong }: ChoiceProps) {
	const { answer, error } = useAnswer(() => page.ask.get<readonly ListedScenario[]>('/api/scenarios'), page.language);
	const id = useId();
	const read = async (input: HTMLInputElement): Promise<void> => {
		const file = input.files?.[0];
		if (file === undefined) return;
		// The same file may be chosen again once it was mended.
		const text = file.size > 4 * MOST_TEXT ? undefined : await file.text();
		input.value = '';
		if (text === undefined || text.length > MOST_TEXT) onWrong(words.tooLong(file.name, MOST_TEXT));
		else await act('load', { name: file.name.slice(0, 100), text });
	};
	return (
		<section class="card offered stack">
			<div>
				<h2>{words.own}</h2>
				<label htmlFor={id} class="button file">
					{words.choose} …
					<input id={id} type="file" accept=".scenario,.txt,text/plain" onChange={(event) => void read(event.currentTarget)} />
				</label>
				<p class="muted hint">{words.ownHint}</p>
			</div>
			<div>
				<h2>{words.shipped}</h2>
				{error !== undefined && <p class="note bad">{error}</p>}
				<ul>
					{answer?.map(({ name, title, does, text }) => (
						<li key={name}>
							<div class="row">
								<h3>{title}</h3>
								<button type="button" aria-label={words.loadNamed(title)} onClick={() => void act('load-shipped', { name })}>
									{words.load}
								</button>
							</div>
							<p class="muted">{does}</p>
							<details>
								<summary>{name}.scenario</summary>
								<pre>{text}</pre>
								<button type="button" onClick={() => saveFile(`${name}.scenario`, text)}>
									{words.save}
								</button>
							</details>
						</li>
					))}
				</ul>
			</div>
		</section>
	);
}

interface CurrentProps {
	readonly page: Page;
	readonly words: ScenariosPageWords;
	readonly known: ScenarioKnown | undefined;
	readonly act: Act;
	readonly wrong: string;
}

function Current({ page, words, known, act, wrong }: CurrentProps) {
	const now = known?.now ?? null;
	const state = now?.state;
	const isOn = state === 'playing' || state === 'paused';
	return (
		<section class="card current stack">
			<h2>{words.current}</h2>
			{wrong !== '' && (
				<p class="note bad" role="alert">
					<span aria-hidden="true">✕ </span>
					{wrong}
				</p>
			)}
			{now === null ? (
				<p class="muted">{words.none}</p>
			) : (
				<>
					<div class="row headline" role="status">
						<code class="name">{now.name}</code>
						{now.isOfRun && <span class="badge">{words.ofRun}</span>}
						<span class={`badge ${state}`}>
							<span aria-hidden="true">{MARKS[now.state]}</span> {words.states[now.state]}
						</span>
						<span class="muted">{words.progress(now.played, now.steps)}</span>
						{now.failed > 0 ? (
							<strong class="bad">
								<span aria-hidden="true">✕ </span>
								{words.failed(now.failed)}
							</strong>
						) : (
							now.played > 0 && <span class="good">✓ {words.allMet}</span>
						)}
					</div>
					<div class="row">
						<button type="button" class="primary" disabled={isOn || now.isOfRun} onClick={() => void act('run')}>
							{state === 'ended' || state === 'stopped' ? words.runAgain : words.run}
						</button>
						<button type="button" disabled={state !== 'playing'} onClick={() => void act('pause')}>
							{words.pause}
						</button>
						<button type="button" disabled={state !== 'paused'} onClick={() => void act('resume')}>
							{words.resume}
						</button>
						<button type="button" disabled={!isOn} onClick={() => void act('stop')}>
							{words.stop}
						</button>
						<span class="muted number">{words.clock(sinceText(now.clockMs))}</span>
					</div>
					<p class="muted hint">{words.pauseMeans}</p>
					<Steps page={page} words={words} steps={known?.steps ?? []} played={known?.played ?? []} isOn={isOn} />
				</>
			)}
		</section>
	);
}

const MARKS = Object.freeze({ loaded: '○', playing: '▶', paused: '‖', ended: '■', stopped: '■' } as const);

interface StepsProps {
	readonly page: Page;
	readonly words: ScenariosPageWords;
	readonly steps: readonly ScenarioStep[];
	readonly played: readonly PlayedStep[];
	readonly isOn: boolean;
}

function Steps({ page, words, steps, played, isOn }: StepsProps) {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard
		<section class="scroll" aria-label={words.current} tabIndex={0}>
			<table class="steps">
				<thead>
					<tr>
						<th scope="col" class="number">
							{words.step}
						</th>
						<th scope="col" class="number">
							{words.when}
						</th>
						<th scope="col">{words.does}</th>
						<th scope="col">{words.result}</th>
					</tr>
				</thead>
				<tbody>
					{steps.map((step, i) => {
						const result = played[i];
						const isNext = isOn && i === played.length;
						return (
							<tr key={step.line} class={result?.isFailed ? 'failed' : isNext ? 'next' : ''} aria-current={isNext ? 'step' : undefined}>
								<td class="number">{step.line}</td>
								<td class="number">{sinceText(step.at)}</td>
								<td>
									<code>{step.text}</code>
								</td>
								<td>
									{result !== undefined ? (
										<span class={result.isFailed ? 'bad' : 'good'}>
											<span aria-hidden="true">{result.isFailed ? '✕' : '✓'} </span>
											{result.said[page.language] || (step.kind === 'end' ? words.theEnd : step.kind === 'command' ? words.done : words.asExpected)}
										</span>
									) : (
										isNext && <span class="muted">▸ {words.next}</span>
									)}
								</td>
							</tr>
						);
					})}
				</tbody>
			</table>
		</section>
	);
}

function ByHand({ page, words }: { readonly page: Page; readonly words: ScenariosPageWords }) {
	const told = useTopic<ByHandTold>(page.stream, 'by-hand');
	const [from, setFrom] = useState<'first' | 'start'>('first');
	const { deeds = [], count = 0, forgotten = 0 } = told ?? {};
	const older = count - deeds.length;
	return (
		<section class="card by-hand stack">
			<h2>{words.byHand}</h2>
			<p class="muted hint">{words.byHandMeans}</p>
			{deeds.length === 0 ? (
				<p>{words.nothingDone}</p>
			) : (
				<>
					<div class="row">
						<a class="button primary" href={`/api/by-hand/scenario?from=${from}&lang=${page.language}`} download="by-hand.scenario">
							{words.saveByHand}
						</a>
						<label>
							{words.from}
							<select value={from} onChange={(event) => setFrom(event.currentTarget.value === 'start' ? 'start' : 'first')}>
								<option value="first">{words.fromFirst}</option>
								<option value="start">{words.fromStart}</option>
							</select>
						</label>
						<button type="button" onClick={() => void page.ask.post('/api/by-hand/clear', {}).catch(() => {})}>
							{words.clear}
						</button>
					</div>
					{/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard */}
					<section class="scroll" aria-label={words.byHand} tabIndex={0}>
						<table>
							<thead>
								<tr>
									<th scope="col" class="number">
										{words.time}
									</th>
									<th scope="col">{words.command}</th>
									<th scope="col">{words.result}</th>
								</tr>
							</thead>
							<tbody>
								{[...deeds].reverse().map(({ at, time, command, isRefused, said }) => (
									<tr key={`${at} ${command}`} class={isRefused ? 'failed' : ''}>
										<td class="number">{time.slice(11, 23)}</td>
										<td>
											<code>{command}</code>
										</td>
										<td class={isRefused ? 'bad' : ''}>
											{isRefused && `✕ ${words.refused}: `}
											{said[page.language]}
										</td>
									</tr>
								))}
							</tbody>
						</table>
					</section>
					{older > 0 && <p class="muted">{words.older(older)}</p>}
					{forgotten > 0 && <p class="muted">{words.forgotten(forgotten)}</p>}
				</>
			)}
		</section>
	);
}

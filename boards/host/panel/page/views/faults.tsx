/** Faults: one row each, to be switched on, once and off, at one node or wherever it strikes. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { AskError } from '../../../web/page/ask.js';
import { useAnswer, useTopic } from '../../../web/page/use.js';
import type { Done } from '../../asking.js';
import type { FaultList, FaultNow, ListedFault } from '../../faults/fault-list.js';
import type { Page, ViewProps } from '../page.js';
import { type Shown, shownFaults } from './faults-filter.js';
import { FAULTS_PAGE_WORDS, type FaultsPageWords } from './faults-words.js';
import './faults.css';

/** More than these are not chosen from a list, but written. */
const MOST_CHOICES = 31;

export default function FaultsView({ page }: ViewProps) {
	const words = FAULTS_PAGE_WORDS[page.language];
	const now = useTopic<readonly FaultNow[]>(page.stream, 'faults');
	const running = now ?? [];
	// Where faults can strike changes with what is on.
	const key = running.map(({ name, at }) => `${name} ${at.join()}`).join();
	const { answer: list, error } = useAnswer(() => page.ask.get<FaultList>('/api/faults'), key);
	const [known, setKnown] = useState<FaultList>();
	if (list !== undefined && list !== known) setKnown(list);
	const [shown, setShown] = useState<Shown>('all');
	const [search, setSearch] = useState('');
	const [said, setSaid] = useState('');
	const box = useRef<HTMLInputElement>(null);
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => {
			const { target } = event;
			const writes = target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
			if (event.key !== '/' || writes || event.ctrlKey || event.metaKey || event.altKey) return;
			event.preventDefault();
			box.current?.focus();
		};
		addEventListener('keydown', onKey);
		return () => removeEventListener('keydown', onKey);
	}, []);
	if (known === undefined) return error === undefined ? null : <p class="note bad">{error}</p>;
	const found = shownFaults(known.faults, shown, search, new Set(running.map(({ name }) => name)));
	const choices: readonly (readonly [Shown, string])[] = [
		['all', words.all],
		['on', words.on],
		...known.groups.map(({ name, title }) => [name, title] as const),
	];
	return (
		<div class="faults stack">
			<header class="stack">
				<h1>{words.title}</h1>
				<p class="muted lead">{words.intro}</p>
			</header>
			<RunningFaults page={page} words={words} running={running} onSaid={setSaid} />
			<div class="row filter">
				<label>
					<span class="unseen">{words.search}</span>
					<input
						ref={box}
						type="search"
						placeholder={`${words.search} … ${words.searchHint}`}
						value={search}
						onInput={(event) => setSearch(event.currentTarget.value)}
					/>
				</label>
				<fieldset class="row plain">
					<legend class="unseen">{words.show}</legend>
					{choices.map(([name, title]) => (
						<button key={name} type="button" aria-pressed={shown === name} onClick={() => setShown(name)}>
							{title}
						</button>
					))}
				</fieldset>
				<span class="muted" role="status">
					{words.found(found.length)}
				</span>
			</div>
			<p class="unseen" role="status">
				{said}
			</p>
			{found.length === 0 && <p class="note">{shown === 'on' && search === '' ? words.nothing : words.none}</p>}
			{known.groups.map(({ name, title }) => {
				const faults = found.filter(({ group }) => group === name);
				if (faults.length === 0) return null;
				return (
					<section key={name} class="card group">
						<h2>{title}</h2>
						<ul>
							{faults.map((fault) => (
								<Fault
									key={fault.name}
									page={page}
									words={words}
									fault={fault}
									running={running.filter((each) => each.name === fault.name)}
									onSaid={setSaid}
								/>
							))}
						</ul>
					</section>
				);
			})}
		</div>
	);
}

interface RunningProps {
	readonly page: Page;
	readonly words: FaultsPageWords;
	readonly running: readonly FaultNow[];
	readonly onSaid: (text: string) => void;
}

/** What is on now, whoever has switched it. */
function RunningFaults({ page, words, running, onSaid }: RunningProps) {
	if (running.length === 0) return <p class="note">{words.nothing}</p>;
	const off = () => page.ask.post<Done>('/api/faults/off', {}).then(({ text }) => onSaid(text), told(onSaid));
	return (
		<div class="note bad row running">
			<strong>{words.running(running.length)}</strong>
			<ul class="row">
				{running.map((fault) => (
					<li key={`${fault.name} ${fault.at.join()}`} class="badge">
						<span aria-hidden="true">●</span>
						<code>
							{fault.name}={fault.value}
						</code>
						{words.struck(fault.struck)}
					</li>
				))}
			</ul>
			<button type="button" onClick={off}>
				{words.allOff}
			</button>
		</div>
	);
}

interface FaultProps {
	readonly page: Page;
	readonly words: FaultsPageWords;
	readonly fault: ListedFault;
	readonly running: readonly FaultNow[];
	readonly onSaid: (text: string) => void;
}

function Fault({ page, words, fault, running, onSaid }: FaultProps) {
	const { name, does, places } = fault;
	const [value, setValue] = useState('');
	const [node, setNode] = useState('');
	const [wrong, setWrong] = useState('');
	const id = useId();
	const isOn = running.length > 0;
	const there = places.find((place) => place.node === node);
	const refusal = fault.refusal === null ? null : words.cannot(fault.refusal);
	const barred = refusal ?? (there?.refusal == null ? null : words.cannotThere(there.refusal));
	const act = (what: 'on' | 'off', once = false) => {
		setWrong('');
		const where = node === '' ? {} : { node };
		const body = what === 'off' ? where : { ...where, ...(value !== '' && { value }), ...(once && { once }) };
		page.ask.post<Done>(`/api/faults/${name}/${what}`, body).then(({ text }) => onSaid(text), told(setWrong));
	};
	return (
		<li class={isOn ? 'fault on' : 'fault'}>
			<div class="what">
				<h3 id={`${id}name`}>
					<code>{name}</code>
					{fault.situations.map((each) => (
						<abbr key={each.name} class="situation" title={each.is}>
							{each.name}
						</abbr>
					))}
					{fault.failure !== null && <span class="muted number-of">{words.failure(fault.failure)}</span>}
				</h3>
				<p>{does}</p>
				{running.map((each) => (
					<p key={each.at.join()} class="state bad">
						<span aria-hidden="true">●</span> <code>{each.value}</code> {each.once && <b>{words.runsOnce}</b>}{' '}
						{words.at(each.at.join(', '), each.more)} · {words.struck(each.struck)}
					</p>
				))}
				{barred !== null && <p class="muted barred">{barred}</p>}
				{wrong !== '' && (
					<p class="wrong bad" role="alert" id={`${id}wrong`}>
						<span aria-hidden="true">✕ </span>
						{wrong}
					</p>
				)}
			</div>
			<form
				class="how"
				aria-labelledby={`${id}name`}
				onSubmit={(event) => {
					event.preventDefault();
					if (barred === null) act('on');
				}}
			>
				<label>
					<span class="unseen">{words.value}</span>
					<input
						type="text"
						value={value}
						placeholder={fault.usual}
						maxLength={100}
						autocomplete="off"
						spellcheck={false}
						aria-label={words.of(words.value, name)}
						aria-describedby={`${id}form${wrong === '' ? '' : ` ${id}wrong`}`}
						aria-invalid={wrong !== ''}
						disabled={refusal !== null}
						onInput={(event) => setValue(event.currentTarget.value)}
					/>
				</label>
				{places.length > 1 && <Where words={words} fault={fault} node={node} onNode={setNode} />}
				<div class="row buttons">
					<button
						type="submit"
						class={isOn ? '' : 'primary'}
						disabled={barred !== null}
						aria-label={words.of(isOn ? words.change : words.switchOn, name)}
					>
						{isOn ? words.change : words.switchOn}
					</button>
					<button
						type="button"
						disabled={barred !== null || !fault.once}
						title={fault.once ? undefined : words.noOnce}
						aria-label={words.of(words.once, name)}
						onClick={() => act('on', true)}
					>
						{words.once}
					</button>
					<button type="button" disabled={!isOn} aria-label={words.of(words.off, name)} onClick={() => act('off')}>
						{words.off}
					</button>
				</div>
				<span class="muted form" id={`${id}form`}>
					{fault.value}
				</span>
			</form>
		</li>
	);
}

interface WhereProps {
	readonly words: FaultsPageWords;
	readonly fault: ListedFault;
	readonly node: string;
	readonly onNode: (node: string) => void;
}

function Where({ words, fault: { name, places }, node, onNode }: WhereProps) {
	const label = words.of(words.node, name);
	const id = useId();
	return (
		<label htmlFor={id}>
			<span class="unseen">{words.node}</span>
			{places.length > MOST_CHOICES ? (
				<input
					id={id}
					type="text"
					value={node}
					placeholder={words.everywhere}
					aria-label={label}
					maxLength={100}
					onInput={(event) => onNode(event.currentTarget.value.trim())}
				/>
			) : (
				<select id={id} value={node} aria-label={label} onChange={(event) => onNode(event.currentTarget.value)}>
					<option value="">{words.everywhere}</option>
					{places.map((place) => (
						<option key={place.node} value={place.node}>
							{place.node}
						</option>
					))}
				</select>
			)}
		</label>
	);
}

function told(onText: (text: string) => void): (error: unknown) => void {
	return (error) => onText(error instanceof AskError ? error.message : String(error));
}

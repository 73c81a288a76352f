import { useEffect, useRef, useState } from 'preact/hooks';
import { type Ask, AskError } from '../../web/page/ask.js';
import type { PageLanguage } from '../../web/page/language.js';
import type { Standing, Told } from '../told.js';
import { HANDHELD_PAGE_WORDS, type HandheldPageWords } from './handheld-words.js';
import { sendable } from './picture.js';

export interface HandheldPageProps {
	readonly ask: Ask;
	readonly language: PageLanguage;
}

/** What came of the last piece of work. */
type Came = { readonly told: Told } | { readonly wrong: string };

export function HandheldPage({ ask, language }: HandheldPageProps) {
	const words = HANDHELD_PAGE_WORDS[language];
	const [standing, setStanding] = useState<Standing>();
	const [isAtWork, setAtWork] = useState(false);
	const [came, setCame] = useState<Came>();
	const refresh = () => ask.get<Standing>('/api/standing').then(setStanding, () => setStanding(undefined));
	useEffect(() => void refresh(), []);
	const act = async (path: string, body: () => object | Promise<object>): Promise<void> => {
		setAtWork(true);
		setCame(undefined);
		try {
			setCame({ told: await ask.post<Told>(path, await body()) });
		} catch (error) {
			setCame({ wrong: error instanceof AskError ? error.message || words.gone : words.noPicture });
		}
		setAtWork(false);
		await refresh();
	};
	const other = language === 'en' ? 'ja' : 'en';
	return (
		<>
			<a class="skip" href="#content">
				{words.skipLink}
			</a>
			<header class="top">
				<h1 class="name">{words.title}</h1>
				<a class="language" href={`/?lang=${other}`} lang={other}>
					{words.otherLanguage}
				</a>
			</header>
			<main id="content" class="stack" tabIndex={-1}>
				{standing !== undefined && <p class="muted">{words.standing(standing.name, standing.place, standing.results)}</p>}
				<Password words={words} isAtWork={isAtWork} onSet={(body) => act('/api/set', body)} />
				<div role="status" aria-live="polite">
					{isAtWork && <p class="note">{words.wait}</p>}
					{came !== undefined && <Result came={came} words={words} />}
				</div>
				<Diagnosis words={words} isAtWork={isAtWork} onLook={(order) => act('/api/diagnose', () => ({ order }))} />
				<Built words={words} isAtWork={isAtWork} onNote={(order, units) => act('/api/built', () => ({ order, units }))} />
			</main>
		</>
	);
}

function Result({ came, words }: { readonly came: Came; readonly words: HandheldPageWords }) {
	if ('wrong' in came)
		return (
			<section class="note bad" aria-label={words.came}>
				<strong>{words.notDone}</strong> {came.wrong}
			</section>
		);
	const { kind, rows, notes } = came.told;
	return (
		<section class="card stack" aria-label={words.came}>
			<p>
				<strong>{words.done[kind]}</strong>
			</p>
			<table class="came">
				<tbody>
					{grouped(rows).map(({ name, texts }) => (
						<tr key={name}>
							<th scope="row">{name}</th>
							<td>
								{texts.map((text) => (
									<div key={text}>{text}</div>
								))}
							</td>
						</tr>
					))}
				</tbody>
			</table>
			{notes.map((note) => (
				<p class="note warn" key={note}>
					{note}
				</p>
			))}
		</section>
	);
}

/** Texts under the name that they belong to. */
function grouped(rows: Told['rows']): readonly { readonly name: string; readonly texts: readonly string[] }[] {
	const groups: { name: string; texts: string[] }[] = [];
	for (const [name, text] of rows) {
		if (name === '') groups.at(-1)?.texts.push(text);
		else groups.push({ name, texts: [text] });
	}
	return groups;
}

interface PartProps {
	readonly words: HandheldPageWords;
	readonly isAtWork: boolean;
}

function Password({ words, isAtWork, onSet }: PartProps & { readonly onSet: (body: () => object | Promise<object>) => Promise<void> }) {
	const [text, setText] = useState('');
	const input = useRef<HTMLInputElement>(null);
	const taken = async (file: File | undefined): Promise<void> => {
		if (file === undefined) return;
		await onSet(async () => ({ picture: await sendable(file) }));
		// The same picture may be chosen again.
		if (input.current !== null) input.current.value = '';
	};
	return (
		<section class="card stack" aria-labelledby="password">
			<h2 id="password">{words.password}</h2>
			<label class="button picture" aria-disabled={isAtWork}>
				{words.takePicture}
				<input
					ref={input}
					class="unseen"
					type="file"
					accept="image/*"
					capture="environment"
					disabled={isAtWork}
					onChange={({ currentTarget }) => void taken(currentTarget.files?.[0])}
				/>
			</label>
			<form
				class="row"
				onSubmit={(event) => {
					event.preventDefault();
					void onSet(() => ({ text })).then(() => setText(''));
				}}
			>
				<label class="entry">
					{words.scanned}
					<input value={text} autocomplete="off" spellcheck={false} onInput={({ currentTarget }) => setText(currentTarget.value)} />
				</label>
				<button type="submit" disabled={isAtWork || text.trim() === ''}>
					{words.set}
				</button>
			</form>
		</section>
	);
}

function Diagnosis({ words, isAtWork, onLook }: PartProps & { readonly onLook: (order: string) => Promise<void> }) {
	const [order, setOrder] = useState('');
	return (
		<section class="card stack" aria-labelledby="diagnosis">
			<h2 id="diagnosis">{words.diagnosis}</h2>
			<form
				class="row"
				onSubmit={(event) => {
					event.preventDefault();
					void onLook(order);
				}}
			>
				<label class="entry">
					{words.orderIfAny}
					<input value={order} placeholder="W00000012" autocomplete="off" onInput={({ currentTarget }) => setOrder(currentTarget.value)} />
				</label>
				<button type="submit" disabled={isAtWork}>
					{words.look}
				</button>
			</form>
		</section>
	);
}

function Built({ words, isAtWork, onNote }: PartProps & { readonly onNote: (order: string, units: string) => Promise<void> }) {
	const [order, setOrder] = useState('');
	const [units, setUnits] = useState('');
	return (
		<section class="card stack" aria-labelledby="built">
			<h2 id="built">{words.built}</h2>
			<form
				class="row"
				onSubmit={(event) => {
					event.preventDefault();
					void onNote(order, units);
				}}
			>
				<label class="entry">
					{words.order}
					<input value={order} placeholder="W00000012" autocomplete="off" onInput={({ currentTarget }) => setOrder(currentTarget.value)} />
				</label>
				<label class="entry">
					{words.units}
					<input value={units} placeholder={words.unitsHint} autocomplete="off" onInput={({ currentTarget }) => setUnits(currentTarget.value)} />
				</label>
				<button type="submit" disabled={isAtWork || order.trim() === ''}>
					{words.note}
				</button>
			</form>
		</section>
	);
}

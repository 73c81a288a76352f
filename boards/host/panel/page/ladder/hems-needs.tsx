/** What a HEMS needs to begin: port, id, password; the password when it is asked for. */
import { useState } from 'preact/hooks';
import { AskError } from '../../../web/page/ask.js';
import { useAnswer } from '../../../web/page/use.js';
import type { HemsNeeds } from '../../ladder/ladder-told.js';
import type { Page } from '../page.js';
import { LADDER_WORDS } from '../views/ladder-words.js';
import './hems-needs.css';

export function HemsNeedsCard({ page }: { readonly page: Page }) {
	const words = LADDER_WORDS[page.language].needs;
	const { answer, error } = useAnswer(() => page.ask.get<HemsNeeds>(`/api/hems-needs?meter=${page.meter}`), page.meter);
	const [shown, setShown] = useState<HemsNeeds>();
	const [wrong, setWrong] = useState('');
	const needs = shown ?? answer;
	const show = () =>
		page.ask.post<HemsNeeds>(`/api/secrets/route-b?meter=${page.meter}`, {}).then(setShown, (failure: unknown) => {
			setWrong(failure instanceof AskError ? failure.message : String(failure));
		});
	if (needs === undefined) return error === undefined ? null : <p class="note bad">{error}</p>;
	return (
		<section class="card hems-needs" aria-labelledby="hems-needs-title">
			<h2 id="hems-needs-title">{words.title}</h2>
			<p class="muted">{words.why}</p>
			<dl>
				{needs.ports.map(({ path, model }) => (
					<Line key={path} name={words.port} value={path} note={model.toUpperCase()} words={words} />
				))}
				<Line name={words.id} value={needs.id} words={words} />
				{needs.password === null ? (
					<>
						<dt>{words.password}</dt>
						<dd>
							{needs.isHidden ? (
								<span class="muted">{words.hidden}</span>
							) : (
								<button type="button" onClick={show}>
									{words.show}
								</button>
							)}
						</dd>
					</>
				) : (
					<Line name={words.password} value={needs.password} words={words} />
				)}
				{needs.ports.length > 0 && (
					<Line name={words.command} value={needs.command} words={words} canCopy={needs.isHidden || needs.password !== null} />
				)}
			</dl>
			{wrong !== '' && (
				<p class="note bad" role="alert">
					{wrong}
				</p>
			)}
		</section>
	);
}

interface LineProps {
	readonly name: string;
	readonly value: string;
	readonly note?: string;
	readonly words: (typeof LADDER_WORDS)['en']['needs'];
	readonly canCopy?: boolean;
}

function Line({ name, value, note, words, canCopy = true }: LineProps) {
	const [copied, setCopied] = useState(false);
	const copy = () => navigator.clipboard.writeText(value).then(() => setCopied(true));
	return (
		<>
			<dt>{name}</dt>
			<dd>
				<code>{value}</code>
				{note !== undefined && <small class="muted">{note}</small>}
				{canCopy && navigator.clipboard !== undefined && (
					<button type="button" class="copy" aria-label={words.copy(name)} title={words.copy(name)} onClick={copy}>
						{copied ? <span aria-hidden="true">✔</span> : <CopyIcon />}
						<span class="unseen" role="status">
							{copied ? words.copied : ''}
						</span>
					</button>
				)}
			</dd>
		</>
	);
}

/** Two sheets. */
function CopyIcon() {
	return (
		<svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">
			<rect x="1" y="1" width="8.5" height="8.5" rx="1.5" />
			<path d="M5 12.8h6.3a1.5 1.5 0 0 0 1.5-1.5V5" />
		</svg>
	);
}

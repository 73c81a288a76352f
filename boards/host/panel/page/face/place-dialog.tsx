/** What hands can do at one place of the meter: pull, push in, swap, let it fail. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Place } from '../../../../../src/meter/backplane/messages.js';
import { useAnswer } from '../../../web/page/use.js';
import type { CatalogueChoices, UnitChoice } from '../../face/catalogue-choices.js';
import type { FaceState } from '../../face/face-state.js';
import type { Page } from '../page.js';
import { Answer } from './answer.js';
import type { ControlWords } from './control-words.js';
import type { FaceWords } from './face-words.js';
import { useCommands } from './use-meter.js';

export interface PlaceDialogProps {
	readonly page: Page;
	readonly state: FaceState;
	readonly place: Place;
	readonly face: FaceWords;
	readonly words: ControlWords;
	readonly onClose: () => void;
}

const FAILURES = Object.freeze(['silent', 'late', 'lies', 'crashes'] as const);
const CONTACT_FAILURES = Object.freeze(['welded', 'stuck', 'slow', 'fed'] as const);

export function PlaceDialog({ page, state, place, face, words, onClose }: PlaceDialogProps) {
	const dialog = useRef<HTMLDialogElement>(null);
	const commands = useCommands(page);
	const unit = state.units[place];
	const beside = state.beside.filter((each) => each.place === place);
	const key = [page.meter, ...Object.values(state.units).map(({ code }) => code)].join();
	const { answer: catalogue, error } = useAnswer(() => page.ask.get<CatalogueChoices>(`/api/catalogue?meter=${page.meter}`), key);
	useEffect(() => dialog.current?.showModal(), []);
	const isThere = unit.code !== null;
	const name = catalogue?.places[place].find(({ code }) => code === unit.code)?.name;
	return (
		<dialog ref={dialog} class="place-dialog" aria-labelledby="place-title" onClose={onClose}>
			<header class="row">
				<h2 id="place-title">{face.places[place]}</h2>
				<span class={`badge ${STATE_LOOKS[unit.state]}`}>
					{STATE_SIGNS[unit.state]} {face.states[unit.state]}
				</span>
				<button type="button" class="close" aria-label={words.close} onClick={() => dialog.current?.close()}>
					✕
				</button>
			</header>
			{isThere ? (
				<p>
					<b class="mono">{unit.code}</b> {name}
					<br />
					<span class="muted mono">
						{unit.serial} · {words.firmware} {unit.firmware}
					</span>
					{unit.reason !== null && <span class="bad"> · {words.isolations[unit.reason] ?? unit.reason}</span>}
				</p>
			) : (
				<p class="muted">{words.nothingHere}</p>
			)}
			<Answer said={commands.said} />
			<div class="row">
				{place === 'cover' ? (
					<>
						<button type="button" disabled={!isThere} onClick={() => commands.send('cover open')}>
							{words.openCover}
						</button>
						<button type="button" disabled={isThere} onClick={() => commands.send('cover close')}>
							{words.closeCover}
						</button>
					</>
				) : (
					isThere && (
						<button type="button" class="primary" onClick={() => commands.send(`pull ${place}`)}>
							{words.pull}
						</button>
					)
				)}
				{beside.map(({ serial, code }) => (
					<button key={serial} type="button" onClick={() => commands.send(`${isThere ? 'swap' : 'plug'} ${serial}`)}>
						{isThere ? words.swapFor(`${code} ${serial}`) : words.pushBack(`${code} ${serial}`)}
					</button>
				))}
			</div>
			{error !== undefined && <p class="note bad">{error}</p>}
			{catalogue !== undefined && (
				<Choices
					choices={catalogue.places[place]}
					refused={catalogue.refused}
					present={unit.code}
					words={words}
					onChoose={(code) => commands.send(`${isThere ? 'swap' : 'plug'} ${code}`)}
				/>
			)}
			{isThere && <Failure place={place} state={state} catalogue={catalogue} words={words} send={commands.send} />}
		</dialog>
	);
}

const STATE_LOOKS = Object.freeze({ empty: 'muted', greeting: 'warn', working: 'good', isolated: 'bad' });
const STATE_SIGNS = Object.freeze({ empty: '○', greeting: '…', working: '✓', isolated: '✕' });

interface ChoicesProps {
	readonly choices: readonly UnitChoice[];
	readonly refused: string | null;
	readonly present: string | null;
	readonly words: ControlWords;
	readonly onChoose: (code: string) => void;
}

/** New ones of the catalogue; what does not fit says why, and can be pushed in none the less, as it can at a real meter. */
function Choices({ choices, refused, present, words, onChoose }: ChoicesProps) {
	const [code, setCode] = useState('');
	const chosen = choices.find((each) => each.code === code);
	const sorted = [...choices.filter(({ misfits }) => misfits.length === 0), ...choices.filter(({ misfits }) => misfits.length > 0)];
	return (
		<form
			class="choices"
			onSubmit={(event) => {
				event.preventDefault();
				if (chosen !== undefined) onChoose(chosen.code);
			}}
		>
			<fieldset>
				<legend>{words.newUnit}</legend>
				{refused !== null && <p class="bad">✕ {refused}</p>}
				<div class="choice-list">
					{sorted.map((each) => (
						<label key={each.code} class={each.misfits.length > 0 ? 'choice misfit' : 'choice'}>
							<input
								type="radio"
								name="unit"
								value={each.code}
								checked={each.code === code}
								onChange={() => setCode(each.code)}
								disabled={refused !== null}
							/>
							<span>
								<b class="mono">{each.code}</b> {each.name}
								{each.code === present && <span class="badge muted">{words.present}</span>}
								{each.misfits.map(({ rule, found, reason }) => (
									<small key={rule} class="why">
										<span class="bad">✕ {found}</span> {each.code === code && reason}
									</small>
								))}
							</span>
						</label>
					))}
				</div>
				<button type="submit" class="primary" disabled={chosen === undefined || refused !== null}>
					{chosen !== undefined && chosen.misfits.length > 0 ? words.pushAnyway : present === null ? words.push : words.swap}
				</button>
			</fieldset>
		</form>
	);
}

interface FailureProps {
	readonly place: Place;
	readonly state: FaceState;
	readonly catalogue: CatalogueChoices | undefined;
	readonly words: ControlWords;
	readonly send: (line: string) => void;
}

function Failure({ place, state, catalogue, words, send }: FailureProps) {
	const [how, setHow] = useState<(typeof FAILURES)[number]>('silent');
	const [time, setTime] = useState('3');
	const [code, setCode] = useState('');
	const [contact, setContact] = useState<(typeof CONTACT_FAILURES)[number]>('welded');
	const codes = catalogue === undefined ? [] : Object.values(catalogue.places).flat();
	const said = code === '' ? (codes[0]?.code ?? '') : code;
	const tail = how === 'late' ? ` ${time}s` : how === 'lies' ? ` ${said}` : '';
	return (
		<details class="failure">
			<summary>{words.failure}</summary>
			<div class="row">
				<label>
					{words.unitFails}
					<select value={how} onChange={(event) => setHow(event.currentTarget.value as typeof how)}>
						{FAILURES.map((each) => (
							<option key={each} value={each}>
								{words.failures[each]}
							</option>
						))}
					</select>
				</label>
				{how === 'late' && (
					<label>
						<input type="number" min="0.1" max="600" step="0.1" value={time} onInput={(event) => setTime(event.currentTarget.value)} /> s
					</label>
				)}
				{how === 'lies' && (
					<select aria-label={words.failures.lies} value={said} onChange={(event) => setCode(event.currentTarget.value)}>
						{codes.map((each) => (
							<option key={each.code}>{each.code}</option>
						))}
					</select>
				)}
				<button type="button" onClick={() => send(`fail ${place} ${how}${tail}`)}>
					{words.fail}
				</button>
				<button type="button" disabled={state.failing[place] === null} onClick={() => send(`mend ${place}`)}>
					{words.mend}
				</button>
				{state.failing[place] !== null && <span class="bad">! {state.failing[place]}</span>}
			</div>
			{place === 'option' && state.units.option.code?.startsWith('switch') && (
				<div class="row">
					<label>
						{words.contactFails}
						<select value={contact} onChange={(event) => setContact(event.currentTarget.value as typeof contact)}>
							{CONTACT_FAILURES.map((each) => (
								<option key={each} value={each}>
									{words.contactFailures[each]}
								</option>
							))}
						</select>
					</label>
					<button type="button" onClick={() => send(`fail contact ${contact}`)}>
						{words.fail}
					</button>
					<button type="button" disabled={state.contactFailing === null} onClick={() => send('mend contact')}>
						{words.mend}
					</button>
					{state.contactFailing !== null && <span class="bad">! {words.contactFailures[state.contactFailing]}</span>}
				</div>
			)}
		</details>
	);
}

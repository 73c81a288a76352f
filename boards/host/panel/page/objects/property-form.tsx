/** What may be set of Route B, each with the fields that suit it; what they make is bytes that can be changed, so that wrong ones can be tried, too. */
import { useId, useState } from 'preact/hooks';
import type { ToldProperty } from '../../objects/told.js';
import type { ObjectsWords } from '../views/objects-words.js';
import { dayEdt, hexEntered, spaced, timeEdt } from './edt.js';

export interface PropertyFormProps {
	readonly words: ObjectsWords;
	readonly property: ToldProperty;
	readonly isBusy: boolean;
	readonly onWrite: (edt: string) => void;
}

/** s */
const STEPS = Object.freeze({ halfHours: 1800, minutes: 60 });
const MOST_ENTRIES = Object.freeze({ halfHours: 12, minutes: 10 });

export function PropertyForm({ words, property: { rule, edt }, isBusy, onWrite }: PropertyFormProps) {
	const id = useId();
	const [bytes, setBytes] = useState(rule === 'location' ? spaced(edt) : '');
	const [day, setDay] = useState('');
	const [from, setFrom] = useState('');
	const [entries, setEntries] = useState('1');
	const entered = hexEntered(bytes);
	const take = (made: string | undefined) => {
		if (made !== undefined) setBytes(spaced(made));
	};
	return (
		<form
			class="object-form"
			onSubmit={(event) => {
				event.preventDefault();
				if (entered !== undefined) onWrite(entered);
			}}
		>
			<h3>{words.writing}</h3>
			<p class="muted" id={`${id}-rule`}>
				{rule === null ? words.axdrRule : words.rules[rule]}
			</p>
			<div class="row">
				{rule === 'day' && (
					<label>
						{words.day}
						<input
							type="number"
							min={0}
							max={99}
							value={day}
							onInput={({ currentTarget: { value } }) => {
								setDay(value);
								take(dayEdt(value));
							}}
						/>
					</label>
				)}
				{(rule === 'halfHours' || rule === 'minutes') && (
					<>
						<label>
							{words.from}
							<input
								type="datetime-local"
								step={STEPS[rule]}
								value={from}
								onInput={({ currentTarget: { value } }) => {
									setFrom(value);
									take(timeEdt(value, entries));
								}}
							/>
						</label>
						<label>
							{words.entries}
							<input
								type="number"
								min={1}
								max={MOST_ENTRIES[rule]}
								value={entries}
								onInput={({ currentTarget: { value } }) => {
									setEntries(value);
									take(timeEdt(from, value));
								}}
							/>
						</label>
					</>
				)}
				<label class="wide">
					{words.bytes}
					<input
						class="mono"
						spellcheck={false}
						autocomplete="off"
						value={bytes}
						aria-describedby={`${id}-rule`}
						aria-invalid={bytes !== '' && entered === undefined}
						onInput={({ currentTarget: { value } }) => setBytes(value)}
					/>
				</label>
				<button type="submit" class="primary" disabled={isBusy || entered === undefined}>
					{words.write}
				</button>
			</div>
			{bytes !== '' && entered === undefined && <p class="bad">✕ {words.notHex}</p>}
		</form>
	);
}

/** A new value for an attribute of Route A: of a clock a time, else bytes. */
import { useId, useState } from 'preact/hooks';
import type { ObjectsWords } from '../views/objects-words.js';
import { hexEntered } from './edt.js';

export interface AttributeFormProps {
	readonly words: ObjectsWords;
	readonly classId: number;
	readonly attribute: number;
	readonly name: string;
	readonly isBusy: boolean;
	readonly onWrite: (value: { readonly time: string } | { readonly value: string }) => void;
}

const CLOCK = 8;
const TIME = 2;

export function AttributeForm({ words, classId, attribute, name, isBusy, onWrite }: AttributeFormProps) {
	const id = useId();
	const isTime = classId === CLOCK && attribute === TIME;
	const [entered, setEntered] = useState('');
	const bytes = hexEntered(entered);
	const shared = {
		id: `${id}-value`,
		value: entered,
		'aria-describedby': id,
		onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => setEntered(currentTarget.value),
	};
	const isGood = isTime ? entered !== '' : bytes !== undefined;
	return (
		<form
			class="object-form"
			onSubmit={(event) => {
				event.preventDefault();
				if (isGood) onWrite(isTime ? { time: `${entered.length === 16 ? `${entered}:00` : entered}+09:00` } : { value: bytes! });
			}}
		>
			<h3>
				{words.writing}: {name}
			</h3>
			<p class="muted" id={id}>
				{isTime ? words.timeRule : words.axdrRule}
			</p>
			<div class="row">
				<label class={isTime ? '' : 'wide'} htmlFor={`${id}-value`}>
					{words.setTo}
					{isTime ? (
						<input type="datetime-local" step={1} {...shared} />
					) : (
						<input class="mono" spellcheck={false} autocomplete="off" aria-invalid={entered !== '' && !isGood} {...shared} />
					)}
				</label>
				<button type="submit" class="primary" disabled={isBusy || !isGood}>
					{words.write}
				</button>
			</div>
			{!isTime && entered !== '' && !isGood && <p class="bad">✕ {words.notHex}</p>}
		</form>
	);
}

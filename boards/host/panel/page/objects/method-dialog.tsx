/** Calling a method: with its parameter, and behind a warning where it does what is not undone. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { ToldCosemObject } from '../../objects/told.js';
import type { ObjectsWords } from '../views/objects-words.js';
import { hexEntered } from './edt.js';

export interface MethodDialogProps {
	readonly words: ObjectsWords;
	readonly object: ToldCosemObject;
	readonly method: ToldCosemObject['methods'][number];
	/** With the parameter; undefined: without one. */
	readonly onCall: (value: string | undefined) => void;
	readonly onClose: () => void;
}

export function MethodDialog({ words, object, method, onCall, onClose }: MethodDialogProps) {
	const id = useId();
	const dialog = useRef<HTMLDialogElement>(null);
	const [entered, setEntered] = useState('');
	const bytes = hexEntered(entered);
	const isGood = entered.trim() === '' || bytes !== undefined;
	useEffect(() => dialog.current?.showModal(), []);
	return (
		<dialog ref={dialog} class="method-dialog" aria-labelledby={`${id}-title`} onClose={onClose}>
			<form
				class="stack"
				onSubmit={(event) => {
					event.preventDefault();
					if (!isGood) return;
					onCall(bytes);
					dialog.current?.close();
				}}
			>
				<h2 id={`${id}-title`}>{words.callOf(method.name)}</h2>
				<p class="muted">
					<span class="mono">{object.obis}</span> {object.name}
				</p>
				{method.danger !== null && <p class="note warn">⚠ {words.dangers[method.danger]}</p>}
				<label class="field">
					{words.parameter}
					<input
						class="mono"
						spellcheck={false}
						autocomplete="off"
						value={entered}
						aria-describedby={`${id}-hint`}
						aria-invalid={!isGood}
						onInput={({ currentTarget: { value } }) => setEntered(value)}
					/>
				</label>
				<p class={isGood ? 'muted' : 'bad'} id={`${id}-hint`}>
					{isGood ? words.parameterHint : `✕ ${words.notHex}`}
				</p>
				<div class="row">
					<button type="submit" class="primary" disabled={!isGood}>
						{words.confirm}
					</button>
					<button type="button" onClick={() => dialog.current?.close()}>
						{words.cancel}
					</button>
				</div>
			</form>
		</dialog>
	);
}

/** What groups of controls are made of. */
import type { ComponentChildren } from 'preact';
import type { FaceState } from '../../face/face-state.js';
import type { Page } from '../page.js';
import type { ControlWords } from './control-words.js';

export interface GroupProps {
	readonly page: Page;
	readonly state: FaceState;
	readonly words: ControlWords;
}

interface ChooserProps {
	readonly isOn: boolean;
	readonly label: string;
	readonly sign: string;
	readonly onClick: () => void;
	readonly isDisabled?: boolean;
}

export function Chooser({ isOn, label, sign, onClick, isDisabled = false }: ChooserProps) {
	return (
		<button type="button" aria-pressed={isOn} disabled={isDisabled} onClick={onClick}>
			<span aria-hidden="true">{sign}</span> {label}
		</button>
	);
}

export function Fold({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
	return (
		<details class="card control">
			<summary>
				<h2>{title}</h2>
			</summary>
			{children}
		</details>
	);
}

/** What observers tell, for their tests. */
import type { ObserverListener } from '../../../../../boards/host/exam/observe/observer.js';
import type { Observable, ObserveDeclaration, ObserveSource } from '../../../../../src/exam/declaration.js';
import type { Observation } from '../../../../../src/exam/observation.js';

export class Told implements ObserverListener {
	readonly texts: string[] = [];
	readonly pages: string[] = [];
	readonly shown: Observation[] = [];
	readonly troubles: string[] = [];

	onText(stream: string, text: string): void {
		this.texts.push(`${stream} ${text}`);
	}

	onPage(stream: string, text: string): void {
		this.pages.push(`${stream} ${text}`);
	}

	onShown(observation: Observation): void {
		this.shown.push(observation);
	}

	onTrouble(detail: string): void {
		this.troubles.push(detail);
	}

	get values(): readonly Observation['value'][] {
		return this.shown.map(({ value }) => value);
	}
}

export function observed(source: ObserveSource, other: Partial<ObserveDeclaration> = {}, what: Observable = 'power'): ObserveDeclaration {
	return { what, step: 1, factor: 1, none: [], is: undefined, source, ...other };
}

export function stopped(observer: { stop(done: () => void): void }): Promise<void> {
	return new Promise((resolve) => observer.stop(resolve));
}

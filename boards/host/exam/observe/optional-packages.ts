/** Packages that a declaration needs, and that are installed only by those who need them. */
import type { Declaration } from '../../../../src/exam/declaration.js';
import { UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import { DECLARATION_USAGE } from '../declaration-usage.js';
import { placeholdersIn } from '../placeholders.js';
import { BUILTIN } from '../text-checks.js';

export type OptionalPackage = 'aedes' | 'mqtt';

/** Whether the exam has a broker of its own. */
export function hasBroker(declaration: Declaration): boolean {
	const { broker } = declaration;
	if (broker !== undefined) return broker === BUILTIN;
	return declaration.observe.some(({ source }) => source.kind === 'mqtt') || placeholdersIn(declaration).has('mqtt');
}

export function neededPackages(declaration: Declaration): readonly OptionalPackage[] {
	if (hasBroker(declaration)) return ['aedes'];
	return declaration.observe.some(({ source }) => source.kind === 'mqtt') ? ['mqtt'] : [];
}

/** Rejects with UsageError, which says how they are installed. */
export async function checkPackages(declaration: Declaration, load: (name: OptionalPackage) => Promise<unknown> = loaded): Promise<void> {
	const missing: OptionalPackage[] = [];
	for (const name of neededPackages(declaration)) {
		try {
			await load(name);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
			missing.push(name);
		}
	}
	if (missing.length > 0) throw new UsageError(inEach(DECLARATION_USAGE, ({ install }) => install(missing)));
}

function loaded(name: OptionalPackage): Promise<unknown> {
	return name === 'aedes' ? import('aedes') : import('mqtt');
}

import type { About } from './checks/check.js';
import type { Declaration, ObserveDeclaration } from './declaration.js';

/** Where only the newest value stands, or is handed on as that. */
const PLACES_OF_PRESENT: readonly ObserveDeclaration['source']['kind'][] = Object.freeze(['http', 'mqtt', 'run']);

/** What judges have to know of a declaration. */
export function aboutOf({ claims, dongle, observe }: Declaration): About & { readonly model: Declaration['dongle'] } {
	return { claims, model: dongle, observes: new Set(observe.map(({ what }) => what)), showsPresent: observe.some(isPresent) };
}

/** A page or a topic; or a line of what has words for "there is none". Lines of readings alone, each of its time, say nothing about now. */
function isPresent({ source, none, what }: ObserveDeclaration): boolean {
	return PLACES_OF_PRESENT.includes(source.kind) || what === 'online' || none.length > 0;
}

/** The fields of a frame as a tree that opens and closes, and which field a byte belongs to. */
import type { FieldJson, FrameDetail } from '../../frames/frame-row.js';

/** One line of the tree. */
export interface Node {
	/** `1`: a layer by its number; `1.0.3`: a field in it, in a field in it. */
	readonly path: string;
	readonly depth: number;
	readonly title: string;
	readonly value: string;
	readonly clause: string;
	readonly source: number;
	readonly start: number;
	readonly end: number;
	readonly field: FieldJson | undefined;
	readonly isOpen: boolean;
	readonly hasParts: boolean;
}

/** A list longer than this is closed at first. */
const LONG = 24;

export function visibleNodes({ layers }: FrameDetail, open: ReadonlySet<string>): Node[] {
	const nodes: Node[] = [];
	for (const [i, layer] of layers.entries()) {
		const { protocol, source, fields } = layer;
		// Of its own bytes: what it carries lies behind them, or between.
		const start = Math.min(layer.end, ...fields.map((field) => field.start));
		const end = Math.max(start, ...fields.map((field) => field.end));
		const path = `${i}`;
		const isOpen = open.has(path);
		nodes.push({ path, depth: 0, title: protocol, value: '', clause: '', source, start, end, field: undefined, isOpen, hasParts: fields.length > 0 });
		if (isOpen) addFields(nodes, fields, path, 1, source, open);
	}
	return nodes;
}

function addFields(nodes: Node[], fields: readonly FieldJson[], parent: string, depth: number, source: number, open: ReadonlySet<string>): void {
	for (const [i, field] of fields.entries()) {
		const path = `${parent}.${i}`;
		const { name, value, clause, start, end, children = [] } = field;
		const isOpen = open.has(path);
		nodes.push({ path, depth, title: name, value, clause, source, start, end, field, isOpen, hasParts: children.length > 0 });
		if (isOpen) addFields(nodes, children, path, depth + 1, source, open);
	}
}

/** What is open at first: all but bits, long lists, and layers under the last two. */
export function openAtFirst({ layers }: FrameDetail): Set<string> {
	const open = new Set<string>();
	const visit = (fields: readonly FieldJson[], parent: string) => {
		for (const [i, { children = [] }] of fields.entries()) {
			const path = `${parent}.${i}`;
			if (children.length === 0 || children.length > LONG || children[0]!.bits !== undefined) continue;
			open.add(path);
			visit(children, path);
		}
	};
	for (const [i, { fields }] of layers.entries()) {
		visit(fields, `${i}`);
		if (i >= layers.length - 1) open.add(`${i}`);
	}
	return open;
}

/** The path of the innermost field with bytes of its own that this byte belongs to; undefined: there is none. */
export function pathAt({ layers }: FrameDetail, source: number, byte: number): string | undefined {
	for (const [i, layer] of layers.entries()) {
		if (layer.source !== source) continue;
		const path = pathIn(layer.fields, `${i}`, byte);
		if (path !== undefined) return path;
	}
	return undefined;
}

function pathIn(fields: readonly FieldJson[], parent: string, byte: number): string | undefined {
	for (const [i, { start, end, children = [] }] of fields.entries()) {
		if (byte < start || byte >= end) continue;
		const path = `${parent}.${i}`;
		return (children[0]?.bits === undefined ? pathIn(children, path, byte) : undefined) ?? path;
	}
	return undefined;
}

/** With all that a path lies in open. */
export function withOpened(open: ReadonlySet<string>, path: string): ReadonlySet<string> {
	const parts = path.split('.');
	const opened = new Set(open);
	for (let i = 1; i < parts.length; i++) opened.add(parts.slice(0, i).join('.'));
	return opened;
}

export function parentOf(path: string): string | undefined {
	const at = path.lastIndexOf('.');
	return at < 0 ? undefined : path.slice(0, at);
}

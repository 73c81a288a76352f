/** Trees of messages (see shapes.ts), from and to XML and JSON. */
import { escapedXml, type XmlElement } from '../xml.js';
import { MESSAGE_NAMESPACE, type Noun, namespaceOf, type Part, type Shape } from './shapes.js';

export type Tree = string | TreeRecord | readonly Tree[];
export interface TreeRecord {
	readonly [name: string]: Tree;
}

/** What a message lacks, or has otherwise than it should. The line is of XML, from 1; of JSON 0. */
export type MessageWrong =
	| { readonly kind: 'root'; readonly got: string; readonly line: number }
	| { readonly kind: 'namespace'; readonly path: string; readonly got: string; readonly expected: string; readonly line: number }
	| { readonly kind: 'missing'; readonly path: string; readonly line: number }
	| { readonly kind: 'again'; readonly path: string; readonly line: number }
	| { readonly kind: 'shape'; readonly path: string; readonly expected: 'text' | 'record' | 'list' | 'ref'; readonly line: number }
	| {
			readonly kind: 'value';
			readonly path: string;
			readonly got: string;
			readonly right: 'time' | 'number' | 'meter' | 'contract' | 'code' | 'noun';
			readonly line: number;
	  };

export class MessageError extends Error {
	constructor(readonly wrong: MessageWrong) {
		super(`IEC 61968: ${wrong.kind}${'path' in wrong ? ` ${wrong.path}` : ''}`);
	}
}

/** Paths of elements that no row names: they were left out. */
export type LeftOut = Set<string>;
const MOST_LEFT_OUT = 100;

/** @throws MessageError */
export function treeOfXml(element: XmlElement, parts: readonly Part[], path: string, namespace: string, leftOut: LeftOut): TreeRecord {
	const found: Record<string, Tree | Tree[]> = {};
	for (const child of element.children) {
		const part = child.namespace === namespace ? parts.find(({ name }) => name === child.name) : undefined;
		const here = `${path}/${child.name}`;
		if (part === undefined) {
			// In the right namespace, or in another: none is taken for one that is known.
			if (leftOut.size < MOST_LEFT_OUT) leftOut.add(here);
			continue;
		}
		const value = valueOfXml(child, part.shape, here, namespace, leftOut);
		const before = found[part.name] as Tree[] | undefined;
		if (part.many && before !== undefined) before.push(value);
		else if (part.many) found[part.name] = [value];
		else if (part.name in found) throw new MessageError({ kind: 'again', path: here, line: child.line });
		else found[part.name] = value;
	}
	return whole(found, parts, path, element.line);
}

function valueOfXml(element: XmlElement, shape: Shape, path: string, namespace: string, leftOut: LeftOut): Tree {
	const { line } = element;
	if (shape === 'ref') {
		const ref = element.attributes.ref;
		if (ref === undefined) throw new MessageError({ kind: 'shape', path, expected: 'ref', line });
		return { ref };
	}
	if (shape !== 'text') return treeOfXml(element, shape, path, namespace, leftOut);
	if (element.children.length > 0) throw new MessageError({ kind: 'shape', path, expected: 'text', line });
	return element.text.trim();
}

/** @throws MessageError */
export function treeOfJson(value: unknown, parts: readonly Part[], path: string, leftOut: LeftOut): TreeRecord {
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw new MessageError({ kind: 'shape', path, expected: 'record', line: 0 });
	const found: Record<string, Tree> = {};
	for (const [name, inner] of Object.entries(value)) {
		const here = `${path}/${name}`;
		const part = parts.find((each) => each.name === name);
		if (part === undefined) {
			if (leftOut.size < MOST_LEFT_OUT) leftOut.add(here.slice(0, 200));
			continue;
		}
		if (!part.many) found[part.name] = valueOfJson(inner, part.shape, here, leftOut);
		else if (!Array.isArray(inner)) throw new MessageError({ kind: 'shape', path: here, expected: 'list', line: 0 });
		else found[part.name] = inner.map((each) => valueOfJson(each, part.shape, here, leftOut));
	}
	return whole(found, parts, path, 0);
}

function valueOfJson(value: unknown, shape: Shape, path: string, leftOut: LeftOut): Tree {
	if (shape === 'ref') {
		const ref = typeof value === 'object' && value !== null && Object.hasOwn(value, 'ref') ? (value as { readonly ref: unknown }).ref : undefined;
		if (typeof ref !== 'string') throw new MessageError({ kind: 'shape', path, expected: 'ref', line: 0 });
		return { ref };
	}
	if (shape !== 'text') return treeOfJson(value, shape, path, leftOut);
	if (typeof value === 'number') return String(value);
	if (typeof value !== 'string') throw new MessageError({ kind: 'shape', path, expected: 'text', line: 0 });
	return value.trim();
}

function whole(found: Record<string, Tree | Tree[]>, parts: readonly Part[], path: string, line: number): TreeRecord {
	for (const { name, must } of parts) if (must && !(name in found)) throw new MessageError({ kind: 'missing', path: `${path}/${name}`, line });
	return found as TreeRecord;
}

/** A message as XML; `header` and `payload` have their parts in any order, and are written in that of the rows. */
export function xmlOfMessage(root: string, noun: Noun, header: string, payload: string): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${MESSAGE_NAMESPACE}" xmlns:m="${namespaceOf(noun)}">\n<Header>\n${header}</Header>\n<Payload>\n<m:${noun}>\n${payload}</m:${noun}>\n</Payload>\n</${root}>\n`;
}

/** The elements of a record, a line each. @param prefix `m:`, or none */
export function xmlOfTree(tree: TreeRecord, parts: readonly Part[], prefix: string): string {
	let xml = '';
	for (const { name, shape, many } of parts) {
		const value = tree[name];
		if (value === undefined) continue;
		for (const each of many ? (value as readonly Tree[]) : [value]) xml += xmlOfValue(each, name, shape, prefix);
	}
	return xml;
}

function xmlOfValue(value: Tree, name: string, shape: Shape, prefix: string): string {
	const tag = prefix + name;
	if (shape === 'text') return `<${tag}>${escapedXml(value as string)}</${tag}>\n`;
	if (shape === 'ref') return `<${tag} ref="${escapedXml((value as { readonly ref: string }).ref)}"/>\n`;
	return `<${tag}>\n${xmlOfTree(value as TreeRecord, shape, prefix)}</${tag}>\n`;
}

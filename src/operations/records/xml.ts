/**
 * XML 1.0 with namespaces, as much of it as messages need and no more: elements, attributes, text, CDATA, comments, the five entities and codes of characters.
 * There is no document type, no entity of one's own, no processing instruction, no text beside elements: each is refused with its place. UTF-8 only.
 */

export interface XmlElement {
	/** The local name. */
	readonly name: string;
	/** Empty: none. */
	readonly namespace: string;
	/** Without those that declare namespaces; names as they stand. */
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly XmlElement[];
	/** Of an element without children, as it stands. */
	readonly text: string;
	/** From 1. */
	readonly line: number;
}

export type XmlWrongKind =
	| 'notWhole'
	| 'documentType'
	| 'instruction'
	| 'entity'
	| 'character'
	| 'name'
	| 'attribute'
	| 'attributeTwice'
	| 'prefix'
	| 'endTag'
	| 'mixed'
	| 'behind'
	| 'deep'
	| 'many'
	| 'long'
	| 'encoding';

/** Lines and columns are from 1. */
export class XmlError extends Error {
	constructor(
		readonly kind: XmlWrongKind,
		readonly line: number,
		readonly column: number,
	) {
		super(`XML: line ${line}, column ${column}: ${kind}`);
	}
}

/** Bounds of a document. */
export const XML_BOUNDS = Object.freeze({ characters: 64 * 1024 * 1024, elements: 3_000_000, depth: 16, attributes: 32 });

const NAME = /[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?/y;
const SPACE = /[ \t\r\n]*/y;
const DECLARATION =
	/<\?xml version=(?:"1\.[0-9]"|'1\.[0-9]')(?: encoding=(?:"([A-Za-z0-9._-]+)"|'([A-Za-z0-9._-]+)'))?(?: standalone=(?:"(?:yes|no)"|'(?:yes|no)'))? ?\?>/y;
const ENTITIES: Readonly<Record<string, string>> = Object.freeze({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" });
/** What XML 1.0 (2.2) has no way to write. */
const NO_CHARACTER = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

interface Open {
	readonly tag: string;
	readonly element: { -readonly [Key in keyof XmlElement]: XmlElement[Key] } & { children: XmlElement[] };
	readonly prefixes: ReadonlyMap<string, string>;
}

/** The element that a document is. @throws XmlError */
export function readXml(document: string): XmlElement {
	return new XmlReader(document.startsWith('\ufeff') ? document.slice(1) : document).read();
}

class XmlReader {
	private at = 0;
	private elements = 0;
	/** Where line `line` begins. */
	private line = 1;
	private lineStart = 0;
	private counted = 0;

	constructor(private readonly text: string) {}

	read(): XmlElement {
		const { text } = this;
		if (text.length > XML_BOUNDS.characters) throw this.wrong('long');
		const bad = NO_CHARACTER.exec(text);
		if (bad !== null) throw this.wrong('character', bad.index);
		this.takeDeclaration();
		const open: Open[] = [];
		let root: XmlElement | undefined;
		for (;;) {
			const next = text.indexOf('<', this.at);
			const inner = open[open.length - 1];
			if (next < 0) {
				if (inner !== undefined || root === undefined) throw this.wrong('notWhole', text.length);
				this.refuseText(this.at, text.length, 'behind');
				return root;
			}
			if (next > this.at) this.takeText(inner, this.at, next);
			this.at = next;
			if (text.startsWith('<!--', next)) this.takeComment();
			else if (text.startsWith('<![CDATA[', next)) this.takeData(inner);
			else if (text.startsWith('<!', next)) throw this.wrong('documentType');
			else if (text.startsWith('<?', next)) throw this.wrong('instruction');
			else if (text.startsWith('</', next)) {
				if (inner === undefined) throw this.wrong('endTag');
				this.takeEndTag(inner);
				open.pop();
				if (open.length === 0) root = inner.element;
			} else {
				if (root !== undefined) throw this.wrong('behind');
				const { opened, isEmpty } = this.takeStartTag(inner);
				if (!isEmpty) open.push(opened);
				else if (inner === undefined) root = opened.element;
				if (open.length > XML_BOUNDS.depth) throw this.wrong('deep', next);
			}
		}
	}

	private takeDeclaration(): void {
		DECLARATION.lastIndex = 0;
		const match = DECLARATION.exec(this.text);
		if (match === null) return;
		if (!/^utf-?8$/i.test(match[1] ?? match[2] ?? 'UTF-8')) throw this.wrong('encoding');
		this.at = match[0].length;
	}

	private takeText(inner: Open | undefined, from: number, to: number): void {
		if (inner === undefined) this.refuseText(from, to, 'behind');
		else if (inner.element.children.length > 0) this.refuseText(from, to, 'mixed');
		else inner.element.text += this.unescaped(from, to);
	}

	private takeData(inner: Open | undefined): void {
		const end = this.text.indexOf(']]>', this.at);
		if (end < 0) throw this.wrong('notWhole');
		if (inner === undefined || inner.element.children.length > 0) throw this.wrong('mixed');
		inner.element.text += this.text.slice(this.at + '<![CDATA['.length, end);
		this.at = end + ']]>'.length;
	}

	private takeComment(): void {
		const end = this.text.indexOf('--', this.at + '<!--'.length);
		if (end < 0) throw this.wrong('notWhole');
		if (this.text.charAt(end + 2) !== '>') throw this.wrong('character', end);
		this.at = end + '-->'.length;
	}

	private takeEndTag({ tag, element }: Open): void {
		const end = this.text.indexOf('>', this.at);
		if (end < 0) throw this.wrong('notWhole');
		if (this.text.slice(this.at + 2, end).trimEnd() !== tag) throw this.wrong('endTag');
		if (element.children.length > 0) element.text = '';
		this.at = end + 1;
	}

	private takeStartTag(inner: Open | undefined): { readonly opened: Open; readonly isEmpty: boolean } {
		if (++this.elements > XML_BOUNDS.elements) throw this.wrong('many');
		const start = this.at;
		this.at++;
		const tag = this.takeName();
		const attributes = Object.create(null) as Record<string, string>;
		let prefixes = inner?.prefixes ?? new Map([['xml', XML_NAMESPACE]]);
		for (let count = 0; ; count++) {
			const before = this.at;
			this.skipSpace();
			const next = this.text.charAt(this.at);
			if (next === '>' || next === '/') break;
			if (next === '') throw this.wrong('notWhole');
			if (before === this.at) throw this.wrong('attribute');
			if (count >= XML_BOUNDS.attributes) throw this.wrong('many');
			const place = this.at;
			const name = this.takeName();
			const value = this.takeValue();
			const declared = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice('xmlns:'.length) : undefined;
			if (declared !== undefined) prefixes = new Map(prefixes).set(declared, value);
			else if (Object.hasOwn(attributes, name)) throw this.wrong('attributeTwice', place);
			else attributes[name] = value;
		}
		const isEmpty = this.text.charAt(this.at) === '/';
		if (isEmpty && this.text.charAt(this.at + 1) !== '>') throw this.wrong('attribute');
		this.at += isEmpty ? 2 : 1;
		for (const name of [tag, ...Object.keys(attributes)]) {
			const colon = name.indexOf(':');
			if (colon >= 0 && !prefixes.has(name.slice(0, colon))) throw this.wrong('prefix', start);
		}
		const colon = tag.indexOf(':');
		const namespace = prefixes.get(colon < 0 ? '' : tag.slice(0, colon)) ?? '';
		const element = { name: tag.slice(colon + 1), namespace, attributes, children: [], text: '', line: this.placeOf(start).line };
		if (inner !== undefined) {
			if (inner.element.text.trim() !== '') throw this.wrong('mixed', start);
			inner.element.children.push(element);
		}
		return { opened: { tag, element, prefixes }, isEmpty };
	}

	private takeName(): string {
		NAME.lastIndex = this.at;
		const match = NAME.exec(this.text);
		if (match === null) throw this.wrong('name');
		this.at += match[0].length;
		return match[0];
	}

	/** ` = "value"` */
	private takeValue(): string {
		this.skipSpace();
		if (this.text.charAt(this.at) !== '=') throw this.wrong('attribute');
		this.at++;
		this.skipSpace();
		const quote = this.text.charAt(this.at);
		const end = quote === '"' || quote === "'" ? this.text.indexOf(quote, this.at + 1) : -1;
		if (end < 0) throw this.wrong('attribute');
		const from = this.at + 1;
		if (this.text.slice(from, end).includes('<')) throw this.wrong('attribute');
		this.at = end + 1;
		return this.unescaped(from, end);
	}

	private skipSpace(): void {
		SPACE.lastIndex = this.at;
		this.at += SPACE.exec(this.text)![0].length;
	}

	/** There may be nothing but white space. */
	private refuseText(from: number, to: number, kind: XmlWrongKind): void {
		const found = /[^ \t\r\n]/.exec(this.text.slice(from, to));
		if (found !== null) throw this.wrong(kind, from + found.index);
		this.at = to;
	}

	private unescaped(from: number, to: number): string {
		const piece = this.text.slice(from, to);
		if (!piece.includes('&')) return piece;
		return piece.replace(/&([^;&]{0,8});?/g, (whole, name: string, at: number) => {
			const character = whole.endsWith(';') ? characterOf(name) : undefined;
			if (character === undefined) throw this.wrong('entity', from + at);
			return character;
		});
	}

	private placeOf(at: number): { readonly line: number; readonly column: number } {
		for (let feed = this.text.indexOf('\n', this.counted); feed >= 0 && feed < at; feed = this.text.indexOf('\n', this.counted)) {
			this.line++;
			this.lineStart = this.counted = feed + 1;
		}
		return { line: this.line, column: at - this.lineStart + 1 };
	}

	private wrong(kind: XmlWrongKind, at = this.at): XmlError {
		const { line, column } = this.placeOf(at);
		return new XmlError(kind, line, Math.max(1, column));
	}
}

function characterOf(name: string): string | undefined {
	const [, hex, decimal] = /^#(?:x([0-9A-Fa-f]+)|([0-9]+))$/.exec(name) ?? [];
	if (hex === undefined && decimal === undefined) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
	const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
	if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
	const character = String.fromCodePoint(point);
	return NO_CHARACTER.test(character) ? undefined : character;
}

const ESCAPES: Readonly<Record<string, string>> = Object.freeze({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' });

/** Text of an element or of an attribute. What XML has no way to write is left out. */
export function escapedXml(text: string): string {
	return text.replace(/[&<>"\r]/g, (character) => ESCAPES[character]!).replace(new RegExp(NO_CHARACTER.source, 'gu'), '');
}

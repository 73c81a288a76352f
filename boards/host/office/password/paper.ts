/**
 * Sheets of A4 by `pdfkit`, loaded when they are needed, in BIZ UDPGothic from its package: only the characters that stand on them are in the file. What the type
 * has no character for stands as 〓, as printers do it, and is told.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { needed } from '../database/packages.js';
import { type BarCodePicture, QUIET_ZONE, stripesOf } from './bar-code-picture.js';

export interface Sheet {
	readonly title: string;
	readonly language: 'en' | 'ja';
	/** When it was made: ms since 1970. */
	readonly at: number;
}

const TYPE = '@expo-google-fonts/biz-udpgothic';
/** 1 mm in points. */
const MM = 72 / 25.4;
const MARGIN = 20 * MM;
const SIZES = Object.freeze({ title: 18, heading: 12, text: 10.5, small: 8.5 });
const LABEL_WIDTH = 42 * MM;
const GETA = '〓';
const GREY = '#999999';
const BLACK = '#000000';

type Document = InstanceType<typeof import('pdfkit')>;
interface Cell {
	readonly text: string;
	/** Points. */
	readonly width: number;
	readonly size?: number;
	readonly isBold?: boolean;
}

interface Glyphs {
	hasGlyphForCodePoint(code: number): boolean;
}

export class Paper {
	readonly #document: Document;
	readonly #glyphs: Glyphs;
	readonly #chunks: Buffer[] = [];
	readonly #missing = new Set<string>();

	/** Throws UsageError where a package is not installed. */
	static async begin(sheet: Sheet): Promise<Paper> {
		const { default: PDFDocument } = await needed('pdfkit', () => import('pdfkit'));
		const folder = await needed(TYPE, async () => dirname(createRequire(import.meta.url).resolve(`${TYPE}/package.json`)));
		return new Paper(PDFDocument, folder, sheet);
	}

	private constructor(PDFDocument: typeof import('pdfkit'), folder: string, { title, language, at }: Sheet) {
		const info = { Title: title, Creator: 'Keiki', Producer: 'Keiki', CreationDate: new Date(at), ModDate: new Date(at) };
		const document = new PDFDocument({ size: 'A4', margin: MARGIN, lang: language, displayTitle: true, info, autoFirstPage: false });
		document.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
		document.registerFont('regular', join(folder, '400Regular/BIZUDPGothic_400Regular.ttf'));
		document.registerFont('bold', join(folder, '700Bold/BIZUDPGothic_700Bold.ttf'));
		document.addPage();
		document.font('regular');
		this.#document = document;
		// Of both weights the same characters.
		this.#glyphs = (document as unknown as { _font: { font: Glyphs } })._font.font;
	}

	/** Characters that it had to put 〓 for. */
	get missing(): readonly string[] {
		return [...this.#missing];
	}

	title(text: string): void {
		this.#document.font('bold').fontSize(SIZES.title).text(this.#printable(text)).moveDown(0.6);
	}

	heading(text: string): void {
		this.#document.moveDown(0.4).font('bold').fontSize(SIZES.heading).text(this.#printable(text)).moveDown(0.3);
	}

	text(text: string): void {
		this.#document.font('regular').fontSize(SIZES.text).text(this.#printable(text), { lineGap: 3 }).moveDown(0.4);
	}

	small(text: string): void {
		this.#document.font('regular').fontSize(SIZES.small).text(this.#printable(text), { lineGap: 2 }).moveDown(0.3);
	}

	/** Lines at the top left, as an envelope with a window shows them. */
	address(lines: readonly string[]): void {
		this.#document.font('regular').fontSize(SIZES.heading);
		for (const line of lines) this.#document.text(this.#printable(line), { lineGap: 3 });
		this.#document.moveDown(1.5);
	}

	/** Numbered, one below the other. */
	steps(texts: readonly string[]): void {
		this.#document.font('regular').fontSize(SIZES.text);
		texts.forEach((text, i) => {
			this.#row([
				{ text: `${i + 1}.`, width: 8 * MM },
				{ text, width: this.#width - 8 * MM },
			]);
		});
		this.#document.moveDown(0.4);
	}

	/** What is what, one below the other, with a line below each. */
	fields(rows: readonly (readonly [label: string, value: string])[], isBig = false): void {
		for (const [label, value] of rows) {
			this.#row(
				[
					{ text: label, width: LABEL_WIDTH, size: SIZES.text },
					{ text: value, width: this.#width - LABEL_WIDTH, size: isBig ? SIZES.heading + 2 : SIZES.text, isBold: isBig },
				],
				true,
			);
		}
		this.#document.moveDown(0.4);
	}

	/** @param rows the first is its head; each has as many cells */
	table(rows: readonly (readonly string[])[]): void {
		rows.forEach((row, i) => {
			const width = this.#width / row.length;
			this.#row(
				row.map((text) => ({ text, width, isBold: i === 0 })),
				true,
			);
		});
		this.#document.moveDown(0.4);
	}

	/**
	 * A code of `side` mm, with its quiet zone, and lines to the right of it.
	 */
	code(picture: BarCodePicture, side: number, beside: readonly string[]): void {
		const document = this.#document;
		const height = side * MM;
		this.#room(height);
		const module = height / (picture.size + 2 * QUIET_ZONE);
		const [left, top] = [document.page.margins.left, document.y];
		const origin = { x: left + QUIET_ZONE * module, y: top + QUIET_ZONE * module };
		document.fillColor(BLACK);
		for (const { x, y, width } of stripesOf(picture)) document.rect(origin.x + x * module, origin.y + y * module, width * module, module);
		document.fill();
		document.font('regular').fontSize(SIZES.text);
		document.y = top + QUIET_ZONE * module;
		for (const line of beside)
			document.text(this.#printable(line), left + height + 4 * MM, document.y, { width: this.#width - height - 4 * MM, lineGap: 3 });
		document.x = left;
		document.y = Math.max(top + height, document.y) + 3 * MM;
	}

	/** The file, whole. Called once, at the end. */
	end(): Promise<Uint8Array> {
		return new Promise((resolve, reject) => {
			this.#document.on('end', () => resolve(Buffer.concat(this.#chunks))).on('error', reject);
			this.#document.end();
		});
	}

	get #width(): number {
		const { width, margins } = this.#document.page;
		return width - margins.left - margins.right;
	}

	#row(cells: readonly Cell[], hasLine = false): void {
		const document = this.#document;
		const gap = 2 * MM;
		const set = ({ size = SIZES.text, isBold = false }: Cell) => document.font(isBold ? 'bold' : 'regular').fontSize(size);
		const heights = cells.map((cell) => set(cell).heightOfString(this.#printable(cell.text) || ' ', { width: cell.width - gap, lineGap: 2 }));
		const height = Math.max(...heights);
		this.#room(height + gap);
		const [left, top] = [document.page.margins.left, document.y];
		let x = left;
		for (const cell of cells) {
			set(cell).text(this.#printable(cell.text), x, top, { width: cell.width - gap, lineGap: 2 });
			x += cell.width;
		}
		document.x = left;
		document.y = top + height + 0.5 * MM;
		if (hasLine)
			document
				.lineWidth(0.5)
				.strokeColor(GREY)
				.moveTo(left, document.y)
				.lineTo(left + this.#width, document.y)
				.stroke();
		document.y += 1.5 * MM;
	}

	/** On the next sheet where this one has not as much room. */
	#room(height: number): void {
		const { page, y } = this.#document;
		if (y + height > page.height - page.margins.bottom) this.#document.addPage();
	}

	#printable(text: string): string {
		return Array.from(text.normalize('NFC'), (character) => {
			if (character === '\n' || this.#glyphs.hasGlyphForCodePoint(character.codePointAt(0)!)) return character;
			this.#missing.add(character);
			return GETA;
		}).join('');
	}
}

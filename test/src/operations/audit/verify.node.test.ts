import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type Anchor, anchorsInLine, headText, readAnchor } from '../../../../src/operations/audit/anchor.js';
import { chained, detailHash, ORIGIN } from '../../../../src/operations/audit/chain.js';
import { findingText } from '../../../../src/operations/audit/finding-words.js';
import { type BoundEntry, type EntryDetail, LogWalk, MOST_FINDINGS, type Verdict } from '../../../../src/operations/audit/verify.js';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

interface Line {
	entry: BoundEntry;
	detail: EntryDetail | undefined;
}

/** A log of so many entries, as the office writes it. */
function log(count: number, erasure?: { readonly at: number; readonly told: unknown; readonly outcome?: string }): Line[] {
	const lines: Line[] = [];
	for (let seq = 1; seq <= count; seq++) {
		const isErasure = seq === erasure?.at;
		const detail = JSON.stringify(isErasure ? { details: erasure.told } : { customer: `customer ${seq}` });
		lines.push(written(lines.at(-1)?.entry.hash ?? ORIGIN, seq, isErasure ? 'person.erase' : 'records.look', erasure?.outcome ?? 'done', detail));
	}
	return lines;
}

function written(previous: string, seq: number, act: string, outcome: string, detail: string): Line {
	const salt = sha256(`salt ${seq}`);
	const entry = { seq, at: 1_800_000_000_000 + seq, actor: 'aoki', act, subject: 'C0000000001', outcome, detail: detailHash(salt, detail, sha256) };
	return { entry: { ...entry, hash: chained(previous, entry, sha256) }, detail: { salt, detail } };
}

function verdict(lines: readonly Line[], anchors: readonly Anchor[] = []): Verdict {
	const walk = new LogWalk(sha256, anchors);
	for (const { entry, detail } of lines) walk.next(entry, detail);
	return walk.end();
}

const numbered = (lines: readonly Line[]): Line[] => lines.map((line, i) => ({ ...line, entry: { ...line.entry, seq: i + 1 } }));
const headOf = (lines: readonly Line[]) => verdict(lines).head;
const firstOf = (lines: readonly Line[], anchors: readonly Anchor[] = []) => verdict(lines, anchors).findings[0];

describe('the audit log', () => {
	it('leads from its first entry to its head', () => {
		const lines = log(20);
		assert.deepEqual(verdict(lines), { findings: [], found: 0, entries: 20, erased: 0, head: { seq: 20, hash: lines[19]!.entry.hash } });
		assert.deepEqual(verdict([]), { findings: [], found: 0, entries: 0, erased: 0, head: { seq: 0, hash: ORIGIN } });
	});

	for (const [field, wrong] of [
		['at', 1_800_000_000_000],
		['actor', 'aokj'],
		['act', 'records.lool'],
		['subject', 'C0000000000'],
		['outcome', 'refused'],
	] as const) {
		it(`has an entry with another ${field} found, and that one alone`, () => {
			for (const place of [0, 7, 19]) {
				const lines = log(20);
				lines[place]!.entry = { ...lines[place]!.entry, [field]: wrong };
				assert.deepEqual(verdict(lines).findings, [{ kind: 'altered', seq: place + 1 }]);
			}
		});
	}

	it('has one bit of each digit of a hash found where it is', () => {
		for (let digit = 0; digit < 64; digit++) {
			const lines = log(5);
			const { hash } = lines[2]!.entry;
			const flipped = (Number.parseInt(hash[digit]!, 16) ^ 1).toString(16);
			lines[2]!.entry = { ...lines[2]!.entry, hash: hash.slice(0, digit) + flipped + hash.slice(digit + 1) };
			assert.deepEqual(verdict(lines).findings, [{ kind: 'altered', seq: 3 }]);
		}
	});

	it('has two changed entries in a row found, each', () => {
		const lines = log(9);
		for (const place of [3, 4]) lines[place]!.entry = { ...lines[place]!.entry, actor: 'nobody' };
		assert.deepEqual(verdict(lines).findings, [
			{ kind: 'altered', seq: 4 },
			{ kind: 'altered', seq: 5 },
		]);
	});

	it('has a removed entry found by its number, the first one too', () => {
		for (const place of [0, 7, 18]) {
			const lines = log(20);
			lines.splice(place, 1);
			assert.deepEqual(verdict(lines).findings, [{ kind: 'missing', from: place + 1, to: place + 1 }]);
		}
		const lines = log(20);
		lines.splice(4, 3);
		assert.deepEqual(verdict(lines).findings, [{ kind: 'missing', from: 5, to: 7 }]);
	});

	it('has a removed entry found where it was, if those behind it were numbered anew', () => {
		const lines = log(20);
		lines.splice(7, 1);
		assert.deepEqual(firstOf(numbered(lines)), { kind: 'altered', seq: 8 });
	});

	it('has an entry that was put in found where it is', () => {
		const lines = log(20);
		lines.splice(7, 0, written(lines[6]!.entry.hash, 8, 'records.look', 'done', '{}'));
		assert.deepEqual(firstOf(numbered(lines)), { kind: 'altered', seq: 9 });
	});

	it('has exchanged entries found where they are now', () => {
		const lines = log(20);
		[lines[7], lines[8]] = [lines[8]!, lines[7]!];
		assert.deepEqual(firstOf(numbered(lines)), { kind: 'altered', seq: 8 });
	});

	it('has a detail that was changed, or was given another salt, found', () => {
		const lines = log(20);
		lines[4]!.detail = { ...lines[4]!.detail!, detail: '{"customer":"another"}' };
		lines[6]!.detail = { ...lines[6]!.detail!, salt: sha256('another') };
		assert.deepEqual(verdict(lines).findings, [
			{ kind: 'detailAltered', seq: 5 },
			{ kind: 'detailAltered', seq: 7 },
		]);
	});

	it('may have details erased that a later entry tells of, and no others', () => {
		const lines = log(20, {
			at: 15,
			told: [
				[3, 5],
				[9, 9],
			],
		});
		for (const seq of [3, 4, 5, 9]) lines[seq - 1]!.detail = undefined;
		assert.deepEqual([verdict(lines).findings, verdict(lines).erased], [[], 4]);
		for (const seq of [6, 7, 10]) lines[seq - 1]!.detail = undefined;
		assert.deepEqual(verdict(lines).findings, [
			{ kind: 'detailGone', from: 6, to: 7 },
			{ kind: 'detailGone', from: 10, to: 10 },
		]);
	});

	it('has a detail missed that went after the entry that tells of erasure, or with it', () => {
		const lines = log(20, { at: 15, told: [[3, 20]] });
		for (const seq of [4, 17]) lines[seq - 1]!.detail = undefined;
		assert.deepEqual(verdict(lines).findings, [{ kind: 'detailGone', from: 17, to: 17 }]);
		lines[14]!.detail = undefined;
		assert.deepEqual(verdict(lines).findings, [
			{ kind: 'detailGone', from: 4, to: 4 },
			{ kind: 'detailGone', from: 15, to: 15 },
			{ kind: 'detailGone', from: 17, to: 17 },
		]);
	});

	it('believes no erasure that was refused', () => {
		const lines = log(20, { at: 15, told: [[3, 3]], outcome: 'refused' });
		lines[2]!.detail = undefined;
		assert.deepEqual(verdict(lines).findings, [{ kind: 'detailGone', from: 3, to: 3 }]);
	});

	it('does not show by itself that its end was cut off, and does by an anchor', () => {
		const lines = log(20);
		const anchor = headOf(lines);
		lines.length = 12;
		assert.deepEqual(verdict(lines).findings, []);
		assert.deepEqual(verdict(lines, [anchor]).findings, [{ kind: 'truncated', last: 12, anchor: 20 }]);
		assert.deepEqual(verdict(lines, [{ seq: undefined, hash: anchor.hash }]).findings, [{ kind: 'anchorUnknown', hash: anchor.hash }]);
	});

	it('written anew is found by an anchor alone, with the place', () => {
		const lines = log(20);
		const anchor = headOf(lines.slice(0, 12));
		const anew = lines.slice(0, 8);
		for (let seq = 9; seq <= 20; seq++) anew.push(written(anew.at(-1)!.entry.hash, seq, 'records.look', 'done', '{"forged":true}'));
		assert.deepEqual(verdict(anew).findings, []);
		assert.deepEqual(verdict(anew, [headOf(lines.slice(0, 8))]).findings, []);
		assert.deepEqual(verdict(anew, [headOf(lines.slice(0, 8)), anchor]).findings, [{ kind: 'anchorDiffers', seq: 12 }]);
	});

	it('holds against an anchor of before when it has grown', () => {
		const lines = log(20);
		const early = headOf(lines.slice(0, 5));
		assert.deepEqual(verdict(lines, [early, { seq: undefined, hash: early.hash }, early]).findings, []);
		const other = { seq: 5, hash: 'ab'.repeat(32) };
		assert.deepEqual(verdict(lines, [early, other]).findings, [{ kind: 'anchorDiffers', seq: 5 }]);
	});

	it('tells the first findings, and how many there are', () => {
		const lines = log(300).map(({ entry, detail }) => ({ entry: { ...entry, actor: 'nobody' }, detail }));
		const { findings, found } = verdict(lines);
		assert.deepEqual([findings.length, found], [MOST_FINDINGS, 300]);
	});

	it('has each finding told with its place, in both languages', () => {
		const hash = 'ab'.repeat(32);
		for (const finding of [
			{ kind: 'missing', from: 5, to: 5 },
			{ kind: 'detailGone', from: 5, to: 9 },
			{ kind: 'altered', seq: 5 },
			{ kind: 'detailAltered', seq: 5 },
			{ kind: 'truncated', last: 4, anchor: 5 },
			{ kind: 'anchorDiffers', seq: 5 },
			{ kind: 'anchorUnknown', hash },
		] as const) {
			for (const language of ['en', 'ja'] as const) assert.match(findingText(finding, language), finding.kind === 'anchorUnknown' ? /abab/ : /5/);
		}
		assert.match(findingText({ kind: 'missing', from: 5, to: 9 }, 'en'), /^entries 5 to 9: missing$/);
	});
});

describe('an anchor', () => {
	const hash = '0123456789abcdef'.repeat(4);

	it('is read as it was written, on paper too', () => {
		assert.equal(headText({ seq: 42, hash }), `42-${hash}`);
		for (const text of [`42-${hash}`, ` 42-${hash.toUpperCase()}\n`, `42-${hash.replaceAll(/(.{8})/g, '$1 ')}`]) {
			assert.deepEqual(readAnchor(text), { seq: 42, hash });
			assert.deepEqual(anchorsInLine(text), [{ seq: 42, hash }]);
		}
		assert.deepEqual(readAnchor(hash), { seq: undefined, hash });
	});

	it('is found in a line of JSON, as the relay keeps it, too', () => {
		const message = { kind: 'head', content: { seq: 42, at: 7, head: hash.toUpperCase() }, signature: hash + hash };
		const line = `0123456789abcdef0123456789abcdef 321 ${JSON.stringify([
			{ number: 1, message },
			{ number: 2, message: { content: { seq: 43, head: hash } } },
		])}`;
		assert.deepEqual(anchorsInLine(line), [
			{ seq: 42, hash },
			{ seq: 43, hash },
		]);
		assert.deepEqual(anchorsInLine(JSON.stringify({ seq: 42, hash })), [{ seq: 42, hash }]);
		assert.deepEqual(anchorsInLine('[{"letGo":3},null,{"seq":1.5,"hash":"x"}]'), []);
		for (const none of ['', 'x', '{', '0123 [', '7 {"seq":1']) assert.equal(anchorsInLine(none), undefined);
	});

	for (const text of ['', '42', `42-${hash.slice(1)}`, `42-${hash}0`, `-1-${hash}`, `042-${hash}`, `4x2-${hash}`, `${hash}-42`]) {
		it(`is not ${JSON.stringify(text.slice(0, 12))}`, () => assert.equal(readAnchor(text), undefined));
	}
});

/** What a person can mend in the words that they gave. */
import { readFileSync, statSync } from 'node:fs';
import { ACTS, type Act } from '../../../../src/operations/access/acts.js';
import { isRole, ROLES, type Role } from '../../../../src/operations/access/roles.js';
import { type Anchor, anchorsInLine, readAnchor } from '../../../../src/operations/audit/anchor.js';
import { isSharedData, LONGEST_CONSENT, recipientName, SHARED_DATA, type SharedData } from '../../../../src/operations/people/consent.js';
import { passwordFault } from '../../../../src/operations/people/password-policy.js';
import { isStaffName, STAFF_NAME } from '../../../../src/operations/people/staff-name.js';
import { parseIsoTime } from '../../../../src/world/time/iso-time.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { isAct } from './audit-log.js';
import { PASSWORD_FAULTS } from './password-fault-words.js';

/** Characters. */
const LONGEST_SHOWN = 80;
/** Bytes. */
const LONGEST_ANCHORS = 1 << 26;

/** Throws UsageError, as all of these do. */
export function staffName(text: string, place?: string): string {
	if (isStaffName(text)) return text;
	throw new UsageError({
		en: `${place ?? 'name'}: expected ${STAFF_NAME.en}, got ${JSON.stringify(text)}`,
		ja: `${place ?? '名前'}: ${STAFF_NAME.ja}にしてください: ${JSON.stringify(text)}`,
	});
}

export function shownName(text: string): string {
	const name = text.normalize('NFC').trim();
	if (name !== '' && [...name].length <= LONGEST_SHOWN && !/\p{C}/u.test(name)) return name;
	throw new UsageError({
		en: `--shown: expected a name of up to ${LONGEST_SHOWN} characters, got ${JSON.stringify(text)}`,
		ja: `--shown: ${LONGEST_SHOWN}文字までの名前にしてください: ${JSON.stringify(text)}`,
	});
}

export function rolesOf(place: string, texts: readonly string[]): readonly Role[] {
	const wrong = texts.find((each) => !isRole(each));
	if (wrong === undefined) return ROLES.filter((each) => texts.includes(each));
	throw new UsageError({
		en: `${place}: expected some of ${ROLES.join(', ')}, got ${JSON.stringify(wrong)}`,
		ja: `${place}: ${ROLES.join('、')}のいずれかにしてください: ${JSON.stringify(wrong)}`,
	});
}

export function goodPassword(place: string, password: string, name: string): string {
	const fault = passwordFault(password, name);
	if (fault === undefined) return password;
	const { en, ja } = PASSWORD_FAULTS[fault];
	throw new UsageError({ en: `${place}: the password cannot be had: ${en}`, ja: `${place}: このパスワードは使えません: ${ja}` });
}

export function actName(text: string): Act {
	if (isAct(text)) return text;
	throw new UsageError({
		en: `--act: expected one of ${Object.keys(ACTS).join(', ')}, got ${JSON.stringify(text)}`,
		ja: `--act: ${Object.keys(ACTS).join('、')}のいずれかにしてください: ${JSON.stringify(text)}`,
	});
}

export function wholeNumber(place: string, text: string, most: number): number {
	const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
	if (value >= 1 && value <= most) return value;
	throw new UsageError({
		en: `${place}: expected a whole number from 1 to ${most}, got ${JSON.stringify(text)}`,
		ja: `${place}: 1〜${most}の整数を指定してください: ${JSON.stringify(text)}`,
	});
}

/** Of a word that is one, or of a file with one a line. */
export function anchorsOf(text: string): readonly Anchor[] {
	const anchor = readAnchor(text);
	if (anchor !== undefined) return [anchor];
	let lines: readonly string[];
	try {
		if (statSync(text).size > LONGEST_ANCHORS) throw new Error(`longer than ${LONGEST_ANCHORS} bytes`);
		lines = readFileSync(text, 'utf8').split(/\r?\n/);
	} catch (error) {
		throw new UsageError({
			en: `--anchor ${text}: expected SEQ-HASH, the 64 digits of a hash, or a file with one a line: ${reasonOf(error)}`,
			ja: `--anchor ${text}: SEQ-HASH、64桁のハッシュ、またはそれらを1行に1つ書いたファイルを指定してください: ${reasonOf(error)}`,
		});
	}
	const anchors = lines.flatMap((line, i) => {
		if (line.trim() === '') return [];
		const read = anchorsInLine(line);
		if (read !== undefined) return read;
		const place = `--anchor ${text}:${i + 1}`;
		throw new UsageError({
			en: `${place}: expected SEQ-HASH, or JSON with seq and hash or head`,
			ja: `${place}: SEQ-HASH、またはseqとhashかheadのあるJSONにしてください`,
		});
	});
	if (anchors.length > 0) return anchors;
	throw new UsageError({ en: `--anchor ${text}: there is no anchor in it`, ja: `--anchor ${text}: アンカーが入っていません` });
}

export function recipientOf(text: string): string {
	const name = recipientName(text);
	if (name !== undefined) return name;
	throw new UsageError({
		en: `--to: expected a name of up to 80 characters, got ${JSON.stringify(text)}`,
		ja: `--to: 80文字までの名前にしてください: ${JSON.stringify(text)}`,
	});
}

export function sharedData(text: string): readonly SharedData[] {
	const names = text.split(',').map((each) => each.trim());
	const wrong = names.find((each) => !isSharedData(each));
	if (wrong === undefined) return SHARED_DATA.filter((each) => names.includes(each));
	throw new UsageError({
		en: `--what: expected some of ${SHARED_DATA.join(',')}, got ${JSON.stringify(wrong)}`,
		ja: `--what: ${SHARED_DATA.join(',')}から選んでください: ${JSON.stringify(wrong)}`,
	});
}

/** @param now where `from` is not told */
export function consentSpan(from: string | undefined, until: string, now: number): { readonly from: number; readonly until: number } {
	const span = { from: from === undefined ? now : isoTimeOf('--from', from), until: isoTimeOf('--until', until) };
	if (span.until <= span.from) {
		throw new UsageError({
			en: '--until: expected a time after --from, and after now where that is not told',
			ja: '--until: --from(なければ現在)より後にしてください',
		});
	}
	if (span.until - span.from <= LONGEST_CONSENT) return span;
	throw new UsageError({
		en: '--until: a consent holds for ten years at most; it can be given again',
		ja: '--until: 同意は10年までです。改めて同意できます',
	});
}

function isoTimeOf(option: string, text: string): number {
	const time = parseIsoTime(text);
	if (time !== undefined) return time;
	throw new UsageError({
		en: `${option}: expected a time in ISO 8601, such as 2027-03-31 or 2027-03-31T09:00:00+09:00, got ${JSON.stringify(text)}`,
		ja: `${option}: 2027-03-31、2027-03-31T09:00:00+09:00のようなISO 8601形式の時刻にしてください: ${JSON.stringify(text)}`,
	});
}

/** `keiki office staff …` */
import process from 'node:process';
import { canonicalPassword } from '../../../../src/operations/people/password-policy.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { readSecret } from '../../shared/keys-file.js';
import { firstLine } from '../../shared/password-option.js';
import { textWidth } from '../../shared/text-width.js';
import { UsageError } from '../../shared/usage-error.js';
import { inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { removePasskeys } from './passkeys.js';
import { goodPassword, rolesOf, shownName, staffName } from './people-usage.js';
import type { StaffAddWords, StaffPasswordWords } from './people-words.js';
import { askSecret } from './prompt.js';
import { addStaff, listStaff, type StaffMember, setPassword, setRoles, setState } from './staff.js';

export async function addOne(name: string, words: StaffAddWords): Promise<ExitCode> {
	const [shown, roles] = [shownName(words.shown ?? name), rolesOf('--role', words.role)];
	staffName(name);
	return await inOffice(words, async ({ office, actor, language, json }) => {
		await addStaff(office, actor, name, shown, roles);
		say(json ? JSON.stringify({ name, shown, roles }) : ADDED[language](name, roles.join(', ')));
		return EXIT.done;
	});
}

export async function list(words: OfficeWords): Promise<ExitCode> {
	return await inOffice(words, async ({ office, actor, language, json }) => {
		for (const each of await listStaff(office, actor)) say(json ? JSON.stringify(each) : line(each, office.now(), language));
		return EXIT.done;
	});
}

export async function changeRoles(name: string, texts: readonly string[], words: OfficeWords): Promise<ExitCode> {
	const roles = rolesOf('roles', texts);
	return await inOffice(words, async ({ office, actor, language, json }) => {
		await setRoles(office, actor, name, roles);
		say(json ? JSON.stringify({ name, roles }) : ADDED[language](name, roles.join(', ')));
		return EXIT.done;
	});
}

export async function changePassword(name: string, words: StaffPasswordWords): Promise<ExitCode> {
	const { passwordFile, lang = 'en' } = words;
	const told = passwordFile === undefined ? await asked(name, ASK[lang]) : firstLine(readSecret(passwordFile, '--password-file'));
	const password = goodPassword(passwordFile === undefined ? name : `--password-file ${passwordFile}`, canonicalPassword(told), name);
	return await inOffice(words, async ({ office, actor, language, json }) => {
		await setPassword(office, actor, name, password);
		say(json ? JSON.stringify({ name, password: 'changed' }) : CHANGED[language](name));
		return EXIT.done;
	});
}

export async function changeState(name: string, state: StaffMember['state'], words: OfficeWords): Promise<ExitCode> {
	return await inOffice(words, async ({ office, actor, language, json }) => {
		await setState(office, actor, name, state);
		say(json ? JSON.stringify({ name, state }) : STATED[language](name, state));
		return EXIT.done;
	});
}

export async function dropPasskeys(name: string, words: OfficeWords): Promise<ExitCode> {
	return await inOffice(words, async ({ office, actor, language, json }) => {
		const count = await removePasskeys(office, actor, name);
		say(json ? JSON.stringify({ name, removed: count }) : DROPPED[language](name, count));
		return EXIT.done;
	});
}

const DROPPED: InEach<(name: string, count: number) => string> = Object.freeze({
	en: (name: string, count: number) => `${name}: ${count} passkeys removed`,
	ja: (name: string, count: number) => `${name}: パスキー${count}個を削除しました`,
});
const ADDED: InEach<(name: string, roles: string) => string> = Object.freeze({
	en: (name: string, roles: string) => `${name} is ${roles}`,
	ja: (name: string, roles: string) => `${name}の役割: ${roles}`,
});
const CHANGED: InEach<(name: string) => string> = Object.freeze({
	en: (name: string) => `the password of ${name} is changed; who was signed in by the one before is signed out`,
	ja: (name: string) => `${name}のパスワードを変更しました。以前のパスワードでのサインインは終了しました`,
});
const STATED: InEach<(name: string, state: StaffMember['state']) => string> = Object.freeze({
	en: (name: string, state: StaffMember['state']) =>
		state === 'active' ? `${name} may work again` : `${name} may not work any more, and is signed out`,
	ja: (name: string, state: StaffMember['state']) =>
		state === 'active' ? `${name}は再び働けます` : `${name}は働けなくなり、サインインも終了しました`,
});
const ASK: InEach<{ readonly once: (name: string) => string; readonly again: string; readonly other: InEach<string> }> = Object.freeze({
	en: { once: (name: string) => `new password of ${name}`, again: 'again', other: other() },
	ja: { once: (name: string) => `${name}の新しいパスワード`, again: 'もう一度', other: other() },
});
const STATES: InEach<Readonly<Record<StaffMember['state'] | 'locked' | 'noWay', string>>> = Object.freeze({
	en: { active: '', disabled: 'disabled', locked: 'locked until', noWay: 'no password and no passkey: cannot sign in' },
	ja: { active: '', disabled: '無効', locked: 'ロック解除', noWay: 'パスワードもパスキーもなく、サインインできません' },
});

async function asked(name: string, { once, again, other: words }: (typeof ASK)['en']): Promise<string> {
	const password = await askSecret(once(name));
	if ((await askSecret(again)) === password) return password;
	throw new UsageError(words);
}

function other(): InEach<string> {
	return { en: 'the second password is another than the first; nothing was changed', ja: '2回のパスワードが違います。何も変更していません' };
}

function line({ name, shown, roles, state, hasPassword, passkeys, lockedUntil }: StaffMember, now: number, language: 'en' | 'ja'): string {
	const words = STATES[language];
	const more = [
		words[state],
		...(lockedUntil !== null && lockedUntil > now ? [`${words.locked} ${isoTime(lockedUntil)}`] : []),
		...(hasPassword || passkeys > 0 ? [] : [words.noWay]),
	].filter((each) => each !== '');
	const padded = shown + ' '.repeat(Math.max(0, 20 - textWidth(shown)));
	return [name.padEnd(16), padded, [roles.join(', '), ...more].join('; ')].join('  ');
}

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}

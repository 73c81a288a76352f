/** The ladders as they stand, and what a HEMS needs to begin one. */
import { hemsCommandText } from '../../shared/hems-command-text.js';
import { type Asked, Refusal, type Route } from '../../web/app.js';
import { meterAsked } from '../meter-asked.js';
import type { PanelSite } from '../site.js';
import { CAUSE_WORDS } from './cause-words.js';
import type { DongleLadder } from './dongle-ladder.js';
import type { HemsNeeds } from './ladder-told.js';
import type { Ladders } from './ladders.js';
import type { Rung } from './rung.js';

interface LadderWords {
	wrongDongle(name: string, names: readonly string[]): string;
	/** @param first undefined: there was none yet */
	wrongAttempt(number: string, first: number | undefined, last: number | undefined): string;
	readonly hidden: string;
}

const WORDS: Readonly<Record<Asked['language'], LadderWords>> = Object.freeze({
	en: {
		wrongDongle: (name, names) => (names.length === 0 ? 'there is no dongle in this run' : `dongle ${name}: expected ${names.join(' or ')}`),
		wrongAttempt: (number, first, last) => `attempt=${number}: ${first === undefined ? 'there was none yet' : `expected ${first} to ${last}`}`,
		hidden: 'the password is not shown; "keiki run --show-password" lets it be',
	},
	ja: {
		wrongDongle: (name, names) =>
			names.length === 0 ? 'この実行にドングルはありません' : `dongle ${name}: ${names.join('または')}を指定してください`,
		wrongAttempt: (number, first, last) =>
			`attempt=${number}: ${first === undefined ? 'まだ試行はありません' : `${first}から${last}までを指定してください`}`,
		hidden: 'パスワードは表示されません。keiki run --show-passwordで表示できます',
	},
});

/** What stands for the password until somebody asks for it. */
export const HIDDEN = '••••••••••••';

export function ladderRoutes(site: PanelSite, ladders: Ladders): Route[] {
	const asked = (name: string, language: Asked['language']): DongleLadder => {
		const ladder = ladders.find(name);
		if (ladder !== undefined) return ladder;
		const names = ladders.all.map(({ dongle }) => dongle.name);
		throw new Refusal(WORDS[language].wrongDongle(name, names), 404);
	};
	const needs = ({ query, language }: Asked, isTold: boolean): HemsNeeds => {
		const meter = meterAsked(site, query.get('meter'), language);
		const { dongles, meters, password: first } = site.ready;
		const { id, password } = meter.credentials;
		// A run that does not show its passwords shows none of them here; of credentials that came sealed, it knows none.
		const isHidden = meter.credentialState.kind === 'sealed' || (first === null && meters.every((each) => each.password === null));
		const shown = isHidden ? null : password;
		const option = isHidden ? '--password-file FILE' : `--password ${isTold ? shown : HIDDEN}`;
		const ports = dongles.map(({ path, model }) => ({ path, model }));
		return { ports, id, password: isTold ? shown : null, isHidden, command: hemsCommandText(dongles, id, option) };
	};
	return [
		{
			method: 'GET',
			path: '/api/ladder',
			handle: ({ query, language }) => {
				const meter = meterAsked(site, query.get('meter'), language).name;
				const [dongle, number] = [query.get('dongle'), query.get('attempt')];
				site.enter(() => {});
				const dongles = (dongle === null && number === null ? ladders.all : [asked(dongle ?? 'dongle', language)]).map((ladder) => {
					const told = ladders.told(ladder, meter);
					const { stopped, dialect } = told;
					const rungs = number === null ? told.rungs : rungsOf(ladder, number, language);
					return { ...told, rungs, stopped: stopped && { ...stopped, ...CAUSE_WORDS[language][stopped.cause](dialect) } };
				});
				return { json: { start: site.start, dongles } };
			},
		},
		{ method: 'GET', path: '/api/hems-needs', handle: (request) => ({ json: needs(request, false) }) },
		{
			method: 'POST',
			path: '/api/secrets/route-b',
			handle: (request) => {
				const told = needs(request, true);
				if (told.password === null) throw new Refusal(WORDS[request.language].hidden, 403);
				return { json: told };
			},
		},
	];
}

/** Of an attempt by its number. */
function rungsOf({ attempts }: DongleLadder, number: string, language: Asked['language']): readonly Rung[] {
	const attempt = attempts.find(Number(number));
	if (attempt !== undefined) return attempt.rungs;
	const [first, last] = [attempts.all[0]?.number, attempts.current?.number];
	throw new Refusal(WORDS[language].wrongAttempt(number, first, last), 404);
}

/** Faults from the page: the list, what is on, and switching, which is a line of the control socket. */
import { FaultError, faultChoice, parseFaultName } from '../../../../src/world/fault/fault-choice.js';
import type { FaultName } from '../../../../src/world/fault/fault-table.js';
import { FAULTS_WORDS } from '../../shared/faults-words.js';
import { type Asked, Refusal, type Route, type Topic } from '../../web/app.js';
import { fieldsOf, flagOf, textOf, wordOf } from '../asked-fields.js';
import { askControl } from '../asking.js';
import { type Every, everyWall } from '../every.js';
import type { PanelSite } from '../site.js';
import { faultList, faultsNow } from './fault-list.js';

/** How often it is looked whether a fault has struck, ms of wall time; only while a page hears. */
const LOOK = 250;

/** Characters. */
const LONGEST_VALUE = 100;

type FaultsSite = Pick<PanelSite, 'world' | 'control'>;

export function faultsRoutes(site: FaultsSite): Route[] {
	const { faults } = site.world.simulator;
	return [
		{
			method: 'GET',
			path: '/api/faults',
			handle: ({ language }) => ({ json: { ...faultList(faults, language), running: faultsNow(faults) } }),
		},
		{
			method: 'POST',
			path: '/api/faults/:name/on',
			handle: async (asked) => {
				const choice = understood(asked, () => faultChoice(nameOf(asked), writtenValue(asked)));
				const once = flagOf(asked, 'once') ? ' once' : '';
				return { json: await askControl(site, `fault ${choice.name}=${choice.text}${once}${at(asked)}`, asked.language) };
			},
		},
		{
			method: 'POST',
			path: '/api/faults/:name/off',
			handle: async (asked) => ({ json: await askControl(site, `fault ${nameOf(asked)} off${at(asked)}`, asked.language) }),
		},
		{ method: 'POST', path: '/api/faults/off', handle: async (asked) => ({ json: await askControl(site, `fault off${at(asked)}`, asked.language) }) },
	];
}

/** `faults`: those that are on, told anew when one is switched or has struck. */
export function faultsTopics(site: FaultsSite, every: Every = everyWall): Topic[] {
	const { faults } = site.world.simulator;
	return [
		{
			name: 'faults',
			open: (_query, tell) => {
				let last = '';
				const look = (): void => {
					const now = faultsNow(faults);
					const text = JSON.stringify(now);
					if (text === last) return;
					last = text;
					tell(now);
				};
				look();
				const ends = [site.control.hear(look), every(LOOK, look)];
				return () => {
					for (const end of ends) end();
				};
			},
		},
	];
}

function nameOf(asked: Asked): FaultName {
	return understood(asked, () => parseFaultName(asked.params.name ?? ''));
}

/** As it was written: what is wrong with it the fault itself says. */
function writtenValue(asked: Asked): string | undefined {
	return fieldsOf(asked).value === undefined ? undefined : textOf(asked, 'value', LONGEST_VALUE);
}

function at(asked: Asked): string {
	const node = wordOf(asked, 'node');
	return node === undefined ? '' : ` at ${node}`;
}

/** @throws Refusal with the fault's own error */
function understood<Value>({ language }: Asked, read: () => Value): Value {
	try {
		return read();
	} catch (error) {
		if (error instanceof FaultError) throw new Refusal(FAULTS_WORDS[language].wrong(error));
		throw error;
	}
}

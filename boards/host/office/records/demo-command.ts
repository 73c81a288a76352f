/** `keiki office demo`. */
import process from 'node:process';
import { FEWEST_CONTRACTS, LIVING } from '../../../../src/operations/town/town.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { wholeNumber } from '../../shared/option-values.js';
import { Office } from '../database/office.js';
import { inOffice, placeOf } from '../in-office.js';
import { initOffice } from '../init-command.js';
import type { OfficeWords } from '../office-words.js';
import { makeOfficeKeys } from '../password/master-key.js';
import { makeTown, type Town } from './town.js';

export interface DemoWords extends OfficeWords {
	readonly contracts: string;
	readonly seed: string;
}

const MOST_CONTRACTS = 1_000_000;
const MOST_SEED = 1_000_000;

/** In an office that there is, or in a new one. */
export async function demoCommand(words: DemoWords): Promise<ExitCode> {
	const contracts = wholeNumber('--contracts', words.contracts, FEWEST_CONTRACTS, MOST_CONTRACTS);
	const seed = wholeNumber('--seed', words.seed, 0, MOST_SEED);
	const { as: _nobodyYet, ...others } = words;
	if (!(await isThere(words))) await initOffice(others);
	return await inOffice(words, async ({ office, actor, language, json }) => {
		// Those that there are stay.
		makeOfficeKeys(office.data);
		const town = await makeTown(office, actor, contracts, seed);
		process.stdout.write(json ? `${JSON.stringify(town)}\n` : text(town, office.data, seed)[language]);
		return EXIT.done;
	});
}

async function isThere(words: OfficeWords): Promise<boolean> {
	const office = await Office.open(placeOf(words), { isNew: true });
	try {
		return (await office.database.selectFrom('staff').select('name').limit(1).executeTakeFirst()) !== undefined;
	} finally {
		await office.close();
	}
}

function text({ contracts, applications, staff, credentialFile }: Town, data: string, seed: number) {
	const run = `keiki run --meters ${LIVING} --seed ${seed} --credential-key ${credentialFile} --meters-file ${data}/meters.jsonl`;
	return {
		en: `a town of ${contracts} contracts and ${applications} applications, with what goes wrong in one
  staff     ${staff.join(', ')}
  the first ${LIVING} meters live with
    ${run}
  begin with
    keiki office check --data ${data}
    keiki office find 桜町 --data ${data}
`,
		ja: `契約${contracts}件、申込${applications}件の町を、よくある食い違いとともに作りました
  職員      ${staff.join('、')}
  最初の${LIVING}台のメーターを動かすには
    ${run}
  まずは
    keiki office check --data ${data}
    keiki office find 桜町 --data ${data}
`,
	};
}

/** All commands of `keiki`, and what they share. */
import process from 'node:process';
import type { Command } from 'commander';
import { isLanguage, LANGUAGES, type Language } from '../../src/world/schema/language.js';
import { addCapture } from './capture/program.js';
import { addCatalogue } from './catalogue/program.js';
import { SpokenCommand } from './command-words.js';
import { addCompletion } from './completion/program.js';
import { addConfig } from './config/program.js';
import type { Settled } from './config/settle.js';
import { addConformance } from './conformance/program.js';
import { addExam } from './exam/program.js';
import { addFaults } from './faults/program.js';
import { addFleet } from './fleet/program.js';
import { addHandheld } from './handheld/program.js';
import { HELP_WORDS, helpConfiguration, otherwiseIn, tellInJapanese } from './help.js';
import { addHems } from './hems/program.js';
import { addHes } from './hes/program.js';
import { addKeys } from './keys/program.js';
import { addMdm } from './mdm/program.js';
import { addMeter } from './meter/program.js';
import { addOffice } from './office/program.js';
import { addRelay } from './relay/program.js';
import { addReplay } from './replay/program.js';
import { addRun } from './run/program.js';
import { EXIT, exitCodesText } from './shared/exit-codes.js';
import { localeLanguage } from './shared/language.js';
import { noticesIn } from './shared/notice.js';
import { addOptions } from './shared/option-row.js';
import { COMMON_OPTIONS, type End } from './shared/program.js';
import { UsageError } from './shared/usage-error.js';
import { addSupervise } from './supervise/program.js';

/**
 * @param settled filled with what the environment and the file of `--config` tell of the command that runs
 * @param language of help
 */
export function createProgram(version: string, end: End, settled: Settled, language: Language = 'en'): Command {
	const words = HELP_WORDS[language];
	const program = new SpokenCommand(language, 'keiki')
		.description(
			'Keiki, an emulated Japanese smart meter: its Route B over Wi-SUN with a HEMS dongle on a serial port, its Route A in DLMS/COSEM, and its units.',
		)
		.version(version)
		.exitOverride()
		.configureHelp(helpConfiguration(language))
		.showHelpAfterError(words.afterError)
		.addHelpText('after', `${words.sources}\n\n${words.endsWith}\n${exitCodesText(language)}`);
	addOptions(program, COMMON_OPTIONS);

	addRun(program, end);
	addMeter(program, end);
	addCatalogue(program, end);
	addFaults(program, end);
	addHems(program, end);
	addHes(program, end);
	addReplay(program, end);
	addExam(program, end);
	addConformance(program, end);
	addKeys(program, end);
	addOffice(program, end);
	addHandheld(program, end);
	addRelay(program, end);
	addSupervise(program, end);
	addFleet(program, end);
	addMdm(program, end);
	addCapture(program, end);
	addConfig(program, end, settled, () => (language === 'en' ? program : createProgram(version, end, settled)), otherwiseIn);
	addCompletion(program, end);
	program.helpCommand(false);
	addHelp(program, end, language);
	if (language === 'ja') tellInJapanese(program);

	program.hook('preAction', async (_program, command) => {
		const { configReader, settle } = await import('./config/settle.js');
		settle(program, command, settled, await configReader(program));
		settled.language = languageOf(command);
	});
	return program;
}

/** That of what the command tells people; where no option says, that of the locale. Throws UsageError. */
function languageOf(command: Command): Language {
	const { lang } = command.optsWithGlobals<{ readonly lang?: string }>();
	if (lang !== undefined && !isLanguage(lang)) throw new UsageError({ kind: 'choice', option: '--lang', text: lang, choices: LANGUAGES });
	const language = lang ?? localeLanguage();
	command.setOptionValue('lang', language);
	noticesIn(language);
	return language;
}

/** `keiki help`, `keiki help hes read`, and what is of no command. */
function addHelp(program: Command, end: End, language: Language): void {
	program
		.command('help')
		.description('tell of keiki, of a command, or of exit-codes')
		.argument('[about...]', 'words of a command, or exit-codes')
		.action((about: readonly string[]) => {
			if (about.join(' ') === 'exit-codes') {
				process.stdout.write(exitCodesText(language));
				end(EXIT.done);
				return;
			}
			const find = (command: Command, word: string): Command =>
				command.commands.find((each) => each.name() === word) ?? command.error(`error: unknown command '${word}'`);
			about.reduce(find, program).help();
		});
}

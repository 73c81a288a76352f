// Checks the types of all projects, in one process: what several of them hold is read once, and the compiler is warm after the first.
import ts from 'typescript';

const PROJECTS = ['test', 'test-firmware', 'firmware', 'xs-host', 'xs', 'page'];
const FORMAT = { getCanonicalFileName: (path) => path, getCurrentDirectory: ts.sys.getCurrentDirectory, getNewLine: () => '\n' };

/** Sources by their path, and by what they are read with. */
const sources = new Map();

/** What is wrong in a project; what is right is kept in build/, for the next time. */
function check(project) {
	const settings = { noEmit: true, incremental: true, tsBuildInfoFile: `build/types-${project}.tsbuildinfo` };
	const wrongs = [];
	const configured = ts.getParsedCommandLineOfConfigFile(`tsconfig.${project}.json`, settings, {
		...ts.sys,
		onUnRecoverableConfigFileDiagnostic: (wrong) => wrongs.push(wrong),
	});
	if (configured === undefined) return wrongs;
	const { options, fileNames, errors } = configured;
	const host = ts.createIncrementalCompilerHost(options);
	const read = host.getSourceFile;
	host.getSourceFile = (path, how, ...others) => {
		const key = JSON.stringify([path, how, options.module, options.moduleResolution, options.moduleDetection]);
		if (!sources.has(key)) sources.set(key, read(path, how, ...others));
		return sources.get(key);
	};
	const program = ts.createIncrementalProgram({ rootNames: fileNames, options, host, configFileParsingDiagnostics: errors });
	wrongs.push(
		...errors,
		...program.getOptionsDiagnostics(),
		...program.getSyntacticDiagnostics(),
		...program.getGlobalDiagnostics(),
		...program.getSemanticDiagnostics(),
	);
	program.emit();
	return ts.sortAndDeduplicateDiagnostics(wrongs);
}

const found = PROJECTS.flatMap((project) => {
	const wrongs = check(project);
	if (wrongs.length > 0) console.log(`tsconfig.${project}.json:\n${ts.formatDiagnostics(wrongs, FORMAT)}`);
	return wrongs;
});
process.exitCode = found.length > 0 ? 1 : 0;

// Prints the meter's instructions as a table. `--write` keeps them in instructions.md.
import { measure, tableRow, write } from './instructions.js';
import { hasValgrind } from './turns.js';

if (hasValgrind()) {
	const measured = await measure();
	console.log('| what | total | longest turn |');
	for (const [name, cost] of measured.costs) console.log(tableRow(name, cost));
	if (process.argv.includes('--write')) write(measured);
} else {
	console.error('instructions: there is no valgrind here (Debian: apt-get install valgrind)');
	process.exitCode = 2;
}

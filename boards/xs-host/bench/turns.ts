/** Instructions of the device model's program, turn by turn, by callgrind: exact, and the same each time. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VALGRIND = 'valgrind';

/** Of 32-bit x86. */
export interface Count {
	readonly turns: number;
	readonly total: number;
	/** Of the turn that took the most. */
	readonly longest: number;
}

export function hasValgrind(): boolean {
	return spawnSync(VALGRIND, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Callgrind writes what ran between `turnBegins` and `turnEnds` (natives.c) to a file a turn, before it goes on. */
export class TurnCounter {
	readonly #folder = mkdtempSync(join(tmpdir(), 'keiki-turns-'));

	/** Runs a program under callgrind, as a command and its options. */
	get under(): readonly string[] {
		return [
			VALGRIND,
			'--tool=callgrind',
			'-q',
			'--zero-before=turnBegins',
			'--dump-before=turnEnds',
			'--dump-line=no',
			`--callgrind-out-file=${join(this.#folder, 'turn')}`,
		];
	}

	/** What ran since the last call. */
	take(): Count {
		let [turns, total, longest] = [0, 0, 0];
		// The file without a number is that of the end of the program.
		for (const name of readdirSync(this.#folder).filter((each) => /\.\d+$/.test(each))) {
			const path = join(this.#folder, name);
			const [, figure] = /^(?:totals|summary): (\d+)$/m.exec(readFileSync(path, 'latin1')) ?? [];
			if (figure === undefined) throw new Error(`${path}: expected a profile of callgrind`);
			rmSync(path);
			turns++;
			total += Number(figure);
			longest = Math.max(longest, Number(figure));
		}
		return { turns, total, longest };
	}

	close(): void {
		rmSync(this.#folder, { recursive: true });
	}
}

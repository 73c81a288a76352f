/** Where an exam is held on a PC: pseudo-terminals under links in its folder, worlds that go with the wall clock. */
import { join } from 'node:path';
import { Pacer } from '../../../hal/node/pacer.js';
import { PtySerial } from '../../../hal/node/pty.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Drive, ExamPort, Venue } from '../../../src/exam/venue.js';
import type { World } from '../../../src/world/simulation/world.js';
import { CaptureFile } from '../shared/capture-file.js';
import { enteredSerial } from '../shared/entered.js';
import { PluggableLine } from '../shared/pluggable-line.js';

/** How often it is looked whether a world keeps time, ms. */
const LOOK = 500;

export interface NodeVenueOptions {
	readonly log: Log;
	/** Of the exam: links of dongles and captures lie there. */
	readonly folder: string;
	readonly onError: (error: unknown) => void;
	/** A capture cannot be written any more. */
	readonly onCaptureEnd: (path: string, reason: string) => void;
}

export class NodeVenue implements Venue {
	readonly log: Log;
	/** Names of the captures in the folder. */
	readonly captures: string[] = [];
	readonly #options: NodeVenueOptions;
	readonly #captures: CaptureFile[] = [];
	readonly #paths = new Set<string>();

	constructor(options: NodeVenueOptions) {
		this.#options = options;
		this.log = options.log;
	}

	now(): number {
		return Date.now();
	}

	drive(world: World, onLate: (ms: number) => void): Drive {
		const { scheduler } = world.simulator;
		const pacer = new Pacer({ scheduler, speed: 1, isBusy: () => world.simulator.isBusy, onError: this.#options.onError });
		pacer.start();
		const watch = this.#watch(() => scheduler.now(), onLate);
		return {
			enter: (event) => pacer.enter(event),
			stop() {
				pacer.stop();
				clearInterval(watch);
			},
		};
	}

	openPort(_session: number, drive: Drive): ExamPort {
		const path = this.#freePath();
		const line = new PluggableLine(new PtySerial({ path }), async (again) => new PtySerial({ path: again }));
		const port: ExamPort = {
			serial: enteredSerial(line, (event) => drive.enter(event)),
			port: line,
			path,
			onConnect: () => {},
			close: () => {
				line.close();
				this.#paths.delete(path);
			},
		};
		line.onConnect = () => port.onConnect();
		return port;
	}

	capture(session: number): (bytes: Uint8Array) => void {
		const name = `session-${session}.pcapng`;
		const path = join(this.#options.folder, name);
		const file = new CaptureFile(path);
		file.begin((reason) => this.#options.onCaptureEnd(path, reason));
		this.captures.push(name);
		this.#captures.push(file);
		return (bytes) => file.write(bytes);
	}

	/** Writes what is left of the captures. */
	close(): void {
		for (const file of this.#captures.splice(0)) {
			try {
				file.close();
			} catch {
				// Told when it began to fail.
			}
		}
	}

	/** The same for all sessions of a lane, so that a person who starts the program finds it where it was. */
	#freePath(): string {
		for (let number = 1; ; number++) {
			const path = join(this.#options.folder, number === 1 ? 'dongle' : `dongle-${number}`);
			if (this.#paths.has(path)) continue;
			this.#paths.add(path);
			return path;
		}
	}

	/** Virtual time that falls behind the wall clock, where the machine has something else to do: told by how much, each time it has caught up. */
	#watch(now: () => number, onLate: (ms: number) => void): NodeJS.Timeout {
		let last = performance.now();
		const first = { wall: last, virtual: now() };
		return setInterval(() => {
			const wall = performance.now();
			const behind = wall - first.wall - (now() - first.virtual);
			const late = Math.max(wall - last - LOOK, behind);
			last = wall;
			if (late > LOOK) onLate(Math.round(late));
		}, LOOK);
	}
}

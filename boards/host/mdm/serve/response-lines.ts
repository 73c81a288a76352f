/** Lines as the answer to a request: begun once there is something to tell, so that what fails before is told by its status, and no faster than they are taken. */
import type { ServerResponse } from 'node:http';
import { drained } from '../../web/drained.js';
import type { LineSink } from '../reading-lines.js';

/** Characters that are sent at a time. */
const PART = 1 << 16;

/** Who asked has gone. */
export class GoneError extends Error {}

export class ResponseLines implements LineSink {
	readonly #response: ServerResponse;
	readonly #type: string;
	readonly #file: string;
	#waiting = '';

	/** @param file the name that a browser saves it by */
	constructor(response: ServerResponse, type: string, file: string) {
		[this.#response, this.#type, this.#file] = [response, type, file];
	}

	/** @throws GoneError */
	async write(line: string): Promise<void> {
		this.#waiting += `${line}\n`;
		if (this.#waiting.length < PART) return;
		const text = this.#begin();
		if (!this.#response.write(text)) await drained(this.#response);
	}

	/** @throws GoneError */
	end(): void {
		this.#response.end(this.#begin());
	}

	#begin(): string {
		if (this.#response.destroyed) throw new GoneError('the connection is gone');
		if (!this.#response.headersSent) {
			this.#response.writeHead(200, { 'Content-Type': this.#type, 'Content-Disposition': `attachment; filename="${this.#file}"` });
		}
		const text = this.#waiting;
		this.#waiting = '';
		return text;
	}
}

/** What a form sends: application/x-www-form-urlencoded, or multipart/form-data (RFC 7578) where it has a file. */

/** The fields of a form. One that was not sent is empty. */
export class Form {
	readonly #data: FormData;

	private constructor(data: FormData) {
		this.#data = data;
	}

	/** Undefined: these octets are none. */
	static async read(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<Form | undefined> {
		try {
			return new Form(await new Response(body, { headers: { 'Content-Type': contentType } }).formData());
		} catch {
			return undefined;
		}
	}

	/** Without the spaces around it. */
	text(name: string): string {
		const value = this.#data.get(name);
		return typeof value === 'string' ? value.trim() : '';
	}

	/** Of check boxes, and lists of which several may be chosen. */
	texts(name: string): readonly string[] {
		return this.#data.getAll(name).filter((each) => typeof each === 'string');
	}

	/** As it was typed: spaces belong to a password. */
	secret(name: string): string {
		const value = this.#data.get(name);
		return typeof value === 'string' ? value : '';
	}

	/** The content of a file as UTF-8; undefined: none was chosen. */
	async file(name: string): Promise<string | undefined> {
		const value = this.#data.get(name);
		return value === null || typeof value === 'string' || value.size === 0 ? undefined : await value.text();
	}
}

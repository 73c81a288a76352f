/** Reads the SDK's manifests as `mcconfig` does, as far as this project uses them, without the SDK: what lies in `$(MODDABLE)` stays closed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

type Words = string | readonly string[];

interface Part {
	readonly include?: Words;
	readonly modules?: Readonly<Record<string, Words>>;
	readonly preload?: Words;
	readonly creation?: { readonly main?: string };
	readonly build?: Readonly<Record<string, string>>;
	readonly error?: string;
}

export interface Manifest extends Part {
	readonly platforms?: Readonly<Record<string, Part>>;
}

/** What a manifest and all that it includes come to on one platform. */
export class Composition {
	/** Specifier to TypeScript file. */
	readonly modules = new Map<string, string>();
	/** Specifiers whose source the SDK has. */
	readonly foreign = new Set<string>();
	readonly natives: string[] = [];
	readonly preload: string[] = [];
	readonly errors: string[] = [];
	/** Paths that are named and not there. */
	readonly absent: string[] = [];
	/** Includes of the SDK, with the variables as they stand. */
	readonly sdk = new Set<string>();
	main: string | undefined;
	/** Files that a manifest leaves out of what others bring (`~`). */
	readonly leftOut = new Set<string>();
	readonly #platform: string;
	readonly #read = new Set<string>();

	constructor(path: string, platform: string) {
		this.#platform = platform;
		this.#include(path);
		for (const [specifier, file] of this.modules) if (this.leftOut.has(file)) this.modules.delete(specifier);
	}

	isPreloaded(specifier: string): boolean {
		return this.preload.some((pattern) => (pattern.endsWith('/*') ? dirname(specifier) === pattern.slice(0, -2) : specifier === pattern));
	}

	/** Included manifests come first: what includes them overrides. */
	#include(path: string): void {
		if (this.#read.has(path)) return;
		this.#read.add(path);
		if (!existsSync(path)) {
			this.absent.push(path);
			return;
		}
		const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
		const special = platformPart(manifest.platforms, this.#platform);
		const parts = special === undefined ? [manifest] : [manifest, special];
		for (const include of parts.flatMap((part) => list(part.include))) {
			if (include.startsWith('$(')) this.sdk.add(include);
			else this.#include(join(dirname(path), include));
		}
		for (const part of parts) this.#merge(part, dirname(path));
	}

	#merge(part: Part, folder: string): void {
		for (const [specifier, sources] of Object.entries(part.modules ?? {})) {
			for (const source of list(sources)) this.#add(specifier, source, folder);
		}
		this.preload.push(...list(part.preload));
		this.main = part.creation?.main ?? this.main;
		if (part.error !== undefined) this.errors.push(part.error);
		for (const value of Object.values(part.build ?? {})) {
			if (value.startsWith('./') && !existsSync(join(folder, value))) this.absent.push(join(folder, value));
		}
	}

	#add(specifier: string, source: string, folder: string): void {
		if (source.startsWith('$(')) {
			if (specifier !== '*') this.foreign.add(specifier);
			return;
		}
		const place = join(folder, source);
		const names = source.endsWith('/*')
			? readdirSync(dirname(place)).flatMap((name) => /^(.*)(?<!\.d)\.(?:ts|c)$/.exec(name)?.[1] ?? [])
			: [place.slice(dirname(place).length + 1)];
		for (const name of names) {
			const file = join(dirname(place), name);
			if (specifier === '~') {
				if (existsSync(`${file}.ts`)) this.leftOut.add(`${file}.ts`);
				else this.absent.push(file);
				continue;
			}
			if (existsSync(`${file}.c`)) this.natives.push(`${file}.c`);
			if (existsSync(`${file}.ts`)) this.modules.set(specifier.endsWith('/*') ? specifier.slice(0, -1) + name : specifier, `${file}.ts`);
			else if (!existsSync(`${file}.c`)) this.absent.push(file);
		}
	}
}

/** `esp32/nodemcu` is served by that name, or by `esp32`, or by `...`. */
function platformPart(platforms: Manifest['platforms'], platform: string): Part | undefined {
	return platforms?.[platform] ?? platforms?.[platform.split('/', 1)[0]!] ?? platforms?.['...'];
}

function list(words: Words | undefined): readonly string[] {
	return words === undefined ? [] : typeof words === 'string' ? [words] : words;
}

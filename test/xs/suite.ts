/// <reference path="../../boards/xs-host/natives.d.ts" />

/*
 * Mocha's describe and it, as far as the tests of firmware need them, for XS. A test runs where it stands, and then nothing of it is kept: to hold the
 * functions of all tests, as mocha does, would leave the code under test little of the ESP32's memory. So hooks must be declared before the tests they serve.
 * For the sake of the stack, these functions call a test as directly as they can.
 *
 * Output, one line each: `begin <title>`, then `| <line of the error>`…, then `pass`, `fail` or `skip`.
 */

declare global {
	/** Titles of tests not to run, which the bundle brings (exceptions.json). */
	var keikiNotRun: readonly string[];
}

type Body = (this: Context) => unknown;

const SKIPPED = Object.freeze({ message: 'skipped' });

/** `this` of tests and hooks: they are called as its method, for `call` would cost another frame of the stack. */
class Context {
	run: Body = () => {};

	timeout(): void {}

	slow(): void {}

	skip(): never {
		throw SKIPPED;
	}
}

interface Suite {
	readonly path: string;
	/** The hooks of outer suites included, in the order in which they run. */
	readonly beforeEach: Body[];
	readonly afterEach: Body[];
	readonly after: Body[];
	hasTests: boolean;
}

/**
 * Makes mocha's functions global. The first line of stdin is the number of tests to pass over, so that a run can be taken up again behind a test that ended
 * the last one; the second, if there is one, the number of those to run.
 */
export function installSuite(): void {
	const context = new Context();
	let passOver = Number(readLine() ?? 0);
	let remaining = Number(readLine() ?? Number.POSITIVE_INFINITY);
	let suite: Suite = { path: '', beforeEach: [], afterEach: [], after: [], hasTests: false };

	function run(hook: Body): void {
		context.run = hook;
		refusePromise(context.run());
	}

	function describe(title: string, body: Body): void {
		const outer = suite;
		suite = { path: outer.path + title + ' › ', beforeEach: [...outer.beforeEach], afterEach: [...outer.afterEach], after: [], hasTests: false };
		try {
			run(body);
			suite.after.forEach(run);
		} catch (error) {
			print('begin ' + suite.path + '(suite)');
			printFailure(error);
		}
		suite = outer;
	}

	function it(title: string, body: Body): void {
		suite.hasTests = true;
		if (passOver > 0) {
			passOver--;
			return;
		}
		if (remaining-- <= 0) return;
		print('begin ' + suite.path + title);
		try {
			if (body.length > 0) throw new Error('on XS, tests take no callback');
			for (let i = 0; i < suite.beforeEach.length; i++) run(suite.beforeEach[i]!);
			context.run = keikiNotRun.includes(title) ? context.skip : body;
			const result = context.run();
			for (let i = 0; i < suite.afterEach.length; i++) run(suite.afterEach[i]!);
			refusePromise(result);
			print('pass');
		} catch (error) {
			if (error === SKIPPED) print('skip');
			else printFailure(error);
		}
	}

	function skip(title: string): void {
		it(title, context.skip);
	}

	function declareHook(hooks: Body[], hook: Body): void {
		if (suite.hasTests) throw new Error('on XS, hooks must be declared before the tests they serve');
		hooks.push(hook);
	}

	Object.assign(globalThis, {
		describe: Object.assign(describe, { skip }),
		it: Object.assign(it, { skip }),
		before: run,
		beforeEach: (hook: Body) => declareHook(suite.beforeEach, hook),
		afterEach: (hook: Body) => declareHook(suite.afterEach, hook),
		after: (hook: Body) => suite.after.push(hook),
	});
}

function printFailure(error: unknown): void {
	const text = error instanceof Error && error.stack !== undefined ? error.stack : String(error);
	for (const line of text.split('\n')) print('| ' + line);
	print('fail');
}

function refusePromise(result: unknown): void {
	if (result instanceof Promise) throw new Error('on XS, tests are synchronous');
}

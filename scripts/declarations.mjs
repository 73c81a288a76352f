// Of declaration files, those statements that a program can come to from some of the files.
import { readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import ts from 'typescript';

/** Spaces of the printer's. */
const INDENT = 4;

/** The names that a statement declares, imports or passes on, each with its name where it comes from; undefined: all that is there. */
function namesOf(statement) {
	if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => ({ name: name.text }));
	if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [{ name: statement.name.text }];
	const list = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : statement.exportClause;
	return list?.elements?.map(({ name, propertyName }) => ({ name: name.text, there: (propertyName ?? name).text, element: name.parent }));
}

/** A file of declarations, and what is needed of it. */
class Declarations {
	#path;
	#source;
	/** Statements of each name: those that declare or import it, and those that export it from elsewhere. */
	#here = new Map();
	#exported = new Map();
	/** Of each statement the names in it that are needed. */
	kept = new Map();

	constructor(path) {
		this.#path = path;
		this.#source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
		for (const statement of this.#source.statements) {
			const names = namesOf(statement);
			if (names === undefined) throw new Error(`${path}: expected names in braces: ${statement.getText()}`);
			const map = ts.isExportDeclaration(statement) ? this.#exported : this.#here;
			for (const row of names) map.set(row.name, [...(map.get(row.name) ?? []), { statement, ...row }]);
		}
	}

	/** Needs `name` as others import it, or all; calls `need` with each file and name that this needs in turn. */
	need(name, need) {
		for (const row of this.#exported.get(name) ?? this.#here.get(name) ?? []) this.#keep(row, need);
	}

	needAll(need) {
		for (const rows of [...this.#exported.values(), ...this.#here.values()]) for (const row of rows) this.#keep(row, need);
	}

	#keep({ statement, name, there }, need) {
		const names = this.kept.get(statement) ?? new Set();
		if (names.has(name)) return;
		this.kept.set(statement, names.add(name));
		if (there === undefined) this.#follow(statement, need);
		else if (statement.moduleSpecifier === undefined) for (const row of this.#here.get(there) ?? []) this.#keep(row, need);
		else need(this.#place(statement.moduleSpecifier), there);
	}

	/** What each name in a statement is: more than it needs, when a field is named as a type. */
	#follow(node, need) {
		if (ts.isImportTypeNode(node) && node.qualifier !== undefined) {
			const first = ts.isIdentifier(node.qualifier) ? node.qualifier : node.qualifier.left;
			need(this.#place(node.argument.literal), first.text);
		} else if (ts.isIdentifier(node)) for (const row of this.#here.get(node.text) ?? []) this.#keep(row, need);
		ts.forEachChild(node, (child) => this.#follow(child, need));
	}

	#place(specifier) {
		return specifier.text.startsWith('.') ? posix.join(dirname(this.#path), specifier.text).replace(/\.js$/, '.d.ts') : undefined;
	}

	/** What is needed of it, indented by tabs, which take less room. */
	text(removeComments) {
		const statements = this.#source.statements.filter((each) => this.kept.has(each)).map((each) => this.#thinned(each));
		const text = ts.createPrinter({ removeComments }).printFile(ts.factory.updateSourceFile(this.#source, statements));
		return text.replaceAll(/^(?: {4})+/gm, (indent) => '\t'.repeat(indent.length / INDENT));
	}

	#thinned(statement) {
		const kept = this.kept.get(statement);
		const { factory } = ts;
		const elements = namesOf(statement)
			.filter(({ name, element }) => element !== undefined && kept.has(name))
			.map(({ element }) => element);
		const { modifiers, moduleSpecifier, attributes } = statement;
		if (ts.isImportDeclaration(statement)) {
			const clause = factory.updateImportClause(
				statement.importClause,
				statement.importClause.isTypeOnly,
				undefined,
				factory.createNamedImports(elements),
			);
			return factory.updateImportDeclaration(statement, modifiers, clause, moduleSpecifier, attributes);
		}
		if (!ts.isExportDeclaration(statement)) return statement;
		return factory.updateExportDeclaration(
			statement,
			modifiers,
			statement.isTypeOnly,
			factory.createNamedExports(elements),
			moduleSpecifier,
			attributes,
		);
	}
}

/**
 * The texts of declaration files, by path, that a program can come to from the files `open`, of which it can come to all. Comments are in these alone:
 * all others can be imported by no path.
 */
export function thinned(open) {
	const files = new Map();
	const fileOf = (path) => {
		if (!files.has(path)) files.set(path, new Declarations(path));
		return files.get(path);
	};
	// In turns, for a chain of needs can be long.
	const needs = [];
	const need = (path, name) => path !== undefined && needs.push({ path, name });
	for (const path of open) fileOf(path).needAll(need);
	for (let next = needs.pop(); next !== undefined; next = needs.pop()) fileOf(next.path).need(next.name, need);
	return new Map([...files].map(([path, file]) => [path, file.text(!open.includes(path))]));
}

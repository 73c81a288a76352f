/** Finds what a module keeps at its top level that could change: on a device such a thing costs RAM, and outlives whoever made it. */
import { dirname } from 'node:path';
import ts from 'typescript';

/** The places, as `file:line: why`. Whoever calls `frozen` (modules/bytes) or `Object.freeze` has it done at run time: test/xs sees to that. */
export function topLevelState(file: ts.SourceFile, checker: ts.TypeChecker): string[] {
	const found: string[] = [];
	const report = (node: ts.Node, why: string) => {
		const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
		found.push(`${file.fileName}:${line + 1}: ${why}`);
	};
	const look = (name: ts.Node, value: ts.Expression | undefined) => {
		if (value === undefined) report(name, `${name.getText(file)} gets its value later`);
		else if (!isConstant(value, checker) && !EXEMPT.test(checker.typeToString(checker.getTypeAtLocation(name))))
			report(value, `${name.getText(file)} is not frozen`);
	};
	for (const statement of file.statements) {
		if (ts.isVariableStatement(statement)) {
			const ambient = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
			if (ambient) continue;
			if (!(statement.declarationList.flags & ts.NodeFlags.Const)) report(statement, 'a variable');
			else for (const { name, initializer } of statement.declarationList.declarations) look(name, initializer);
		} else if (ts.isClassDeclaration(statement)) {
			for (const member of statement.members) {
				if (!ts.isPropertyDeclaration(member) || !member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)) continue;
				if (!member.modifiers.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword)) report(member, 'a static property that is not readonly');
				else look(member.name, member.initializer);
			}
		} else if (ts.isExpressionStatement(statement)) report(statement, 'a statement that runs when the module is loaded');
	}
	return found;
}

/** Typed arrays, which cannot be frozen; maps and sets that the compiler lets nobody write to. On xs-host a write to either stops the run. */
const EXEMPT = /^(?:(?:Ui|I)nt(?:8|16|32)Array|Address|ReadonlyMap|ReadonlySet)\b/;
const VALUES =
	ts.TypeFlags.StringLike |
	ts.TypeFlags.NumberLike |
	ts.TypeFlags.BooleanLike |
	ts.TypeFlags.ESSymbolLike |
	ts.TypeFlags.Undefined |
	ts.TypeFlags.Null |
	ts.TypeFlags.Void;

/** Without what only the compiler reads. */
function bare(value: ts.Expression): ts.Expression {
	let inner = value;
	while (ts.isAsExpression(inner) || ts.isParenthesizedExpression(inner) || ts.isSatisfiesExpression(inner)) inner = inner.expression;
	return inner;
}

function isConstant(value: ts.Expression, checker: ts.TypeChecker): boolean {
	const inner = bare(value);
	if (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner) || ts.isClassExpression(inner)) return true;
	if (ts.isIdentifier(inner)) return true;
	// XS 17.9 crashes where a collection comes in the middle of a preloaded one.
	if (ts.isRegularExpressionLiteral(inner)) return false;
	const type = checker.getTypeAtLocation(inner);
	const isPlain = (each: ts.Type) => (each.flags & VALUES) !== 0 || EXEMPT.test(checker.typeToString(each)) || each.getCallSignatures().length > 0;
	if (type.isUnion() ? type.types.every(isPlain) : isPlain(type)) return true;
	if (!ts.isCallExpression(inner)) return false;
	const callee = inner.expression.getText();
	if (callee === 'frozen') return true;
	return callee === 'Object.freeze' ? partsOf(inner.arguments[0]!).every((part) => isConstant(part, checker)) : returnsFrozen(inner, checker);
}

/** `Object.freeze` freezes one object, not those in it. */
function partsOf(argument: ts.Expression): ts.Expression[] {
	const value = bare(argument);
	if (ts.isObjectLiteralExpression(value)) {
		return value.properties.flatMap((property) => (ts.isPropertyAssignment(property) ? [property.initializer] : []));
	}
	if (!ts.isArrayLiteralExpression(value)) return [];
	return value.elements.flatMap((element) => (ts.isSpreadElement(element) ? partsOf(element.expression) : [element]));
}

/** A function that gives its result back frozen. */
function returnsFrozen(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
	const declaration = checker.getResolvedSignature(call)?.declaration;
	const body = declaration !== undefined && 'body' in declaration ? declaration.body : undefined;
	if (body === undefined) return false;
	if (!ts.isBlock(body)) return isConstant(body as ts.Expression, checker);
	const results: ts.Expression[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isReturnStatement(node) && node.expression !== undefined) results.push(node.expression);
		else if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
	};
	visit(body);
	return results.length > 0 && results.every((result) => !ts.isIdentifier(result) && isConstant(result, checker));
}

/** The program of these files, typed as firmware is. */
export function firmwareProgram(files: readonly string[], root: string): ts.Program {
	const path = `${root}/tsconfig.xs.json`;
	const { config } = ts.readConfigFile(path, ts.sys.readFile);
	const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(path));
	return ts.createProgram([...new Set([...files, ...fileNames])], options);
}

/** A program of one file that imports nothing. */
export function programOf(source: string): { file: ts.SourceFile; checker: ts.TypeChecker } {
	const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts'], types: [], strict: true };
	const host = ts.createCompilerHost(options);
	const { getSourceFile } = host;
	host.getSourceFile = (name, ...rest) =>
		name === 'module.ts' ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022, true) : getSourceFile.call(host, name, ...rest);
	const program = ts.createProgram(['module.ts'], options, host);
	return { file: program.getSourceFile('module.ts')!, checker: program.getTypeChecker() };
}

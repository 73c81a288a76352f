/** Every module that there is, whatever its dialect. */
import { J11_MODELS, type J11Model, type J11ModelName } from './j11/language/model.js';
import { MODELS, type Model, type ModelName } from './skstack/language/model.js';

export type ModuleModel = Model | J11Model;
export type ModuleName = ModelName | J11ModelName;

export const MODULES: Readonly<Record<ModuleName, ModuleModel>> = Object.freeze({ ...MODELS, ...J11_MODELS });

export function isJ11(name: ModuleName): name is J11ModelName {
	return MODULES[name].dialect === 'j11';
}

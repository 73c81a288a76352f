/** Mutants that were made for rules (A1 to A48), through whole exams. */
import { matrix } from './matrix-run.js';

describe('The matrix of rules', () => matrix('A'));

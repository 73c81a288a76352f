/** Mutants that were made for situations (B1 to B45), through whole exams. */
import { matrix } from './matrix-run.js';

describe('The matrix of situations', () => matrix('B'));

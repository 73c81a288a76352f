import { PlugIn } from './plug-in.js';

/** A terminal cover: it can only be there. That it is opened is seen by its going. */
export class CoverPlugIn extends PlugIn {}

import type { Data } from '../dlms/axdr/data.js';
import { DataTag } from '../dlms/axdr/data-writer.js';

/** Whether a parameter is one of a method that needs none: integer 0, as clients send it, or none at all, which a list tells as null-data. */
export function isNoParameter(parameter: Data | undefined): boolean {
	return parameter === undefined || parameter.tag === DataTag.integer || parameter.tag === DataTag.nullData;
}
